// Open the overview by its file address as a double click does, with scripts and without, wide and on a phone, in both
// colours, by keyboard, and printed. Arguments: playwright-core, axe-core, Chromium, the page, a folder for pictures.
const [playwright, axe, executablePath, address, pictures] = process.argv.slice(2);
const { chromium } = require(playwright);
const fs = require("fs");

const args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"];
const said = { axe: [], errors: [], requests: [], wide: [] };

async function opened(browser, options) {
  // axe-core is a script, which the page's own policy forbids
  const context = await browser.newContext({ bypassCSP: options.axe === true, ...options });
  const page = await context.newPage();
  page.on("pageerror", (error) => said.errors.push(String(error)));
  page.on("console", (message) => message.type() === "error" && said.errors.push(message.text()));
  page.on("dialog", (dialog) => { said.errors.push("dialog"); dialog.dismiss(); });
  page.on("request", (request) => request.url() !== address && said.requests.push(request.url().slice(0, 200)));
  await page.goto(address);
  return page;
}

async function tabTo(page, selector) {
  for (let steps = 0; steps < 200; steps++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
  }
  throw new Error(`no Tab reaches ${selector}`);
}

(async () => {
  const browser = await chromium.launch({ executablePath, args });
  for (const [name, width] of [["1280", 1280], ["390", 390]]) {
    for (const colorScheme of ["light", "dark"]) {
      const page = await opened(browser, { axe: true, viewport: { width, height: name === "390" ? 844 : 1300 }, colorScheme });
      await page.evaluate(() => { for (const one of document.querySelectorAll("details")) one.open = true; });
      await page.evaluate(fs.readFileSync(axe, "utf-8"));
      const { violations } = await page.evaluate(() => axe.run());
      said.axe.push(...violations.map((one) => `${name} ${colorScheme} ${one.id}: ${one.nodes[0].html}`));
      if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) said.wide.push(name);
      await page.evaluate(() => { for (const one of document.querySelectorAll("details")) one.open = false; });
      await page.screenshot({ path: `${pictures}/${name}-${colorScheme}.png`, fullPage: false });
      await page.context().close();
    }
  }
  const page = await opened(browser, { viewport: { width: 1280, height: 900 } });
  said.title = await page.title();
  said.rows = await page.locator("#matrix tbody tr:visible").count();
  await tabTo(page, "#only");
  await page.keyboard.press("Space");
  said.open = await page.locator("#matrix tbody tr:visible th").allInnerTexts();
  said.told = await page.textContent("#shown");
  await tabTo(page, '#matrix a[href^="#unit-"]');
  await page.keyboard.press("Enter");
  // Chromium itself unfolds a target before the page hears of the new address: what the page does is the focus
  await page.waitForFunction(() => document.activeElement?.matches("#by-unit details[open] > summary"));
  said.unfolded = await page.locator("#by-unit details[open]").innerText();
  await page.pdf({ path: `${pictures}/printed.pdf`, preferCSSPageSize: true, printBackground: true });
  const bare = await opened(browser, { javaScriptEnabled: false, viewport: { width: 390, height: 900 } });
  said.bare = await bare.locator("main").innerText();
  said.filters = await bare.locator("#filters").isVisible();
  await browser.close();
  console.log(JSON.stringify(said));
})().catch((error) => { console.error(error); process.exit(1); });
