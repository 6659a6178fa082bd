// Written by `./x generate` from the core's catalogue: change it there.
import { Tally, official } from "./obektiv.js";

const call = Tally._call;

/** Settings that stand behind the inputs, beside those among the options. */
const among = (options, settings) => {
  if (options !== undefined && options !== null && typeof options !== "object") throw new TypeError("options: expected an object");
  const other = Object.keys(options ?? {}).find((name) => name in settings);
  if (other !== undefined) throw new TypeError(`options: unknown field \`${other}\``);
  return { ...options, ...settings };
};

export const evidence = {
  benjaminiHochberg: (p, tests) => call("evidence.benjamini_hochberg", [p], { tests }),
};

export const heaping = {
  byGroup: (results, options) => call("heaping.by_group", [results], options),
  threeBin: (below, at, above, options) => call("heaping.three_bin", [], among(options, { below, at, above })),
};

export const journal = {
  byGroup: (results, options) => call("journal.by_group", [results], options),
};

Object.assign(official, {
  inflatedMean: (results, options) => call("official.inflated_mean", [results], options),
  rankMismatch: (results, options) => call("official.rank_mismatch", [results], options),
  cohortJump: (before, after, options) => call("official.cohort_jump", [before, after], options),
});
