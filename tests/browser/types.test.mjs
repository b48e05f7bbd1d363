// The scripts of the theme and of the preview are what their JSDoc types say.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { own } from "./sites.mjs";

const assets = fileURLToPath(new URL("../../themes/default/assets/", import.meta.url));
const preview = fileURLToPath(new URL("../../src/serve/browser/", import.meta.url));

test("the scripts of the theme have right types", { timeout: 120_000 }, () => {
  const scripts = readdirSync(assets).filter((name) => name.endsWith(".js"));
  assert.ok(scripts.length > 0);
  checkTypes(scripts.map((name) => join(assets, name)));
});

function checkTypes(scripts) {
  const package_ = createRequire(import.meta.url).resolve("typescript/package.json");
  const options = ["--allowJs", "--checkJs", "--strict", "--noEmit", "--target", "es2022", "--lib", "es2022,dom,dom.iterable"];
  const command = [join(dirname(package_), "bin/tsc"), ...options, ...scripts];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: "utf8" });
  assert.equal(status, 0, `${stdout}${stderr}`);
}

test("the scripts of the preview have right types", { timeout: 120_000 }, () => {
  // The page's scripts are one script in the end.
  checkTypes(["morph.js", "connection.js", "preview.js"].map((name) => join(preview, name)));
  checkTypes([join(preview, "worker.js")]);
});

test("the scripts are published without comments and are otherwise the same", () => {
  const { folder } = own();
  for (const name of readdirSync(assets).filter((name) => name.endsWith(".js"))) {
    const [source, published] = [join(assets, name), join(folder, "assets", name)].map((path) => readFileSync(path, "utf8"));
    assert.ok(published.length < source.length, name);
    assert.doesNotMatch(published, /^\s*(\/\/|\/\*)/mu, name);
    const [wanted, found] = [source, published].map((text) => ts.transpile(text, { removeComments: true, target: "esnext" }));
    assert.equal(found, wanted, name);
  }
});
