"use strict";
(() => {
  const form = document.getElementById("filters");
  const [kind, task, name, only] = ["kind", "task", "name", "only"].map((id) => document.getElementById(id));
  const hide = (element, hidden) => element.toggleAttribute("data-hidden", hidden);

  const apply = () => {
    const wanted = name.value.trim();
    let shown = 0;
    for (const element of document.querySelectorAll("[data-unit]")) {
      const called = element.querySelector("th, .what").textContent;
      const fits = (!kind.value || element.dataset.kind === kind.value) && called.includes(wanted)
        && (!only.checked || element.dataset.open !== "0");
      hide(element, !fits);
      if (fits && element.tagName === "TR") shown += 1;
    }
    for (const element of document.querySelectorAll("[data-task]")) {
      hide(element, task.value !== "" && element.dataset.task !== task.value);
    }
    document.getElementById("shown").textContent = `显示 ${shown} 个单位`;
  };

  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  apply();

  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const folded = target && target.closest("details");
    if (folded) {
      folded.open = true;
      folded.scrollIntoView();
      folded.querySelector("summary").focus({ preventScroll: true });
    }
  };
  addEventListener("hashchange", reveal);
  reveal();

  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const element of opened) element.open = true;
  });
  addEventListener("afterprint", () => {
    for (const element of opened) element.open = false;
  });
})();
