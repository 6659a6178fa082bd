// Runs the vectors that all languages share: tests/vectors/*.json.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import * as ob from "obektiv";
import * as effects from "obektiv/effect";
import { conforms } from "./declared.mjs";
import { encode, root } from "./helpers.mjs";

const camelCase = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
const renamed = (object) => Object.fromEntries(Object.entries(object).map(([name, value]) => [camelCase(name), value]));

/** What JSON holds, with the names that it would have here. */
const fromJson = (value) => {
  if (Array.isArray(value)) return value.map(fromJson);
  if (value === null || typeof value !== "object") return value;
  return renamed(Object.fromEntries(Object.entries(value).map(([name, part]) => [name, fromJson(part)])));
};

const makeAssessment = (fields) => fields && new ob.Assessment(renamed(fields));

/** The rows of a table. */
const rows = (table) => Array.from(Object.values(table)[0], (_, i) => Object.values(table).map((column) => column[i]));

/** The rows of a table, with the last columns, which hold counts, as one list. */
const withCounts = (table, first) => rows(table).map((row) => [...row.slice(0, first), row.slice(first)]);

const matrix = (r) => {
  const items = r.scores.length / r.persons;
  return Array.from({ length: r.persons }, (_, p) => [...r.scores.slice(p * items, (p + 1) * items)]);
};

const told = (report) => ({ ...report, reasons: rows(report.remarks).map(([row, , reason]) => [row, reason]) });

const makeResults = ({ assessment, ...parts }) => new ob.Results(new ob.Assessment(renamed(assessment)), renamed(parts));

/** What a statistic takes: results where the vector describes some, numbers where it says null, else as it is. */
const argument = (value) => {
  if (value?.assessment) return makeResults(value);
  if (value?.[0]?.assessment) return value.map(makeResults);
  if (Array.isArray(value)) return value.map((x) => x ?? NaN);
  return value;
};

const territory = (seed, options) => {
  const given = fromJson(options);
  const reference = given.reference && ob.Reference.of(ob.simulate.territory(given.reference).results);
  return ob.simulate.territory({ seed, ...given, reference });
};
const prints = (results) => results.map((r) => r.fingerprint);

