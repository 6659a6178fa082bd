// Compiled, never run: the whole surface of plans with documents under the strictest settings.
import { ObektivError, Plan, plan } from "obektiv/plan";
import type {
  FilledPlan, Language, MeasuresTable, MergedPlan, NextYearOptions, PlanChangeTable, PlanConflictTable, PlanDifferenceTable, PlanEvent,
  PlanExecutionTable, PlanMisfitTable, PlanStatusTable, RemarksTable,
} from "obektiv/plan";

const language: Language = "en";
const example: Plan = plan.example();
const document: Uint8Array = example.toDocx(language);
const workbook: Uint8Array = example.toXlsx();
const filled: FilledPlan = Plan.fromXlsx(workbook);
const again: FilledPlan = Plan.fromDocx(document).fill(workbook);
const changes: PlanChangeTable = filled.changes;
const misfits: PlanMisfitTable = again.conflicts;
const event: PlanEvent = { id: "m5", assessment: "VPR", from: "2023-04-19" };
const next: NextYearOptions = { calendar: [event], language };
const merged: MergedPlan = plan.merge([example, example.nextYear(next)]);
const conflicts: PlanConflictTable = merged.conflicts;
const difference: PlanDifferenceTable = plan.diff(example, Plan.fromJson(example.toJson()));
const measures: MeasuresTable = example.measures;
const status: PlanStatusTable = example.status("2022-09-01");
const execution: PlanExecutionTable = example.execution("2022-09-01");
const remarks: RemarksTable = example.lint(language);
const part: Plan = example.withoutSchools(["School"], language).withoutSchools().forSchool("sch990001", "ru");
const logins: string[] = part.schools;
try {
  Plan.fromXlsx([80, 75]);
} catch (error) {
  if (error instanceof ObektivError) console.log(error.code, error.path);
}
console.log(
  changes.after[0], misfits.kind[0], conflicts.kept[0], difference.what[0], measures.id[0], status.days[0], execution.share[0], remarks.text[0],
  logins[0], example.title, example.territory, example.year, example.fingerprint, example.toHtml(), example.toMarkdown("en"), plan.jsonSchema(),
);
