// The search page: results, facets, the state in the address, files to download. It stands on search.js, which knows the
// index.

/** @typedef {{ entry: Entry, address: string, status: string, facets: Map<string, string[]>, work?: Work }} Row */
/** @typedef {{ words: string[], start: number, end: number }} Token */
/** @typedef {{ key: string, start: number, end: number }} Hit */
/** @typedef {{ text: string, marked: boolean }} Piece */
/** @typedef {{ element: HTMLElement, link: HTMLElement, text: HTMLElement, mayBeOutside: boolean }} Item */

(() => {
  "use strict";

  const { fold, cut, make, setAll, speech, readRange, typingPause, filePause } = casefileSearch.parts;

  // ---- Snippets ----

  /** Signs of a word as it was written: what `cut` makes words of, marks and apostrophes included. */
  const writtenWord =
    /[\p{Alphabetic}\p{N}](?:[0-9](?=[0-9,])|,(?=[0-9]{3})|[\p{Alphabetic}\p{N}\p{Mn}\p{Cf}]|['’‘ʼ](?=[\p{Alphabetic}\p{N}]))*/gu;

  const snippetSigns = 220;

  /** The words of a text with their places. @param {string} text @returns {Token[]} */
  function tokens(text) {
    return Array.from(text.matchAll(writtenWord), ({ 0: written, index }) => ({
      words: cut(written),
      start: index,
      end: index + written.length,
    }));
  }

  /** The words of a text that were looked for. @param {Token[]} tokens @param {(word: string) => string} marks
   * @returns {Hit[]} */
  function hitsOf(tokens, marks) {
    return tokens.flatMap(({ words, start, end }) => {
      const key = words.map(marks).find((found) => found !== "");
      return key ? [{ key, start, end }] : [];
    });
  }

  /** The piece of a text that has most of the words, cut into parts that are marked or not. @param {string} text
   * @param {Token[]} tokens @param {(word: string) => string} marks @returns {Piece[]} */
  function snippet(text, tokens, marks) {
    const hits = hitsOf(tokens, marks);
    const start = startOfSnippet(text, hits);
    let end = Math.min(text.length, start + snippetSigns);
    if (end < text.length) end = Math.max(start + 1, text.lastIndexOf(" ", end));
    const parts = pieces(text, hits, start, end);
    parts.unshift({ text: start > 0 ? "… " : "", marked: false });
    parts.push({ text: end < text.length ? " …" : "", marked: false });
    return parts.filter((part) => part.text !== "");
  }

  /** A part of a text, cut where its marks begin and end. @param {string} text @param {Hit[]} hits @param {number} start
   * @param {number} end @returns {Piece[]} */
  function pieces(text, hits, start, end) {
    const parts = [];
    let at = start;
    for (const hit of hits.filter((hit) => hit.start >= start && hit.end <= end)) {
      parts.push({ text: text.slice(at, hit.start), marked: false }, { text: text.slice(hit.start, hit.end), marked: true });
      at = hit.end;
    }
    return [...parts, { text: text.slice(at, end), marked: false }];
  }

  /** Where the best piece begins: at its sentence, if that is near, or a few words before the first hit.
   * @param {string} text @param {Hit[]} hits */
  function startOfSnippet(text, hits) {
    let [best, most] = [0, 0];
    hits.forEach(({ start }, at) => {
      const inside = hits.slice(at, at + 40).filter((hit) => hit.end <= start + snippetSigns - 60);
      const score = new Set(inside.map(({ key }) => key)).size * 100 + inside.length;
      if (score > most) [best, most] = [start, score];
    });
    if (best <= 60) return 0;
    const before = text.slice(best - 60, best);
    const sentence = /^.*[.!?·]["”’)]*\s+(?=["“‘]?\p{Lu})/su.exec(before);
    return best - 60 + (sentence ? sentence[0].length : before.indexOf(" ", 20) + 1);
  }

  // What is no text of the record itself in the parts of a page that are marked as its text.
  const notText = "h2[id^=s-], .hidden, .unknown, .ref, .found, .locator, .line-facts, .file-facts, .footnote-ref, .footnote-back, [data-nosnippet]";
  const blocks = "p, li, dd, dt, blockquote, figcaption, td, th, h2, h3, h4, pre, div, br";

  /** The text of the record that a page shows, in the order of the index: summary, text, the rest. What is withheld is a
   * bar. @param {Document} page @param {string} title */
  function textOfPage(page, title) {
    const main = page.querySelector("main");
    main?.querySelectorAll(".redacted").forEach((part) => part.replaceWith("█"));
    main?.querySelectorAll(notText).forEach((part) => part.remove());
    main?.querySelectorAll(".figures strong").forEach((figure) => figure.parentElement?.append(": ", figure));
    main?.querySelectorAll(blocks).forEach((block) => block.after("\u2029"));
    const place = (/** @type {Element} */ part) => (part.matches("h1, .lede") ? 0 : part.matches(".text") ? 1 : 2);
    const parts = [...(main?.querySelectorAll("[data-text]") ?? [])].sort((one, other) => place(one) - place(other));
    return joinLines(parts.map((part) => part.textContent ?? "").filter((text) => text.trim() !== title).join("\u2029").split("\u2029"));
  }

  /** Lines as one text: what does not end like a sentence is set off from what follows. @param {string[]} lines */
  function joinLines(lines) {
    const said = lines.map((line) => line.replace(/\s+/g, " ").trim()).filter((line) => line !== "" && !/^[\d\W]*$/.test(line));
    return said.reduce((all, line) => (all === "" ? line : `${all}${/[.!?:]["”’]?$/.test(all) ? " " : " · "}${line}`), "");
  }

  // ---- Files to download ----

  /** Rows of cells as CSV (RFC 4180). A cell that a spreadsheet would take for a formula gets an apostrophe; the mark
   * at the beginning tells spreadsheets that it is UTF-8. @param {string[][]} rows */
  function writeCsv(rows) {
    const cell = (/** @type {string} */ text) => {
      const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
      return /[",\r\n]/.test(harmless) ? `"${harmless.replace(/"/g, '""')}"` : harmless;
    };
    return `\ufeff${rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`;
  }

  /** @type {Record<string, string>} */
  const texSigns = { "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}" };

  /** @type {Record<string, string>} */
  const texTypes = { book: "book", chapter: "incollection", article: "article", news: "article", report: "techreport", "board-paper": "techreport" };

  /** BibTeX's own names of months, which are written without braces. */
  const texMonths = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

  /** Records as BibTeX. A date that is not certain is a note. @param {Row[]} rows */
  function writeBibtex(rows) {
    const tex = (/** @type {string} */ text) => balanced(text.replace(/[\\{}~^&%$#_]/g, (sign) => texSigns[sign] ?? `\\${sign}`));
    // A body has one name, which braces keep together.
    const people = (/** @type {string[][]} */ names) => names.map((name) => (name.length > 1 ? tex(name.join(", ")) : `{${tex(name[0])}}`)).join(" and ");
    return rows
      .map(({ entry, address, work = /** @type {Work} */ ({ type: "" }) }) => {
        const type = texTypes[work.type] ?? "misc";
        const [, year, month, day] = /^(-?\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(entry.iso) ?? [];
        const publisher = type === "techreport" ? "institution" : "publisher";
        const within = type === "article" ? "journal" : type === "incollection" ? "booktitle" : "series";
        const fields = {
          author: people(work.author ?? []), editor: people(work.editor ?? []), title: tex(entry.title), [within]: tex(work.within ?? ""),
          year, month: texMonths[Number(month) - 1], day: day && String(Number(day)), [publisher]: tex(work.publisher ?? ""), address: tex(work.location ?? ""), volume: tex(work.volume ?? ""), number: tex(work.issue ?? ""),
          edition: tex(work.edition ?? ""), pages: tex(work.pages ?? "").replace(/(\d)-(?=\d)/g, "$1--"), doi: tex(work.doi ?? ""), isbn: tex(work.isbn ?? ""), issn: tex(work.issn ?? ""),
          note: year === undefined || Number(month) > 12 ? tex(entry.date) : "", url: encodeURI(decode(work.url ?? address)),
        };
        const lines = Object.entries(fields).flatMap(([name, value]) => (value ? `  ${name} = ${name === "month" ? value : `{${value}}`},\n` : []));
        return `@${type}{${entry.kind}-${entry.id},\n${lines.join("")}}\n`;
      })
      .join("\n");
  }

  /** BibTeX counts escaped braces too: words stand for them where they have no partner. @param {string} tex */
  function balanced(tex) {
    let depth = 0;
    const isOdd = [...tex.matchAll(/[{}]/g)].some(([sign]) => (depth += sign === "{" ? 1 : -1) < 0) || depth !== 0;
    return isOdd ? tex.replace(/\\\{/g, "\\textbraceleft{}").replace(/\\\}/g, "\\textbraceright{}") : tex;
  }

  /** @param {string} address */
  function decode(address) {
    try {
      return decodeURI(address);
    } catch {
      return address;
    }
  }

  /** Records as JSON. @param {Row[]} rows */
  function writeJson(rows) {
    const records = rows.map(({ entry, address, status, facets }) => ({
      kind: entry.kind,
      id: entry.id,
      title: entry.title,
      date: entry.date,
      edtf: entry.iso,
      status,
      disputed: entry.isDisputed,
      address,
      facets: Object.fromEntries(facets),
    }));
    return `${JSON.stringify(records, undefined, 2)}\n`;
  }

  // ---- The address ----

  // One sign more than is looked at, so that it is told that not all is.
  const longestQuery = 2001;

  /** A range as it is written; nothing where it has no end. @param {Span} range */
  function writeRange({ from, to }) {
    if (from === -Infinity && to === Infinity) return undefined;
    return from === to ? String(from) : `${from === -Infinity ? "" : from}..${to === Infinity ? "" : to}`;
  }

  /** A text that is too long to be read, shortened. @param {string} text */
  function shorten(text) {
    return text.length > 120 ? `${[...text].slice(0, 119).join("")}…` : text;
  }

  /** A query with another word for one of its words. @param {string} text @param {string} word @param {string} better */
  function replaceWord(text, word, better) {
    return text.replace(writtenWord, (written) => (fold(written) === word ? better : written)).replace(`${better}*`, () => better);
  }

  /** The view that an address asks for; until the `names` of facets are known, whatever may be one is kept.
   * @param {string} search @param {Set<string>} [names] @returns {View} */
  function readAddress(search, names) {
    const parameters = new URLSearchParams(search);
    /** @type {Chosen} */
    const chosen = new Map();
    for (const name of names ?? new Set(parameters.keys())) {
      if (name === "q" || name === "page") continue;
      const wanted = [...new Set(parameters.getAll(name))].filter((value) => (name === "year" ? readRange(value) : value !== ""));
      if (wanted.length > 0) chosen.set(name, wanted);
    }
    const page = Number(parameters.get("page"));
    return { q: (parameters.get("q") ?? "").slice(0, longestQuery), chosen, page: Number.isInteger(page) && page > 1 ? page : 1 };
  }

  /** @param {View} view */
  function writeAddress({ q, chosen, page }) {
    const parameters = new URLSearchParams(q === "" && chosen.size > 0 ? [] : [["q", q]]);
    for (const [name, wanted] of chosen) wanted.forEach((value) => parameters.append(name, value));
    if (page > 1) parameters.set("page", String(page));
    return parameters.toString();
  }

  // ---- The search page ----

  /** @param {string} tag @param {Record<string, string>} attributes @param {(Node | string)[]} children */
  function draw(tag, attributes, ...children) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    setAll(element, attributes);
    element.append(...children);
    return element;
  }

  const perPage = 10;
  const shownValues = 8;
  const mostValues = 200;
  // Milliseconds before it is said that it takes time; and without a key before what stands around the results is renewed,
  // and before texts are fetched.
  const slowness = 300;
  const restPause = 40;
  const textPause = 250;

  /** @param {typeof casefileSearch.files} files @param {HTMLFormElement} form @param {HTMLInputElement} input
   * @param {HTMLElement} finder */
  function startFinder(files, form, input, finder) {
    const part = (/** @type {string} */ name) =>
      /** @type {HTMLElement} */ (document.querySelector(`[data-search="${name}"]`) ?? make("div"));
    const [status, notes, chosenList, results, pager, downloads, facetList, failure, ways] = [
      "status", "notes", "chosen", "results", "pager", "downloads", "facets", "failure", "ways",
    ].map(part);
    const narrow = /** @type {HTMLDetailsElement} */ (part("narrow"));
    /** @type {View} */
    let view = { q: "", chosen: new Map(), page: 1 };
    const ownTitle = document.title;
    const permalink = document.querySelector("link[rel=canonical]")?.getAttribute("href") ?? "";
    const cited = [...document.querySelectorAll(".page-foot dd, .page-foot a")]
      .filter(({ childElementCount }) => permalink !== "" && childElementCount === 0)
      .map((place) => ({ place, own: place.textContent ?? "" }));
    let ownHash = "";
    let isKept = true;
    let turn = 0;
    let isAddressLate = false;
    /** What is left to do once results are painted. @type {(() => void)[]} */
    let later = [];
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let pause;
    /** @type {ReturnType<typeof fillFinder> | undefined} */
    let filled;

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(pause);
      go({ ...view, q: input.value.trim().slice(0, longestQuery), page: 1 }, "entered");
    });
    input.addEventListener("input", () => {
      clearTimeout(pause);
      pause = setTimeout(() => type().catch(fail), typingPause);
    });
    for (const event of ["popstate", "hashchange"]) addEventListener(event, () => (ownHash === "" || location.hash !== ownHash) && restore());
    part("retry").addEventListener("click", restore);
    input.addEventListener("focus", () => files.open().catch(() => undefined), { once: true });
    for (const name of ["all", "help"]) part(name).hidden = false;
    addEventListener("casefile-index", () => finder.hidden || show(false).catch(fail));
    part("all").addEventListener("click", () => {
      go({ q: "", chosen: new Map(), page: 1 });
      input.focus();
    });
    document.addEventListener("keydown", moveAmongResults);
    results.addEventListener("click", settleAddress);
    restore();

    /** Shows what is found so far. What is typed has its own way to be written, so that its address gives the same again. */
    async function type() {
      const text = input.value;
      const own = turn;
      const index = await files.open();
      const q = index.typed(text.slice(0, longestQuery));
      if (own === turn && input.value === text && q !== undefined && q !== view.q) go({ ...view, q, page: 1 }, "typed");
    }

    /** Says that there is no index for now. */
    function fail() {
      failure.hidden = false;
      finder.hidden = true;
      ways.hidden = false;
    }

    /** Shows what the address asks for. While it asks for nothing, nothing is loaded, and the ways in stay. */
    async function restore() {
      clearTimeout(pause);
      const asked = location.hash.startsWith("#?") ? location.hash.slice(1) : location.search;
      view = readAddress(asked);
      if (document.activeElement !== input || input.value.trim() !== view.q.trim()) input.value = view.q;
      turn += 1;
      ownHash = "";
      isKept = true;
      isAddressLate = false;
      later = [];
      ways.hidden = asked !== "";
      if (asked === "") {
        finder.hidden = true;
        document.title = ownTitle;
        citeView("");
        return;
      }
      const slow = setTimeout(() => (finder.hidden = false), slowness);
      try {
        const own = turn;
        const index = await files.open();
        const read = readAddress(asked, new Set(["kind", ...index.head.facets.map(({ name }) => name)]));
        const chosen = await index.withCodes(read.chosen);
        if (own !== turn) return;
        view = { ...read, chosen };
        await show(false);
      } catch {
        fail();
      } finally {
        clearTimeout(slow);
      }
    }

    /** What had the focus may go away with this; then the line above the results has it. @param {HTMLElement} place
     * @param {() => void} change */
    function keepFocus(place, change) {
      const had = place.contains(document.activeElement);
      change();
      if (had && (place.hidden || !place.contains(document.activeElement))) status.focus();
    }

    /** Goes on to another view. What is typed makes one step for Back, whatever the number of keys, and with Enter too.
     * @param {View} next @param {"chosen" | "typed" | "entered"} how */
    function go(next, how = "chosen") {
      const typing = how === "typed";
      const isStep = isKept || how === "chosen";
      if (!typing) settleAddress();
      isAddressLate = typing && !isKept;
      isKept = !typing;
      view = next;
      later = [settleAddress];
      if (!isAddressLate) writeView(isStep);
      show(typing).catch(() => {
        finish();
        restore();
      });
    }

    /** Writes the address of what was typed, which costs too much to do at each key before its results. */
    function settleAddress() {
      if (isAddressLate) writeView(false);
      isAddressLate = false;
    }

    /** Puts the view in the address, as a step of its own or in place of the last. @param {boolean} isStep */
    function writeView(isStep) {
      const address = writeAddress({ ...view, q: view.q.trim() });
      const isSame = `?${address}` === location.search;
      try {
        if (!isSame) history[isStep ? "pushState" : "replaceState"](undefined, "", `?${address}`);
      } catch {
        // Some browsers let no page from disk change its query.
        ownHash = `#?${address}`;
        if (isStep) location.hash = ownHash;
        else location.replace(ownHash);
      }
    }

    /** Puts the address of the view where the page is cited. @param {string} query */
    function citeView(query) {
      for (const { place, own } of cited) {
        place.textContent = own.replace(permalink, () => permalink + query);
        if (place instanceof HTMLAnchorElement) place.href = permalink + query;
      }
    }

    /** Does what was left, unless another key comes within a moment from the frame with the results. Where no frame is
     * painted, as in a tab behind others, it is done all the same. @param {number} own */
    async function finishLater(own) {
      await new Promise((resolve) => {
        requestAnimationFrame(() => setTimeout(resolve, restPause));
        setTimeout(resolve, textPause);
      });
      if (own === turn) finish();
    }

    function finish() {
      const left = later;
      later = [];
      left.forEach((act) => act());
    }

    /** Finds and shows the view. @param {boolean} typing */
    async function show(typing) {
      turn += 1;
      const own = turn;
      const index = await files.open();
      if (filled?.index !== index) filled = fillFinder(index);
      const slow = setTimeout(() => (status.textContent = filled?.say("loading") ?? ""), slowness);
      const asked = view;
      const found = await index.find(asked.q);
      const filtered = await index.filter(found, asked.chosen);
      const pages = Math.max(1, Math.ceil(filtered.ids.length / perPage));
      const page = Math.min(asked.page, pages);
      const ids = filtered.ids.slice((page - 1) * perPage, page * perPage);
      if (typing && own === turn && !index.areHere(ids)) await new Promise((resolve) => setTimeout(resolve, filePause));
      const entries = own === turn ? await index.entries(ids) : [];
      clearTimeout(slow);
      if (own !== turn) return;
      finder.hidden = false;
      ways.hidden = true;
      keepFocus(failure, () => (failure.hidden = true));
      const shown = page === 1 ? index.wholeTitlesFirst(found, entries) : entries;
      later.push(...filled.render({ ...asked, page }, pages, found, filtered, shown), () => citeView(`?${writeAddress({ ...asked, q: asked.q.trim(), page })}`));
      // Nobody who types waits for more than the results.
      if (typing) finishLater(own);
      else finish();
    }

    /** Arrows go through the results, and Escape back to the box. @param {KeyboardEvent} event */
    function moveAmongResults(event) {
      const links = /** @type {HTMLElement[]} */ ([...results.querySelectorAll("h3 a")]);
      const at = links.indexOf(/** @type {HTMLElement} */ (document.activeElement));
      if (at < 0 && (document.activeElement !== input || event.key !== "ArrowDown")) return;
      const next = { ArrowDown: links[at + 1], ArrowUp: links[at - 1] ?? input, Escape: input }[event.key];
      if (!next || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      event.preventDefault();
      next.focus();
    }

    /** @param {Index} index */
    function fillFinder(index) {
      const { head } = index;
      const { say, number, count } = speech(head);
      const lists = new Intl.ListFormat(head.language);
      const listOf = (/** @type {string[]} */ texts) => lists.format(texts);
      const isWide = matchMedia("(min-width: 64rem)").matches;
      // Groups are as open as those of the index before.
      const wereOpen = /** @type {HTMLDetailsElement[]} */ ([...facetList.children]).map(({ open }) => open);
      if (wereOpen.length === 0) narrow.open = isWide;
      const names = ["kind", "status", ...head.facets.map(({ name }) => name).filter((name) => name !== "status")];
      const known = new Set(["kind", ...head.facets.map(({ name }) => name)]);
      const groups = names.filter((name) => known.has(name)).map(makeGroup);
      facetList.replaceChildren(...groups.map(({ details }) => details));
      groups.forEach(({ details }, at) => (details.open = wereOpen[at] ?? details.open));
      /** @type {{ found: Found, filtered: Filtered } | undefined} */
      let last;
      let isFirst = wereOpen.length === 0;
      /** @type {Map<number, { text: string, tokens: Token[] }>} */
      const texts = new Map();
      /** The results that are shown, by number. @type {Map<number, Item>} */
      const items = new Map();

      /** Shows what was found, and gives what may be shown a frame later. @param {View} shown @param {number} pages
       * @param {Found} found @param {Filtered} filtered @param {(Entry | undefined)[]} entries @returns {(() => void)[]} */
      function render(shown, pages, found, filtered, entries) {
        last = { found, filtered };
        tell(status, statusWords(shown, found, filtered));
        renderResults(shown, found, filtered, entries);
        narrow.hidden = filtered.all.length === 0 || filtered.isUnanswered;
        renderNotes(shown, found, filtered);
        if (isFirst) openUsual(shown.chosen);
        isFirst = false;
        return [
          () => (document.title = shown.q.trim() ? `${shorten(shown.q.trim())} – ${ownTitle}` : ownTitle),
          () => renderPager(shown, pages),
          () => renderDownloads(shown, filtered),
          () => renderChosen(shown),
          () => renderFacets(shown, found, filtered),
        ];
      }

      /** @param {View} shown @param {Found} found @param {Filtered} filtered */
      async function renderFacets(shown, found, filtered) {
        await Promise.all(groups.map((group) => group.render(shown, filtered)));
        if (last?.filtered === filtered) renderNotes(shown, found, filtered);
      }

      /** What stays among the results keeps its place in the page. @param {View} shown @param {Found} found
       * @param {Filtered} filtered @param {(Entry | undefined)[]} entries */
      function renderResults(shown, found, { possible }, entries) {
        const isAsked = shown.q.trim() !== "" || shown.chosen.size > 0;
        const before = new Map(items);
        items.clear();
        for (const entry of entries) {
          if (!entry) continue;
          const mayBeOutside = possible?.[entry.number] === 2;
          const kept = before.get(entry.number);
          const item = kept?.mayBeOutside === mayBeOutside ? kept : itemOf(entry, mayBeOutside);
          const place = results.children[items.size] ?? null;
          if (place !== item.element) results.insertBefore(item.element, place);
          items.set(entry.number, item);
          renderMarked(item.link, pieces(entry.title, hitsOf(tokens(entry.title), index.marker(found)), 0, entry.title.length));
          if (isAsked) renderSnippet(entry, found, item.text);
          else item.text.replaceChildren();
        }
        while (results.children.length > items.size) results.lastElementChild?.remove();
      }

      /** The groups that most readers want are open on a wide screen, and those with a choice everywhere.
       * @param {Chosen} chosen */
      function openUsual(chosen) {
        for (const { name, details } of groups) details.open ||= chosen.has(name) || (isWide && /^(?:status|year)$/.test(name));
      }

      /** Whether more may be shown than was asked for, so that no number is one to rely on. @param {Filtered} filtered */
      function isLost(filtered) {
        return filtered.lost.length > 0 || (last?.found.lost.length ?? 0) > 0;
      }

      /** Says only what is new, since screen readers read it out. @param {HTMLElement} place @param {string} text */
      function tell(place, text) {
        if (place.textContent !== text) place.textContent = text;
      }

      /** @param {View} shown @param {Found} found @param {Filtered} filtered */
      function statusWords(shown, found, { ids, possible, lost, isUnanswered }) {
        const n = ids.length;
        const query = shorten(asMeant(shown.q.trim(), found));
        const isAsked = found.parts.length > 0;
        if (isUnanswered) return say("unanswered");
        const filters = (/** @type {string} */ records) => (shown.chosen.size > lost.length ? say("with_filters", { records }) : records);
        if (n === 0) return filters(isAsked ? say("none_for", { query }) : say("none"));
        if (found.apart.length > 0) return count("nearest_apart", n, { phrases: listOf(found.apart.map(quote)) });
        if (found.nearest) return count("nearest", n);
        const plain = isAsked ? "records_for" : shown.chosen.size > 0 ? "records" : "all_records";
        const records = filters(count(plain, n, { query }));
        if (lost.length + found.lost.length > 0) return say("not_narrowed", { records, parts: listOf([...found.lost.map(quote), ...lost]) });
        const certain = possible ? ids.filter((id) => possible[id] === 1).length : n;
        return certain === n ? records : say("in_years", { records, certain: number(certain), possible: number(n - certain) });
      }

      /** @param {string} text */
      function quote(text) {
        return say("quoted", { text: shorten(text) });
      }

      /** A query with the words that were looked for in the place of unknown ones. @param {string} q @param {Found} found */
      function asMeant(q, { better, nearest }) {
        for (const [word, other] of nearest ? [] : better) q = replaceWord(q, word, other);
        return q;
      }

      /** What there is to say besides, each with what can be done. @param {View} shown @param {Found} found
       * @param {Filtered} filtered */
      function renderNotes(shown, found, filtered) {
        /** @type {HTMLElement[]} */
        const all = [];
        const isMissing = found.lost.length - found.wide.length + filtered.lost.length > 0;
        if (files.state.updated) all.push(make("p", { class: "inset" }, say("updated"), " ", button("reload", files.reload)));
        else if (isMissing) {
          const parts = listOf([...found.lost.filter((text) => !found.wide.includes(text)).map(quote), ...filtered.lost]);
          all.push(make("p", { class: "inset" }, say("lost", { parts }), " ", button("try_again", tryAgain)));
        } else if (index.missing.size > 0) all.push(make("p", { class: "inset" }, say("part_missing"), " ", button("try_again", tryAgain)));
        const told = [
          ...found.wide.map((text) => say("too_wide", { text: shorten(text) })),
          ...(shown.q.trim() !== "" && found.parts.length === 0 ? [say("nothing_asked", { query: shorten(shown.q.trim()) })] : []),
          ...(found.isCut ? [count("cut", found.parts.length)] : []),
          ...(found.nearest ? [] : found.begun.map((word) => say("begun", { word }))),
        ];
        all.push(...told.map((text) => make("p", {}, text)), ...found.unknown.map((value) => unknownValue(shown, value)));
        if (found.better.size > 0) all.push(meant(shown, found));
        if (filtered.ids.length === 0 && !filtered.isUnanswered) {
          const clear = () => go({ ...view, chosen: new Map(), page: 1 });
          const isFilteredOut = filtered.all.length > 0 && shown.chosen.size > 0;
          const hint = isFilteredOut ? make("p", {}, count("filtered_out", filtered.all.length), " ", button("clear", clear)) : make("p", {}, say("none_hint"));
          all.push(hint);
          ways.hidden = isFilteredOut;
        }
        if (filtered.isUnanswered) ways.hidden = false;
        const next = make("div", {}, ...all);
        // Screen readers read out what is new.
        if (next.innerHTML !== notes.innerHTML) keepFocus(notes, () => notes.replaceChildren(...all));
      }

      /** @param {string} key @param {() => void} act */
      function button(key, act) {
        const made = make("button", { type: "button", class: "plain-button" }, say(key));
        made.addEventListener("click", act);
        return made;
      }

      function tryAgain() {
        index.retry();
        show(false).catch(fail);
      }

      /** "Did you mean", with the query as it would be; and what was shown in its stead. @param {View} shown
       * @param {Found} found */
      function meant(shown, { better, nearest }) {
        let q = shown.q.trim();
        for (const [word, other] of better) q = replaceWord(q, word, other);
        const pairs = [...better].map(([word, other]) => say("instead", { word, better: other })).join(" ");
        const link = didYouMean(q);
        if (!nearest) link.append(" ", make("span", { class: "muted" }, pairs));
        return link;
      }

      /** @param {View} shown @param {Unknown} value */
      function unknownValue(shown, { text, label, value, better }) {
        const told = make("p", {}, say("unknown_value", { facet: label, value: shorten(value) }));
        if (better) told.append(" ", ...didYouMean(shown.q.trim().replace(text, () => better)).childNodes);
        return told;
      }

      /** @param {string} q */
      function didYouMean(q) {
        const [before, after = ""] = say("did_you_mean").split("{query}");
        return make("p", {}, before, linkTo({ ...view, q, page: 1 }, shorten(q)), after);
      }

      /** A link that shows another view without loading the page. @param {View} next @param {string} text
       * @param {Record<string, string>} attributes */
      function linkTo(next, text, attributes = {}) {
        const link = make("a", { href: `?${writeAddress(next)}`, ...attributes }, text);
        link.addEventListener("click", (event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
          event.preventDefault();
          input.value = next.q;
          go(next);
          status.focus();
          status.scrollIntoView();
        });
        return link;
      }

      /** @param {string} code */
      function statusLabel(code) {
        return Object.hasOwn(head.statuses, code) ? head.statuses[code] : code;
      }

      /** @param {Entry} entry @param {boolean} mayBeOutside @returns {Item} */
      function itemOf(entry, mayBeOutside) {
        const facts = [make("span", { class: "entry-kind" }, entry.kindLabel)];
        if (entry.status) {
          facts.push(make("span", { class: `tag status status-${entry.status}` }, statusLabel(entry.status)));
        }
        if (entry.isDisputed) facts.push(make("span", { class: "tag disputed" }, head.disputed));
        if (entry.date) facts.push(make("span", { class: "entry-date" }, entry.date));
        if (mayBeOutside) facts.push(make("span", { class: "entry-date" }, say("may_be_outside")));
        const text = make("p", { class: "entry-summary" });
        const link = make("a", { href: files.root + entry.href });
        const element = make("li", { class: "entry" }, make("h3", { class: "entry-title" }, link), make("p", { class: "entry-facts" }, ...facts), text);
        return { element, link, text, mayBeOutside };
      }

      /** Fills in a snippet: at once where the text is here, otherwise when nobody has typed for a moment.
       * @param {Entry} entry @param {Found} found @param {HTMLElement} place */
      async function renderSnippet(entry, found, place) {
        const own = turn;
        if (!texts.has(entry.number)) {
          await new Promise((resolve) => setTimeout(resolve, textPause));
          if (own !== turn) return;
          const text = await textOf(entry).catch(() => undefined);
          if (text === undefined) {
            if (own === turn) place.replaceChildren(say("no_text"));
            return;
          }
          texts.set(entry.number, { text, tokens: tokens(text) });
        }
        const { text, tokens: all } = texts.get(entry.number) ?? { text: "", tokens: [] };
        renderMarked(place, snippet(text, all, index.marker(found)));
      }

      /** @param {HTMLElement} place @param {Piece[]} parts */
      function renderMarked(place, parts) {
        const shown = parts.filter(({ text }) => text !== "");
        const isSame = place.childNodes.length === shown.length && shown.every((part, at) => {
          const node = place.childNodes[at];
          return node.textContent === part.text && (node.nodeType === Node.ELEMENT_NODE) === part.marked;
        });
        if (!isSame) place.replaceChildren(...shown.map((part) => (part.marked ? make("mark", {}, part.text) : part.text)));
      }

      /** The text of a record: of its page, or from the index where no page can be fetched or a theme marks no text.
       * @param {Entry} entry */
      async function textOf({ number, href, title }) {
        const text = location.protocol === "file:" ? "" : await textAt(files.root + href, title).catch(() => "");
        if (text !== "") return text;
        const lines = await index.text(number);
        return lines && joinLines(lines);
      }

      /** @param {string} address @param {string} title */
      async function textAt(address, title) {
        const response = await fetch(address);
        if (!response.ok) return "";
        // A policy of security would complain about the alignment of a table, although nothing of it is shown.
        const html = (await response.text()).replace(/ style="[^"]*"/g, "");
        return textOfPage(new DOMParser().parseFromString(html, "text/html"), title);
      }

      /** @param {View} shown @param {number} pages */
      function renderPager(shown, pages) {
        pager.hidden = pages < 2;
        if (pages < 2) return;
        const step = (/** @type {number} */ page, /** @type {string} */ text, /** @type {string} */ rel) =>
          make("li", { class: "pager-step" }, linkTo({ ...shown, page }, text, { rel }));
        const items = [];
        if (shown.page > 1) items.push(step(shown.page - 1, say("previous"), "prev"));
        let before = 0;
        for (let page = 1; page <= pages; page += 1) {
          if (page > 1 && page < pages && Math.abs(page - shown.page) > 1) continue;
          const item = make("li", page - before > 1 ? { class: "gap" } : {});
          const link = linkTo({ ...shown, page }, number(page), page === shown.page ? { "aria-current": "page" } : {});
          link.prepend(make("span", { class: "hidden" }, `${say("page")} `));
          item.append(link);
          items.push(item);
          before = page;
        }
        if (shown.page < pages) items.push(step(shown.page + 1, say("next"), "next"));
        const label = say("page_of", { page: number(shown.page), pages: number(pages) });
        pager.replaceChildren(make("p", {}, label), make("ul", {}, ...items));
      }

      /** What is chosen, each with a way to give it up. @param {View} shown */
      async function renderChosen(shown) {
        /** @type {HTMLElement[]} */
        const items = [];
        for (const [name, wanted] of shown.chosen) {
          const facet = name === "year" ? undefined : await index.facet(name);
          const label = facet?.label ?? head.facets.find((facet) => facet.name === name)?.label ?? name;
          for (const value of wanted) {
            const text = `${label}: ${facet?.values.find(([code]) => code === value)?.[1] ?? (name === "status" ? statusLabel(value) : rangeWords(value))}`;
            const remove = make("button", { type: "button", class: "chosen-value", "aria-label": say("remove", { filter: text }) }, text);
            remove.addEventListener("click", () => choose(name, wanted.filter((other) => other !== value)));
            items.push(make("li", {}, remove));
          }
        }
        if (last && shown.chosen !== view.chosen) return;
        if (items.length > 1) {
          const clear = make("button", { type: "button", class: "plain-button" }, say("clear"));
          clear.addEventListener("click", () => go({ ...view, chosen: new Map(), page: 1 }));
          items.push(make("li", {}, clear));
        }
        keepFocus(chosenList, () => {
          chosenList.hidden = items.length === 0;
          chosenList.replaceChildren(...items);
        });
      }

      /** A range of years in words; any other value as it is. @param {string} value */
      function rangeWords(value) {
        const range = readRange(value);
        if (!range || range.from === range.to) return value;
        const [from, to] = [String(range.from), String(range.to)];
        if (range.from === -Infinity) return say("until", { to });
        return range.to === Infinity ? say("since", { from }) : say("from_to", { from, to });
      }

      /** @param {string} name @param {string[]} wanted */
      function choose(name, wanted) {
        const chosen = new Map(view.chosen);
        if (wanted.length > 0) chosen.set(name, wanted);
        else chosen.delete(name);
        go({ ...view, chosen, page: 1 });
      }

      /** A facet as a group that opens. @param {string} name */
      function makeGroup(name) {
        const label = name === "kind" ? say("kind") : (head.facets.find((facet) => facet.name === name)?.label ?? name);
        const body = make("fieldset", {}, make("legend", { class: "hidden" }, label));
        const absent = make("div", { role: "status" });
        const details = make("details", { class: "facet" }, make("summary", {}, label), body, absent);
        details.open = name === "kind";
        const fill = name === "year" ? yearGroup(body) : valueGroup(name, label, body);
        const renderGroup = async (/** @type {View} */ shown, /** @type {Filtered} */ filtered) => {
          if (!details.open) return;
          body.hidden = !(await fill(shown, filtered));
          if (body.hidden && !absent.firstChild) absent.append(say("group_missing", { facet: label }), " ", button("try_again", tryAgain));
          else if (!body.hidden) keepFocus(absent, () => absent.replaceChildren());
        };
        details.addEventListener("toggle", () => {
          if (!last) return;
          const { found, filtered } = last;
          renderGroup(view, filtered).then(() => renderNotes(view, found, filtered));
        });
        return { name, details, render: renderGroup };
      }

      /** The values of a facet with their counts, to be ticked. @param {string} name @param {string} label
       * @param {HTMLElement} body */
      function valueGroup(name, label, body) {
        const list = make("ul", { class: "choices" });
        const needle = make("input", { type: "search", class: "facet-find", "aria-label": say("find_in", { facet: label }), placeholder: say("find_in", { facet: label }) });
        const more = make("button", { type: "button", class: "plain-button", "aria-expanded": "false" });
        const none = make("p", { class: "muted" }, say("no_values"));
        let isAll = false;
        body.append(needle, list, none, more);
        needle.addEventListener("input", () => last && fill(view, last.filtered));
        more.addEventListener("click", () => {
          isAll = !isAll;
          if (last) fill(view, last.filtered);
        });
        return fill;

        /** @param {View} shown @param {Filtered} filtered */
        async function fill({ chosen }, filtered) {
          const facet = await index.facet(name);
          if (!facet || filtered !== last?.filtered) return facet !== undefined;
          const counts = index.count(facet, filtered);
          const wanted = new Set(chosen.get(name));
          const sought = cut(needle.value).join(" ");
          const all = facet.values
            .map(([code, text], at) => ({ code, text, count: counts[at], wanted: wanted.has(code), isKnown: !isLost(filtered) }))
            .filter((value) => value.count > 0 || value.wanted);
          const fitting = all
            .filter((value) => sought === "" || cut(value.text).join(" ").includes(sought))
            .sort((one, other) => Number(other.wanted) - Number(one.wanted) || other.count - one.count);
          needle.hidden = all.length <= shownValues + 4;
          more.hidden = fitting.length <= shownValues;
          more.textContent = isAll ? say("show_fewer") : count("show_all", fitting.length);
          more.setAttribute("aria-expanded", String(isAll));
          none.hidden = fitting.length > 0;
          const focused = list.contains(document.activeElement) ? /** @type {HTMLInputElement} */ (document.activeElement).value : undefined;
          list.replaceChildren(...fitting.slice(0, isAll ? mostValues : shownValues).map(choiceOf));
          if (focused !== undefined) focusOn(focused);
          return true;
        }

        /** @param {{ code: string, text: string, count: number, wanted: boolean, isKnown: boolean }} value */
        function choiceOf(value) {
          const box = make("input", { type: "checkbox", value: value.code, checked: value.wanted });
          box.addEventListener("change", () => {
            const others = (view.chosen.get(name) ?? []).filter((code) => code !== value.code);
            choose(name, box.checked ? [...others, value.code] : others);
          });
          return make("li", {}, make("label", {}, box, make("span", {}, value.text), ...(value.isKnown ? [make("span", { class: "count" }, number(value.count))] : [])));
        }

        /** @param {string} code */
        function focusOn(code) {
          const boxes = /** @type {HTMLInputElement[]} */ ([...list.querySelectorAll("input")]);
          (boxes.find(({ value }) => value === code) ?? boxes[0])?.focus();
        }
      }

      /** Two years, and how many records there are in each. @param {HTMLElement} body */
      function yearGroup(body) {
        const boxes = ["from", "to"].map((key) => make("input", { type: "number", inputmode: "numeric", min: "1", max: "9999", step: "1", "data-year": key }));
        const [from, to] = boxes;
        const labels = boxes.map((box, at) => make("label", {}, make("span", {}, say(at === 0 ? "from" : "to")), box));
        const picture = make("div", { class: "years-picture" });
        const split = make("p", { class: "muted" });
        body.append(make("div", { class: "year-boxes" }, ...labels), split, picture);
        for (const box of boxes) box.addEventListener("change", take);
        body.addEventListener("keydown", (event) => {
          if (event.key === "Enter") take();
        });
        return fill;

        function take() {
          const ends = { from: from.value === "" ? -Infinity : Number(from.value), to: to.value === "" ? Infinity : Number(to.value) };
          const written = writeRange(ends.from <= ends.to ? ends : { from: ends.to, to: ends.from });
          const wanted = written === undefined ? [] : [written];
          if (wanted.join() !== (view.chosen.get("year") ?? []).join()) choose("year", wanted);
        }

        /** @param {View} shown @param {Filtered} filtered */
        async function fill({ chosen }, filtered) {
          const years = await index.years();
          if (!years || filtered !== last?.filtered) return years !== undefined;
          const range = readRange(chosen.get("year")?.[0] ?? "");
          const isOpen = (/** @type {number | undefined} */ end) => end === undefined || Math.abs(end) === Infinity;
          if (document.activeElement !== from || range) from.value = isOpen(range?.from) ? "" : String(range?.from);
          if (document.activeElement !== to || range) to.value = isOpen(range?.to) ? "" : String(range?.to);
          from.placeholder = String(years.first);
          to.placeholder = String(years.last);
          const { ids, possible } = filtered;
          split.hidden = !range || !possible || isLost(filtered);
          if (possible) {
            const certain = ids.filter((id) => possible[id] === 1).length;
            split.textContent = say("certain_possible", { certain: number(certain), possible: number(ids.length - certain) });
          }
          picture.hidden = isLost(filtered);
          picture.replaceChildren(...drawYears(years, index.countYears(years, filtered), range));
          return true;
        }
      }

      /** A bar for each year, or for each run of years where there are many; and the same as a table.
       * @param {Years} years @param {{ certain: Uint32Array, possible: Uint32Array }} counts @param {Span | undefined} range */
      function drawYears({ first, last: latest }, { certain, possible }, range) {
        const run = Math.ceil((latest - first + 1) / 60);
        /** @type {{ from: number, to: number, certain: number, possible: number }[]} */
        const bars = [];
        certain.forEach((n, at) => {
          if (at % run === 0) bars.push({ from: first + at, to: Math.min(latest, first + at + run - 1), certain: 0, possible: 0 });
          bars[bars.length - 1].certain += n;
          bars[bars.length - 1].possible += possible[at];
        });
        const most = Math.max(1, ...bars.map((bar) => bar.certain + bar.possible));
        const shapes = bars.flatMap((bar, at) => {
          const [sure, all] = [(40 * bar.certain) / most, (40 * (bar.certain + bar.possible)) / most];
          const isIn = !range || (bar.to >= range.from && bar.from <= range.to);
          const box = (/** @type {string} */ kind, /** @type {number} */ low, /** @type {number} */ high) =>
            draw("rect", { class: `bar-${kind}${isIn ? "" : " bar-out"}`, x: String(at * 10 + 1), width: "8", y: String(40 - high), height: String(high - low) });
          return [box("certain", 0, sure), box("possible", sure, all)];
        });
        const title = say("chart", { first: String(first), last: String(latest) });
        const svg = draw("svg", { viewBox: `0 0 ${bars.length * 10} 40`, preserveAspectRatio: "none", role: "img", "aria-label": title }, draw("title", {}, title), ...shapes);
        const ends = make("p", { class: "years-ends", "aria-hidden": "true" }, make("span", {}, String(first)), make("span", {}, String(latest)));
        const rows = bars.filter((bar) => bar.certain + bar.possible > 0).map((bar) => {
          const cell = (/** @type {string} */ text) => make("td", { class: "number" }, text);
          const years = bar.from === bar.to ? String(bar.from) : say("from_to", { from: String(bar.from), to: String(bar.to) });
          return make("tr", {}, make("th", { scope: "row" }, years), cell(number(bar.certain)), cell(number(bar.possible)));
        });
        const heads = ["year_column", "certain_column", "possible_column"].map((key) => make("th", { scope: "col" }, say(key)));
        const table = make("table", { class: "years-table" }, make("caption", { class: "hidden" }, title), make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows));
        const isOpen = facetList.querySelector(".years-as-table")?.hasAttribute("open") ?? false;
        return [svg, ends, make("details", { class: "years-as-table", open: isOpen }, make("summary", {}, say("as_table")), table)];
      }

      /** @param {View} shown @param {Filtered} filtered */
      function renderDownloads(shown, filtered) {
        const { ids } = filtered;
        downloads.hidden = ids.length === 0 || isLost(filtered);
        if (downloads.hidden) return;
        const note = make("span", { role: "status" });
        const buttons = [["CSV", "csv"], ["JSON", "json"], ["BibTeX", "bib"]].map(([text, ending]) => {
          const button = make("button", { type: "button", class: "plain-button" }, text);
          button.addEventListener("click", async () => {
            note.textContent = say("downloading");
            const isWhole = await download(ids, ending);
            note.textContent = isWhole ? "" : say("download_failed");
          });
          return button;
        });
        downloads.replaceChildren(make("span", {}, count("download", ids.length)), ...buttons, note);
      }

      /** Saves all that was found as a file; says whether all of it was there. @param {number[]} ids
       * @param {string} ending */
      async function download(ids, ending) {
        const names = head.facets.map(({ name }) => name).filter((name) => name !== "year" && name !== "status");
        const facets = await Promise.all(names.map((name) => index.facet(name)));
        const entries = await index.entries(ids);
        const isList = ending === "bib";
        const works = await Promise.all(entries.map((entry) => (isList && entry?.kind === "reference" ? index.work(entry.number) : undefined))).catch(() => undefined);
        if (entries.includes(undefined) || facets.includes(undefined) || !works) {
          index.retry();
          return false;
        }
        const all = /** @type {Facet[]} */ (facets);
        const rows = /** @type {Entry[]} */ (entries).map((entry, at) => ({ ...rowOf(entry, all), work: works[at] }));
        const type = { csv: "text/csv", json: "application/json", bib: "application/x-bibtex" }[ending] ?? "";
        const blob = new Blob([write(rows, all, ending)], { type: `${type};charset=utf-8` });
        const link = make("a", { href: URL.createObjectURL(blob), download: `${say("file_name")}.${ending}` });
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 60000);
        return true;
      }

      /** @param {Entry} entry @param {Facet[]} facets @returns {Row} */
      function rowOf(entry, facets) {
        const own = facets.map(({ name, values, starts, places }) => {
          const labels = [...places.subarray(starts[entry.number], starts[entry.number + 1])].map((at) => values[at][1]);
          return /** @type {[string, string[]]} */ ([name, labels]);
        });
        return { entry, address: head.base + entry.href, status: statusLabel(entry.status), facets: new Map(own) };
      }

      /** @param {Row[]} rows @param {Facet[]} facets @param {string} ending */
      function write(rows, facets, ending) {
        if (ending === "json") return writeJson(rows);
        if (ending === "bib") return writeBibtex(rows);
        const columns = ["column_kind", "column_id", "column_title", "column_date", "column_edtf", "column_status"];
        const cells = rows.map(({ entry, address, status, facets: own }) => [
          entry.kindLabel, entry.id, entry.title, entry.date, entry.iso, status, entry.isDisputed ? say("yes") : "", address,
          ...facets.map(({ name }) => (own.get(name) ?? []).join("; ")),
        ]);
        return writeCsv([[...columns.map((key) => say(key)), head.disputed, say("column_address"), ...facets.map(({ label }) => label)], ...cells]);
      }

      return { index, say, render };
    }
  }

  // ---- Start ----

  const finder = /** @type {HTMLElement | null} */ (typeof document === "undefined" ? null : document.querySelector("[data-search=finder]"));
  const form = /** @type {HTMLFormElement | null} */ (finder && document.querySelector("form.search"));
  const input = /** @type {HTMLInputElement | null} */ (form && form.querySelector("input[name=q]"));
  if (finder && form && input) startFinder(casefileSearch.files, form, input, finder);
  Object.assign(casefileSearch.parts, { tokens, snippet, writeCsv, writeBibtex, writeJson, readAddress, writeAddress, writeRange, replaceWord });
})();
