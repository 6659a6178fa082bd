// A policy that names every sign of groups gives the same numbers here as in Rust and Python.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { ObektivError, Policy, screen, signs, simulate } from "obektiv";

const file = JSON.parse(readFileSync(new URL("../../tests/screening/any_sign.json", import.meta.url), "utf8"));

test("a policy of all signs gives the same in all languages", () => {
  const m = simulate.municipality({ seed: 1 });
  const s = screen(m.results, { policy: Policy.fromJson(JSON.stringify(file.policy)), registry: m.registry });
  assert.equal(s.leftOut.sign.length, file.left_out);
  const all = s.indications;
  for (const rule of file.expected) {
    const what = `${rule.sign} ${rule.unit}`;
    const found = [...all.sign.keys()].filter(
      (i) => `${all.sign[i]}.`.startsWith(`${rule.sign}.`) && all.unit[i] === rule.unit,
    );
    const sum = (column) => found.reduce((total, i) => total + (Number.isNaN(Number(column[i])) ? 0 : Number(column[i])), 0);
    assert.deepEqual([found.length, sum(all.flagged), sum(all.n)], [rule.indications, rule.flagged, rule.n], what);
    for (const [name, column] of [["pvalues", all.pvalue], ["statistics", all.statistic]]) {
      const near = Math.abs(sum(column) - rule[name]) <= 1e-6 * Math.max(1, Math.abs(rule[name]));
      assert.ok(near, `${what} ${name}: ${sum(column)} ${rule[name]}`);
    }
  }
});

test("signs say what they may do, and a wrong rule is refused with its path", () => {
  const table = signs();
  table.flags.forEach((flags, i) => assert.deepEqual([table.beside[i] !== "", table.reason[i] !== ""], [flags, !flags]));
  const rule = { sign: "profile", options: { min_groups: 1 }, unit: "school", min_n: 1, fdr: 0.05 };
  assert.throws(
    () => Policy.fromJson(JSON.stringify({ name: "own", min_reference: 5, rules: [rule] })),
    (error) => error instanceof ObektivError && error.message.includes("rules[0].options.min_groups: is 1"),
  );
});
