// A page of the preview follows what happens to the files, and keeps what its reader did to it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { axeSource, openBrowser } from "./browser.mjs";
import { copyOfRich, patience, startPreview } from "./preview.mjs";

const letters = "content/incidents/lost-letters/index.md";
const lettersPage = "incidents/lost-letters.html";
const onePixel =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const limit = { timeout: 120_000 };

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

/** Lends `use` a running preview of a site that it may change, and an open page of it. */
async function following(path, use, { context: options = {}, serve = [], environment = {} } = {}) {
  const site = copyOfRich();
  const preview = await startPreview(site, ["--port", "0", ...serve], environment);
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(patience);
  try {
    const page = await context.newPage();
    const faults = watchFaults(page);
    await page.goto(preview.url(path));
    await follows(page);
    await use({ site, preview, context, page });
    assert.deepEqual(faults, []);
  } finally {
    await context.close();
    await preview.stop();
    site.drop();
  }
}

/** Errors of scripts and of the policy. A status of 404 or 503 is how a browser is told that a page is missing. */
function watchFaults(page) {
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    const expected = /Failed to load resource|ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|net::ERR/.test(message.text());
    if (message.type() === "error" && !expected) faults.push(message.text());
  });
  return faults;
}

const follows = (page) => page.getByText("Follows your changes").waitFor();
const panel = (page) => page.locator("casefile-preview #panel");
const read = (site, path) => readFileSync(join(site.folder, path), "utf8");
const change = (site, path, from, to) => {
  const text = read(site, path);
  assert.match(text, from, path);
  site.write(path, text.replace(from, to));
};

/** Puts a sign on a part of the page that only stays if the part itself stays. */
const mark = (page, selector) => page.locator(selector).first().evaluate((element) => (element.isMarked = true));
const isMarked = (page, selector) => page.locator(selector).first().evaluate((element) => element.isMarked === true);

test("a new text is shown in place: scroll, focus and open details stay", limit, async () => {
  await following(lettersPage, async ({ site, page }) => {
    const details = page.locator("main details").first();
    await details.evaluate((element) => (element.open = true));
    const link = page.locator("main p a").last();
    await link.evaluate((element) => element.focus({ preventScroll: true }));
    await page.evaluate(() => scrollTo({ top: 700, behavior: "instant" }));
    await mark(page, "h1");
    await mark(page, "main details");
    await page.evaluate(() => (document.activeElement.isMarked = true));
    const before = await page.evaluate(() => scrollY);
    change(site, letters, /28,000 -- "over"/, '28,500 -- "over"');
    await page.getByText("28,500 –").waitFor({ state: "attached" });
    assert.equal(await page.evaluate(() => scrollY), before);
    assert.ok(await isMarked(page, "h1"), "the heading is the same element");
    assert.ok(await isMarked(page, "main details"), "the details are the same element");
    assert.ok(await details.evaluate((element) => element.open), "the details are open");
    assert.ok(await page.evaluate(() => document.activeElement.isMarked), "the focus is where it was");
  });
});

test("a new title is in the heading, the tab and on other pages", limit, async () => {
  await following(lettersPage, async ({ site, page, context, preview }) => {
    const list = await context.newPage();
    await list.goto(preview.url("incidents/index.html"));
    await follows(list);
    await mark(list, "main");
    change(site, letters, /^title: .*$/m, "title: Letters that nobody sent");
    await page.getByRole("heading", { level: 1, name: "Letters that nobody sent" }).waitFor();
    await page.waitForFunction(() => document.title.startsWith("Letters that nobody sent – "));
    await list.locator("main").getByRole("link", { name: "Letters that nobody sent" }).first().waitFor();
    assert.ok(await isMarked(list, "main"));
  });
});

