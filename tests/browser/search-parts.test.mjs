// What the search scripts make of words, numbers, queries and a small index, without a browser.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { encodeNumber, encodeSign, searchParts, writeIndex } from "./tiny-index.mjs";

const parts = searchParts();
const fields = new Set(["kind", "year", "supplier", "constructor"]);

test("a text is folded and cut as the index has it", () => {
  const cases = {
    "Don’t STOP": "dont stop",
    "28,000 letters, 1,5": "28000 letters 15",
    "Éluard Straße Ærø Łódź ıĐ": "eluard strasse aero lodz id",
    "O'Brien ‘quoted’ dogs'": "obrien quoted dogs",
    "soft\u00adhyphen ﬁre ½": "softhyphen fire 1 2",
    "COVID-19/GP_letters": "covid 19 gp letters",
    "ΟΔΟΣ بيت 東京": "οδοσ بيت 東京",
    "": "",
  };
  for (const [text, expected] of Object.entries(cases)) assert.equal(parts.cut(text).join(" "), expected, text);
  assert.equal(parts.cut("x".repeat(50))[0].length, 40);
});

test("the stemmer agrees with all of Snowball's English vocabulary", () => {
  const lines = gunzipSync(readFileSync(new URL("fixtures/english-stems.txt.gz", import.meta.url))).toString().trimEnd().split("\n");
  assert.ok(lines.length > 29_000);
  const irregular = [];
  for (const [word, stem] of lines.map((line) => line.split(" "))) {
    assert.equal(parts.stem(word), stem, word);
    if (!parts.startsOfForms(stem).some((start) => word.startsWith(start))) irregular.push(word);
  }
  // The index lists these, since they cannot be found by how they begin.
  assert.deepEqual(irregular, ["dying", "lying", "tying"]);
  for (const word of ["été", "7th", "日本", "a", ""]) assert.equal(parts.stem(word), word);
});

test("terms are in the order of code points", () => {
  const expected = ["", "a", "ab", "z", "\uffee", "\u{1f600}"];
  assert.deepEqual([...expected].reverse().sort(parts.compare), expected);
});

test("numbers are read as they are written", () => {
  for (const [value, text] of [[0, "0"], [31, "V"], [32, "X0"], [1000, "_8"], [1_048_576, "XWWW0"]]) {
    assert.equal(encodeNumber(value), text);
    assert.equal(parts.reader(text).number(), value);
  }
  const random = randoms(1);
  for (let turn = 0; turn < 500; turn += 1) {
    const records = [...new Set(Array.from({ length: random(60) }, () => random(100_000)))].sort((one, other) => one - other);
    const gapsBefore = records.map((record, at) => encodeNumber(at === 0 ? record : record - records[at - 1] - 1)).join("");
    const postings = parts.readPostings(gapsBefore, records.map((record) => encodeSign(record % 64)).join(""));
    assert.deepEqual([...postings.records], records);
    assert.deepEqual([...postings.weights], records.map((record) => record % 64));
    const places = records.map((_, at) => Array.from({ length: at % 4 }, (_, n) => at * 50 + n * n));
    const gaps = places.map((own) => [own.length, ...own.map((place, at) => place - (at === 0 ? 0 : own[at - 1]))].map(encodeNumber).join("")).join("");
    const numbers = parts.reader(gaps);
    const read = parts.readPlaces(numbers, numbers, places.length, true);
    places.forEach((own, at) => assert.deepEqual([...read.places.subarray(read.starts[at], read.starts[at + 1])], own));
  }
});

