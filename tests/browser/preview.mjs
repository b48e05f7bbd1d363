// A running preview of a site folder that a test may change.
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const checkout = fileURLToPath(new URL("../..", import.meta.url));

/** How long a test waits for what must come, in milliseconds. It comes far sooner. */
export const patience = 20_000;

/** The moment of the preview, so that no test depends on the clock. */
const now = "2026-01-15T12:00:00Z";

function binary() {
  const path = process.env.CASEFILE_BIN;
  if (!path) throw new Error("CASEFILE_BIN must name the program to test; `tests/run` sets it");
  return path;
}

/** A copy of the invented site, in a folder of its own below `target`. */
export function copyOfRich() {
  mkdirSync(join(checkout, "target"), { recursive: true });
  const folder = mkdtempSync(join(checkout, "target", "preview-"));
  cpSync(join(checkout, "tests/fixtures/sites/rich"), folder, { recursive: true });
  const at = (path) => join(folder, path);
  return {
    folder,
    has: (path) => existsSync(at(path)),
    write: (path, text) => {
      mkdirSync(dirname(at(path)), { recursive: true });
      writeFileSync(at(path), text);
    },
    remove: (path) => rmSync(at(path), { recursive: true }),
    rename: (from, to) => renameSync(at(from), at(to)),
    drop: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Starts `casefile serve` on a site and waits for its address. */
export async function startPreview(site, options = [], environment = {}) {
  const started = spawn(binary(), ["serve", site.folder, "--now", now, ...options], {
    env: { ...process.env, VISUAL: "", EDITOR: "", ...environment },
  });
  const said = { stdout: "", stderr: "" };
  started.stderr.on("data", (text) => (said.stderr += text));
  const ended = new Promise((resolve) => started.once("exit", resolve));
  const address = await new Promise((resolve, reject) => {
    started.stdout.on("data", (text) => {
      said.stdout += text;
      const found = /http:\/\/[^\s]+\//.exec(said.stdout);
      if (found) resolve(found[0]);
    });
    ended.then(() => reject(new Error(`casefile serve ended: ${said.stderr}`)));
  });
  return {
    address,
    port: new URL(address).port,
    said,
    url: (path) => address + path,
    stop: () => {
      started.kill("SIGINT");
      return ended;
    },
  };
}