test("a page that did not change is not touched", limit, async () => {
  await following("about.html", async ({ site, page }) => {
    await page.evaluate(() => {
      globalThis.touched = 0;
      const options = { subtree: true, childList: true, attributes: true, characterData: true };
      new MutationObserver((all) => (globalThis.touched += all.length)).observe(document.documentElement, options);
    });
    change(site, letters, /^status: .*$/m, "status: upheld\ncolour: red");
    await panel(page).getByText("1 error").first().waitFor();
    assert.equal(await page.evaluate(() => globalThis.touched), 0);
  });
});

test("what was typed stays, with the caret", limit, async () => {
  await following(lettersPage, async ({ site, page }) => {
    const box = page.locator("input[name=q]").first();
    await box.fill("lost lett");
    await box.evaluate((element) => element.setSelectionRange(2, 4));
    change(site, letters, /^title: .*$/m, "title: Another title");
    await page.getByRole("heading", { level: 1, name: "Another title" }).waitFor();
    // A second change finds the page as it is after the first, and whatever the first still had to do is done.
    change(site, letters, /^title: .*$/m, "title: A third title");
    await page.getByRole("heading", { level: 1, name: "A third title" }).waitFor();
    const kept = await box.evaluate((element) => [element.value, element.selectionStart, element.selectionEnd, element === document.activeElement]);
    assert.deepEqual(kept, ["lost lett", 2, 4, true]);
  });
});

test("a page that is removed says so, offers the nearest, and comes back", limit, async () => {
  await following("incidents/wrong-limb-clinic.html", async ({ site, page }) => {
    const text = read(site, "content/incidents/wrong-limb-clinic.md");
    await mark(page, "html");
    site.remove("content/incidents/wrong-limb-clinic.md");
    await panel(page).getByText("There is no page at this address").waitFor();
    site.write("content/incidents/wrong-limb-clinics.md", text);
    await panel(page).getByRole("link", { name: "incidents/wrong-limb-clinics.html" }).waitFor();
    assert.ok(await isMarked(page, "html"), "the page was not loaded again");
    site.rename("content/incidents/wrong-limb-clinics.md", "content/incidents/wrong-limb-clinic.md");
    await page.getByRole("heading", { level: 1, name: /limb/i }).waitFor();
    await panel(page).getByText("There is no page").waitFor({ state: "detached" });
  });
});

test("a page whose file is removed and written again is as it was left", limit, async () => {
  await following(lettersPage, async ({ site, page }) => {
    const text = read(site, letters);
    const leave = () => page.evaluate(() => {
      document.querySelectorAll("main details").forEach((details) => (details.open = true));
      scrollTo({ top: 700, behavior: "instant" });
    });
    const assertLeft = async () => {
      assert.ok(await page.evaluate(() => [...document.querySelectorAll("main details")].every((details) => details.open)), "open");
      assert.equal(await page.evaluate(() => scrollY), 700);
    };
    await leave();
    site.remove(letters);
    await panel(page).getByText("There is no page at this address").waitFor();
    site.write(letters, text);
    await page.getByRole("heading", { level: 1, name: /Letters lost/ }).waitFor();
    await assertLeft();
  });
});

test("new, renamed and many files at once are in the list", limit, async () => {
  await following("incidents/index.html", async ({ site, page }) => {
    const record = (title) => `---\ntitle: ${title}\ndate: 2025-05-05\n---\n\nA thing happened.\n`;
    site.write("content/incidents/brand-new.md", record("Brand new"));
    await page.locator("main").getByRole("link", { name: "Brand new" }).waitFor();
    site.rename("content/incidents/brand-new.md", "content/incidents/newer.md");
    await page.locator('main a[href$="incidents/newer.html"]').waitFor();
    await page.locator('main a[href$="brand-new.html"]').waitFor({ state: "detached" });
    await mark(page, "main");
    for (let at = 10; at < 40; at++) site.write(`content/incidents/many-${at}.md`, record(`One of many ${at}`));
    await page.locator("main").getByRole("link", { name: "One of many 10" }).waitFor();
    await page.locator("main").getByText(/\b4\d incidents/).first().waitFor();
    assert.ok(await isMarked(page, "main"));
  });
});