/** Vectors that are not of statistics. */
const OTHERS = {
  "results.new": ({ results }) => {
    const r = makeResults(results);
    const { total, complete } = r.totals();
    return { persons: r.persons, totals: total, complete };
  },
  norms: ({ results }) => ob.norms(makeResults(results)),
  "heaping.fit": ({ histograms }, { placebo, ...options }) => {
    const shift = ob.heaping.fit(histograms, options);
    const { table, lifts, prior, honest, chi2, df, logLikelihood, sd } = shift;
    return { table, lifts, prior, honest, chi2, df, logLikelihood, sd, placebo: placebo && shift.placebo(Uint16Array.from(placebo)) };
  },
  "heaping.raised": ({ results }, { placebo }) => {
    const index = ob.heaping.raised(makeResults(results));
    const { table, lifts, prior, logLikelihood } = index;
    return { table, lifts, prior, logLikelihood, placebo: placebo && index.placebo(Uint16Array.from(placebo)) };
  },
  "readers.csv": ({ csv, assessment }, options) => {
    const { results: r, report } = ob.readCsv(encode(csv), makeAssessment(assessment), options);
    const { school, classId, variant, journalMark, municipality } = r;
    return { report, scores: matrix(r), school, classId, variant, journalMark, municipality };
  },
  "readers.layouts": ({ text }, { assessment, ...options }) => {
    const { results: r, report, registry } = ob.readCsv(encode(text), makeAssessment(assessment), options);
    const schools = rows(registry.table).map(([login, name, municipality]) => [login, [name, municipality]]);
    const { school, classId = null, journalMark = null } = r;
    return { report: told(report), school, classId, scores: matrix(r), journalMark, registry: Object.fromEntries(schools) };
  },
  "readers.distributions": ({ text }, { assessments }) => {
    const { works, report } = ob.readDistributions(encode(text), { assessments: assessments?.map(makeAssessment) });
    return { report: told(report), works: works.map(({ assessment, table }) => ({ key: assessment.key, rows: withCounts(table, 4) })) };
  },
  "readers.mark_statistics": ({ text }) => {
    const { table, report } = ob.readMarkStatistics(encode(text));
    return { report: told(report), rows: withCounts(table, 7) };
  },
  "readers.journal_comparison": ({ text }, options) => {
    const { table, journal, report } = ob.readJournalComparison(encode(text), options);
    const { group, kind, n, pupils, count, statistic } = journal;
    return { report: told(report), rows: withCounts(table, 7), signs: rows({ group, kind, n, pupils, count, statistic }) };
  },
  "readers.markers": ({ text }) => {
    const list = ob.readMarkers(encode(text));
    return { report: told(list.report), rows: rows(list.table), byYear: rows(list.byYear), byMunicipality: rows(list.byMunicipality) };
  },
  "plan.lint": ({ plan }, { language }) => {
    const { path, lack, text } = ob.Plan.fromJson(JSON.stringify(plan)).lint(language);
    return { remarks: rows({ path, lack, text }) };
  },
  "plan.from_findings": ({ seed }, { policy, ...options }) => {
    const { results, registry } = ob.simulate.municipality({ seed });
    const plan = ob.plan.fromFindings(ob.screen(results, { policy: ob.Policy[camelCase(policy)](), registry }), options);
    return { plan: fromJson(JSON.parse(plan.toJson())), markdown: plan.toMarkdown(options.language) };
  },
  "plan.indicators": ({ plan, policy, screening, before = [], remarked }, options) => {
    const screened = (works) => ob.screen(works.map(makeResults), { policy: ob.Policy.fromJson(JSON.stringify(policy)) });
    const header = ["school", "work", "code", "item", "before", "after", "stratum", "probability"];
    const again = remarked && ob.readRemarked(encode([header, ...remarked].map((row) => row.join(";")).join("\n")));
    const made = ob.Plan.fromJson(JSON.stringify(plan));
    const found = made.indicators({ ...options, screening: screening && screened(screening), before: before.map(screened), remarked: again });
    made.withIndicators(found);
    return { ...found.table, leftOut: rows(found.leftOut) };
  },
  "evidence.benjamini_hochberg": ({ p }, { tests }) => ({ adjusted: ob.evidence.benjaminiHochberg(argument(p), tests) }),
  "irt.score_distribution": ({ items, theta }) => ({ probability: ob.irt.scoreDistribution(items, { theta }) }),
  "irt.fit": ({ scores }, options) => ob.irt.fit(scores, options),
  "irt.mokken": ({ scores }) => {
    const { test, items, pairs } = ob.irt.mokken(scores);
    return { test, items, pairs: scores[0].map((_, i) => [...pairs.slice(i * items.length, (i + 1) * items.length)]) };
  },
  "person_fit.change_point": ({ scores, items, first, last }, { bound }) => ob.personFit.changePoint(scores, items, first, last, bound),
  "person_fit.log_time_fit": ({ log_times, ...model }, { tau }) => ob.personFit.logTimeFit(log_times, { ...model, tau }),
  "person_fit.joint_fit": ({ scores, items, theta, log_times, alpha, beta }, { tau, ...options }) =>
    ob.personFit.jointFit(scores, items, theta, log_times, { alpha, beta, tau }, options),
  "person_fit.time_subsets": ({ log_times, subset, ...model }) => ob.personFit.timeSubsets(log_times, model, subset),
  "person_fit.joint_subsets": ({ scores, items, log_times, alpha, beta, subset }, { bound }) =>
    ob.personFit.jointSubsets(scores, items, log_times, { alpha, beta }, subset, bound),
  "irt.plausible_values": ({ scores, items }, options) => {
    const values = ob.irt.plausibleValues(scores, items, options);
    return { values: scores.map((_, i) => [...values.slice(i * options.draws, (i + 1) * options.draws)]) };
  },
  "screening.policy": ({ json }) => ({ policy: fromJson(JSON.parse(ob.Policy.fromJson(json).toJson())) }),
  "simulate.municipality": ({ seed }, options) => {
    const { results, planted } = ob.simulate.municipality({ seed, ...options });
    return { fingerprints: results.map((r) => r.fingerprint), ...planted };
  },
  "simulate.territory": ({ seed }, options) => {
    const { results, planted, absent } = territory(seed, options);
    return { fingerprints: prints(results), absent: absent.absent, ...planted };
  },
  "simulate.plant": ({ seed, kind }, options) => {
    const { results } = territory(seed, options);
    const schools = [...new Set(results[0].school)].slice(0, 3);
    return { fingerprints: prints(ob.simulate.plant(results, kind, schools, { seed })) };
  },
  "simulate.shuffled": ({ seed }, options) => {
    return { fingerprints: prints(ob.simulate.shuffled(territory(seed, options).results, { seed })) };
  },
  "screening.screen": ({ seed }, { policy, ...options }) => {
    const { results, registry } = ob.simulate.municipality({ seed, ...options });
    const s = ob.screen(results, { policy: ob.Policy[camelCase(policy)](), registry });
    const { findings, schools, index } = s;
    return { findings, schools, index, explainRu: s.explain(findings.id[0], "ru"), explainEn: s.explain(findings.id[0], "en") };
  },
};

/** What takes inputs by the names of its parameters, and all others in its options. */
const byName = (f) => (input, options) => {
  const given = { ...renamed(input), ...options };
  const names = /^\(([^)]*)\)/.exec(f)[1].split(", ").filter((name) => name && name !== "options");
  const inputs = names.map((name) => [name, given[name]]), rest = Object.entries(given).filter(([name]) => !names.includes(name));
  return f(...inputs.map(([, value]) => argument(value)), rest.length ? Object.fromEntries(rest) : undefined);
};

