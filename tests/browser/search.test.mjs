// A reader searches: over http under a strict policy of security, and from disk.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { axeSource, openBrowser, openPage } from "./browser.mjs";
import { builtSite, rich, serve } from "./sites.mjs";

const policy = { "content-security-policy": "default-src 'self'" };
const site = rich();
const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];

/** Where the site is read from: each way lends `use` an address that ends in a slash. */
const ways = [
  { name: "http", lend: lendServer },
  { name: "file", lend: (own, use) => use(`${pathToFileURL(own.folder)}/`) },
];

async function lendServer(own, use) {
  const server = await serve(own, policy);
  try {
    return await use(server.address);
  } finally {
    await server.stop();
  }
}

/** Calls `visit(page, address)` for each way to read the site, and fails on any error, or request to another host. */
function check(name, visit, { only = "", own = site, options = {}, timeout = 90_000 } = {}) {
  for (const way of ways.filter((way) => only === "" || way.name === only)) {
    test(`${way.name}: ${name}`, { timeout }, async () => {
      const browser = await openBrowser();
      try {
        await way.lend(own, async (address) => {
          const page = await openPage(browser, own, options);
          const problems = [];
          page.on("pageerror", (error) => problems.push(error.stack));
          page.on("dialog", (dialog) => {
            problems.push(`a script ran: ${dialog.message()}`);
            return dialog.dismiss();
          });
          page.on("console", (message) => {
            if (message.type() === "error" && !/ERR_|404/.test(message.text())) problems.push(message.text());
          });
          page.on("request", (request) => {
            if (!request.url().startsWith(address) && !/^(blob|data):/.test(request.url())) problems.push(`asks for ${request.url()}`);
          });
          await visit(page, address);
          assert.deepEqual(problems, []);
        });
      } finally {
        await browser.close();
      }
    });
  }
}

const box = (page) => page.locator("main form.search input");
const status = (page) => page.locator("[data-search=status]");
const titles = (page) => page.locator("[data-search=results] h3 a").allInnerTexts();
const facet = (page, label) => page.locator("details.facet").filter({ has: page.locator("summary", { hasText: new RegExp(`^${label}$`) }) });
const value = (page, label, text) => facet(page, label).locator("label", { hasText: text });
const query = (page) => new URL(page.url()).search;

async function open(page, address, search) {
  await page.goto(`${address}search.html${search}`);
  if (search) await told(page, /record/i);
}

/** Waits until the line above the results says something. */
async function told(page, pattern) {
  await page.waitForFunction(
    ([source, flags]) => new RegExp(source, flags).test(document.querySelector("[data-search=status]")?.textContent ?? ""),
    [pattern.source, pattern.flags],
  );
}

/** Enters a query, waits until its number of records is told, and gives the titles. */
async function search(page, text, pattern) {
  await box(page).fill(text);
  await box(page).press("Enter");
  await told(page, pattern);
  return titles(page);
}

/** How many records there are, which the site's own index says. */
const total = JSON.parse(/, (\{.*\})\);\s*$/s.exec(site.files.get("search/head.js").toString())[1]).records;

check("words, other forms, phrases and exceptions find their records", async (page, address) => {
  await open(page, address, "");
  assert.equal(await page.locator("[data-search=ways]").isVisible(), true);
  await box(page).fill("lost lett");
  await told(page, /for ‘lost lett\*’/);
  const typed = await titles(page);
  assert.ok(typed.length > 0 && typed.some((title) => /letters/i.test(title)), `typing finds ${typed}`);
  const forms = await search(page, "losing letter", /‘losing letter’/);
  assert.ok(forms.length > 0, "another form of a word");
  const phrase = await search(page, '"lost letters"', /‘"lost letters"’/);
  assert.ok(phrase.length > 0, "a phrase");
  const all = Number(/\d+/.exec(await (await search(page, "letters", /for ‘letters’/), status(page).innerText()))[0]);
  await search(page, "letters -kind:incident", /‘letters -kind:incident’/);
  const without = Number(/\d+/.exec(await status(page).innerText())[0]);
  await search(page, "letters kind:incident", /‘letters kind:incident’/);
  const within = Number(/\d+/.exec(await status(page).innerText())[0]);
  assert.ok(within > 0 && within + without === all, `${within} and ${without} of ${all}`);
});