test("a template, the configuration and a word of the theme", limit, async () => {
  await following("about.html", async ({ site, page }) => {
    await mark(page, "main");
    site.write("themes/default/templates/site-footer.html", '<footer class="site-footer"><p class="wide">Another foot</p></footer>\n');
    await page.getByText("Another foot").waitFor();
    change(site, "casefile.yaml", /^title: .*$/m, "title: Renamed archive");
    await page.locator(".site-name", { hasText: "Renamed archive" }).waitFor();
    site.write("themes/default/strings/en.yaml", "site:\n  skip: Jump to the text\n");
    await page.getByText("Jump to the text").waitFor({ state: "attached" });
    assert.ok(await isMarked(page, "main"), "all in place");
  });
});

test("a stylesheet and a picture are swapped, a script begins the page anew", limit, async () => {
  await following(lettersPage, async ({ site, page }) => {
    await mark(page, "main");
    const colour = () => page.evaluate(() => getComputedStyle(document.querySelector("h1")).color);
    site.write("themes/default/assets/style.css", "h1 { color: rgb(1, 2, 3); }\n");
    await page.waitForFunction(() => getComputedStyle(document.querySelector("h1")).color === "rgb(1, 2, 3)");
    site.write("themes/default/assets/style.css", "h1 { color: rgb(4, 5, 6); }\n");
    await page.waitForFunction(() => getComputedStyle(document.querySelector("h1")).color === "rgb(4, 5, 6)");
    assert.equal(await colour(), "rgb(4, 5, 6)");
    assert.equal(await page.locator("link[rel=stylesheet]").count(), 1);
    const picture = page.locator("main img").first();
    await picture.scrollIntoViewIfNeeded();
    await page.waitForFunction(() => document.querySelector("main img").naturalWidth > 1);
    site.write("content/incidents/lost-letters/ward.png", Buffer.from(onePixel, "base64"));
    await page.waitForFunction(() => document.querySelector("main img").naturalWidth === 1);
    assert.ok(await isMarked(page, "main"), "in place");
    site.write("themes/default/assets/search.js", "document.documentElement.dataset.script = 'new';\n");
    await page.locator("html[data-script=new]").waitFor({ state: "attached" });
  });
});

test("a page stays in place when a picture that it shows goes and comes back", limit, async () => {
  await following(lettersPage, async ({ site, page }) => {
    const ward = "content/incidents/lost-letters/ward.png";
    const [text, drawing] = [read(site, letters), readFileSync(join(site.folder, ward))];
    const width = () => page.evaluate(() => document.querySelector("main img").naturalWidth);
    await mark(page, "html");
    await page.locator("main img").first().scrollIntoViewIfNeeded();
    await page.waitForFunction(() => document.querySelector("main img").naturalWidth > 1);
    const before = await width();
    site.write(letters, "");
    await panel(page).getByText("This record cannot be read").waitFor();
    site.write(letters, "title: no hyphens\n");
    await panel(page).getByText("no hyphens").first().waitFor();
    assert.equal(await width(), before, "the picture is still there");
    site.write(ward, Buffer.from(onePixel, "base64"));
    site.write(letters, text);
    await page.waitForFunction(() => document.querySelector("main img").naturalWidth === 1);
    const without = text.replace(/^.*ward\.png.*$\n/gm, "");
    site.write(letters, without);
    await page.locator("main img").waitFor({ state: "detached" });
    site.write(ward, drawing);
    site.write(letters, text);
    await page.waitForFunction((before) => document.querySelector("main img")?.naturalWidth === before, before);
    site.rename(ward, "content/incidents/lost-letters/room.png");
    site.write(letters, text.replaceAll("ward.png", "room.png"));
    await page.locator('main img[src*="room.png"]').waitFor();
    site.remove("content/incidents/lost-letters");
    await panel(page).getByText("There is no page at this address").waitFor();
    site.write(letters, without);
    await page.getByRole("heading", { level: 1, name: /Letters lost/ }).waitFor();
    assert.ok(await isMarked(page, "html"), "the page was not loaded again");
  });
});

