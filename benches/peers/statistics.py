"""Times obektiv's statistics beside other programs, in one thread, and checks that both give the same numbers.

    python benches/peers/statistics.py [--persons 100000] [--recorded peer_times.csv]

girth (2PL) and rddensity (density at a threshold) run in the same process where they are installed. R's programs are not
run: with `--recorded`, a table of CPU seconds by job and size, the ratio to what they once took on another machine is
printed and marked as recorded. Seconds are CPU seconds of the process, the best of three runs.
Needs: the packages obektiv and numpy.
"""

import argparse
import csv
import os
import time
from importlib.metadata import version

os.environ["RAYON_NUM_THREADS"] = "1"  # before obektiv makes its threads

import numpy as np
import obektiv as ob

try:
    import girth
except ImportError:
    girth = None
try:
    from rddensity import rddensity
except ImportError:
    rddensity = None

ITEMS = 20


def seconds(run, repeat=3):
    """The least CPU time of some calls, and the last answer."""
    best = float("inf")
    for _ in range(repeat):
        start = time.process_time()
        answer = run()
        best = min(best, time.process_time() - start)
    return best, answer


class Report:
    """Rows of the table, and the recorded times."""

    def __init__(self, path):
        self.recorded = {}
        if path:
            with open(path, newline="") as file:
                for row in csv.DictReader(file):
                    if row["cpu_s"]:
                        self.recorded[row["job"], int(row["size"])] = float(row["cpu_s"])
        print("| what | obektiv, s | beside | s | ratio |\n|---|---|---|---|---|")

    def beside(self, what, ours, name, theirs):
        print(f"| {what} | {ours:.4f} | {name} | {theirs:.3f} | {theirs / ours:.1f} |")

    def recorded_beside(self, what, ours, size, *jobs):
        for job in jobs:
            if (job, size) in self.recorded:
                self.beside(what, ours, f"{job}, recorded", self.recorded[job, size])
            else:
                print(f"| {what} | {ours:.4f} | {job}: no record of this size | | |")


def dichotomous(persons, rng):
    """Items, abilities and right or wrong answers under a 2PL."""
    a, b = 0.7 + 0.8 * rng.random(ITEMS), np.linspace(-1.9, 1.9, ITEMS)
    theta = rng.standard_normal(persons)
    p = 1 / (1 + np.exp(-a * (theta[:, None] - b)))
    items = [{"model": "logistic", "a": x, "b": y, "c": 0.0} for x, y in zip(a.tolist(), b.tolist())]
    return items, theta, (rng.random(p.shape) < p).astype(np.uint8)


def person_fit(report, items, theta, x):
    fit, n = ob.person_fit, len(theta)

    def both():
        return fit.lz(x, items, theta), fit.lz_star(x, items, theta)

    ours, (lz, _) = seconds(both)
    assert abs(np.asarray(lz["statistic"]).mean()) < 0.02
    report.recorded_beside("lz and lz*", ours, n, "aberrance_lz_lzstar", "perfit_lzstar")
    ours, table = seconds(lambda: fit.u3(x))
    assert 0 < np.nanmean(table["statistic"]) < 1
    report.recorded_beside("U3", ours, n, "perfit_U3", "aberrance_U3")
    ours, table = seconds(lambda: fit.ht(x))
    assert 0 < np.nanmean(table["statistic"]) < 1
    report.recorded_beside("Ht", ours, n, "perfit_Ht")


def calibration(report, items, x):
    def ours_of():
        return ob.irt.fit(x, "2pl", standard_errors=False)

    ours, fit = seconds(ours_of, 1)
    slopes = np.array([item["a"] for item in fit.items])
    assert np.abs(slopes - [item["a"] for item in items]).max() < 20 / np.sqrt(len(x))
    report.recorded_beside("2PL", ours, len(x), "mirt_2PL", "ltm_2PL", "girth_2PL")
    if girth:
        theirs, found = seconds(lambda: girth.twopl_mml(x.T.astype(int)), 1)
        assert np.abs(found["Discrimination"] - slopes).max() < 0.1
        report.beside("2PL", ours, f"girth {version('girth')}", theirs)


def pairs(report, rng, persons=1_000, items=40):
    slopes = np.arange(4) * 0.5 - 0.75 + 0.2 * rng.standard_normal((items, 4))
    intercepts = rng.random((items, 4)) - 0.5
    theta = rng.standard_normal(persons)
    p = np.exp(slopes * theta[:, None, None] + intercepts)
    p /= p.sum(axis=2, keepdims=True)
    answers = (rng.random((persons, items, 1)) > p.cumsum(axis=2)[:, :, :3]).sum(axis=2).astype(np.uint8)
    model = [
        {"model": "nominal", "slopes": a.tolist(), "intercepts": c.tolist()}
        for a, c in zip(slopes, intercepts)
    ]

    def both():
        return ob.pairs.omega(answers, model, theta), ob.pairs.gbt(answers, model, theta)

    ours, (omega, gbt) = seconds(both)
    # Independent persons: p-values below .01 about as often as they should be.
    assert abs(np.mean(np.asarray(gbt["pvalue"]) < 0.01) - 0.008) < 0.004
    assert abs(np.asarray(omega["statistic"]).mean()) < 0.1
    report.recorded_beside("omega and GBT, all pairs", ours, persons, "aberrance_ac_omega_gbt")


def density(report, rng, persons):
    x = np.round(rng.beta(5.5, 4.5, persons) * 50)
    bandwidth = (8.0, 8.0)
    ours, found = seconds(lambda: ob.density.local_polynomial(x, 25.0, bandwidth))
    if rddensity:
        theirs, answer = seconds(lambda: rddensity(x, c=25, h=list(bandwidth)), 1)
        ratio = found.statistic / float(answer.test["t_jk"])
        assert abs(ratio - 1) < 1e-6, ratio
        report.beside("density at a threshold", ours, "rddensity", theirs)
    report.recorded_beside("density at a threshold", ours, persons, "rddensity_mass", "pyrddensity_mass")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--recorded", help="table with columns job, size, cpu_s")
    args = parser.parse_args()
    rng = np.random.default_rng(1)
    report = Report(args.recorded)
    items, theta, x = dichotomous(args.persons, rng)
    person_fit(report, items, theta, x)
    calibration(report, items, x)
    pairs(report, rng)
    density(report, rng, args.persons)


if __name__ == "__main__":
    main()