check("a snippet shows the words, marked", async (page, address) => {
  await open(page, address, "?q=lost+letters");
  await page.locator("[data-search=results] mark").first().waitFor();
  const marked = (await page.locator("[data-search=results] mark").allInnerTexts()).map((word) => word.toLowerCase());
  assert.ok(marked.some((word) => /^letters?$/.test(word)), marked.join());
  assert.ok(marked.every((word) => /^(lost|los|letter)/.test(word)), marked.join());
});

check("a snippet is the record's own text, wherever in it the words stand", async (page, address) => {
  // Of a claim's speaker, a place, a figure, a headline, a spokesperson, a footnote, and words beside what is withheld.
  const cases = {
    "tamsin quill cheapest": ["lost-letters", /Tamsin Quill|cheapest/],
    "little harbour": ["lost-letters", /Little Harbour/],
    "wards searched": ["lost-letters", /Wards searched: up to 9 wards/],
    "campaign says": ["lost-letters-release", /campaign says/],
    "invented spokesperson": ["lost-letters-release", /invented spokesperson/],
    "board own count": ["lost-letters", /The count is the board’s own/],
    "clerk blame": ["lost-letters", /The clerk █ was not to blame/],
  };
  for (const [text, [id, pattern]] of Object.entries(cases)) {
    await open(page, address, `?q=${encodeURIComponent(text)}`);
    const item = page.locator("[data-search=results] > li").filter({ has: page.locator(`a[href$="/${id}.html"]`) });
    await item.locator(".entry-summary mark").first().waitFor();
    const shown = await item.locator(".entry-summary").innerText();
    assert.match(shown, pattern, text);
    assert.doesNotMatch(shown, /junior member|not known|as-found|Withheld/, text);
  }
  await open(page, address, "?q=filing+error");
  assert.deepEqual(await page.locator("h3 mark").allInnerTexts(), ["filing", "error"]);
});

test("a snippet that does not arrive is told, and asked for again", { timeout: 90_000 }, async () => {
  const broken = { ...site, files: new Map(site.files) };
  const isText = (path) => /^search\/x-|^incidents\/lost-letters\.html/.test(path);
  for (const path of site.files.keys()) if (isText(path)) broken.files.delete(path);
  const browser = await openBrowser();
  try {
    await lendServer(broken, async (address) => {
      const page = await openPage(browser, broken);
      await page.goto(`${address}search.html?q=filing`);
      await page.locator(".entry-summary", { hasText: "Its text did not arrive." }).waitFor();
      broken.files.set("search/x-000.js", site.files.get("search/x-000.js"));
      await box(page).fill("filing ");
      await page.locator(".entry-summary", { hasText: "Over 28,000 invented letters" }).waitFor();
    });
  } finally {
    await browser.close();
  }
});

check("what is disputed is marked, and a date that is not known is said", async (page, address) => {
  const item = (title) => page.locator("[data-search=results] > li", { hasText: title });
  await open(page, address, "?q=filing+error");
  assert.equal(await item("filing error").locator(".tag.disputed").innerText(), "Disputed");
  await open(page, address, "?q=undated+loss");
  assert.match(await item("undated loss").locator(".entry-facts").innerText(), /date not known/);
  assert.equal(await item("undated loss").locator(".tag.disputed").count(), 0);
});

check("an empty query shows all records, the newest first", async (page, address) => {
  await open(page, address, "");
  await page.locator("[data-search=all] button").click();
  await told(page, new RegExp(`All ${total} records`));
  assert.equal((await titles(page)).length, 10);
  assert.equal(await page.locator("[data-search=ways]").isVisible(), false);
});