test("a query is parsed as a reader means it", () => {
  const shown = (text) => parts.parse(text, fields).map(asText).join(" | ");
  const cases = {
    "Lost Letters": "lost | letters",
    '"lost letters" glasgow': '"lost letters" | glasgow',
    "“curly quotes” here": '"curly quotes" | here',
    "letters -scotland -\"gp practice\" -covid-19": 'letters | -scotland | -"gp practice" | -"covid 19"',
    "supplier:cerner -kind:incident SUPPLIER:Capita": "supplier=cerner | -kind=incident | supplier=Capita",
    'supplier:"North Vale Trust" x': "supplier=North Vale Trust | x",
    "year:2015..2018 year:2015 year:2015.. year:..2018": "year=2015..2018 | year=2015 | year=2015.. | year=..2018",
    "year:soon": "year | soon",
    "author:smith http://example.org/a": "author | smith | http | example | org | a",
    "constructor:x __proto__:y": "constructor=x | proto | y",
    'unclosed "gp letters': 'unclosed | "gp letters"',
    "supplier:": "",
    "covid-19": "covid | 19",
    '- -- "" "-" : :: -" -': "",
    "": "",
    "lost lett*": "lost | lett*",
    "lett* lost -cli*": "lett* | lost | -cli*",
    'a "gp lett*': 'a | "gp" | lett*',
    'a "gp lett*"': 'a | "gp lett"',
    "over*all a*": "overall | a*",
    "* % **": "",
  };
  for (const [text, expected] of Object.entries(cases)) assert.equal(shown(text), expected, text);
});

test("years are read and written", () => {
  const cases = { "2015": "2015", "2015..2018": "2015..2018", "2018..2015": "2015..2018", "2015..": "2015..", "..2018": "..2018", "2015-2018": "2015..2018" };
  for (const [text, expected] of Object.entries(cases)) assert.equal(parts.writeRange(parts.readRange(text)), expected, text);
  for (const text of ["", "..", "x", "2015..x", "20151", "-"]) assert.equal(parts.readRange(text), undefined, text);
});

test("an address holds a view and gives it back", () => {
  const names = new Set(["kind", "supplier", "year"]);
  const address = "q=%22lost+letters%22+-x&supplier=a&supplier=b%26c&year=2015..2018&page=3";
  const view = parts.readAddress(`?${address}`, names);
  assert.equal(view.q, '"lost letters" -x');
  assert.deepEqual([...view.chosen], [["supplier", ["a", "b&c"]], ["year", ["2015..2018"]]]);
  assert.equal(view.page, 3);
  assert.equal(parts.writeAddress(view), address);
  const bad = parts.readAddress("?page=-1&year=never&__proto__=x&supplier=a&supplier=a&supplier=&kind=&%zz", names);
  assert.deepEqual([bad.page, [...bad.chosen]], [1, [["supplier", ["a"]]]]);
  assert.equal(parts.writeAddress({ q: "", chosen: new Map(), page: 1 }), "q=");
});

test("distances count letters that differ, swapped ones once", () => {
  const cases = [["letters", "letters", 0], ["leters", "letters", 1], ["lettres", "letters", 1], ["", "ab", 2], ["kitten", "sitting", 3], ["ca", "abc", 3]];
  for (const [one, other, expected] of cases) assert.equal(parts.distance(one, other)[0], expected, `${one} ${other}`);
  assert.deepEqual(parts.distance("outsor", "outsourcing"), [5, 1]);
  assert.equal(parts.replaceWord('-x "Glasow" leters*', "leters", "letters"), '-x "Glasow" letters');
});

test("cells of a CSV file stay cells and run nothing", () => {
  const csv = parts.writeCsv([["plain", 'a "b", c', "two\nlines"], ["=1+1", "+44", "-5", "@x", "\tx"]]);
  assert.equal(csv, `\ufeffplain,"a ""b"", c","two\nlines"\r\n'=1+1,'+44,'-5,'@x,'\tx\r\n`);
});

test("BibTeX escapes what it would read", () => {
  const row = (title, iso, date, work) => ({ entry: { kind: "incident", id: "a-b", title, iso, date }, address: "https://evidence.example/a b.html", work });
  const bibtex = parts.writeBibtex([row("50% & {braces} _x_ \\ £5", "2015-03", "March 2015"), row("odd } brace", "2015~", "about 2015")]);
  assert.equal(
    bibtex,
    "@misc{incident-a-b,\n  title = {50\\% \\& \\{braces\\} \\_x\\_ \\textbackslash{} £5},\n  year = {2015},\n  month = mar,\n  url = {https://evidence.example/a%20b.html},\n}\n\n" +
      "@misc{incident-a-b,\n  title = {odd \\textbraceright{} brace},\n  note = {about 2015},\n  url = {https://evidence.example/a%20b.html},\n}\n",
  );
  const work = { type: "chapter", author: [["Davis", "Jacky"], ["Trust & Co"]], within: "The book", publisher: "Merlin", pages: "40-44", doi: "10.1/x_y", url: "https://example.org/1" };
  assert.equal(
    parts.writeBibtex([row("A chapter", "2015", "2015", work)]),
    "@incollection{incident-a-b,\n  author = {Davis, Jacky and {Trust \\& Co}},\n  title = {A chapter},\n  booktitle = {The book},\n  year = {2015},\n" +
      "  publisher = {Merlin},\n  pages = {40--44},\n  doi = {10.1/x\\_y},\n  url = {https://example.org/1},\n}\n",
  );
  assert.match(parts.writeBibtex([row("A day", "2018-06-20", "20 June 2018")]), /  year = \{2018\},\n  month = jun,\n  day = \{20\},\n/);
  assert.match(parts.writeBibtex([row("A season", "2018-22", "summer 2018")]), /  year = \{2018\},\n  note = \{summer 2018\},\n/);
  assert.match(parts.writeBibtex([row("No date", "", "date not known")]), /  note = \{date not known\},\n/);
});