test("a mistake is listed while it is there, that of the page first", limit, async () => {
  await following("about.html", async ({ site, page }) => {
    const about = read(site, "content/about.md");
    change(site, letters, /^date: /m, "dte: ");
    await panel(page).locator("summary", { hasText: "1 error, 2 warnings" }).waitFor();
    assert.match(await panel(page).locator("summary").innerText(), /none of them on this page/);
    site.write("content/about.md", about.replace(/^title: /m, "titel: x\ntitle: "));
    await panel(page).locator("summary", { hasText: "2 errors, 2 warnings (1 on this page)" }).waitFor();
    const first = panel(page).locator(".mistake").first();
    assert.match(await first.innerText(), /Error: a page has no field titel/);
    assert.match(await first.locator("pre").first().innerText(), /--> content\/about\.md:2:1\n +\|\n2 \| titel: x\n +\| \^\^\^\^\^/);
    assert.equal(await panel(page).getByRole("status").first().textContent(), "2 errors, 2 warnings");
    site.write("content/about.md", about);
    change(site, letters, /^dte: /m, "date: ");
    await panel(page).locator("summary", { hasText: /^2 warnings/ }).waitFor();
    for (const path of [letters, "content/incidents/script-title.md"]) change(site, path, /<\/?(b|script)[^>]*>/g, "");
    await panel(page).locator("#mistakes").waitFor({ state: "detached" });
    assert.equal(await panel(page).getByRole("status").first().textContent(), "no mistakes");
  });
});

test("a page that cannot be made stays as it was until it can", limit, async () => {
  await following(lettersPage, async ({ site, page }) => {
    const text = read(site, letters);
    await mark(page, "h1");
    site.write(letters, "title: no hyphens\n");
    await panel(page).getByText("This record cannot be read").waitFor();
    assert.ok(await isMarked(page, "h1"));
    await page.reload();
    await page.getByRole("heading", { level: 1, name: "This record cannot be read" }).waitFor();
    site.write(letters, text);
    await page.getByRole("heading", { level: 1, name: /Letters lost/ }).waitFor();
    await follows(page);
    await mark(page, "h1");
    site.write("themes/default/templates/incident.html", "<p>{{ page.no_such_name }}</p>\n");
    await panel(page).getByText("This page cannot be made").waitFor();
    await panel(page).getByText("no_such_name").first().waitFor();
    assert.ok(await isMarked(page, "h1"));
    await page.reload();
    await page.getByRole("heading", { level: 1, name: "This page cannot be made" }).waitFor();
    site.remove("themes/default/templates/incident.html");
    await page.getByRole("heading", { level: 1, name: /Letters lost/ }).waitFor();
    await page.locator(".site-name").waitFor();
  });
});

test("the bar follows, and keeps the focus, when a notice comes above it", limit, async () => {
  await following(lettersPage, async ({ site, page }) => {
    const text = read(site, letters);
    const focused = () => page.evaluate(() => document.querySelector("casefile-preview").shadowRoot.activeElement?.id);
    await panel(page).getByRole("button", { name: "Edit this page" }).focus();
    site.write(letters, "");
    await panel(page).getByText("This record cannot be read").waitFor();
    assert.equal(await panel(page).locator("#state").textContent(), "Follows your changes");
    assert.equal(await focused(), "edit");
    site.write(letters, text);
    await panel(page).getByText("This record cannot be read").waitFor({ state: "detached" });
    assert.equal(await focused(), "edit");
    site.write("themes/default/templates/incident.html", "{{ page.no_such_name }}\n");
    await panel(page).getByText("This page cannot be made").waitFor();
    assert.equal(await panel(page).locator("#state").textContent(), "Follows your changes");
    assert.equal(await focused(), "edit");
    site.remove("themes/default/templates/incident.html");
    site.remove("content/incidents/lost-letters");
    await panel(page).getByText("There is no page at this address").waitFor();
    assert.equal(await panel(page).locator("#state").textContent(), "Follows your changes");
  });
});

