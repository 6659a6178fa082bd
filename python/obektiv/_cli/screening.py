"""Screenings, and what they could have found."""

import argparse
import csv
import io
import time
from pathlib import Path

import obektiv as ob
from obektiv._obektiv import save_file

from .files import Read
from .shared import Wrong, given, read_text, say

POLICIES = {"calibrated": ob.Policy.calibrated, "official-2019": ob.Policy.official_2019}


def reference_of(options: argparse.Namespace) -> ob.Reference | None:
    if options.reference == Path("simulated"):
        return ob.Reference.simulated()
    return given("reference", options.reference, ob.Reference.load)


def screened(options: argparse.Namespace) -> tuple[ob.Screening, int]:
    """The screening of all files, and the year of the latest work."""
    registry = ob.Registry([])
    if options.registry:
        try:
            registry = ob.read_registry(options.registry)
        except ob.ObektivError as error:
            raise Wrong(f"{options.registry}: {error}") from error
    if options.policy in POLICIES:
        policy = POLICIES[options.policy]()
    elif Path(options.policy).suffix.lower() == ".json":
        try:
            policy = ob.Policy.from_json(read_text(Path(options.policy)))
        except ob.ObektivError as error:
            raise Wrong(f"{options.policy}: {error}") from error
    else:
        raise Wrong(f"--policy: {options.policy!r}, expected {', '.join(POLICIES)} or a .json file")
    reference = reference_of(options)
    observed = given("observed", options.observed, ob.read_observed)
    listed = given("listed", options.listed, ob.read_markers)
    start = time.perf_counter()
    read = Read(options)
    if read.wrong:
        raise Wrong(*read.wrong)
    pupils = sum(len(results) for _, results in read.results)
    aside = sum(report.set_aside for _, results in read.results if (report := results.import_report))
    say(f"{len(read.results)} files, {pupils} pupils, {aside} rows set aside (import-report says why)")
    works: list[ob.Results | ob.Distribution] = [results for _, results in read.results]
    works += [work for _, aggregates in read.aggregates for work in aggregates.works]
    screening = ob.screen(
        works,
        policy=policy,
        registry=registry.merge(read.registry()),
        reference=reference,
        observed=observed,
        listed=listed,
    )
    schools = screening.schools
    say(
        f"{policy.name}: {len(screening.findings)} findings, {int(schools.marked.sum())} of {len(schools)} schools with a sign, "
        f"{time.perf_counter() - start:.1f} s"
    )
    return screening, max(work.assessment.year for work in works)


def screen(options: argparse.Namespace) -> None:
    if options.schools and options.schools.suffix.lower() not in (".csv", ".xlsx"):
        raise Wrong(f"--schools: {options.schools}, expected .csv or .xlsx")
    if options.out.suffix.lower() not in (".html", ".htm"):
        raise Wrong(f"--out: {options.out}, expected .html")
    screening, _ = screened(options)
    screening.save_report(
        options.out,
        language=options.language,
        title=options.title,
        municipality=options.municipality,
        school=options.school,
    )
    say(f"written: {options.out}")
    if options.schools:
        screening.save_schools(options.schools, shape=options.shape)
        say(f"written: {options.schools}")


def evaluate(options: argparse.Namespace) -> None:
    if options.out and options.out.suffix.lower() != ".csv":
        raise Wrong(f"--out: {options.out}, expected .csv")
    reference = reference_of(options)
    read = Read(options)
    if read.wrong:
        raise Wrong(*read.wrong)
    if not read.results:
        raise Wrong("evaluate needs pupils: results, not reports in percent")

    def progress(done: int, of: int) -> None:
        say(f"{done} of {of} runs")

    table = ob.evaluate(
        [results for _, results in read.results],
        options.kind or None,
        share=options.share,
        repeats=options.repeats,
        shuffles=options.shuffles,
        seed=options.seed,
        reference=reference,
        progress=progress,
    )
    columns = [table[name].tolist() for name in table.columns]
    text = [[f"{value:.2f}" if isinstance(value, float) else str(value) for value in row] for row in zip(*columns, strict=True)]
    rows = [table.columns, *text]
    if options.out:
        file = io.StringIO(newline="")
        csv.writer(file, delimiter=";").writerows(rows)
        save_file(options.out, file.getvalue().encode())
        say(f"written: {options.out}")
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)))
