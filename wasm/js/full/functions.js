// Written by `./x generate` from the core's catalogue: change it there.
import { Tally, evidence, heaping, irt, official, personFit } from "./obektiv.js";

const call = Tally._call;

/** What stands together in the object `model`: these, and nothing else. */
const parts = (model, ...known) => {
  if (model === null || typeof model !== "object") throw new TypeError("model: expected an object");
  const other = Object.keys(model).find((name) => model[name] !== undefined && !known.includes(name));
  if (other !== undefined) throw new TypeError(`model: unknown field \`${other}\`, expected one of \`${known.join("`, `")}\``);
  return known.map((name) => model[name]);
};

/** Settings that stand behind the inputs, beside those among the options. */
const among = (options, settings) => {
  if (options !== undefined && options !== null && typeof options !== "object") throw new TypeError("options: expected an object");
  const other = Object.keys(options ?? {}).find((name) => name in settings);
  if (other !== undefined) throw new TypeError(`options: unknown field \`${other}\``);
  return { ...options, ...settings };
};

export const classes = {
  bySchool: (results, options) => call("classes.by_school", [results], options),
};

export const continuity = {
  byGroup: (before, after, options) => call("continuity.by_group", [before, after], options),
  cumulative: (works, options) => call("continuity.cumulative", [works], options),
  consistency: (works, options) => call("continuity.consistency", [works], options),
};

export const density = {
  localPolynomial: (values, threshold, options) => call("density.local_polynomial", [values], among(options, { threshold })),
  mccrary: (values, threshold, options) => call("density.mccrary", [values], among(options, { threshold })),
  bunching: (histogram, threshold, options) => call("density.bunching", [histogram], among(options, { threshold })),
};

export const erasures = {
  byPerson: (before, after, scores, items, options) => call("erasures.by_person", [before, after, scores, items], options),
  byGroup: (before, after, scores, items, group, options) => call("erasures.by_group", [before, after, scores, items, group], options),
};

Object.assign(evidence, {
  benjaminiHochberg: (p, tests) => call("evidence.benjamini_hochberg", [p], { tests }),
  benjaminiYekutieli: (p) => call("evidence.benjamini_yekutieli", [p]),
  cauchyCombination: (p, options) => call("evidence.cauchy_combination", [p], options),
  fisher: (p) => call("evidence.fisher", [p]),
  harmonicMean: (p, options) => call("evidence.harmonic_mean", [p], options),
  stouffer: (p, options) => call("evidence.stouffer", [p], options),
  roganGladen: (share, sensitivity, specificity) => call("evidence.rogan_gladen", [], { share, sensitivity, specificity }),
});

Object.assign(heaping, {
  byGroup: (results, options) => call("heaping.by_group", [results], options),
  threeBin: (below, at, above, options) => call("heaping.three_bin", [], among(options, { below, at, above })),
  roundPercentages: (count, n, options) => call("heaping.round_percentages", [count, n], options),
});

Object.assign(irt, {
  ability: (scores, items, options) => call("irt.ability", [scores, items], options),
  abilityByTotal: (items, options) => call("irt.ability_by_total", [items], options),
  plausibleValues: (scores, items, options) => call("irt.plausible_values", [scores, items], options),
  scoreDistribution: (items, options) => call("irt.score_distribution", [items], options),
  logLikelihood: (scores, items, theta) => call("irt.log_likelihood", [scores, items, theta]),
  link: (here, there, options) => call("irt.link", [here, there], options),
  restScores: (scores, options) => call("irt.rest_scores", [scores], options),
  joinScores: (scores, options) => call("irt.join_scores", [scores], options),
  joins: (scores, options) => call("irt.joins", [scores], options),
});

export const journal = {
  byGroup: (results, options) => call("journal.by_group", [results], options),
  agreement: (results, options) => call("journal.agreement", [results], options),
  leniency: (results, options) => call("journal.leniency", [results], options),
  perfect: (results, options) => call("journal.perfect", [results], options),
};

export const legacy = {
  invalsi: (results, options) => call("legacy.invalsi", [results], options),
  jacobLevitt: (results, options) => call("legacy.jacob_levitt", [results], options),
  scoreFluctuations: (gain, nextGain) => call("legacy.score_fluctuations", [gain, nextGain]),
};

export const level = {
  byGroup: (results, options) => call("level.by_group", [results], options),
};

