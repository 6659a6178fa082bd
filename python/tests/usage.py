"""What a careful user writes; `mypy --strict` reads it, nobody runs it."""

from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import polars as pl

import obektiv as ob


def flagged(path: Path) -> list[str]:
    a = ob.Assessment(
        subject="maths",
        test_grade=5,
        year=2020,
        max_scores=[1, 1, 2],
        boundaries=[1, 2, 4],
        season="autumn",
        item_kinds=["key", "key", "open"],
    )
    try:
        r = ob.read_xlsx(path, a, repair=False, registry=ob.Registry(["S1"], name=["One"]))
    except ob.DataError as error:
        row: int = error.row
        raise SystemExit(f"{error.code} in row {row}") from error
    report = r.import_report
    assert report is not None and report.set_aside + report.taken <= report.rows
    scores: npt.NDArray[np.uint8] = r.scores
    again = ob.Results(a, scores, school=r.school, journal_mark=r.journal_mark)
    sign = ob.official.inflated_mean(ob.tally(again).merge(ob.tally(r)), t=1.96)
    mismatch: ob.Table = ob.official.rank_mismatch(r, "class", ties="corrected")
    unusual: npt.NDArray[np.bool_] = sign.statistic > sign["critical"]
    return [str(group) for group in sign.group[unusual]] + mismatch.columns


def from_frames(a: ob.Assessment, pandas: pd.DataFrame, polars: pl.DataFrame) -> list[ob.Results]:
    return [
        ob.Results.from_frame(pandas, a, scores=["i1", "i2"], school="school"),
        ob.Results.from_frame(polars, a, scores=["i1", "i2"]),
        ob.Results(a, polars.select("i1", "i2"), school=polars["school"], class_id=["5A", None]),
        ob.Results(a, [[1, None], [0, 2]], school=[1, 2]),
    ]


def measures(s: ob.Screening, folder: Path) -> ob.plan.Plan:
    plan = ob.plan.from_findings(s, title="Draft", territory="Town", year=2021, due=date(2022, 4, 1))
    try:
        again = ob.plan.Plan.from_json(plan.to_json())
    except ob.PlanError as error:
        raise SystemExit(f"{error.code}: {error.path}") from error
    texts: list[str] = [str(text) for text in again.lint(language="en").text]
    later: ob.plan.Plan = again.next_year([{"id": "m5", "assessment": "VPR", "from": date(2023, 4, 19)}], s, language="en")
    stands: ob.Table = later.status(date(2023, 5, 1))
    merged, clashes = ob.plan.merge([again, later])
    texts += [later.fingerprint, str(stands.state[0]), str(merged.execution("2023-05-01").due[0]), *ob.plan.diff(again, later).columns, *clashes.columns]
    again.save(folder / "plan.html" if texts else folder / "plan.json")
    s.save_schools(folder / "schools.xlsx", shape="official")
    s.save_report(folder / "school.html", school="S1")
    pages: list[Path] = s.save_reports(folder, all_schools=True)
    assert pages
    remarked, acts = ob.read_remarked(folder / "works.xlsx"), ob.read_acts(folder / "acts.csv")
    found: ob.plan.Indicators = again.with_acts(acts).indicators(
        date(2023, 6, 1), screening=s, before=[s], remarked=remarked, internal_assessment=(19, 20), coverage="rooms", view="listed"
    )
    again.save_acts(folder / "acts.csv", "en" if found.left_out.columns else "ru")
    observed: list[ob.Observed] = [remarked.observed(probability=0.5), again.with_indicators(found).observed()]
    ob.effect.prevalence(**s.prevalence_counts(observed[0]))
    return ob.plan.example()


def told(name: str, files: int, files_total: int, read: int, total: int) -> bool:
    return files < 100


def folders(folder: Path, a: ob.Assessment) -> ob.Screening:
    read = ob.read_many([folder, ("form.xlsx", b"")], {"form.xlsx": a}, school="edu990001", progress=told)
    for name, error in read.errors.items():
        print(f"{name}: {error} ({error.code})")
    registry: ob.Registry | None = read.results[0].import_registry
    aggregates = ob.read_distributions(folder / "scores.xlsx", [a])
    works: list[ob.Results | ob.Distribution] = [*read.results, *aggregates.works]
    counts: npt.NDArray[np.int64] = aggregates.works[0].tally("municipality").histogram()
    markers = ob.read_markers(folder / "markers.xlsx", max_unpacked=10_000_000)
    print(markers.history("edu990001").year, ob.read_mark_statistics(b"").table.m5, counts)
    compared: npt.NDArray[np.int64] = ob.read_journal_comparison(b"").journal(registry, min_reference=3)["count"]
    print(compared)
    return ob.screen(works, registry=registry)


