"""A municipality from end to end: simulated, written as workbooks, read back, screened, reported, planned for.

Run by `./x demo`; everything it writes lies in target/demo/.
"""

import argparse
import time
from pathlib import Path

import obektiv as ob

SIGNS = {
    "lifted": "heaping.three_bin",
    "lenient_journal": "journal.lowered or journal.gap",
    "raised": "journal.raised",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--out", type=Path, default=Path("target/demo"))
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)

    town = ob.simulate.municipality(seed=options.seed)
    paths = []
    for results in town.results:
        paths.append(options.out / f"{results.assessment.key}.xlsx")
        results.to_xlsx(paths[-1])

    start = time.perf_counter()
    works = []
    for path, results in zip(paths, town.results):
        works.append(ob.read_xlsx(path, results.assessment))
        report = works[-1].import_report
        print(f"{path}: {report.rows} rows, {report.taken} taken, {report.set_aside} set aside")
    screening = ob.screen(works, policy=ob.Policy.calibrated(), registry=town.registry)
    for language in ("ru", "en"):
        name = "report.html" if language == "ru" else f"report.{language}.html"
        screening.save_report(options.out / name, language=language)
    plan = ob.plan.from_findings(
        screening,
        title="Проект плана мер",
        territory=", ".join(sorted(set(screening.schools.municipality))),
        year=2021,
        due="2022-04-01",
    )
    for name in ("plan.json", "plan.html"):
        plan.save(options.out / name)
    seconds = time.perf_counter() - start

    findings = screening.findings
    at_schools = {(str(school), str(sign)) for school, sign in zip(findings.school, findings.sign)}
    print(f"\n{'school':<12} {'planted':<17} found")
    planted = dict(zip(town.planted.school, town.planted.planted))
    for school, what in sorted(planted.items(), key=lambda item: item[1]):
        found = sorted(sign for group, sign in at_schools if group == school)
        print(f"{school:<12} {what:<17} {', '.join(found) or '–'}")
    others = sorted({group for group, _ in at_schools} - set(planted))
    schools = len(screening.schools)
    print(f"other schools with a sign: {len(others)} of {schools - len(planted)} {', '.join(others)}")
    print("\nwhat shows it:", "; ".join(f"{what}: {sign}" for what, sign in SIGNS.items()))
    print(f"\nread, screened and reported in {seconds:.1f} s: {options.out / 'report.html'} (Russian), {options.out / 'report.en.html'}")
    print(f"a draft of {len(plan.measures)} measures against it: {options.out / 'plan.html'} (Russian), {options.out / 'plan.json'}")


if __name__ == "__main__":
    main()