test("the search page goes on, with what is new", limit, async () => {
  await following("search.html?q=quince", async ({ site, page }) => {
    const results = page.locator("[data-search=results]");
    await page.locator("[data-search=status]", { hasText: /\w/ }).waitFor();
    assert.doesNotMatch((await results.textContent()) ?? "", /Quince orchard/);
    site.write("content/incidents/quince.md", "---\ntitle: The quince orchard\n---\n\nQuinces were lost.\n");
    await results.getByRole("link", { name: "The quince orchard" }).waitFor();
    await mark(page, "[data-search=results] li");
    change(site, "casefile.yaml", /^title: .*$/m, "title: Renamed archive");
    await page.locator(".site-name", { hasText: "Renamed archive" }).waitFor();
    await results.getByRole("link", { name: "The quince orchard" }).waitFor();
  });
});

test("the search page is never stale while somebody types", limit, async () => {
  await following("search.html", async ({ site, page }) => {
    const [box, results] = [page.locator("input[name=q]").first(), page.locator("[data-search=results]")];
    await box.focus();
    await page.keyboard.type("letters lo");
    await results.getByRole("link", { name: /^Letters lost/ }).waitFor();
    await box.evaluate((element) => element.setSelectionRange(2, 4));
    await mark(page, "html");
    change(site, letters, /^title: .*$/m, "title: Letters lost for ever");
    await results.getByRole("link", { name: "Letters lost for ever" }).waitFor();
    change(site, letters, /28,000 -- "over"/, "28,000 -- letters lost in a sandstorm");
    site.write("content/incidents/quince.md", "---\ntitle: Letters lost in quinces\n---\n\nQuinces were lost.\n");
    await results.getByRole("link", { name: "Letters lost in quinces" }).waitFor();
    site.remove("content/incidents/quince.md");
    await results.getByRole("link", { name: "Letters lost in quinces" }).waitFor({ state: "detached" });
    const kept = await box.evaluate((element) => [element.value, element.selectionStart, element.selectionEnd, element === document.activeElement]);
    assert.deepEqual(kept, ["letters lo", 2, 4, true]);
    await box.press("End");
    await page.keyboard.type("st");
    await page.waitForFunction(() => /q=letters\+lost/.test(location.search));
    await results.getByRole("link", { name: "Letters lost for ever" }).waitFor();
    assert.ok(await isMarked(page, "html"), "the page was not loaded again");
  });
});

test("titles below the search box are never stale, and the page stays in place", limit, async () => {
  await following("about.html", async ({ site, page }) => {
    await mark(page, "html");
    const [box, titles] = [page.locator("input[name=q]").first(), page.getByRole("option")];
    await box.focus();
    await page.keyboard.type("letters los");
    await titles.filter({ hasText: "Letters lost" }).first().waitFor();
    change(site, letters, /^title: .*$/m, "title: Letters lost for ever");
    change(site, "content/about.md", /^title: .*$/m, "title: About, as it is now");
    await page.getByRole("heading", { level: 1, name: "About, as it is now" }).waitFor();
    await box.press("Backspace");
    await titles.filter({ hasText: "Letters lost for ever" }).waitFor();
    assert.ok(await isMarked(page, "html"), "the page was not loaded again");
  });
});

