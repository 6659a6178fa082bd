"""What files say of themselves, and what became of their rows."""

import argparse

import obektiv as ob

from .files import Read, tables
from .shared import Wrong


def identify(options: argparse.Namespace) -> None:
    """What each file says of its assessment, and how that is known."""
    known = ("subject", "test_grade", "pupil_grade", "year", "season", "max_scores", "boundaries")
    wrongs = []
    for file in tables(options.files, []):
        try:
            found = ob.identify(file)
        except ob.ObektivError as error:
            wrongs.append(f"{file}: {error} ({error.code})")
            continue
        print(f"{file}: {found.assessment.key if found.assessment else 'no assessment'}, layout {found.layout or 'unknown'}")
        for name in known:
            if name in found.known:
                print(f"  {name}: {getattr(found, name)} (from its {found.known[name]})")
        for name in found.missing:
            print(f"  {name}: not known")
        for note in found.notes:
            print(f"  {note}")
    if wrongs:
        raise Wrong(*wrongs)


def import_report(options: argparse.Namespace) -> None:
    read = Read(options)
    for file, results in read.results:
        told(f"{file}: {results.assessment.key}", results.import_report, results.import_registry, options)
    for file, aggregates in read.aggregates:
        keys = ", ".join(work.assessment.key for work in aggregates.works)
        told(f"{file}: {keys}", aggregates.import_report, aggregates.registry, options)
    if read.wrong:
        raise Wrong(*read.wrong)


def told(
    what: str, report: ob.ImportReport | None, registry: ob.Registry | None, options: argparse.Namespace
) -> None:
    """What became of every row of one file."""
    assert report is not None and registry is not None
    print(
        f"{what}, layout {report.layout}, {report.rows} rows: {report.taken} taken, "
        f"{report.repaired} repaired, {report.one_day} one day, {report.absent} absent, {report.set_aside} set aside"
    )
    if len(registry):
        print(f"  names and municipalities of {len(registry)} schools")
    for note in report.notes:
        print(f"  {note}")
    remarks = report.remarks
    shown = len(remarks) if options.all else min(len(remarks), options.rows)
    for row, kind, reason in zip(remarks.row[:shown], remarks.kind[:shown], remarks.reason[:shown]):
        print(f"  row {row}, {kind}: {reason}")
    if shown < len(remarks):
        print(f"  … {len(remarks) - shown} more remarks; --all shows them")