Object.assign(official, {
  inflatedMean: (results, options) => call("official.inflated_mean", [results], options),
  rankMismatch: (results, options) => call("official.rank_mismatch", [results], options),
  cohortJump: (before, after, options) => call("official.cohort_jump", [before, after], options),
  itemInversion: (results, options) => call("official.item_inversion", [results], options),
  groupCrossing: (results, options) => call("official.group_crossing", [results], options),
  externalMismatch: (group, n, work, workError, exam, examError) => call("official.external_mismatch", [group, n, work, workError, exam, examError]),
  recheckDelta: (group, original, rechecked, options) => call("official.recheck_delta", [group, original, rechecked], options),
  classSplit: (results, options) => call("classes.by_school", [results], options),
  xPattern: (results, options) => call("omissions.by_group", [results], options),
  high5LowSpread: (results, options) => call("spread.many_fives", [results], options),
});

export const omissions = {
  byGroup: (results, options) => call("omissions.by_group", [results], options),
};

export const pairs = {
  omega: (answers, items, theta, options) => call("pairs.omega", [answers, items, theta], options),
  weightedOmega: (answers, items, theta, options) => call("pairs.weighted_omega", [answers, items, theta], options),
  gbt: (answers, items, theta, options) => call("pairs.gbt", [answers, items, theta], options),
  m4: (answers, items, theta, options) => call("pairs.m4", [answers, items, theta], options),
  kIndex: (answers, key, options) => call("pairs.k_index", [answers, key], options),
  k1: (answers, key, options) => call("pairs.k1", [answers, key], options),
  k2: (answers, key, options) => call("pairs.k2", [answers, key], options),
  s1: (answers, key, options) => call("pairs.s1", [answers, key], options),
  s2: (answers, key, options) => call("pairs.s2", [answers, key], options),
};

export const participation = {
  bySchool: (school, listed, absent, options) => call("participation.by_school", [school, listed, absent], options),
};

Object.assign(personFit, {
  guttmanErrors: (scores, options) => call("person_fit.guttman_errors", [scores], options),
  u3: (scores, options) => call("person_fit.u3", [scores], options),
  zu3: (scores, options) => call("person_fit.zu3", [scores], options),
  cSato: (scores, options) => call("person_fit.c_sato", [scores], options),
  cStar: (scores, options) => call("person_fit.c_star", [scores], options),
  agreement: (scores, options) => call("person_fit.agreement", [scores], options),
  disagreement: (scores, options) => call("person_fit.disagreement", [scores], options),
  dependability: (scores, options) => call("person_fit.dependability", [scores], options),
  nci: (scores, options) => call("person_fit.nci", [scores], options),
  rPbis: (scores, options) => call("person_fit.r_pbis", [scores], options),
  ht: (scores, options) => call("person_fit.ht", [scores], options),
  lz: (scores, items, theta, options) => call("person_fit.lz", [scores, items, theta], options),
  lzStar: (scores, items, theta, options) => call("person_fit.lz_star", [scores, items, theta], options),
  eci2: (scores, items, theta, options) => call("person_fit.eci2", [scores, items, theta], options),
  eci4: (scores, items, theta, options) => call("person_fit.eci4", [scores, items, theta], options),
  infit: (scores, items, theta) => call("person_fit.infit", [scores, items, theta]),
  outfit: (scores, items, theta) => call("person_fit.outfit", [scores, items, theta]),
  cusum: (scores, items, theta) => call("person_fit.cusum", [scores, items, theta]),
  twoSubsets: (scores, items, subset, options) => call("person_fit.two_subsets", [scores, items, subset], options),
  changePoint: (scores, items, first, last, bound) => call("person_fit.change_point", [scores, items], { first, last, bound }),
  subsetGivenTotal: (scores, items, subset) => call("person_fit.subset_given_total", [scores, items, subset]),
  conditional: (scores, items, options) => call("person_fit.conditional", [scores, items], options),
  givenNorm: (scores, norm, options) => call("person_fit.given_norm", [scores, norm], options),
  logTimeFit: (logTimes, model) => call("person_fit.log_time_fit", [logTimes, ...parts(model, "alpha", "beta", "tau")]),
  jointFit: (scores, items, theta, logTimes, model, options) => call("person_fit.joint_fit", [scores, items, theta, logTimes, ...parts(model, "alpha", "beta", "tau")], options),
  timeSubsets: (logTimes, model, subset) => call("person_fit.time_subsets", [logTimes, ...parts(model, "alpha", "beta"), subset]),
  jointSubsets: (scores, items, logTimes, model, subset, bound) => call("person_fit.joint_subsets", [scores, items, logTimes, ...parts(model, "alpha", "beta"), subset], { bound }),
  byGroup: (values, group) => call("person_fit.by_group", [values, group]),
});

export const profile = {
  byGroup: (results, options) => call("profile.by_group", [results], options),
  contrasts: (results, options) => call("profile.contrasts", [results], options),
};

export const similarity = {
  byClass: (results, options) => call("similarity.by_class", [results], options),
};

export const spread = {
  byGroup: (results, options) => call("spread.by_group", [results], options),
  manyFives: (results, options) => call("spread.many_fives", [results], options),
};