test("titles that are shown below the search box follow without a key, and the chosen one stays chosen", limit, async () => {
  await following("about.html", async ({ site, page }) => {
    await mark(page, "html");
    const [box, titles] = [page.locator("input[name=q]").first(), page.getByRole("option")];
    await box.focus();
    await page.keyboard.type("letters los");
    await titles.filter({ hasText: "Letters lost" }).first().waitFor();
    await box.press("ArrowDown");
    const chosen = page.getByRole("option", { selected: true });
    const href = await chosen.getAttribute("data-href");
    change(site, letters, /^title: .*$/m, "title: Letters lost for ever");
    site.write("content/incidents/quince.md", "---\ntitle: Letters lost in quinces\n---\n\nQuinces were lost.\n");
    await titles.filter({ hasText: "Letters lost for ever" }).waitFor();
    await titles.filter({ hasText: "Letters lost in quinces" }).waitFor();
    assert.equal(await chosen.getAttribute("data-href"), href);
    await box.press("Escape");
    site.remove("content/incidents/quince.md");
    change(site, "content/about.md", /^title: .*$/m, "title: About, as it is now");
    await page.getByRole("heading", { level: 1, name: "About, as it is now" }).waitFor();
    assert.equal(await box.getAttribute("aria-expanded"), "false", "a list that was closed stays closed");
    assert.ok(await isMarked(page, "html"), "the page was not loaded again");
  });
});

test("a text that is saved while the page loads is shown in place", limit, async () => {
  await following("about.html", async ({ site, context, preview }) => {
    const page = await context.newPage();
    let isHeld = true;
    const held = [];
    await page.route("**/_casefile/digests?*", async (route) => {
      if (isHeld) await new Promise((release) => held.push(release));
      await route.continue();
    });
    await page.goto(preview.url(lettersPage));
    await mark(page, "html");
    change(site, letters, /^title: .*$/m, "title: Saved meanwhile");
    await page.getByRole("heading", { level: 1, name: "Saved meanwhile" }).waitFor();
    isHeld = false;
    held.forEach((release) => release());
    // What the page has to do for one change is done when it shows the next.
    for (const title of ["Saved again", "Saved at last"]) {
      change(site, letters, /^title: .*$/m, `title: ${title}`);
      await page.getByRole("heading", { level: 1, name: title }).waitFor();
    }
    assert.ok(await isMarked(page, "html"), "the page was not loaded again");
  });
});

test("what was loaded while the site changed is not taken for what it became", limit, async () => {
  await following("about.html", async ({ site, page }) => {
    await mark(page, "html");
    const [box, titles] = [page.locator("input[name=q]").first(), page.getByRole("option")];
    // What was loaded is asked about only after the change has been shown.
    let isHeld = true;
    const held = [];
    await page.route("**/_casefile/digests?*", async (route) => {
      if (isHeld && route.request().url().includes("search%2Fhead.js")) await new Promise((release) => held.push(release));
      await route.continue();
    });
    await box.focus();
    await page.keyboard.type("letters los");
    await titles.filter({ hasText: "Letters lost" }).first().waitFor();
    change(site, letters, /^title: .*$/m, "title: Letters lost for ever");
    change(site, "content/about.md", /^title: .*$/m, "title: About, as it is now");
    await page.getByRole("heading", { level: 1, name: "About, as it is now" }).waitFor();
    isHeld = false;
    held.forEach((release) => release());
    await titles.filter({ hasText: "Letters lost for ever" }).waitFor();
    assert.ok(await isMarked(page, "html"), "the page was not loaded again");
  });
});

test("after the server restarts the page goes on by itself", limit, async () => {
  const site = copyOfRich();
  let preview = await startPreview(site, ["--port", "0"]);
  const context = await browser.newContext();
  context.setDefaultTimeout(patience);
  try {
    const page = await context.newPage();
    await page.goto(preview.url("about.html"));
    await follows(page);
    await mark(page, "main");
    await preview.stop();
    await panel(page).getByText("Not connected").waitFor();
    change(site, "content/about.md", /^title: .*$/m, "title: About, changed meanwhile");
    preview = await startPreview(site, ["--port", preview.port]);
    await page.getByRole("heading", { level: 1, name: "About, changed meanwhile" }).waitFor();
    await follows(page);
    assert.ok(await isMarked(page, "main"));
    // The key to the editor is that of the new run.
    await panel(page).getByRole("button", { name: "Edit this page" }).click();
    await panel(page).getByText("The file is").waitFor();
  } finally {
    await context.close();
    await preview.stop();
    site.drop();
  }
});

