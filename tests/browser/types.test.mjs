// The scripts of the theme are what their JSDoc types say.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const assets = fileURLToPath(new URL("../../themes/default/assets/", import.meta.url));

test("the scripts of the theme have right types", { timeout: 120_000 }, () => {
  const scripts = readdirSync(assets).filter((name) => name.endsWith(".js"));
  assert.ok(scripts.length > 0);
  const package_ = createRequire(import.meta.url).resolve("typescript/package.json");
  const options = ["--allowJs", "--checkJs", "--strict", "--noEmit", "--target", "es2022", "--lib", "es2022,dom,dom.iterable"];
  const command = [join(dirname(package_), "bin/tsc"), ...options, ...scripts.map((name) => join(assets, name))];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: "utf8" });
  assert.equal(status, 0, `${stdout}${stderr}`);
});
