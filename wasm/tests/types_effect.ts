// Compiled, never run: the whole surface of effects and designs under the strictest settings.
import { effectPage } from "obektiv";
import { ObektivError, design, effect } from "obektiv/effect";
import type {
  Aggregate, AggregateOptions, AllocateOptions, Allocation, Ancova, AncovaOptions, CalibratedOptions, ChancesOptions, Cohort, Detectable,
  DetectableOptions, DetectableShare, Did, DidOptions, Discontinuity, DiscontinuityOptions, DonorWeight, Draw, DrawOptions, Effect, Estimate,
  EstimateOptions, EventStudy, EventStudyOptions, Exposures, Gap, GroupTime, GroupTimeCell, GroupTimeOptions, Honest, HonestOptions, Jump, Levels,
  Mcnemar, McnemarOptions, McnemarPower, McnemarPowerOptions, Observers, ObserversOptions, Placebo, Point, PoststratifiedOptions, PowerOptions,
  PowerTable, PrecisionOptions, PrecisionTable, Pretrend, PretrendOptions, Prevalence, PrevalenceOptions, Randomisation, RandomisationOptions,
  Relapse, RelapseOptions, SampfordJointOptions, Sensitivity, ShareDetectableOptions, SharePowerOptions, StandardError, SyntheticControl,
  Statement, SyntheticDid, TDetectableOptions, TPowerOptions, Warning, WildBootstrap, WildBootstrapOptions, Words, YearWeight,
} from "obektiv/effect";
import init, { effect as webEffect, initSync } from "obektiv/effect/web";

// --- where to send observers
const split: AllocateOptions = { visits: 60, budget: 10.5, least: 2, cost: [1, 2] };
const allocated: Allocation = design.allocate([20, 30], Float64Array.of(0.1, 0.2), split);
const by: ChancesOptions = { visits: 60, floor: 0.01, estimate: true, group: ["m", "m"], perTrip: 2 };
const chance: Float64Array = design.chances([1, 1], [0.1, 0.4], by);
const lot: DrawOptions = { method: "sampford", seed: 2022, group: ["m", "m"], perTrip: 2 };
const drawn: Draw = design.draw(["a", "b"], chance, lot);
const pairs: SampfordJointOptions = { sample: drawn.sample };
const joint: Float64Array[] = design.sampfordJoint(chance, pairs);
const how: EstimateOptions = { joint, variance: "sen_yates_grundy", group: ["m", "n"], groupChance: Float64Array.of(0.5, 1) };
const strata: PoststratifiedOptions = { joint, variance: "brewer" }, totals: CalibratedOptions = { ...strata, population: 60 };
const counted: Estimate[] = [
  design.estimate([0, 1], chance, how), design.poststratified([0, 1], chance, ["x", "y"], ["x", "y"], [20, 40], strata),
  design.calibrated([0, 1], chance, [[1, 1], Float64Array.of(20, 40)], [60, 1200], totals), design.stratified([0, 1], ["x", "x"], ["x"], [60]),
];
const numbers: PrecisionOptions = { visits: [20, 60], floor: 0.02, draws: 999, seed: 1 };
const precision: PrecisionTable = design.precision([1, 1], [0.1, 0.4], numbers);
const plan: DetectableOptions = { sd: 1, rho: 0.7, treated: 5, controls: 9, clusterSize: 20, icc: 0.1, alpha: 0.05, power: 0.8 };
const detectable: Detectable = design.detectable(plan);
const simulated: PowerOptions = { test: "did", treated: 2, cluster: ["m", "m"], effects: Float64Array.of(0.1), replicates: 100, draws: 99 };
const power: PowerTable = design.power([1, 2], [2, 3], [true, false], simulated);
const [distance, spread]: [TPowerOptions, TDetectableOptions] = [{ d: 0.3, treated: 40, controls: 40 }, { treated: 40, controls: 40, power: 0.9 }];
const [fall, least]: [SharePowerOptions, ShareDetectableOptions] = [{ p1: 0.4, p2: 0.3, n1: 60, n2: 60 }, { p1: 0.4, n1: 60, n2: 60 }];
const changes: McnemarPowerOptions = { clears: 0.2, comes: 0.1, schools: 300 };
const chances: number[] = [design.tPower(distance), design.tDetectable(spread), design.sharePower(fall)];
const [share, exact]: [DetectableShare, McnemarPower] = [design.shareDetectable(least), design.mcnemarPower(changes)];

