// Written by `./x generate` from the core's catalogue: change it there.
import { Tally, official } from "./obektiv.js";

const call = Tally._call;

export const journal = {
  byGroup: (results, options) => call("journal.by_group", [results], options),
};

Object.assign(official, {
  inflatedMean: (results, options) => call("official.inflated_mean", [results], options),
  rankMismatch: (results, options) => call("official.rank_mismatch", [results], options),
  cohortJump: (before, after, options) => call("official.cohort_jump", [before, after], options),
});
