// A reader needs no script, no server and no mouse; and can print.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { assertNone, openPage, visitAll, withSite } from "./browser.mjs";
import { isRecord, recordsOf, sites } from "./sites.mjs";

// The header of the page, not of an article in it.
const header = "header:not(main header)";

for (const site of sites()) {
  test(`${site.name}: every page reads with JavaScript off`, { timeout: 600_000 }, async () => {
    const problems = [];
    await withSite(site, async (browser, server) => {
      await visitAll(site.pages, () => openPage(browser, site, { javaScriptEnabled: false }), async (page, path) => {
        await page.goto(server.url(path));
        problems.push(...(await page.evaluate(hiddenParts)).map((problem) => `${path}: ${problem}`));
      });
    });
    assertNone(problems, "parts that a reader without JavaScript misses");
  });

  for (const javaScriptEnabled of [true, false]) {
    const name = `${site.name}: opens from disk, JavaScript ${javaScriptEnabled ? "on" : "off"}`;
    test(name, { timeout: 120_000 }, async () => {
      await withSite(site, async (browser) => {
        const page = await openPage(browser, site, { javaScriptEnabled });
        const errors = collectErrors(page);
        await followFromDisk(page, site);
        await page.goto(onDisk(site, "search.html"));
        assert.deepEqual(errors, []);
      });
    });
  }

  test(`${site.name}: an incident and a press release print`, { timeout: 120_000 }, async (t) => {
    await withSite(site, async (browser, server) => {
      const page = await openPage(browser, site);
      for (const kind of ["incidents", "press-releases"]) {
        const [path] = recordsOf(site, kind);
        await page.goto(server.url(path));
        const pdf = (await page.pdf({ format: "A4" })).toString("latin1");
        const sheets = pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
        t.diagnostic(`${path} prints on ${sheets} sheets`);
        assert.ok(sheets >= 1, `${path} prints on no sheet`);
      }
    });
  });

  test(`${site.name}: the keyboard reaches everything and shows where it is`, { timeout: 120_000 }, async () => {
    await withSite(site, async (browser, server) => {
      for (const path of ["index.html", "search.html", ...recordsOf(site, "incidents").slice(0, 1)]) {
        const page = await openPage(browser, site);
        await page.goto(server.url(path));
        await skipToMain(page, path);
        await page.goto(server.url(path));
        await tabThroughHeader(page, path);
        await page.context().close();
      }
    });
  });
}

// Runs in the browser: what of the page cannot be seen.
function hiddenParts() {
  const visible = (element) => {
    const style = getComputedStyle(element);
    const boxes = element.getClientRects();
    return boxes.length > 0 && style.visibility === "visible" && Number(style.opacity) > 0;
  };
  const closed = (element) => element.closest("details:not([open])") && !element.closest("summary");
  const main = document.querySelector("main");
  const problems = [];
  if (!main || main.innerText.trim().length < 20) problems.push("no main text");
  const headings = document.querySelectorAll("h1");
  if (headings.length !== 1) problems.push(`${headings.length} h1`);
  headings.forEach((heading) => visible(heading) && heading.innerText.trim() || problems.push("the h1 is not seen"));
  const links = [...document.querySelectorAll("main a[href], header a[href], footer a[href]")];
  if (links.length === 0) problems.push("no link");
  links
    .filter((link) => !closed(link) && !visible(link))
    .forEach((link) => problems.push(`the link "${link.textContent.trim()}" is not seen`));
  return problems;
}

function onDisk(site, path) {
  return pathToFileURL(join(site.folder, path)).href;
}

function collectErrors(page) {
  const errors = [];
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(error.message));
  // A page that is left at once gives up what it was still loading; that is no failure.
  const gaveUp = (request) => request.failure()?.errorText === "net::ERR_ABORTED";
  page.on("requestfailed", (request) => gaveUp(request) || errors.push(`could not load ${request.url()}`));
  return errors;
}

