// What is not to be published is in no byte of the output; what was under embargo is, once it has ended.
import { test } from "node:test";
import { assertNone } from "./browser.mjs";
import { own, readable, rich, richLater } from "./sites.mjs";

// Words of the invented site `rich` that stand nowhere but in what is withheld.
const draft = ["draft-quagmire", "Draftonly", "Quagmiresummary", "quagmirebody", "Gazebohamlet"];
const embargoed = [
  "sealed-obelisk",
  "Sealed until March",
  "Obelisksummary",
  "Obeliskbody",
  "Obeliskhamlet",
  "obeliskalias",
  "obelisk-ledger",
  "Obeliskledger",
  "obeliskattachment",
  "sealed-release",
  "Obeliskrelease",
  "Obeliskreleasebody",
];
// Unpublished originals and copies, and a contact whose time is over.
const unpublished = [
  "originalonly",
  "pelicantelephone",
  "storkprivatecopy",
  "Perrin Halloway-Zane",
  "former-desk@",
  "7946 0955",
];

test("rich: drafts, embargoed records and unpublished originals leave no trace", () => {
  assertNone(traces(rich(), [...draft, ...embargoed, ...unpublished]), "traces of what is withheld");
});

test("rich: after the embargo its records are there, and the rest is still withheld", () => {
  const later = richLater();
  assertNone(traces(later, [...draft, ...unpublished]), "traces of what is withheld");
  const missing = embargoed.filter((phrase) => traces(later, [phrase]).length === 0);
  assertNone(missing, "phrases that are missing after the embargo");
});

test("own: the telephone number and the broken address of the original are not published", () => {
  const personal = ["07870 757 309", "07870757309", "+447870757309", "757 309", "email protected", "email&#160;protected"];
  assertNone(traces(own(), personal), "traces of personal data");
});

/** Each file whose name or bytes hold one of the phrases, in whatever case. */
function traces(site, phrases) {
  return [...site.files].flatMap(([path, bytes]) => {
    const text = `${path}\n${readable(bytes).toString("utf8")}`.toLowerCase();
    return phrases.filter((phrase) => text.includes(phrase.toLowerCase())).map((phrase) => `${path}: ${phrase}`);
  });
}