test("a snippet is the piece with most of the words", () => {
  const filler = "Nothing of that kind is said in this sentence. ".repeat(20);
  const text = `${filler}Then letters came. Later the Trust’s letters to 28,000 patients were lost. ${filler}`;
  const marks = (word) => ({ letters: "letter", lost: "lost", trusts: "trust", 28000: "n" })[word] ?? "";
  const piece = parts.snippet(text, parts.tokens(text), marks);
  const marked = piece.filter(({ marked }) => marked).map(({ text }) => text);
  assert.deepEqual(marked, ["letters", "Trust’s", "letters", "28,000", "lost"]);
  const whole = piece.map(({ text }) => text).join("");
  assert.match(whole, /^… Then letters came\. .* …$/);
  assert.ok(whole.length <= 230, whole);
  const short = parts.snippet("Short text.", parts.tokens("Short text."), () => "");
  assert.deepEqual(short, [{ text: "Short text.", marked: false }]);
  assert.deepEqual(parts.snippet("", [], marks), []);
});

const records = [
  { kind: "incident", id: "letters", title: "Lost letters at Vale", texts: ["Outsourced mail was lost in 2016.", "Patients waited."], status: "upheld", years: [1, 2016, 2016], iso: "2016", facets: { supplier: ["Cerner", "Capita"], place: ["Leeds"] } },
  { kind: "incident", id: "records", title: "Records of patients lost", texts: ["Letters were found later."], status: "alleged", years: [2, 2015, 2019], facets: { supplier: ["Capita"] } },
  { kind: "incident", id: "clinic", title: "Clinic closed", texts: ["The outsourcing of the clinic ended. Its owner is dying to reopen."], years: [3, 2017, 2018], facets: { place: ["Leeds"] } },
  { kind: "press-release", id: "statement", title: "Statement on the clinic", texts: ["We said that they lie and die. Lost, the letters!"], years: [1, 2018, 2018] },
  { kind: "organisation", id: "café-society", title: "Café Society", texts: ["An organisation that hosts meetings about hospitals."] },
  { kind: "topic", id: "proto", title: "__proto__ constructor <b>bold</b>", texts: ["toString valueOf"] },
];

function tinyIndex(missing = [], options = {}) {
  const files = writeIndex(records, parts, { names: { Capita: ["OldMail"] }, ...options });
  const load = async (name) => {
    if (missing.includes(name) || !files.has(name)) throw new Error(name);
    return files.get(name);
  };
  return parts.openIndex(files.get("head"), load);
}

async function found(index, query, chosen = {}) {
  const all = await index.find(query);
  const filtered = await index.filter(all, new Map(Object.entries(chosen)));
  return { all, filtered, ids: (await index.entries(filtered.ids)).map((entry) => entry?.id) };
}