/** From home to an incident, on to a reference, and back twice, by clicking. */
async function followFromDisk(page, site) {
  const root = onDisk(site, "");
  const here = () => decodeURIComponent(page.url().slice(root.length)).replace(/^\//, "").replace(/[?#].*/, "");
  await page.goto(onDisk(site, "index.html"));
  await clickToRecord(page, "incidents");
  const incident = here();
  assert.ok(isRecord(incident, "incidents"), `home leads to ${incident}`);
  // An incident may rest on a press release alone, and that on works of its own.
  if (!(await linkTo(page, "references"))) {
    const mayCite = (path) => isRecord(path, "incidents") || isRecord(path, "press-releases");
    const cited = site.pages.find((path) => mayCite(path) && leadsToReference(site, path));
    assert.ok(cited, "no incident and no press release leads to a reference");
    await page.goto(onDisk(site, cited));
  }
  const from = here();
  await clickToRecord(page, "references");
  assert.ok(isRecord(here(), "references"), `${from} leads to ${here()}`);
  await page.goBack();
  assert.equal(here(), from);
  assert.match(await page.locator("h1").innerText(), /\S/);
}

function leadsToReference(site, path) {
  return /href="\.\.\/references\/(?!index)[^"]+\.html/.test(site.files.get(path).toString());
}

async function linkTo(page, kind) {
  const links = await page.locator("main a[href]").elementHandles();
  for (const link of links) {
    const path = await link.evaluate((element) => element.href.replace(/[?#].*/, ""));
    const record = new RegExp(`/${kind}/(?!index|page)[^/]+\\.html$`);
    if (record.test(path) && (await link.isVisible())) return link;
  }
  return undefined;
}

async function clickToRecord(page, kind) {
  const link = await linkTo(page, kind);
  assert.ok(link, `no link to any of ${kind} is seen on ${page.url()}`);
  await Promise.all([page.waitForNavigation(), link.click()]);
}

async function skipToMain(page, path) {
  await page.keyboard.press("Tab");
  const skip = await page.evaluate(() => {
    const link = document.activeElement;
    const box = link.getBoundingClientRect();
    return { href: link.getAttribute("href"), shown: box.width > 10 && box.height > 10 && box.top >= 0 && box.left >= 0 };
  });
  assert.match(skip.href ?? "", /^#./, `${path}: the first stop of Tab is not the skip link`);
  assert.ok(skip.shown, `${path}: the skip link is not seen when it has the focus`);
  await page.keyboard.press("Enter");
  const reached = await page.evaluate((id) => {
    const target = document.getElementById(id);
    const main = document.querySelector("main");
    return target !== null && (target === main || main.contains(target) || target.contains(main));
  }, skip.href.slice(1));
  assert.ok(reached, `${path}: the skip link does not lead to the main part`);
  await page.keyboard.press("Tab");
  const past = await page.evaluate((header) => !document.activeElement.closest(header), header);
  assert.ok(past, `${path}: after the skip link, Tab is still in the header`);
}

async function tabThroughHeader(page, path) {
  const count = await page.evaluate(
    (header) => document.querySelectorAll(`${header} :is(a[href], button, input, select, summary)`).length,
    header,
  );
  assert.ok(count > 0, `${path}: nothing in the header can have the focus`);
  const seen = new Set();
  for (let stop = 0; stop < count + 3; stop += 1) {
    await page.keyboard.press("Tab");
    const focus = await page.evaluate((header) => {
      const element = document.activeElement;
      const style = getComputedStyle(element);
      return {
        header: element.closest(header) !== null,
        name: `${element.tagName.toLowerCase()} "${(element.textContent || element.getAttribute("name") || "").trim()}"`,
        outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0,
      };
    }, header);
    if (!focus.header) continue;
    seen.add(focus.name);
    assert.ok(focus.outlined, `${path}: ${focus.name} has no outline when it has the focus`);
  }
  assert.ok(seen.size > 0, `${path}: Tab does not stop in the header`);
}
