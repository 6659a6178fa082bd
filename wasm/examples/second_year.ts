// Two years of a region: signs, help for half of the strongest by lot, what the help did, observers, next year's draft.
import { Policy, type Results, findAssessment, heaping, plan, screen, simulate } from "obektiv";
import { design, effect } from "obektiv/effect";

const SCHOOLS = 120, LIFTING = 36;
const works = (year: number, season: "autumn" | "spring") =>
  [5, 6].flatMap((grade) => ["maths", "russian"].flatMap((subject) => findAssessment(subject, grade, year, season) ?? []));

/** One year's results: the schools and their levels are the same every year, who lifts is told. */
function region(year: number, season: "autumn" | "spring", lifting: string[]) {
  const honest = simulate.territory({ seed: 5, schools: SCHOOLS, works: works(year, season) });
  return { results: simulate.plant(honest.results, { kind: "lift", share: 0.5 }, lifting, { seed: year }), registry: honest.registry };
}

/** Each school's share of liftable papers that were raised, over all works, weighted by papers. */
function raised(results: Results[]): Map<string, number> {
  const sums = new Map<string, [number, number]>();
  for (const work of results) {
    const { group, n, statistic } = heaping.raised(work).table;
    group.forEach((school, i) => {
      const [papers, share] = [n[i]!, statistic[i]!], [weight, sum] = sums.get(school) ?? [0, 0];
      if (Number.isFinite(share)) sums.set(school, [weight + papers, sum + papers * share]);
    });
  }
  return new Map([...sums].map(([school, [weight, sum]]) => [school, sum / weight]));
}

/** So many of a list, by a draw that anybody can repeat. */
function some(of: string[], n: number, seed: number): string[] {
  const { sample } = design.draw(of, of.map(() => n / of.length), { seed });
  return Array.from(sample, (place) => of[place]!);
}
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

// --- the first year: results, a screening, the strongest
const logins = simulate.territory({ seed: 5, schools: SCHOOLS }).registry.table.login;
const lifting = some(logins, LIFTING, 1);
const first = region(2020, "autumn", lifting);
const screening = screen(first.results, { policy: Policy.calibrated(), registry: first.registry });
const before = raised(first.results);
const strongest = [...before.keys()].sort((a, b) => before.get(b)! - before.get(a)!).slice(0, LIFTING);
console.log(`2020: ${screening.findings.id.length} findings`);

// --- help for half of the strongest: seed and fingerprint go into the minutes
const lot = design.draw(strongest, strongest.map(() => 0.5), { seed: 2021 });
const helped = new Set(Array.from(lot.sample, (place) => strongest[place]!));
console.log(`help by lot for ${helped.size} of ${strongest.length}: seed ${lot.seed}, list ${lot.fingerprint}`);

// --- the second year: of the helped two in three stop, of the others one in four does so by itself; some begin
const stays = lifting.filter((school, i) => (helped.has(school) ? i % 3 === 0 : i % 4 !== 0));
const lifts = [...stays, ...some(logins.filter((school) => !lifting.includes(school)), 8, 2)];
const second = region(2021, "spring", lifts);
const after = raised(second.results);

// --- what the help did: never the change before and after
const both = strongest.filter((school) => after.has(school));
const [year1, year2] = [before, after].map((year) => both.map((school) => year.get(school)!)) as [number[], number[]];
const found = effect.ancova(year1, year2, both.map((school) => helped.has(school)), { byLot: true });
console.log(`helped, before and after: ${found.naiveChange?.toFixed(3)}; without any measure: ${found.expectedWithoutMeasures?.toFixed(3)}`);
console.log(`effect ${found.estimate.toFixed(3)} (${found.lower?.toFixed(3)} to ${found.upper?.toFixed(3)}), p = ${found.pvalue?.toFixed(3)}`);
console.log([found.sentence.en, found.sentence.ru, ...found.warnings.map(({ text }) => `! ${text.en}`)].join("\n"));

// The same as a table of schools and years, by difference in differences.
const rows = both.flatMap((unit) => [before, after].map((year, period) => ({ unit, period, outcome: year.get(unit)!, first: helped.has(unit) ? 1 : null })));
const did = effect.did(rows.map((row) => row.unit), rows.map((row) => row.period), rows.map((row) => row.outcome), rows.map((row) => row.first), { byLot: true });
console.log(`by difference in differences: ${did.estimate.toFixed(3)}, p = ${did.pvalue?.toFixed(3)} of ${did.assignments} assignments`);
const power = design.power(year1, year2, both.map(() => true), { treated: helped.size, effects: [-0.05, -0.1], replicates: 100, draws: 199 });
console.log(`such a comparison shows ${Array.from(power.effect, (size, i) => `${size} in ${percent(power.rejected[i]!)} of years`).join("; ")}`);

// --- observers: where, by a draw, and what 60 visits say about all schools
const schools = [...after.keys()].sort();
const risk = schools.map((school) => Math.min(0.9, Math.max(0.02, after.get(school)!))), weight = schools.map(() => 1);
const { visits, caught, se } = design.precision(weight, risk, { visits: [20, 60, 100], draws: 99 });
visits.forEach((n, i) => console.log(`${n} visits: ${caught[i]!.toFixed(1)} lifting schools seen, standard error of their share ${se[i]!.toFixed(3)}`));
const chance = design.chances(weight, risk, { visits: 60 });
const drawn = design.draw(schools, chance, { seed: 2022 });
const sample = [...drawn.sample];
const seen = design.estimate(sample.map((place) => Number(lifts.includes(schools[place]!))), sample.map((place) => chance[place]!));
console.log(`observers saw lifting in ${percent(seen.mean)} of all schools (${percent(seen.lower)} to ${percent(seen.upper)}); true ${percent(lifts.length / SCHOOLS)}`);

// --- the plan, and the next year's draft
const measures = plan.fromFindings(screening, { territory: "Region", year: 2021, due: "2022-04-01", language: "en" });
const sent = measures.withDraw(drawn, schools, chance);
const following = sent.nextYear({ screening: screen(second.results, { policy: Policy.calibrated(), registry: second.registry }), language: "en" });
console.log(`plans: ${measures.measures.id.length} measures, next year ${following.measures.id.length}`);
