// Against real workbooks, where they are present: the kinds of rows, and the official signs' tallies.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { findAssessment, official, readXlsx } from "obektiv";
import { shared } from "./helpers.mjs";

const folder = shared("real/region-2020");

test("rows of raw exports fall into the expected kinds", { skip: !folder && "no real data" }, () => {
  const expected = Object.entries(JSON.parse(readFileSync(join(folder, "expect_import.json"), "utf8")));
  assert.ok(expected.length > 0);
  for (const [file, want] of expected) {
    const [year, grade, subject] = file.replace(".xlsx", "").split("-");
    const assessment = findAssessment(subject, Number(grade.replace("grade", "")), Number(year));
    const bytes = readFileSync(join(folder, "raw", file));
    const start = performance.now();
    const { report: plain } = readXlsx(bytes, assessment, { repair: false });
    const seconds = ((performance.now() - start) / 1000).toFixed(2);
    console.log(`${file}: ${plain.rows} rows in ${seconds} s`);
    assert.deepEqual([plain.rows, plain.taken, plain.oneDay], [want.rows, want.taken, want.absent_one_day], file);
    assert.equal(plain.absent + plain.setAside, want.absent_or_blank + want.set_aside, file);
    const { results, report } = readXlsx(bytes, assessment);
    assert.equal(report.taken, want.taken, file);
    assert.equal(report.repaired + report.setAside, plain.setAside, file);
    assert.equal(results.persons, report.taken + report.repaired + report.oneDay, file);
    assert.ok(official.inflatedMean(results).group.length > 100, file);
  }
});
