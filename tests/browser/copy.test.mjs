// A record and its sources can be taken into a reference manager: copied, saved, or selected without a script.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { openPage, withSite } from "./browser.mjs";
import { recordsOf, rich } from "./sites.mjs";

const site = rich();
const [incident] = recordsOf(site, "incidents").filter((path) => site.files.get(path).includes("as BibTeX</summary>"));
const policy = "default-src 'self'; style-src-attr 'unsafe-inline'";

/** A page of the site, served under the policy that the theme guide names. */
async function open(browser, address, options = {}) {
  const page = await openPage(browser, site, { permissions: ["clipboard-read", "clipboard-write"], ...options });
  await page.route(`${address}**`, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), "content-security-policy": policy } });
  });
  return page;
}

/** What stands between the tags of the copy with that button. */
const textBeside = (button) => button.evaluate((own) => own.closest(".copy").querySelector(".copy-text").textContent);

/** Presses a button and waits until that is said of it in the live region beside it, where something else may still stand. */
async function press(button, words) {
  const said = button.locator("xpath=ancestor::*[contains(@class,'copies')]//*[@role='status']");
  await button.click();
  await said.filter({ hasText: words }).waitFor();
}

test("each format is copied and saved, and it is said which", { timeout: 120_000 }, async () => {
  await withSite(site, async (browser, server) => {
    for (const address of [server.url(incident), pathToFileURL(join(site.folder, incident)).href]) {
      const page = await open(browser, server.address);
      const errors = [];
      page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
      await page.goto(address);
      const foot = page.locator(".page-foot .copies");
      for (const [format, start, ending] of [["BibTeX", "@online{incident:", "bib"], ["RIS", "TY  - ELEC\n", "ris"], ["CSL-JSON", "[\n", "csl.json"]]) {
        const copy = foot.getByRole("button", { name: `Copy ${format}` });
        await press(copy, `${format} copied.`);
        const text = await textBeside(copy);
        assert.ok(text.startsWith(start), text);
        assert.equal(await page.evaluate(() => navigator.clipboard.readText()), text);
        const arriving = page.waitForEvent("download");
        await foot.getByRole("button", { name: `Save ${format}` }).click();
        const download = await arriving;
        assert.ok(download.suggestedFilename().endsWith(`.${ending}`), download.suggestedFilename());
        assert.equal(readFileSync(await download.path(), "utf8"), text);
      }
      const sources = page.locator("main section .copies").first().getByRole("button", { name: "Copy BibTeX" });
      await press(sources, "BibTeX copied.");
      const text = await page.evaluate(() => navigator.clipboard.readText());
      assert.equal(text, await textBeside(sources));
      assert.ok((text.match(/^@/gmu) ?? []).length > 1, text);
      assert.deepEqual(errors, []);
      await page.context().close();
    }
  });
});

test("where the clipboard is refused, the text is selected", { timeout: 60_000 }, async () => {
  await withSite(site, async (browser, server) => {
    const page = await open(browser, server.address);
    await page.addInitScript(() => {
      Object.defineProperty(navigator, "clipboard", { value: undefined });
      document.execCommand = () => false;
    });
    await page.goto(server.url(incident));
    const copy = page.locator(".page-foot").getByRole("button", { name: "Copy RIS" });
    await press(copy, "RIS is selected. Copy it with your keyboard or menu.");
    const selected = await page.evaluate(() => String(getSelection()));
    assert.equal(selected.trim(), (await textBeside(copy)).trim());
  });
});

test("without a script there are texts and no buttons", { timeout: 60_000 }, async () => {
  await withSite(site, async (browser, server) => {
    const page = await open(browser, server.address, { javaScriptEnabled: false });
    await page.goto(server.url(incident));
    assert.equal(await page.getByRole("button", { name: /^(Copy|Save) /u }).count(), 0);
    const details = page.locator(".page-foot details").first();
    await details.locator("summary").click();
    assert.ok(await details.locator(".copy-text").isVisible());
  });
});