test("words, forms, phrases and fields find their records, the best first", async () => {
  const index = tinyIndex();
  const cases = {
    "lost letters": ["letters", "records", "statement"],
    outsourcing: ["clinic", "letters"],
    outsourced: ["letters", "clinic"],
    die: ["statement", "clinic"],
    '"lost letters"': ["letters"],
    '"lost the letters"': ["statement"],
    "letters -clinic": ["letters", "records"],
    'letters -"lost letters"': ["records", "statement"],
    "letters supplier:cerner": ["letters"],
    "supplier:cerner supplier:capita": ["letters", "records"],
    "-supplier:capita kind:incident": ["clinic"],
    "kind:topic": ["proto"],
    'supplier:"CAPITA" letters': ["letters", "records"],
    "supplier:nobody": [],
    "year:2018": ["records", "clinic", "statement"],
    "CAFÉ": ["café-society"],
    cafe: ["café-society"],
    "__proto__": ["proto"],
    "": records.map(({ id }) => id),
    "-lost": ["clinic", "café-society", "proto"],
    zzzzzz: [],
  };
  for (const [query, expected] of Object.entries(cases)) assert.deepEqual((await found(index, query)).ids, expected, query);
});

test("what is found is in the order of scores, then of records", async () => {
  const many = Array.from({ length: 300 }, (_, number) => ({
    kind: "incident", id: `n${number}`, title: number % 7 === 0 ? "Letters lost" : "Note", texts: [`${"letters ".repeat(number % 5)}were ${number % 3 ? "lost" : "found"} ${"again ".repeat(number % 11)}`],
  }));
  const files = writeIndex(many, parts, { perRecords: 50 });
  const index = parts.openIndex(files.get("head"), async (name) => files.get(name));
  for (const query of ["letters", "lost letters", "found", '"letters were"', "leters again"]) {
    const all = await index.find(query);
    const scores = new Map([...all.ids].map((id, at) => [id, all.scores[at]]));
    const expected = [...all.ids].sort((one, other) => scores.get(other) - scores.get(one) || one - other);
    assert.ok(expected.length > 20, query);
    assert.deepEqual((await index.filter(all, new Map())).ids, expected, query);
  }
});

test("the last word is a beginning while it is typed", async () => {
  const index = tinyIndex();
  const typed = { "lost lett": "lost lett*", "lost ": "lost ", 'a "gp lett': 'a "gp lett*', "lost*": "lost*", '"lost"': '"lost"', "-lett": "-lett", "😀": "😀", "": "", "year:201": undefined, "lost year:2015..20": "lost", "year:2015..": "year:2015..", "supplier:cap": "supplier:cap" };
  for (const [text, query] of Object.entries(typed)) assert.equal(index.typed(text), query, text);
  assert.deepEqual((await found(index, "lost lett*")).ids, ["letters", "records", "statement"]);
  assert.deepEqual((await found(index, "lost* -lett*")).ids, []);
  // Where it is no word of its own, it stays one: what was shown does not vanish with Enter, and it is said.
  const { all, ids } = await found(index, "clin");
  assert.deepEqual([ids, all.begun], [["clinic", "statement"], ["clin"]]);
  assert.deepEqual((await found(index, "clin*")).all.begun, []);
  assert.equal((await found(index, "-clin")).ids.length, 6);
});

test("a beginning of too many words is no word that was asked for", async () => {
  const many = Array.from({ length: 60 }, (_, n) => ({ kind: "incident", id: `n${n}`, title: `Co${"abcdefghij"[n % 10]}${"klmnop"[n % 6]} lost` }));
  const files = writeIndex(many, parts, { perFile: 4 });
  const index = parts.openIndex(files.get("head"), async (name) => files.get(name));
  assert.deepEqual([index.typed("co"), index.typed("lost co"), index.typed("lost-co")], [undefined, "lost", "lost-"]);
  const { all, filtered } = await found(index, "co*");
  assert.deepEqual([all.wide, all.lost, filtered.isUnanswered, filtered.ids], [["co*"], ["co*"], true, []]);
  assert.deepEqual((await found(index, "lost co")).all.nearest, true);
});

test("a misspelt word leads to the right record first", async () => {
  const index = tinyIndex();
  for (const query of ["lost leters", "lost lettres", "lots of otusourced mail"]) {
    const { ids, all } = await found(index, query);
    assert.equal(ids[0], "letters", query);
    assert.ok(all.better.size > 0, query);
  }
  const { all, ids } = await found(index, "lost hospitals");
  assert.equal(all.nearest, true);
  assert.deepEqual(ids.sort(), ["café-society", "letters", "records", "statement"]);
  const other = await found(index, "lost letters kind:topic");
  assert.deepEqual([other.ids, other.all.nearest], [[], false], "records have the words, but not the kind");
});

