import assert from "node:assert/strict";
import { test } from "node:test";
import { Results, Tally, official, tally } from "obektiv";
import { assessment, results } from "./helpers.mjs";

test("persons are counted by group and total, incomplete ones apart", () => {
  const t = tally(results());
  assert.deepEqual([t.groups, t.grouping, t.incomplete], [["a", "b"], "school", 1]);
  assert.deepEqual([...t.histogram("b")], [0, 0, 1, 1]);
  assert.deepEqual([...t.histogram()], [0, 1, 1, 1]);
  assert.equal(t.histogram("c"), undefined);
  assert.equal(t.assessment.key, "2020-maths-5");
  assert.deepEqual([...tally(results(), { withIncomplete: true }).histogram()], [0, 1, 2, 1]);
  assert.deepEqual(tally(results(), { group: "all" }).groups, ["all"]);
});

test("tallies of parts merge in any order to the tally of the whole, byte for byte", () => {
  const r = results(), a = assessment();
  const part = (from, to) =>
    tally(new Results(a, {
      scores: r.scores.slice(from * 2, to * 2), school: r.school.slice(from, to), journalMark: r.journalMark.slice(from, to),
    }));
  const whole = tally(r).toBytes();
  const [x, y] = [part(0, 1), part(1, 4)];
  assert.deepEqual(x.merge(y).toBytes(), whole);
  assert.deepEqual(y.merge(x).toBytes(), whole);
  assert.deepEqual(Tally.empty(a, "school").merge(x).merge(y).toBytes(), whole);
});

test("bytes carry a tally to another place, where statistics of it are the same", () => {
  const t = tally(results());
  const there = Tally.fromBytes(t.toBytes());
  assert.deepEqual(official.inflatedMean(there), official.inflatedMean(t));
  assert.deepEqual(official.rankMismatch(there, { minN: 2 }), official.rankMismatch(results(), { minN: 2 }));
});

test("histograms of aggregated reports are a tally too", () => {
  const t = Tally.fromHistograms(assessment(), ["a", "b"], [[0, 1, 0, 0], Float64Array.of(0, 0, 1, 1)]);
  assert.deepEqual(official.inflatedMean(t), official.inflatedMean(results()));
  assert.throws(() => Tally.fromHistograms(assessment(), ["a"], [[1, 2]]), { code: "data.length" });
  assert.throws(() => Tally.fromHistograms(assessment(), ["a"], []), TypeError);
});