test("ten tabs follow", limit, async () => {
  await following(lettersPage, async ({ site, page, context, preview }) => {
    const tabs = [page];
    for (let at = 1; at < 10; at++) {
      const tab = await context.newPage();
      await tab.goto(preview.url(lettersPage));
      tabs.push(tab);
    }
    await Promise.all(tabs.map(follows));
    change(site, letters, /^title: .*$/m, "title: In ten tabs");
    await Promise.all(tabs.map((tab) => tab.getByRole("heading", { level: 1, name: "In ten tabs" }).waitFor()));
    await tabs[9].close();
    await tabs[0].close();
    change(site, letters, /^title: .*$/m, "title: In eight tabs");
    await Promise.all(tabs.slice(1, 9).map((tab) => tab.getByRole("heading", { level: 1, name: "In eight tabs" }).waitFor()));
  });
});

test("without shared workers a page follows too", limit, async () => {
  const site = copyOfRich();
  const preview = await startPreview(site, ["--port", "0"]);
  const context = await browser.newContext();
  context.setDefaultTimeout(patience);
  try {
    await context.addInitScript(() => delete globalThis.SharedWorker);
    const page = await context.newPage();
    await page.goto(preview.url("about.html"));
    await follows(page);
    change(site, "content/about.md", /^title: .*$/m, "title: Followed alone");
    await page.getByRole("heading", { level: 1, name: "Followed alone" }).waitFor();
  } finally {
    await context.close();
    await preview.stop();
    site.drop();
  }
});

test("a draft says so, and the list is as open as it was left", limit, async () => {
  await following("incidents/draft-quagmire.html", async ({ site, page, preview }) => {
    await panel(page).getByText("Draft.").waitFor();
    change(site, "content/incidents/draft-quagmire.md", /^state: draft$/m, "state: published");
    await panel(page).getByText("Draft.").waitFor({ state: "detached" });
    const list = panel(page).locator("#mistakes");
    assert.equal(await list.evaluate((element) => element.open), false);
    // Opening is noted in an event of its own, which comes after the key: nobody leaves a page before it.
    const noted = () => list.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
    await list.locator("summary").focus();
    await page.keyboard.press("Enter");
    await noted();
    await page.goto(preview.url("about.html"));
    await follows(page);
    assert.equal(await list.evaluate((element) => element.open), true);
    await list.locator("summary").click();
    await noted();
    await page.goto(preview.url(lettersPage));
    await follows(page);
    assert.equal(await list.evaluate((element) => element.open), false);
  });
});

test("the path is shown where no editor is set", limit, async () => {
  await following("about.html", async ({ page, site }) => {
    await panel(page).getByRole("button", { name: "Edit this page" }).click();
    await panel(page).getByText(join(site.folder, "content/about.md")).waitFor();
    await panel(page).getByRole("button", { name: "Copy path" }).waitFor();
  });
});

test("without script no button is shown that can do nothing", limit, async () => {
  const site = copyOfRich();
  const preview = await startPreview(site, ["--port", "0"]);
  const context = await browser.newContext({ javaScriptEnabled: false });
  try {
    const page = await context.newPage();
    await page.goto(preview.url("about.html"));
    assert.ok(await panel(page).getByText("content/about.md").isVisible());
    assert.ok(!(await panel(page).locator("#edit").isVisible()));
  } finally {
    await context.close();
    await preview.stop();
    site.drop();
  }
});

