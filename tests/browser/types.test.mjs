// The scripts of the theme and of the preview are what their JSDoc types say.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { rich } from "./sites.mjs";

const assets = fileURLToPath(new URL("../../themes/default/assets/", import.meta.url));
const preview = fileURLToPath(new URL("../../src/serve/browser/", import.meta.url));

/** Runs the compiler of TypeScript, which must find no mistake. */
function compile(...options) {
  const package_ = createRequire(import.meta.url).resolve("typescript/package.json");
  const command = [join(dirname(package_), "bin/tsc"), "--allowJs", "--target", "es2022", "--lib", "es2022,dom,dom.iterable", ...options];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: "utf8" });
  assert.equal(status, 0, `${stdout}${stderr}`);
}

/** The scripts of a folder as the compiler writes them without comments. */
function withoutComments(folder, names) {
  const written = mkdtempSync(join(tmpdir(), "scripts-"));
  try {
    compile("--removeComments", "--outDir", written, ...names.map((name) => join(folder, name)));
    return names.map((name) => readFileSync(join(written, name), "utf8"));
  } finally {
    rmSync(written, { recursive: true });
  }
}

const scripts = readdirSync(assets).filter((name) => name.endsWith(".js"));

test("the scripts of the theme have right types", { timeout: 120_000 }, () => {
  assert.ok(scripts.length > 0);
  compile("--checkJs", "--strict", "--noEmit", ...scripts.map((name) => join(assets, name)));
});

test("the scripts of the preview have right types", { timeout: 120_000 }, () => {
  // The page's scripts are one script in the end.
  for (const names of [["morph.js", "connection.js", "preview.js"], ["worker.js"]]) {
    compile("--checkJs", "--strict", "--noEmit", ...names.map((name) => join(preview, name)));
  }
});

test("the scripts are published without comments and are otherwise the same", { timeout: 120_000 }, () => {
  const published = join(rich().folder, "assets");
  for (const name of scripts) assert.doesNotMatch(readFileSync(join(published, name), "utf8"), /^\s*(\/\/|\/\*)/mu, name);
  assert.deepEqual(withoutComments(published, scripts), withoutComments(assets, scripts));
});