check("facets narrow, count and can be given up", async (page, address) => {
  await open(page, address, "?q=");
  const kinds = await facet(page, "Kind").locator("label").allInnerTexts();
  const sum = kinds.reduce((all, text) => all + Number(/\d+$/.exec(text.trim())[0]), 0);
  assert.equal(sum, total);
  const incidents = Number(/\d+$/.exec(kinds.find((text) => /^Incident/.test(text.trim())).trim())[0]);
  await value(page, "Kind", "Incident").click();
  await told(page, new RegExp(`^${incidents} record`));
  assert.match(query(page), /kind=incident/);
  const other = Number(/\d+$/.exec((await value(page, "Kind", "Topic").innerText()).trim())[0]);
  await value(page, "Kind", "Topic").click();
  await told(page, new RegExp(`^${incidents + other} record`));
  await page.locator(".chosen-value", { hasText: "Topic" }).click();
  await told(page, new RegExp(`^${incidents} record`));
  await facet(page, "Status").evaluate((details) => (details.open = true));
  await facet(page, "Status").locator("label").first().waitFor();
  const [first] = await facet(page, "Status").locator("label").allInnerTexts();
  const [, label, count] = /^(.*?)\s*(\d+)$/s.exec(first.trim());
  await value(page, "Status", label.trim()).click();
  await told(page, new RegExp(`^${count} record`));
  const tags = await page.locator("[data-search=results] .tag.status").allInnerTexts();
  assert.ok(tags.every((tag) => tag.trim() === label.trim()), tags.join());
});

check("a range of years tells what only may be in it", async (page, address) => {
  await open(page, address, "?q=");
  const years = facet(page, "Year");
  await years.evaluate((details) => (details.open = true));
  await years.locator("svg[role=img]").waitFor();
  await years.locator("input[data-year=from]").fill("2001");
  await years.locator("input[data-year=to]").fill("2002");
  await years.locator("input[data-year=to]").press("Enter");
  await page.waitForFunction(() => location.search.includes("year=2001..2002"));
  await years.locator("input[data-year=from]").fill("");
  await years.locator("input[data-year=from]").press("Enter");
  await page.waitForFunction(() => location.search.includes("year=..2002"));
  await open(page, address, "?year=2000..2030");
  await told(page, /certainly and \d+ possibly|records$/);
  const rows = await facet(page, "Year").locator(".years-table tbody tr").count();
  assert.ok(rows > 0, "the picture is a table too");
});

check("an address restores its view, and Back and Forward go through them", async (page, address) => {
  await open(page, address, "");
  await box(page).fill("letters");
  await box(page).press("Enter");
  await told(page, /for ‘letters’/);
  const all = await status(page).innerText();
  await value(page, "Kind", "Incident").click();
  await page.waitForFunction(() => location.search.includes("kind=incident"));
  await page.waitForFunction((before) => document.querySelector("[data-search=status]").textContent !== before, all);
  const [narrowed, shown] = [await status(page).innerText(), await titles(page)];
  await page.goBack();
  await page.waitForFunction((before) => document.querySelector("[data-search=status]").textContent === before, all);
  assert.doesNotMatch(query(page), /kind=/);
  assert.equal(await value(page, "Kind", "Incident").locator("input").isChecked(), false);
  await page.goForward();
  await page.waitForFunction((before) => document.querySelector("[data-search=status]").textContent === before, narrowed);
  const colleague = await page.context().newPage();
  await colleague.goto(page.url());
  await colleague.waitForFunction((before) => document.querySelector("[data-search=status]").textContent === before, narrowed);
  assert.deepEqual(await titles(colleague), shown);
  assert.equal(await box(colleague).inputValue(), "letters");
  assert.equal(await value(colleague, "Kind", "Incident").locator("input").isChecked(), true);
  // The page is cited by the address of the view.
  const own = await page.locator("link[rel=canonical]").getAttribute("href");
  const link = colleague.locator(".page-foot a");
  await colleague.waitForFunction(() => document.querySelector(".page-foot a").href.includes("?"));
  assert.equal(await link.innerText(), `${own}?q=letters&kind=incident`);
  assert.equal(await link.getAttribute("href"), `${own}?q=letters&kind=incident`);
  assert.match(await colleague.locator(".page-foot").innerText(), /Search.*\?q=letters&kind=incident/s);
});

