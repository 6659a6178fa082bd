// The package of documents: plans as files to sign and workbooks to fill in, and back.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { plan as plans, Plan } from "obektiv";
import * as ob from "obektiv/documents";

const { ObektivError, fill, fromDocx, fromXlsx, toDocx, toXlsx } = ob;
const declared = readFileSync(new URL("../pkg/documents/node/obektiv.d.ts", import.meta.url), "utf8");
const exported = [...declared.matchAll(/^export (class|function|const|namespace|interface|type) (\w+)/gm)];
const note = plans.example();
const same = (text) => Plan.fromJson(text).toJson() === note.toJson();

test("every declared value is exported, nothing else is, and the type check uses all", async () => {
  const values = exported.filter(([, kind]) => !["interface", "type"].includes(kind)).map(([, , name]) => name);
  assert.deepEqual(Object.keys(ob).sort(), values.sort());
  const web = Object.keys(await import("obektiv/documents/web"));
  assert.deepEqual(web.sort(), [...values, "default", "initSync"].sort());
  const used = readFileSync(new URL("types_documents.ts", import.meta.url), "utf8");
  assert.deepEqual(exported.map(([, , name]) => name).filter((name) => !new RegExp(`\\b${name}\\b`).test(used)), []);
});

test("the municipal note comes back from both kinds of file, in both languages, with nothing lost", () => {
  for (const language of [undefined, "ru", "en"]) {
    assert.ok(same(fromDocx(toDocx(note, language))));
    const back = fromXlsx(toXlsx(note.toJson(), language));
    assert.ok(same(back.plan));
    assert.deepEqual([back.changes.id.length, back.conflicts.kind.length], [0, 0]);
    assert.ok(back.conflicts.row instanceof Float64Array);
  }
});

test("what a plan has become since a workbook was sent stays, where nothing was filled in", () => {
  const sent = toXlsx(note), now = JSON.parse(note.toJson());
  const [first] = now.directions.flatMap((direction) => direction.measures);
  first.status = "done";
  const back = fill(JSON.stringify(now), sent);
  assert.equal(Plan.fromJson(back.plan).measures.status[0], "done");
  assert.deepEqual([back.changes.id.length, back.conflicts.kind.length], [0, 0]);
});

test("what is no plan and no file of one is refused by name", () => {
  for (const wrong of [undefined, null, 5, {}, { toJson: 1 }, { toJson: () => 1 }]) {
    assert.throws(() => toDocx(wrong), { name: "TypeError", message: /^plan: expected/ });
  }
  assert.throws(() => toDocx("{"), (error) => error instanceof ObektivError && error.code === "plan.json");
  assert.throws(() => toXlsx(note, "fr"), (error) => error instanceof ObektivError && error.code === "report.language");
  for (const read of [fromDocx, fromXlsx, (bytes) => fill(note, bytes)]) {
    assert.throws(() => read("no"), { name: "TypeError", message: /^bytes: expected/ });
    for (const bytes of [[], [80, 75, 3, 4], new TextEncoder().encode("<html>")]) {
      assert.throws(() => read(bytes), (error) => error instanceof ObektivError && error.code === "plan.unreadable");
    }
  }
  assert.throws(() => fromDocx(toXlsx(note)), { code: "plan.unreadable" });
  assert.throws(() => toDocx({ toJson: () => { throw new RangeError("mine"); } }), { name: "RangeError", message: "mine" });
});

test("the package works in a browser and with a bundler", async () => {
  const web = await import("obektiv/documents/web");
  await web.default({ module_or_path: readFileSync(new URL("obektiv_bg.wasm", import.meta.resolve("obektiv/documents/web"))) });
  assert.ok(same(web.fromDocx(web.toDocx(note, "en"))));
  const index = new URL("../pkg/documents/bundler/index.js", import.meta.url);
  const script = `import { fromDocx } from ${JSON.stringify(index)}; try { fromDocx([1]); } catch (e) { process.stdout.write(e.code); }`;
  const flags = ["--experimental-wasm-modules", "--no-warnings", "--input-type=module", "-e", script];
  assert.equal(execFileSync(process.execPath, flags, { encoding: "utf8" }), "plan.unreadable");
});