test("what is shown for an unknown word is what its named neighbour finds", async () => {
  const index = tinyIndex();
  const meant = await found(index, "leters");
  assert.deepEqual([...meant.all.better], [["leters", "letters"]]);
  assert.deepEqual(meant.ids, (await found(index, "letters")).ids);
  const forms = await found(index, "outsorucing");
  assert.deepEqual(forms.ids.sort(), ["clinic", "letters"], "in all its forms");
});

test("a phrase that stands nowhere is named, and its words are shown", async () => {
  const index = tinyIndex();
  const { all, ids } = await found(index, '"letters lost"');
  assert.deepEqual([all.nearest, all.apart], [true, ['"letters lost"']]);
  assert.deepEqual(ids.sort(), ["letters", "records", "statement"]);
  assert.deepEqual((await found(index, '"lost letters" "letters lost"')).all.apart, ['"letters lost"']);
  assert.deepEqual((await found(index, '"lost letters" hospitals')).all.apart, []);
});

test("a value is found by any of its names, and a misspelt one is put right", async () => {
  const index = tinyIndex();
  const cases = { "supplier:cap": ["letters", "records"], "supplier:OldMail": ["letters", "records"], "supplier:cerner": ["letters"] };
  for (const [query, expected] of Object.entries(cases)) assert.deepEqual((await found(index, query)).ids, expected, query);
  const { all, ids } = await found(index, "lost supplier:Capiat");
  assert.deepEqual([ids, all.unknown], [[], [{ text: "supplier:Capiat", label: "supplier", value: "Capiat", better: "supplier:capita" }]]);
  assert.equal((await found(index, "supplier:zzzzzzz")).all.unknown[0].better, "");
  const chosen = new Map([["kind", ["incident", "Incident"]], ["supplier", ["CAPITA", "x"]], ["year", ["2015"]]]);
  assert.deepEqual([...(await index.withCodes(chosen))], [["kind", ["incident"]], ["supplier", ["capita", "x"]], ["year", ["2015"]]]);
});

test("of a long query it is told that only its beginning was looked for", async () => {
  const { all } = await found(tinyIndex(), "lost ".repeat(33));
  assert.deepEqual([all.parts.length, all.isCut], [32, true]);
  assert.equal((await found(tinyIndex(), "lost letters")).all.isCut, false);
});

test("a record whose whole title is asked for comes first", async () => {
  const index = tinyIndex();
  const order = async (query) => {
    const entries = await index.entries([3, 4, 2]);
    return index.wholeTitlesFirst(await index.find(query), entries).map(({ id }) => id);
  };
  const kept = ["statement", "café-society", "clinic"];
  assert.deepEqual(await order("closed clinics"), ["clinic", "statement", "café-society"]);
  assert.deepEqual(await order("clinic clsoed"), ["clinic", "statement", "café-society"]);
  assert.deepEqual(await order('"Cafe society"'), ["café-society", "statement", "clinic"]);
  for (const query of ["", "clinic", "closed clinic owner", "-closed -clinic"]) assert.deepEqual(await order(query), kept, query);
  assert.deepEqual(index.wholeTitlesFirst(await index.find("clinic"), [undefined]), [undefined]);
});

test("choices narrow, and counts are those of the query", async () => {
  const index = tinyIndex();
  const chosen = { supplier: ["capita", "cerner"], place: ["leeds"] };
  const { ids, filtered } = await found(index, "", chosen);
  assert.deepEqual(ids, ["letters"]);
  const counts = async (name) => {
    const facet = await index.facet(name);
    return Object.fromEntries(facet.values.map(([code], at) => [code, index.count(facet, filtered)[at]]));
  };
  assert.deepEqual(await counts("supplier"), { cerner: 1, capita: 1 });
  assert.deepEqual(await counts("place"), { leeds: 1 });
  assert.deepEqual((await counts("kind")).incident, 1);
  const years = await found(index, "", { year: ["2017..2018"] });
  assert.deepEqual(years.ids, ["records", "clinic", "statement"]);
  assert.deepEqual(years.filtered.ids.map((id) => years.filtered.possible[id]), [2, 1, 1]);
  const typed = await found(index, "year:2017..2018");
  assert.deepEqual(typed.filtered.ids.map((id) => typed.filtered.possible[id]), [2, 1, 1]);
  const both = await found(index, "year:2018", { year: ["2017..2018"] });
  assert.deepEqual(both.filtered.ids.map((id) => both.filtered.possible[id]), [2, 1, 1]);
  const { certain, possible } = index.countYears(await index.years(), years.filtered);
  assert.deepEqual([[...certain], [...possible]], [[0, 1, 1, 2, 0], [1, 1, 1, 1, 1]]);
});