check("what is typed is one step, and what was entered is kept", async (page, address) => {
  await open(page, address, "");
  await box(page).pressSequentially("letters");
  await box(page).press("Enter");
  await told(page, /for ‘letters’/);
  await box(page).fill("");
  await box(page).pressSequentially("vale");
  await told(page, /for ‘vale\*’/);
  await page.goBack();
  await told(page, /for ‘letters’/);
  assert.equal(await box(page).inputValue(), "letters");
  await page.goBack();
  await page.locator("[data-search=ways]").waitFor();
  assert.equal(await page.locator("[data-search=finder]").isVisible(), false);
  assert.doesNotMatch(await page.title(), /letters/);
});

check("while somebody types, what stays is not made anew, and the rest follows", async (page, address) => {
  await open(page, address, "?q=letter");
  await told(page, /for ‘letter’/);
  await page.evaluate(() => document.querySelectorAll("[data-search=results] > li").forEach((item) => (item.isKept = item.querySelector("a").href)));
  await box(page).press("End");
  await box(page).press("s");
  await told(page, /for ‘letters\*’/);
  const items = await page.locator("[data-search=results] > li").evaluateAll((all) => all.map((item) => [item.isKept, item.querySelector("a").href]));
  assert.ok(items.some(([kept]) => kept !== undefined), "some of the results stay");
  assert.ok(items.every(([kept, href]) => kept === undefined || kept === href), "none is another record");
  const all = Number(/\d+/.exec(await status(page).innerText())[0]);
  await page.waitForFunction((count) => {
    const kinds = document.querySelectorAll("details.facet")[0].querySelectorAll(".count");
    return [...kinds].reduce((sum, { textContent }) => sum + Number(textContent), 0) === count;
  }, all);
  await page.waitForFunction(() => /q=letters\*$/.test(location.href) && /^letters\* /.test(document.title));
});

check("the address of what was typed restores exactly that", async (page, address) => {
  await open(page, address, "");
  const view = async () => [await status(page).innerText(), await titles(page), await page.locator("[data-search=downloads]").innerText()];
  await box(page).pressSequentially("lo");
  await page.waitForTimeout(300);
  const isLong = await page.evaluate(() => document.querySelector("[data-search=finder]").hidden);
  if (!isLong) await told(page, /‘lo\*’/);
  await box(page).pressSequentially("s");
  await told(page, /‘los\*’/);
  await page.waitForFunction(() => decodeURIComponent(location.href).endsWith("q=los*"));
  const typed = await view();
  await page.reload();
  await told(page, /‘los\*’/);
  await page.locator("[data-search=downloads] button").first().waitFor();
  assert.deepEqual(await view(), typed);
});

check("where there is nothing to search for, that is said, and too much is cut", async (page, address) => {
  for (const text of ["🏥", "%", "*", "supplier:", "year:"]) {
    await open(page, address, `?q=${encodeURIComponent(text)}`);
    await told(page, new RegExp(`^All ${total} records$`));
    assert.match(await page.locator("[data-search=notes]").innerText(), /nothing in ‘.*’ to search for/, text);
  }
  await open(page, address, `?q=${"letters+".repeat(1250)}`);
  assert.match(await page.locator("[data-search=notes]").innerText(), /Only the first 32 words/);
  assert.ok((await status(page).innerText()).length < 200);
  assert.match(await page.locator("[data-search=notes]").getAttribute("role"), /status/);
});

check("a choice is known by its label too, and what is left away has the focus after it", async (page, address) => {
  await open(page, address, "?q=letters&kind=Incident");
  await told(page, /for ‘letters’ with these filters/);
  assert.equal(await value(page, "Kind", "Incident").locator("input").isChecked(), true);
  await value(page, "Kind", "Incident").locator("input").focus();
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("name")), "q");
  const chip = page.locator(".chosen-value");
  assert.equal(await chip.count(), 1);
  await chip.focus();
  await page.keyboard.press("Enter");
  await told(page, /for ‘letters’$/);
  await chip.waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("data-search")), "status");
});

