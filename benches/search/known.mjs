// Searches whose answer is known, made from the records, and how high the answer stands.

/** Numbers from 0 to below `most`, the same in every run (mulberry32). */
function randoms(seed) {
  return (most) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * most);
  };
}

/** `count` searches of each kind, by kind. Each has a query and the paths of the records that answer it. */
export function knownItems(records, cut, count) {
  const random = randoms(1);
  const sample = () => Array.from({ length: count }, (_, at) => records[Math.floor(((at + random(1000) / 1000) * records.length) / count)]);
  const titleOf = ({ title }) => cut(title).join(" ");
  const byTitle = groupBy(records, titleOf);
  const ofTitle = (record, query) => ({ query, paths: byTitle.get(titleOf(record)).map(({ href }) => href) });
  const phrases = sample().map((record) => phraseOf(record, records, cut, random));
  return {
    title: sample().map((record) => ofTitle(record, record.title)),
    misspelt: sample().map((record, at) => ofTitle(record, misspell(record.title, at, random))),
    phrase: phrases,
    quoted: phrases.map(({ query, paths }) => ({ query: `"${query}"`, paths })),
  };
}

/** Lists by what `keyOf` says of their items. */
function groupBy(items, keyOf) {
  const groups = new Map();
  for (const item of items) {
    const key = keyOf(item);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(item);
  }
  return groups;
}

/** A title with two letters swapped, one left out, one put in or one exchanged, in one of its longer words. */
function misspell(title, turn, random) {
  const words = title.split(" ");
  const long = words.flatMap((word, at) => (/^[A-Za-z]{5,}$/.test(word) ? [at] : []));
  if (long.length === 0) return title;
  const place = long[random(long.length)];
  const word = words[place];
  let at = random(word.length - 1);
  const letter = "abcdefghijklmnopqrstuvwxyz"[random(26)];
  while (turn % 4 === 0 && word[at] === word[at + 1]) at = (at + 1) % (word.length - 1);
  words[place] = [
    () => word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2),
    () => word.slice(0, at) + word.slice(at + 1),
    () => word.slice(0, at) + letter + word.slice(at),
    () => word.slice(0, at) + (letter === word[at] ? "z" : letter) + word.slice(at + 1),
  ][turn % 4]();
  return words.join(" ");
}

/** Five to seven words from a record's text that no other record has in this order; if all are shared, the last tried. */
function phraseOf(record, records, cut, random) {
  const lines = record.lines.map((line) => line.split(" ")).filter((words) => words.length >= 5);
  const others = records.filter((other) => other !== record);
  let query = record.title;
  for (let turn = 0; turn < 30 && lines.length > 0; turn += 1) {
    const words = lines[random(lines.length)];
    const length = Math.min(words.length, 5 + random(3));
    const start = random(words.length - length + 1);
    query = words.slice(start, start + length).join(" ").replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$|["“”]/gu, "");
    const folded = ` ${cut(query).join(" ")} `;
    if (!others.some((other) => foldedText(other, cut).includes(folded))) break;
  }
  return { query, paths: [record.href] };
}

/** The words of a record's text and title, line by line; kept, since it is asked for again and again. */
function foldedText(record, cut) {
  record.folded ??= [record.title, ...record.lines].map((line) => ` ${cut(line).join(" ")} `).join("\n");
  return record.folded;
}

/** One divided by the place of the first record that answers, 0 where none of the first twenty does. */
export function reciprocalRank(found, paths) {
  return 1 / (found.slice(0, 20).findIndex((path) => paths.includes(path)) + 1 || Infinity);
}

export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
