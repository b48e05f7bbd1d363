// The Nu checker finds no error in any page, stylesheet or drawing.
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { assertNone, nuChecker } from "./browser.mjs";
import { sites } from "./sites.mjs";

for (const site of sites()) {
  test(`${site.name}: the Nu checker finds no error`, { timeout: 600_000 }, (t) => {
    const checked = [...site.files.keys()].filter((path) => /\.(html|css|svg)$/.test(path));
    const messages = checkFiles(site.folder, checked);
    t.diagnostic(`${site.name}: ${checked.length} files checked`);
    assertNone(messages.map(asLine), "errors of markup or style");
  });
}

// The checker takes a long list on its command line, but a system does not: hence a thousand files at a time.
function checkFiles(folder, paths) {
  const messages = [];
  for (let start = 0; start < paths.length; start += 1000) {
    const options = ["--errors-only", "--format", "json", "--stdout", "--exit-zero-always", "--also-check-css", "--also-check-svg"];
    const command = ["-Xss4m", "-jar", nuChecker, ...options, ...paths.slice(start, start + 1000)];
    const output = execFileSync("java", command, { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 28 });
    messages.push(...JSON.parse(output).messages);
  }
  return messages;
}

function asLine({ url = "", lastLine = 0, lastColumn = 0, message, extract = "" }) {
  const path = decodeURIComponent(url.replace(/^file:/, ""));
  return `${path}:${lastLine}:${lastColumn}: ${message} | ${extract.replace(/\s+/g, " ").trim()}`;
}