// --- what measures changed
const [before, after, helped] = [[0.3, 0.4, 0.5], Float64Array.of(0.2, 0.3, 0.5), [true, false, false]];
const listed: McnemarOptions = { kept: 100, cleared: 111, new: 93, never: 300 };
const mcnemar: Mcnemar = effect.mcnemar(listed);
const clears: RelapseOptions = { model: "empirical" };
const relapse: Relapse = effect.relapse(before, after, [1, 1, 1], [1, 1, 1], helped, [2, 2, 2], clears);
const levels: Levels = relapse.levels;
const seen: PrevalenceOptions = { positive: 38, tested: 420, sensitivity: [50, 60], specificity: 0.95, interval: "blaker" };
const prevalence: Prevalence = effect.prevalence(seen);
const covariance: AncovaOptions = { se: "cr3", trim: false, most: 99, draws: 99, byLot: true, weight: [1, 1, 1], stratum: ["x", "x", "y"], cluster: ["m", "m", "n"] };
const ancova: Ancova = effect.ancova(before, after, helped, covariance);
const errors: StandardError[] = ancova.standardErrors;
const orders: RandomisationOptions = { statistic: "studentised", stratum: ["x", "x", "y"], byLot: true };
const randomisation: Randomisation = effect.randomisation([0.1, 0.2, 0.3], helped, orders);
const [unit, period, outcome, first] = [["a", "a", "b", "b"], [2020, 2021, 2020, 2021], [1, 2, 1, 1], [2021, 2021, null, null]];
const panel: DidOptions = { unitEffects: false, se: "cr1", cluster: ["m", "m", "n", "n"] };
const did: Did = effect.did(unit, period, outcome, first, panel);
const wild: WildBootstrapOptions = { draws: 999 };
const bootstrap: WildBootstrap = effect.wildBootstrap(unit, Int32Array.of(2020, 2021, 2020, 2021), outcome, Float64Array.of(2021, 2021, NaN, NaN), wild);
const threshold: DiscontinuityOptions = { bandwidths: [0.5, 1], smoothness: 0.5, placebo: [-1, 1], before };
const discontinuity: Discontinuity = effect.discontinuity([-1, 0, 1], after, threshold);
const jumps: Jump[] = discontinuity.jumps;
const years: GroupTimeOptions = { control: "not_yet", method: "reg", base: "universal", covariates: [[1, 1, 2, 2]] };
const cells: GroupTime = effect.groupTime(unit, period, outcome, first, years);
const [cell, cohort]: [GroupTimeCell | undefined, Cohort | undefined] = [cells.cells[0], cells.cohorts[0]];
const parts: AggregateOptions = { ...years, kind: "dynamic" };
const aggregate: Aggregate = effect.aggregate(unit, period, outcome, first, parts);
const point: Point | undefined = aggregate.points[0];
const trend: PretrendOptions = years, study: EventStudyOptions = { control: "never", method: "ipw" };
const pretrend: Pretrend = effect.pretrend(unit, period, outcome, first, trend);
const events: EventStudy = effect.eventStudy(unit, period, outcome, first, study);
const bounds: HonestOptions = { smoothness: [0, 0.01], target: [1, 0] };
const honest: Honest = effect.honest(events.time, events.beta, events.covariance, bounds);
const sensitivity: Sensitivity | undefined = honest.sensitivity[0];
const control: SyntheticControl = effect.syntheticControl(unit, period, outcome, first);
const [donor, gap, placebo]: [DonorWeight | undefined, Gap | undefined, Placebo] = [control.weights[0], control.gaps[0], control.fit];
const synthetic: SyntheticDid = effect.syntheticDid(unit, period, outcome, first);
const year: YearWeight | undefined = synthetic.yearWeights[0];
const watched: ObserversOptions = { draws: 199, classes: 2 };
const observers: Observers = effect.observers(["a", "a"], [true, false], [0.5, 0.5], [1, 0], watched);
const means: Exposures = observers.hajek;

const common: Effect[] = [mcnemar, relapse, ancova, randomisation, did, bootstrap, discontinuity, aggregate, control, synthetic, observers.within, cells, events];
const statements: Statement[] = [prevalence, pretrend, honest];
const expected: (number | undefined)[] = [point?.expectedWithoutMeasures, cell?.expectedWithoutMeasures, jumps[0]?.levelBelow, honest.expectedDrift, prevalence.expectedIfNone];
const words: Words | undefined = common[0]?.sentence, warning: Warning | undefined = common[0]?.warnings[0];
const undefinedIsNull: (number | null | undefined)[] = [common[0]?.lower, common[0]?.pvalue, honest.breakdown, share.share, detectable.df];
const text: (string | undefined)[] = [words?.ru, warning?.code, warning?.text.en, donor?.unit, drawn.fingerprint];

try {
  effect.did([], [], [], []);
} catch (error) {
  if (error instanceof ObektivError) throw new Error(`${error.code}: ${error.message}`);
}

// @ts-expect-error the number of visits must be said
design.chances([1], [0.5]);
// @ts-expect-error the number of visits must be said
design.chances([1], [0.5], { floor: 0.1 });
// @ts-expect-error all four counts
effect.mcnemar({ kept: 1, cleared: 2, new: 3 });
// @ts-expect-error a misspelt option
effect.did(unit, period, outcome, first, { unit_effects: false });
// @ts-expect-error helped or not
effect.ancova(before, after, [1, 0, 0]);
// @ts-expect-error an unknown scaling
effect.ancova(before, after, helped, { se: "cr4" });
// @ts-expect-error the interval may be undefined
const certain: number = ancova.lower;
// @ts-expect-error the package of effects reads no results
import { Results } from "obektiv/effect";

await init();
initSync({ module: new Uint8Array() });
webEffect.mcnemar(listed);

export { statements, expected, allocated, counted, precision, power, chances, exact, levels, prevalence, errors, jumps, cell, cohort, point, pretrend, sensitivity };
const page: string = effectPage(effect.ancova([1, 2], [1, 2], [true, false]), { percent: true });

export { page, gap, placebo, year, means, undefinedIsNull, text, certain, Results };