def to_frames(sign: ob.Table) -> tuple[pl.DataFrame, int]:
    return pl.DataFrame(sign), len(sign)


def unusual(scores: npt.NDArray[np.uint8]) -> npt.NDArray[np.float64]:
    items: list[dict[str, object]] = [{"model": "logistic", "b": 0.1}, {"model": "partial_credit", "steps": [0.2, np.float64(0.4)]}]
    fit: ob.Table = ob.person_fit.lz_star(scores, items, theta=np.zeros(len(scores)), estimator="wle")
    exact = ob.person_fit.conditional(scores, items, statistic="outfit", patterns=999)
    known = ob.person_fit.subset_given_total(scores, items, subset=[True, False])
    classes = ob.person_fit.by_group(exact.normal_score, ["5A"] * len(scores))
    rapid: npt.NDArray[np.bool_] = ob.person_fit.rapid_guessing([[1.0, 2.0]], share=0.1, most=10).rapid
    both = ob.person_fit.joint_subsets(scores, items, np.zeros((len(scores), 2)), [1, 1], [0, 0], [True, False], bound=5)
    values: npt.NDArray[np.float64] = ob.person_fit.u3(scores, max_scores=[1, 2]).statistic
    alike: ob.Table = ob.pairs.omega(scores, items, np.zeros(len(scores)), conditional=False, group=["5A"] * len(scores), only_below=0.01)
    exactly = ob.pairs.m4(scores, items, [0.0] * len(scores), key=[1, 2]).right + ob.pairs.k_index(scores, [0, 1]).matches
    print(alike.log10_pvalue, exactly)
    few: npt.NDArray[np.bool_] = fit.pvalue + known.pvalue + classes.pvalue[0] < rapid.sum()
    return values[few]


def beside_other_fields(scores: npt.NDArray[np.uint8]) -> tuple[float, npt.NDArray[np.float64]]:
    jump = ob.density.local_polynomial(scores.sum(axis=1), 7, bandwidth=(4, 4), kernel="uniform", fit="restricted")
    line = ob.density.mccrary([1.0, 2.5], 2, bin=0.5, bandwidth=1)
    mass = ob.density.bunching([3, 4, 9, 6, 7], 2, degree=1, window=(0, 4), resamples=0)
    values: npt.NDArray[np.float64] = mass.counterfactual
    items: list[dict[str, object]] = [{"model": "logistic", "b": 0.0}]
    changes = ob.erasures.by_person(scores, scores, scores, items, correction="ability").pvalue_exact
    classes = ob.erasures.by_group(scores, scores, scores, items, ["5A"] * len(scores), theta=np.zeros(len(scores)))
    return jump.pvalue + line.pvalue + float(changes[0]), values + classes.effect[0]


def models(scores: npt.NDArray[np.uint8], frame: pd.DataFrame) -> tuple[float, npt.NDArray[np.float64]]:
    fit = ob.irt.fit(scores, "gpcm", ability=([-1.0, 0.0, 1.0], [0.25, 0.5, 0.25]), guessing_prior=None)
    items: list[dict[str, object]] = [{"model": "logistic", "b": 0.0}, *fit.items]
    theta = ob.irt.ability(scores, fit, method="eap", ability=fit.ability).theta
    link = ob.irt.link(fit, items, "haebara")
    ob.irt.ability(scores, frame).theta + ob.irt.ability_by_total(ob.irt.linked(fit.table, link)).se
    values: npt.NDArray[np.float64] = ob.irt.plausible_values(scores, fit, draws=3, seed=2)
    joined: npt.NDArray[np.float64] = ob.irt.join_scores(scores)
    assert len(ob.irt.joins(scores)) == 0 and joined.shape == scores.shape
    return ob.irt.mokken(scores).test, values + ob.irt.score_distribution(items) + ob.irt.log_likelihood(scores, items, theta)


def simulated() -> list[ob.Results]:
    spread = ob.simulate.Spread("wild", item_class=0.4)
    t = ob.simulate.territory(1, schools=5, spread=spread, planted=["lift", ob.simulate.Kind("leak", items=3)])
    alike = ob.simulate.territory(1, schools=5, works=[t.results[0].assessment], reference=ob.Reference.simulated())
    absent: npt.NDArray[np.int64] = alike.absent.absent
    planted = ob.simulate.plant(t.results, "one_hand", [str(t.planted.school[0])], seed=int(absent[0]))
    return ob.simulate.shuffled(planted[0], seed=1)