check("where a page may not change its query, the address still holds the view", async (page, address) => {
  await page.addInitScript(() => {
    history.pushState = history.replaceState = () => {
      throw new DOMException("not here", "SecurityError");
    };
  });
  await open(page, address, "");
  await box(page).fill("letters");
  await box(page).press("Enter");
  await told(page, /for ‘letters’/);
  await box(page).fill("");
  await box(page).pressSequentially("vale");
  await told(page, /for ‘vale\*’/);
  assert.equal(await box(page).inputValue(), "vale");
  await page.waitForFunction(() => location.hash === "#?q=vale*");
  await page.reload();
  await told(page, /for ‘vale\*’/);
});

check("pages of results have addresses", async (page, address) => {
  await open(page, address, "?q=");
  const first = await titles(page);
  await page.locator(".pager a[rel=next]").click();
  await page.waitForFunction(() => /Page 2/.test(document.querySelector("[data-search=pager] p").textContent));
  assert.match(query(page), /page=2/);
  const second = await titles(page);
  assert.ok(second.every((title) => !first.includes(title) || title === ""), "the second page repeats the first");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("data-search")), "status");
  await page.goBack();
  await page.waitForFunction(() => /Page 1/.test(document.querySelector("[data-search=pager] p").textContent));
  assert.deepEqual(await titles(page), first);
});

