// Compiled, never run: the whole surface of documents under the strictest settings.
import { plan as plans } from "obektiv";
import { ObektivError, fill, fromDocx, fromXlsx, toDocx, toXlsx } from "obektiv/documents";
import type { AnyPlan, ChangesTable, FilledPlan, Language, MisfitsTable } from "obektiv/documents";
import init, { initSync, toDocx as webToDocx } from "obektiv/documents/web";

const language: Language = "en";
const both: AnyPlan[] = [plans.example(), plans.example().toJson()];
for (const plan of both) {
  const document: Uint8Array = toDocx(plan, language), workbook: Uint8Array = toXlsx(plan);
  const json: string = fromDocx(document);
  const filled: FilledPlan[] = [fromXlsx(workbook), fill(json, [...workbook])];
  for (const { plan: back, changes, conflicts } of filled) {
    const changed: ChangesTable = changes, kept: MisfitsTable = conflicts, text: string = back;
    const rows: Float64Array = kept.row;
    if (kept.kind[0] === "changed_here") console.log(changed.before, text, rows);
  }
}
await init();
initSync({ module: new Uint8Array() });
console.log(webToDocx("{}"));
try {
  toDocx("{}");
} catch (error) {
  if (error instanceof ObektivError) console.log(error.code, error.path);
}
// @ts-expect-error: a plan is its JSON or an object that gives it
toDocx(5);
// @ts-expect-error: there are two languages
toXlsx("{}", "fr");
// @ts-expect-error: another word than a workbook can misfit by
const none: MisfitsTable["kind"] = ["lost"];
console.log(none);
