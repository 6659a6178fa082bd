// The repository's README shows TypeScript, and there are examples: they must compile and run as they stand.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { root } from "./helpers.mjs";

const blocks = [...readFileSync(join(root, "README.md"), "utf8").matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, code], i) => [`block ${i + 1} of the README`, code]);
const shown = join(root, "wasm/examples");
const examples = readdirSync(shown).map((name) => [name, readFileSync(join(shown, name), "utf8")]);
const tsc = fileURLToPath(new URL("../node_modules/.bin/tsc", import.meta.url));
const settings = "--strict --target es2022 --lib esnext,dom --module nodenext --types".split(" ");

test("the README has TypeScript to run", () => assert.ok(blocks.length > 0));

for (const [name, code] of [...blocks, ...examples]) {
  test(`TypeScript compiles strictly and runs: ${name}`, () => {
    // Inside the package, where its name is the built package.
    const folder = mkdtempSync(fileURLToPath(new URL("readme-", import.meta.url)));
    try {
      writeFileSync(join(folder, "readme.ts"), code);
      execFileSync(tsc, [...settings, "", join(folder, "readme.ts")], { encoding: "utf8" });
      const printed = execFileSync(process.execPath, [join(folder, "readme.js")], { encoding: "utf8" });
      assert.match(printed, /\w/);
      assert.doesNotMatch(printed, /undefined|NaN/);
      console.log(printed.trim().split("\n").at(-1));
    } catch (error) {
      // What the compiler says stands on its standard output.
      throw error.stdout ? new Error(error.stdout, { cause: error }) : error;
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}
