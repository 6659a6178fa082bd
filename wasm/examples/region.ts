// A region from its results to a draft of measures, and what could have been found: in Node or a browser, pupils' data stay where they are.
import { Policy, evaluate, level, plan, screen, simulate } from "obektiv";

// In place of readMany(files): twelve works of 120 schools, in twelve of which half of the papers just below a mark were raised.
const region = simulate.territory({ seed: 3, planted: "lift", share: 0.1 });
const works = region.results;

const screening = screen(works, { policy: Policy.calibrated(), registry: region.registry });
const { school, outcome, strength } = screening.schools;
const found = school
  .map((login, i) => ({ login, outcome: outcome?.[i] ?? "", strength: strength?.[i] ?? 0 }))
  .filter((one) => one.outcome === "strong" || one.outcome === "notable")
  .sort((a, b) => b.strength - a.strength);
console.log(`${found.length} of ${school.length} schools are found; the first: ${found.slice(0, 3).map((one) => one.login).join(", ")}`);

// One finding in words, and one statistic by itself.
const [first] = screening.findings.id;
if (first !== undefined) console.log(screening.explain(first, "en"));
const [work] = works;
if (work !== undefined) {
  const { group, statistic } = level.byGroup(work, { registry: region.registry });
  const highest = statistic.reduce((best, z, i) => (z > (statistic[best] ?? -Infinity) ? i : best), 0);
  console.log(`the highest mean: ${group[highest]}, z = ${statistic[highest]?.toFixed(2)}`);
}

// A draft of measures, what a person has still to say in it, and what one could have found here at all.
const draft = plan.fromFindings(screening, { territory: "Region", year: 2021, language: "en" });
console.log(`${draft.measures.id.length} measures, ${draft.lint("en").lack.length} remarks; the report has ${screening.report({ language: "en" }).length} characters`);
const detection = evaluate(works, { kinds: ["lift"], repeats: 1, shuffles: 1 });
console.log(detection.kind.length, "rows of what could have been found");
