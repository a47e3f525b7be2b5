// Hand a form in by keyboard alone, and let axe-core look at every page on the way. Arguments: playwright-core, axe-core, Chromium, address, then three files: one that is taken, its correction, one with a fault.
const [playwright, axe, executablePath, address, file, corrected, faulty] = process.argv.slice(2);
const { chromium } = require(playwright);
const fs = require("fs");

async function looked(page, said) {
  await page.waitForLoadState("load");
  await page.evaluate(fs.readFileSync(axe, "utf-8"));
  const { violations } = await page.evaluate(() => axe.run());
  said.axe.push(...violations.map((one) => `${page.url().replace(/.*\/\/[^/]*\/[^/]*/, "")} ${one.id}: ${one.nodes[0].html}`));
}

async function tabTo(page, selector) {
  for (let steps = 0; steps < 200; steps++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
  }
  throw new Error(`no Tab reaches ${selector}`);
}

(async () => {
  const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
  const browser = await chromium.launch({ executablePath, args });
  // axe-core is a script, which the pages themselves forbid
  const context = await browser.newContext({ bypassCSP: true, viewport: { width: 390, height: 800 } });
  const page = await context.newPage();
  const said = { axe: [], errors: [] };
  page.on("pageerror", (error) => said.errors.push(String(error)));
  await page.goto(address);
  await looked(page, said);
  await tabTo(page, 'a[href$="/unit/huilong/"]');
  await page.keyboard.press("Enter");
  await page.waitForURL(/unit\/huilong\/$/);
  await looked(page, said);
  await tabTo(page, "input[type=file]");
  await page.setInputFiles("input[type=file]", file);
  await tabTo(page, "form button");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/drop\//);
  await looked(page, said);
  said.looked = await page.textContent("main");
  said.wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  await tabTo(page, "form button");
  await page.keyboard.press("Enter");
  await page.waitForURL(/receipt/);
  await looked(page, said);
  said.receipt = await page.textContent("main");
  for (const [name, sent] of [["corrected", corrected], ["faulty", faulty]]) {
    await page.goto(`${address}unit/huilong/`);
    await page.setInputFiles("input[type=file]", sent);
    await tabTo(page, "form button");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/drop\//);
    await looked(page, said);
    said[name] = await page.textContent("main");
    said.wide ||= await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    if (name === "faulty") break;
    // without the tick the browser itself does not send it
    await tabTo(page, 'form[action$="/take"] button');
    await page.keyboard.press("Enter");
    said.stayed = /\/drop\//.test(page.url());
    await tabTo(page, "input[type=checkbox]");
    await page.keyboard.press("Space");
    await tabTo(page, 'form[action$="/take"] button');
    await page.keyboard.press("Enter");
    await page.waitForURL(/receipt/);
  }
  const [download] = await Promise.all([page.waitForEvent("download"), page.click('a[href$="/marked.xlsx"]')]);
  said.marked = download.suggestedFilename();
  // another page, of another origin, that posts into this one
  const evil = await context.newPage();
  await evil.goto("data:text/html," + encodeURIComponent(`<form method=post enctype=multipart/form-data action="${address}unit/huilong/drop"><button>x</button></form>`));
  const [answer] = await Promise.all([evil.waitForResponse((one) => one.url().includes("/drop")), evil.click("button")]);
  said.evil = answer.status();
  await browser.close();
  console.log(JSON.stringify(said));
})().catch((error) => { console.error(error); process.exit(1); });