test("the end of a page can be read above the panel", limit, async () => {
  await following(lettersPage, async ({ page }) => {
    await page.evaluate(() => scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" }));
    const [foot, top] = await page.evaluate(() => [
      document.querySelector("footer").getBoundingClientRect().bottom,
      document.querySelector("casefile-preview").shadowRoot.getElementById("panel").getBoundingClientRect().top,
    ]);
    assert.ok(foot <= top + 1, `the foot ends at ${foot}, the panel begins at ${top}`);
  });
});

test("a mistake leaves most of a narrow window to the page, and its line and example can be read", limit, async () => {
  const context = { viewport: { width: 390, height: 800 } };
  await following(lettersPage, async ({ site, page }) => {
    change(site, letters, /^date: .*$/m, `dat: ${"2022-03 and on ".repeat(20)}`);
    const list = panel(page).locator("#list");
    const first = list.locator(".mistake").first();
    await first.getByText("For example: date").waitFor();
    assert.match(await first.innerText(), /For example: date\s+Expected: one of: title/);
    const heights = await panel(page).evaluate((element) => [element.offsetHeight, innerHeight]);
    assert.ok(heights[0] < heights[1] * 0.4, `the panel has ${heights[0]} of ${heights[1]}`);
    const widths = (part) => part.evaluate((element) => [element.clientWidth, element.scrollWidth]);
    const [shown, all] = await widths(list);
    assert.ok(all <= shown, `the list scrolls sideways: ${all} of ${shown}`);
    const [excerpt, line] = await widths(first.locator("pre"));
    assert.ok(line > excerpt, `the source scrolls: ${line} of ${excerpt}`);
    const place = await first.locator(".place").evaluate((element) => element.getBoundingClientRect().right);
    assert.ok(place <= 390, `the place ends at ${place}`);
  }, { context });
});

for (const [name, options] of [
  ["light", { colorScheme: "light" }],
  ["dark", { colorScheme: "dark" }],
  ["320 px, light", { colorScheme: "light", viewport: { width: 320, height: 640 } }],
  ["320 px, dark", { colorScheme: "dark", viewport: { width: 320, height: 640 } }],
]) {
  test(`the panel meets WCAG 2.2 AA: ${name}`, limit, async () => {
    const context = { ...options, bypassCSP: true };
    await following("incidents/draft-quagmire.html", async ({ site, page }) => {
      change(site, "content/incidents/draft-quagmire.md", /^state: draft$/m, `state: draft\nvery_long_field_name_that_nobody_knows: ${"x".repeat(300)}`);
      await panel(page).locator("summary", { hasText: "1 error, 2 warnings (1 on this page)" }).waitFor();
      await panel(page).getByRole("button", { name: "Edit this page" }).click();
      await panel(page).getByRole("button", { name: "Copy path" }).waitFor();
      await page.evaluate(axeSource);
      const violations = await page.evaluate(async () => {
        const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
        const { violations } = await globalThis.axe.run(document, { runOnly: { type: "tag", values: tags } });
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join("; ")}`);
      });
      assert.deepEqual(violations, []);
      const [width, wide] = await page.evaluate(() => [document.documentElement.clientWidth, document.documentElement.scrollWidth]);
      assert.ok(wide <= width, `scrolls sideways: ${wide} of ${width}`);
      const inside = await panel(page).evaluate((element) => [element.clientWidth, element.scrollWidth]);
      assert.ok(inside[1] <= inside[0], `the panel scrolls sideways: ${inside}`);
    }, { context });
  });
}

test("every page of the site loads without a fault", { timeout: 300_000 }, async () => {
  await following("index.html", async ({ page, preview }) => {
    const seen = new Set(["index.html"]);
    const left = ["index.html"];
    while (left.length > 0) {
      const path = left.pop();
      const answer = await page.goto(preview.url(path));
      assert.equal(answer.status(), 200, path);
      const links = await page.evaluate(() => [...document.querySelectorAll("a[href]")].map((link) => link.href));
      for (const link of links.map((link) => link.replace(/[?#].*/, "")).filter((link) => link.startsWith(preview.address))) {
        const next = link.slice(preview.address.length);
        if (next.endsWith(".html") && !seen.has(next)) {
          seen.add(next);
          left.push(next);
        }
      }
    }
    assert.ok(seen.size > 30, `${seen.size} pages`);
  });
});
