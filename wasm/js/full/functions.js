// Written by `./x generate` from the core's catalogue: change it there.
import { Tally, official } from "./obektiv.js";

const call = Tally._call;

export const continuity = {
  byGroup: (before, after, options) => call("continuity.by_group", [before, after], options),
  cumulative: (works, options) => call("continuity.cumulative", [works], options),
  consistency: (works, options) => call("continuity.consistency", [works], options),
};

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
  xPattern: (results, options) => call("official.x_pattern", [results], options),
  high5LowSpread: (results, options) => call("official.high5_low_spread", [results], options),
  externalMismatch: (group, n, work, workError, exam, examError) => call("official.external_mismatch", [group, n, work, workError, exam, examError]),
  classSplit: (results, options) => call("official.class_split", [results], options),
  recheckDelta: (group, original, rechecked, options) => call("official.recheck_delta", [group, original, rechecked], options),
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
};