/** The function of a statistic `module.name`, found by its name in the package, or in that of effects. */
function find(statistic) {
  if (statistic in OTHERS) return OTHERS[statistic];
  const [namespace, name] = statistic.split(".").map(camelCase);
  if (namespace in effects) return byName(effects[namespace][name]);
  const f = ob[namespace]?.[name];
  assert.equal(typeof f, "function", `the package has no ${namespace}.${name}`);
  return (input, options) => f(...Object.values(input).map(argument), options);
}

function compare(got, want, tolerance, where) {
  if (want === null) {
    assert.ok(got === null || Number.isNaN(got), `${where}: ${got}, expected nothing`);
  } else if (typeof want === "number") {
    assert.equal(typeof got, "number", where);
    // A small p-value is compared by its digits, not by its closeness to 0.
    const scale = /pvalue/i.test(where) && !/log10/.test(where) ? Math.min(1, 1e3 * Math.abs(want)) : Math.max(1, Math.abs(want));
    const near = Math.abs(got - want) <= tolerance * scale;
    assert.ok(near, `${where}: ${got}, expected ${want}`);
  } else if (Array.isArray(want?.[0]) && got instanceof Float64Array) {
    compare(got, want.flat(), tolerance, where); // a matrix is one array, row by row
  } else if (Array.isArray(want)) {
    assert.equal(got?.length, want.length, `${where}: the number of rows`);
    want.forEach((value, i) => compare(got[i], value, tolerance, `${where}[${i}]`));
  } else if (typeof want === "object") {
    if (/\.(plan|registry)$/.test(where)) assert.deepEqual(Object.keys(got).sort(), Object.keys(want).map(camelCase).sort(), where);
    for (const [name, value] of Object.entries(want)) compare(got[camelCase(name)], value, tolerance, `${where}.${name}`);
  } else {
    assert.equal(got, want, where);
  }
}

test("the comparison sees every kind of difference", () => {
  const differ = (got, want, where = "x") => assert.throws(() => compare(got, want, 1e-9, where), assert.AssertionError);
  compare({ pvalueMid: [1e-12, 0.5 + 1e-10, NaN] }, { pvalue_mid: [1e-12, 0.5, null] }, 1e-9, "x");
  compare([1e-12, 2e9 + 1], [2e-12, 2e9], 1e-9, "x");
  differ({ pvalueMid: [1e-12] }, { pvalue_mid: [2e-12] });
  differ(1e-12, 2e-12, "x.pvalue[0]");
  differ([0.5], [0.5 + 1e-8]);
  differ([1, 2], [1]);
  differ([NaN], [1]);
  differ([1], [null]);
  differ(["a"], ["b"]);
  differ({ a: 1 }, { a: 1, b: 2 });
  differ({ registry: { a: 1, b: 2 } }, { registry: { a: 1 } });
});

/** The functions of the core's catalogue, with the columns of their tables. */
const catalogue = ob.Tally._functions(), compared = new Set();

const folder = join(root, "tests/vectors");
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")).sort() : [];
let ran = 0;

for (const file of files) {
  const { statistic, tolerance, cases } = JSON.parse(readFileSync(join(folder, file), "utf8"));
  test(`${file} names a statistic of the package and has cases`, () => {
    find(statistic);
    assert.ok(cases.length > 0);
  });
  for (const { name, input, options, expect, error, path } of cases) {
    test(`${statistic}: ${name}`, () => {
      ran += 1;
      const run = () => find(statistic)(input, renamed(options ?? {}));
      if (error) {
        assert.throws(run, (thrown) => {
          assert.ok(thrown instanceof ob.ObektivError || thrown instanceof effects.ObektivError, `${thrown}`);
          assert.equal(thrown.code, error);
          if (path !== undefined) assert.equal(thrown.path, path);
          return true;
        });
        return;
      }
      const result = run();
      if (catalogue[statistic]?.length) assert.deepEqual(Object.keys(result), catalogue[statistic], "the columns, and their order");
      const [namespace, called] = statistic.split(".").map(camelCase);
      if (namespace in effects) conforms(result, namespace, called);
      compared.add(statistic);
      // A plain array, rows of them or a number is a result of one column.
      const plain = result instanceof Float64Array || Array.isArray(result) || typeof result === "number";
      const got = plain ? { [camelCase(Object.keys(expect)[0])]: result } : result;
      assert.ok(Object.keys(expect).length > 0, "nothing is compared");
      compare(got, expect, tolerance, statistic);
    });
  }
}

test("every function of the catalogue has vectors", () => {
  assert.ok(Object.keys(catalogue).length > 20);
  assert.deepEqual(Object.keys(catalogue).filter((id) => !compared.has(id)), []);
  const { ObektivError, ...spaces } = effects;
  const ids = Object.entries(spaces).flatMap(([space, functions]) => Object.keys(functions).map((name) => `${space}.${name}`));
  assert.equal(ids.length, 32);
  assert.deepEqual(ids.filter((id) => ![...compared].map(camelCase).includes(id)), []);
});

test("some vectors ran", () => {
  assert.ok(ran > 0, "tests/vectors has no cases");
  console.log(`conformance: ${ran} cases from ${files.length} files`);
});
