// Written by `./x generate` from the core's catalogue: change it there.
import { _call as call } from "./obektiv.js";

export const design = {
  allocate: (schools, sd, options) => call("design.allocate", [schools, sd], options),
  chances: (weight, risk, options) => call("design.chances", [weight, risk], options),
  draw: (id, chance, options) => call("design.draw", [id, chance], options),
  estimate: (outcome, chance, options) => call("design.estimate", [outcome, chance], options),
  poststratified: (outcome, chance, stratum, strata, schools, options) => call("design.poststratified", [outcome, chance, stratum, strata, schools], options),
  calibrated: (outcome, chance, columns, totals, options) => call("design.calibrated", [outcome, chance, columns, totals], options),
  stratified: (outcome, stratum, strata, schools) => call("design.stratified", [outcome, stratum, strata, schools]),
  sampfordJoint: (chance, options) => call("design.sampford_joint", [chance], options),
  precision: (weight, risk, options) => call("design.precision", [weight, risk], options),
  detectable: (options) => call("design.detectable", [], options),
  power: (before, after, planned, options) => call("design.power", [before, after, planned], options),
  tPower: (options) => call("design.t_power", [], options),
  tDetectable: (options) => call("design.t_detectable", [], options),
  sharePower: (options) => call("design.share_power", [], options),
  shareDetectable: (options) => call("design.share_detectable", [], options),
  mcnemarPower: (options) => call("design.mcnemar_power", [], options),
};

export const effect = {
  relapse: (before, after, seBefore, seAfter, flagged, critical, options) => call("effect.relapse", [before, after, seBefore, seAfter, flagged, critical], options),
  mcnemar: (options) => call("effect.mcnemar", [], options),
  prevalence: (options) => call("effect.prevalence", [], options),
  did: (unit, period, outcome, firstTreated, options) => call("effect.did", [unit, period, outcome, firstTreated], options),
  randomisation: (change, treated, options) => call("effect.randomisation", [change, treated], options),
  wildBootstrap: (unit, period, outcome, firstTreated, options) => call("effect.wild_bootstrap", [unit, period, outcome, firstTreated], options),
  ancova: (before, after, treated, options) => call("effect.ancova", [before, after, treated], options),
  discontinuity: (running, after, options) => call("effect.discontinuity", [running, after], options),
  groupTime: (unit, period, outcome, firstTreated, options) => call("effect.group_time", [unit, period, outcome, firstTreated], options),
  aggregate: (unit, period, outcome, firstTreated, options) => call("effect.aggregate", [unit, period, outcome, firstTreated], options),
  pretrend: (unit, period, outcome, firstTreated, options) => call("effect.pretrend", [unit, period, outcome, firstTreated], options),
  eventStudy: (unit, period, outcome, firstTreated, options) => call("effect.event_study", [unit, period, outcome, firstTreated], options),
  honest: (time, beta, covariance, options) => call("effect.honest", [time, beta, covariance], options),
  syntheticControl: (unit, period, outcome, firstTreated) => call("effect.synthetic_control", [unit, period, outcome, firstTreated]),
  syntheticDid: (unit, period, outcome, firstTreated) => call("effect.synthetic_did", [unit, period, outcome, firstTreated]),
  observers: (school, observed, chance, outcome, options) => call("effect.observers", [school, observed, chance, outcome], options),
};
