"""Two years of a simulated region: signs, help for half of the strongest by lot, what the help did, observers, next year's draft.

Run by `./x demo`; what it writes lies in target/demo/.
"""

import argparse
from pathlib import Path

import numpy as np
import obektiv as ob

SCHOOLS, LIFTING = 120, 36
SUBJECTS = ("maths", "russian")


def works(year, season):
    return [ob.find_assessment(subject, grade, year, season) for grade in (4, 5, 6, 7) for subject in SUBJECTS]


def region(seed, year, season, lifting):
    """One year's results: the schools, their levels and journals are the same every year, who lifts is told."""
    honest = ob.simulate.territory(seed, schools=SCHOOLS, works=works(year, season))
    return ob.simulate.plant(honest.results, ob.simulate.Kind("lift", share=0.5), lifting, seed=year), honest.registry


def raised(results):
    """Each school's share of liftable papers that were raised, over all works, weighted by papers."""
    sums = {}
    for work in results:
        table = ob.heaping.raised(work).table
        for school, n, share in zip(table.group, table.n, table.statistic):
            if np.isfinite(share):
                weight, sum_ = sums.get(school, (0.0, 0.0))
                sums[school] = (weight + n, sum_ + n * share)
    return {str(school): sum_ / weight for school, (weight, sum_) in sums.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--out", type=Path, default=Path("target/demo"))
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(options.seed)

    # --- the first year: results, a screening, the strongest
    logins = [str(login) for login in ob.simulate.territory(options.seed, schools=SCHOOLS).registry.table.login]
    lifting = [str(login) for login in random.choice(logins, LIFTING, replace=False)]
    first, registry = region(options.seed, 2020, "autumn", lifting)
    screening = ob.screen(first, policy=ob.Policy.calibrated(), registry=registry)
    before = raised(first)
    strongest = sorted(before, key=before.get, reverse=True)[:LIFTING]
    print(f"2020: {len(screening.findings)} findings; the {LIFTING} schools where most was raised: mean {np.mean([before[s] for s in strongest]):.3f}")

    # --- help for half of them, drawn so that anybody can draw it again
    drawn = ob.design.draw(strongest, [0.5] * LIFTING, seed=2021)
    helped = {strongest[place] for place in drawn.sample}
    print(f"help by lot for {len(helped)} of them: seed {drawn.seed}, list {drawn.fingerprint}")

    # --- the second year: some lift no more by themselves, of the helped more; others begin
    stays = {school: random.random() < (0.35 if school in helped else 0.75) for school in lifting}
    begin = random.choice([s for s in logins if s not in stays], 8, replace=False)
    second, _ = region(options.seed, 2021, "spring", [s for s in lifting if stays[s]] + [str(s) for s in begin])
    after = raised(second)

    # --- what the help did: never the change before and after
    both = [school for school in strongest if school in after]
    year1, year2 = (np.array([year[school] for school in both]) for year in (before, after))
    treated = np.array([school in helped for school in both])
    effect = ob.effect.ancova(year1, year2, treated, by_lot=True)
    print(f"\nhelped, before and after: {effect.naive_change:+.3f}; without any measure: {effect.expected_without_measures:+.3f}")
    print(f"effect {effect.estimate:+.3f} ({effect.lower:+.3f} to {effect.upper:+.3f}), p = {effect.pvalue:.3f}")
    page = ob.effect.page(effect, title="Помогла ли адресная помощь", outcome="доля поднятых работ", percent=True)
    (options.out / "effect.html").write_text(page, encoding="utf-8")
    print(effect.sentence.en, effect.sentence.ru, *(f"! {warning.text.en}" for warning in effect.warnings), sep="\n")
    power = ob.design.power(year1, year2, np.ones(len(both), bool), treated=len(helped), effects=[-0.05, -0.1], replicates=200, draws=199)
    print("such a comparison shows", "; ".join(f"{e:+.2f} in {r:.0%} of years" for e, r in zip(power.effect, power.rejected)))

    # --- observers: where, by a draw, and what 60 visits say about all schools
    schools = sorted(after)
    risk = np.clip([after[school] for school in schools], 0.02, 0.9)
    for row in zip(*(ob.design.precision(np.ones(len(schools)), risk, visits=[20, 60, 100], draws=199)[name] for name in ("visits", "caught", "se"))):
        print("{} visits: {:.1f} lifting schools seen, standard error of their share {:.3f}".format(*row))
    chance = ob.design.chances(np.ones(len(schools)), risk, visits=60)
    visits = ob.design.draw(schools, chance, seed=2022)
    print(f"60 visits by lot: seed {visits.seed}, list {visits.fingerprint}")
    now = {school for school in lifting if stays[school]} | {str(s) for s in begin}
    found = ob.design.estimate([float(schools[i] in now) for i in visits.sample], chance[visits.sample])
    print(f"observers saw lifting in {found.mean:.1%} of all schools ({found.lower:.1%} to {found.upper:.1%}); true {len(now) / SCHOOLS:.1%}")

    # --- the plan, and the next year's draft
    plan = ob.plan.from_findings(screening, title="План мер", territory="Регион", year=2021, due="2022-04-01")
    plan = plan.with_draw(visits, schools, chance)
    rescreened = ob.screen(second, policy=ob.Policy.calibrated(), registry=registry)
    following = plan.next_year(screening=rescreened)
    for name, one in {"plan-2021": plan, "plan-2022": following}.items():
        one.save(options.out / f"{name}.html")
        one.save(options.out / f"{name}.json")
    print(f"\nplans: {options.out / 'plan-2021.html'} ({len(plan.measures)} measures), {options.out / 'plan-2022.html'} ({len(following.measures)})")


if __name__ == "__main__":
    main()
