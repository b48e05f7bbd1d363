// Every link, image and fragment of every page leads somewhere, as a browser reads them.
import assert from "node:assert/strict";
import { posix } from "node:path";
import { test } from "node:test";
import { assertNone, openBrowser, openPage, withSite } from "./browser.mjs";
import { rich, sites } from "./sites.mjs";

for (const site of sites()) {
  test(`${site.name}: every internal link and fragment resolves`, { timeout: 600_000 }, async (t) => {
    const documents = await readDocuments(site);
    const problems = [];
    let count = 0;
    for (const [path, { links, duplicates }] of documents) {
      duplicates.forEach((id) => problems.push(`${path}: the id "${id}" stands twice`));
      for (const link of links) {
        count += 1;
        const problem = broken(site, documents, path, link);
        if (problem) problems.push(`${path}: ${link} ${problem}`);
      }
    }
    t.diagnostic(`${site.name}: ${count} links of ${documents.size} pages`);
    assertNone(problems, "broken links");
  });

  test(`${site.name}: forward pages forward`, { timeout: 120_000 }, async () => {
    await withSite(site, async (browser, server) => {
      const page = await openPage(browser, site, { javaScriptEnabled: false });
      for (const path of site.forwards) {
        await page.goto(server.url(path), { waitUntil: "commit" });
        await page.waitForURL((url) => url.href.replace(/#.*/, "") !== server.url(path), { timeout: 5_000 });
        const landed = decodeURIComponent(page.url().replace(/[?#].*/, "").slice(server.address.length));
        assert.ok(site.pages.includes(landed), `${path} forwards to ${page.url()}, which is no page`);
      }
    });
  });

  test(`${site.name}: the page for an unknown path stands anywhere`, { timeout: 60_000 }, async () => {
    await withSite(site, async (browser, server) => {
      const page = await openPage(browser, site);
      const response = await page.goto(server.url("no/such/folder/page.html"));
      assert.equal(response.status(), 404);
      assert.match(await page.locator("h1").innerText(), /\S/);
      const links = await page.evaluate(() =>
        [...document.querySelectorAll("[href], [src], [action]")].map((element) =>
          ["href", "src", "action"].map((name) => element.getAttribute(name)).find((value) => value !== null),
        ),
      );
      const relative = links.filter((link) => !/^([a-z]+:|#)/i.test(link));
      assert.deepEqual(relative, [], "links that depend on where the page is shown");
      assert.ok(links.includes(site.baseUrl) || links.includes(`${site.baseUrl}index.html`), "a link home");
      assert.ok(links.some((link) => link.startsWith(`${site.baseUrl}search.html`)), "an offer of search");
      await page.locator(`a[href^="${site.baseUrl}"]:visible`).first().click();
      assert.ok(page.url().startsWith(site.baseUrl), `its first link leads to ${page.url()}`);
      assert.match(await page.locator("h1").innerText(), /\S/);
    });
  });
}

test("rich: an alias and a merged record lead to the record", { timeout: 60_000 }, async () => {
  const site = rich();
  await withSite(site, async (browser, server) => {
    const page = await openPage(browser, site);
    for (const path of ["news/2024/letters-lost.html", "campaign/letters/", "incidents/lost-letters-again.html"]) {
      await page.goto(server.url(path), { waitUntil: "commit" });
      await page.waitForURL(server.url("incidents/lost-letters.html"), { timeout: 10_000 });
    }
    await page.goto(server.url("incidents/taken-back.html"));
    assert.match(await page.locator("main").innerText(), /only source had been misread/);
  });
});

/** For each page, its links and ids, parsed by the browser without running anything. */
async function readDocuments(site) {
  const browser = await openBrowser();
  try {
    const page = await openPage(browser, site);
    const documents = new Map();
    for (const path of [...site.pages, ...site.forwards]) {
      documents.set(path, await page.evaluate(parseDocument, site.files.get(path).toString()));
    }
    return documents;
  } finally {
    await browser.close();
  }
}

// Runs in the browser.
function parseDocument(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const ids = [...parsed.querySelectorAll("[id]")].map((element) => element.id);
  const names = [...parsed.querySelectorAll("a[name]")].map((element) => element.getAttribute("name"));
  const links = ["href", "src", "action", "poster", "data"].flatMap((name) =>
    [...parsed.querySelectorAll(`[${name}]`)].map((element) => element.getAttribute(name)),
  );
  const sets = [...parsed.querySelectorAll("[srcset]")].flatMap((element) =>
    element.getAttribute("srcset").split(",").map((candidate) => candidate.trim().split(/\s+/)[0]),
  );
  const forwards = [...parsed.querySelectorAll("meta[http-equiv=refresh i]")].map((element) =>
    element.content.replace(/^.*?url=/i, ""),
  );
  return {
    ids: [...ids, ...names],
    duplicates: ids.filter((id, index) => ids.indexOf(id) !== index),
    links: [...links, ...sets, ...forwards],
  };
}

/** What is wrong with a link of a page, or nothing. */
function broken(site, documents, from, link) {
  if (/^(mailto|tel|data):/i.test(link)) return undefined;
  if (/^javascript:/i.test(link)) return "is a script";
  const root = "http://site.invalid/root/";
  const url = new URL(link, new URL(from.split("/").map(encodeURIComponent).join("/"), root));
  const address = url.href.startsWith(site.baseUrl) ? root + url.href.slice(site.baseUrl.length) : url.href;
  if (!address.startsWith("http://site.invalid/")) return undefined;
  if (!address.startsWith(root)) return "leaves the site's folder";
  return unresolved(site, documents, new URL(address), root, /^[a-z]+:/i.test(link));
}

function unresolved(site, documents, url, root, absolute) {
  let path = decodeURIComponent(url.pathname.slice(new URL(root).pathname.length));
  // A host shows a folder's index; opened from disk, a folder shows its list of files.
  if (path === "" || path.endsWith("/")) {
    if (!absolute) return "names a folder, which does not open from disk";
    path = posix.join(path, "index.html");
  }
  if (!site.files.has(path)) return "leads nowhere";
  const fragment = decodeURIComponent(url.hash.slice(1)).replace(/:~:.*/, "");
  const target = documents.get(path);
  if (fragment === "" || fragment === "top" || !target) return undefined;
  return target.ids.includes(fragment) ? undefined : "names a place that is not in the page";
}