test("what a missing file would narrow is named, and the rest still answers", async () => {
  const missing = [];
  const index = tinyIndex(missing, { perFile: 1 });
  const fileOf = (sort, word) => `${sort}-${String(index.head.terms.first.indexOf(word)).padStart(3, "0")}`;
  const check = async (names, query, chosen, ids, lost) => {
    missing.splice(0, missing.length, ...names);
    index.retry();
    const { all, filtered, ids: shown } = await found(index, query, chosen);
    assert.deepEqual([shown.sort(), [...all.lost, ...filtered.lost], filtered.isUnanswered], [ids, lost, ids.length === 0], query);
    missing.length = 0;
    index.retry();
    assert.deepEqual((await found(index, query, chosen)).all.lost, []);
  };
  const letters = ["letters", "records", "statement"];
  await check(["f-supplier"], "letters", { supplier: ["cerner"] }, letters, ["supplier"]);
  await check(["f-supplier"], "letters -supplier:cerner", {}, letters, ["-supplier:cerner"]);
  await check(["f-year"], "letters", { year: ["2018"] }, letters, ["Year"]);
  await check(["f-year"], "letters year:2018", {}, letters, ["year:2018"]);
  await check([fileOf("t", "letters")], "letters", {}, [], ["letters"]);
  await check([fileOf("t", "letters")], "lost letters", {}, letters, ["letters"]);
  await check([fileOf("t", "letters")], "lost -letters", {}, letters, ["-letters"]);
  await check([fileOf("p", "lost")], '"lost letters"', {}, letters, ['"lost letters"']);
  // Without the words to suggest it is true all the same that no record has this one.
  missing.push("spelling");
  const { all, ids } = await found(index, "letters zzzzz");
  assert.deepEqual([ids, all.nearest, all.lost, [...index.missing]], [letters, true, [], ["spelling"]]);
});

test("no text whatever raises an exception", { timeout: 120_000 }, async () => {
  const index = tinyIndex();
  const random = randoms(7);
  const pieces = ['"', "-", ":", "..", "year:", "kind:", "supplier:", "-supplier:", "lost", "letters", " ", "\t", "\n", "(", "\\", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "😀", "👩‍👩‍👧", "عربى", "\u202e", "__proto__", "constructor", "toString", "\ud800", "\0", "’", "28,000", "é", "e\u0301", "*", "%", "&q=", "year:99999", "year:2015..1", "𝔘𝔫𝔦", "ﷺ", "İ"];
  const long = ["a".repeat(10_000), '"'.repeat(10_000), "a:".repeat(5_000), "-".repeat(10_000), "\u0301".repeat(10_000), "a\u0301 ".repeat(3_000), "lost ".repeat(2_000)];
  const made = Array.from({ length: 4_000 }, () => Array.from({ length: random(12) }, () => pieces[random(pieces.length)]).join(random(2) ? " " : ""));
  for (const query of [...long, ...made]) {
    const { all, filtered } = await found(index, random(2) === 1 ? (index.typed(query) ?? "") : query);
    assert.ok(filtered.ids.length <= records.length);
    const marks = index.marker(all);
    const shown = parts.snippet(query, parts.tokens(query), marks);
    assert.ok(shown.length < 20_000);
    parts.readAddress(query, fields);
    parts.writeAddress({ q: query.toWellFormed?.() ?? query, chosen: new Map(), page: 1 });
    for (const [word, better] of all.better) parts.replaceWord(query, word, better);
  }
});

function asText({ kind, not, words, name, value, begins }) {
  const shown = kind === "field" ? `${name}=${value}` : kind === "phrase" ? `"${words.join(" ")}"` : words[0];
  return `${not ? "-" : ""}${shown}${begins ? "*" : ""}`;
}

/** Whole numbers below a limit, the same in every run (xorshift). */
function randoms(seed) {
  let state = seed * 2_654_435_761;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}
