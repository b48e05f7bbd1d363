// The search of a built site, run in Node by the site's own script.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runInThisContext } from "node:vm";

/** Opens the index of a built site; `search` gives the paths of the first twenty records, the best first. */
export async function openSite(site) {
  runInThisContext(readFileSync(join(site, "assets/search.js"), "utf8"), { filename: "search.js" });
  const { parts } = globalThis.casefileSearch;
  const files = new Map();
  const load = async (name) => {
    if (!files.has(name)) files.set(name, payload(readFileSync(join(site, "search", `${name}.js`), "utf8")));
    return files.get(name);
  };
  const index = parts.openIndex(await load("head"), load);
  const search = async (query) => {
    const found = await index.find(query);
    const { ids } = await index.filter(found, new Map());
    const [first, second] = [await index.entries(ids.slice(0, 10)), await index.entries(ids.slice(10, 20))];
    // As the search page does for the ten that it shows first.
    return [...index.wholeTitlesFirst(found, first), ...second].map(({ href }) => href);
  };
  return { index, parts, search };
}

/** What a file of the index holds: the last argument of its one call. */
function payload(script) {
  const start = script.indexOf(",", script.indexOf(",") + 1) + 1;
  return JSON.parse(script.slice(start, script.lastIndexOf(")")));
}

/** All records with their path, title, text and the labels of their facets. */
export async function readRecords({ index }) {
  const numbers = Array.from({ length: index.head.records }, (_, number) => number);
  const records = await index.entries(numbers);
  for (const record of records) {
    record.lines = await index.text(record.number);
    record.facets = [];
  }
  for (const name of ["kind", ...index.head.facets.map((facet) => facet.name)].filter((name) => name !== "year")) {
    const { values, starts, places } = await index.facet(name);
    for (const { number, facets } of records) {
      for (let at = starts[number]; at < starts[number + 1]; at += 1) facets.push([name, values[places[at]][1]]);
    }
  }
  const years = await index.years();
  for (const { number, facets } of records) {
    for (let year = years.from[number]; years.signs[number] && year <= years.to[number]; year += 1) facets.push(["year", `${year}`]);
  }
  return records;
}