check("all that was found can be downloaded", async (page, address) => {
  await open(page, address, "?kind=incident");
  const count = Number(/\d+/.exec(await status(page).innerText())[0]);
  const download = async (name) => {
    const [file] = await Promise.all([page.waitForEvent("download"), page.locator("[data-search=downloads] button", { hasText: name }).click()]);
    return { name: file.suggestedFilename(), text: readFileSync(await file.path(), "utf8") };
  };
  const csv = await download("CSV");
  assert.equal(csv.name, "records.csv");
  const [head] = csv.text.split("\r\n");
  assert.match(head, /^\ufeffKind,Id,Title,Date,Date \(EDTF\),Status,Disputed,Address,/);
  assert.equal(csv.text.match(/,https:\/\/evidence\.example\/archive\/incidents\//g).length, count);
  assert.doesNotMatch(csv.text, /(^|,)"?[=+@]/m);
  const json = JSON.parse((await download("JSON")).text);
  assert.equal(json.length, count);
  assert.deepEqual(json.filter(({ disputed }) => disputed).map(({ id }) => id), ["lost-letters"]);
  assert.deepEqual(json.filter(({ edtf }) => edtf === "").map(({ date }) => date), ["date not known"]);
  assert.match(csv.text, /,Admitted,yes,https/);
  assert.ok(json.every(({ kind, address: own }) => kind === "incident" && own.startsWith(site.baseUrl)));
  const bibtex = await download("BibTeX");
  assert.equal(bibtex.text.match(/^@misc\{incident-/gm).length, count);
  assert.match(bibtex.text, /note = \{March 2022 to January 2024\}/);
  await open(page, address, "?q=looking+for+letters&kind=reference");
  const works = (await download("BibTeX")).text;
  assert.match(works, /^@book\{reference-dunmore-2023,\n  author = \{Dunmore, Isolde and /m);
  assert.match(works, /publisher = \{Invented Press\}/);
});

check("the keyboard alone is enough", async (page, address) => {
  await open(page, address, "?q=letters");
  await page.locator("body").press("/");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("name")), "q");
  await page.keyboard.press("/");
  assert.equal(await box(page).inputValue(), "/");
  await box(page).fill("lost letters");
  await told(page, /‘lost letters\*’/);
  await page.keyboard.press("ArrowDown");
  const first = await page.evaluate(() => document.activeElement.closest("[data-search=results]") !== null);
  assert.ok(first, "arrow down leads to the results");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Escape");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("name")), "q");
  await page.keyboard.press("ArrowDown");
  const target = await page.evaluate(() => document.activeElement.href);
  await Promise.all([page.waitForURL(target), page.keyboard.press("Enter")]);
});

check("the box of every page suggests titles", async (page, address) => {
  const record = [...site.files.keys()].find((path) => /^topics\/(?!index)/.test(path));
  await page.goto(address + record);
  const input = page.locator("header form.search input");
  await page.locator("body").press("/");
  await input.fill("lost lett");
  const options = page.locator("[role=listbox] [role=option]");
  await options.first().waitFor();
  assert.ok((await options.count()) <= 6);
  assert.match((await options.allInnerTexts()).join("\n"), /Incident, March 2022 to January 2024/);
  assert.equal(await input.getAttribute("aria-expanded"), "true");
  await page.keyboard.press("ArrowDown");
  const active = await input.getAttribute("aria-activedescendant");
  assert.equal(await page.locator(`#${active}`).getAttribute("aria-selected"), "true");
  await page.keyboard.press("Escape");
  assert.equal(await input.getAttribute("aria-expanded"), "false");
  assert.equal(await page.locator("[role=listbox]").isVisible(), false);
  await input.fill("lost lette");
  await options.first().waitFor();
  await page.keyboard.press("ArrowDown");
  const href = await page.locator("[aria-selected=true]").getAttribute("data-href");
  await Promise.all([page.waitForURL(href), page.keyboard.press("Enter")]);
  await page.goto(address + record);
  await input.fill("letters");
  await Promise.all([page.waitForURL(/search\.html\?q=letters$/), input.press("Enter")]);
  await told(page, /for ‘letters’/);
});

check("a misspelt word is put right", async (page, address) => {
  await open(page, address, "?q=lost+lettres");
  const link = page.locator("[data-search=notes] a");
  await link.waitFor();
  assert.match(await link.innerText(), /lost letters/);
  const first = (await titles(page))[0];
  await link.click();
  await told(page, /‘lost letters’/);
  assert.equal((await titles(page))[0], first);
  await search(page, "xyzzyplughquux", /No record matches/);
  assert.equal(await page.locator("[data-search=ways]").isVisible(), true);
});

check("hostile queries make no markup and no error", async (page, address) => {
  const hostile = ["<img src=x onerror=alert(1)>", "<script>alert(1)</script>", '"><svg onload=alert(1)>', "__proto__", "constructor:prototype", '"""', "-", ":", "😀", "\u202eعربى", "a".repeat(3000), "%00&page=2#x", "&amp;&lt;b&gt;"];
  await open(page, address, "?q=");
  for (const text of hostile) {
    await page.goto(`${address}search.html?q=${encodeURIComponent(text)}`);
    await told(page, /record/i);
    const strange = await page.locator("[data-search=finder] :is(img, script, b)").count();
    assert.equal(strange, 0, text);
    await box(page).fill(`${text} letters`);
    await told(page, /record/i);
  }
});

test("a file that does not arrive is told, and can be asked for again", { timeout: 90_000 }, async () => {
  const broken = { ...site, files: new Map(site.files) };
  const server = await serve(broken, policy);
  const browser = await openBrowser();
  const focus = (page) => page.evaluate(() => document.activeElement.getAttribute("data-search"));
  try {
    const page = await openPage(browser, broken);
    const again = page.locator("[data-search=notes] button", { hasText: "Try again" });
    const downloads = page.locator("[data-search=downloads]");
    const check = async (pattern, search, unanswered, answered) => {
      for (const path of site.files.keys()) if (pattern.test(path)) broken.files.delete(path);
      await page.goto(`${server.address}search.html?${search}`);
      await again.waitFor();
      assert.match(await status(page).innerText(), unanswered);
      assert.equal(await downloads.isVisible(), false, "nothing wrong can be saved");
      assert.equal(await page.locator("[data-search=finder] .count:visible").count(), 0, "no number is shown that may be wrong");
      for (const [path, bytes] of site.files) broken.files.set(path, bytes);
      await again.press("Enter");
      await told(page, answered);
      await again.waitFor({ state: "detached" });
      assert.equal(await focus(page), "status");
      assert.equal(await downloads.isVisible(), true);
    };
    await check(/^search\/f-status/, "q=letters&status=alleged", /^\d+ records for ‘letters’, not yet narrowed by Status$/, /‘letters’ with these filters$/);
    await check(/^search\/f-status/, "q=letters+status:alleged", /, not yet narrowed by ‘status:alleged’$/, /for ‘letters status:alleged’$/);
    await check(/^search\/t-/, "q=letters", /^This search could not be completed$/, /records? for ‘letters’$/);

    broken.files.delete("search/f-supplier.js");
    await page.goto(`${server.address}search.html?q=letters`);
    await told(page, /‘letters’$/);
    await facet(page, "Supplier").evaluate((details) => (details.open = true));
    await facet(page, "Supplier").locator("[role=status]", { hasText: "Supplier did not arrive" }).waitFor();
    assert.equal(await facet(page, "Supplier").locator("fieldset").isVisible(), false);
    broken.files.set("search/f-supplier.js", site.files.get("search/f-supplier.js"));
    await facet(page, "Supplier").locator("button", { hasText: "Try again" }).click();
    await facet(page, "Supplier").locator("label").first().waitFor();

    broken.files.delete("search/head.js");
    await page.goto(`${server.address}search.html?q=letters&kind=incident`);
    const failure = page.locator("[data-search=failure]");
    await failure.waitFor();
    assert.match(await failure.innerText(), /did not arrive/);
    assert.equal(await failure.getAttribute("role"), "alert");
    assert.equal(await box(page).inputValue(), "letters");
    assert.equal(await page.locator("[data-search=ways]").isVisible(), true);
    broken.files.set("search/head.js", site.files.get("search/head.js"));
    await failure.locator("button").press("Enter");
    await told(page, /records? for ‘letters’ with these filters/);
    assert.equal(await failure.isVisible(), false);
    assert.equal(await focus(page), "status");
  } finally {
    await browser.close();
    await server.stop();
  }
});

test("an index of another version says that the site was updated", { timeout: 90_000 }, async () => {
  const folder = mkdtempSync(join(process.env.CASEFILE_SITES ?? tmpdir(), "updated-"));
  try {
    cpSync(site.folder, folder, { recursive: true });
    const head = readFileSync(join(folder, "search/head.js"), "utf8");
    writeFileSync(join(folder, "search/head.js"), head.replace(/"t":"[0-9a-f]{8}/, '"t":"ffffffff'));
    const updated = builtSite(folder);
    const server = await serve(updated, policy);
    const browser = await openBrowser();
    try {
      const page = await openPage(browser, updated);
      await page.goto(`${server.address}search.html?q=letters`);
      const reload = page.locator("[data-search=notes] button", { hasText: "Load the page again" });
      await reload.waitFor();
      updated.files.set("search/head.js", Buffer.from(head));
      await reload.click();
      await told(page, /records? for ‘letters’/);
    } finally {
      await browser.close();
      await server.stop();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

for (const [name, options] of [["light", { colorScheme: "light" }], ["dark", { colorScheme: "dark" }], ["320 px", { viewport: { width: 320, height: 640 } }]]) {
  const visit = async (page, address) => {
    await open(page, address, "?q=letters&kind=incident&kind=reference&year=2000..2030");
    await page.locator("[data-search=results] mark").first().waitFor();
    await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
    await page.waitForFunction(() => [...document.querySelectorAll("details.facet")].every((details) => details.querySelector("label")));
    assert.deepEqual(await violations(page), []);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 0, `scrolls sideways by ${wide} px`);
    const small = await page.locator("[data-search=finder] :is(button, input, summary, .pager a)").evaluateAll((elements) =>
      elements
        .map((element) => ({ element, box: (element.closest("label") ?? element).getBoundingClientRect() }))
        .filter(({ box }) => box.width > 0 && (box.width < 24 || box.height < 24))
        .map(({ element, box }) => `${element.outerHTML.slice(0, 80)} ${box.width}×${box.height}`),
    );
    assert.deepEqual(small, []);
    await page.goto(`${address}index.html`);
    await page.locator("form.search input").first().fill("letters");
    await page.locator("[role=option]").first().waitFor();
    await page.keyboard.press("ArrowDown");
    assert.deepEqual(await violations(page), []);
  };
  check(`no WCAG 2.2 AA violation in what was found, ${name}`, visit, { only: "http", options: { ...options, bypassCSP: true } });
}

async function violations(page) {
  await page.evaluate(axeSource);
  return page.evaluate(async (tags) => {
    const { violations } = await globalThis.axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.any[0]?.message ?? ""}`));
  }, standards);
}
