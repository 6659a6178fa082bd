"""The files that go in: which assessment each holds, what is in them, what is wrong with them."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import obektiv as ob

from .shared import Wrong, read_json, say

SEASONS = ("autumn", "spring")
TABLES = (".xlsx", ".csv", ".ods", ".tsv")
OLD = (".xls", ".xlsb")


def in_catalogue(subject: str, grade: str, year: str, season: str | None, where: str) -> ob.Assessment:
    """The one shipped assessment that this names."""
    named = [a for a in ob.assessments() if (a.subject, str(a.test_grade), str(a.year)) == (subject, grade, year)]
    fits = [a for a in named if season in (None, a.season)]
    if len(fits) == 1:
        return fits[0]
    wanted = ":".join(filter(None, (subject, grade, year, season)))
    if fits:
        raise Wrong(f"{where}: {wanted} is more than one work, expected one of {', '.join(a.key for a in fits)}")
    known = sorted({a.key for a in ob.assessments() if str(a.year) == year} or {str(a.year) for a in ob.assessments()})
    raise Wrong(
        f"{where}: no {wanted} in the catalogue, which has {', '.join(known)}; "
        "give a JSON file with subject, test_grade, year, max_scores and boundaries"
    )


def assessment_of(fields: Any, where: str) -> ob.Assessment:
    """An assessment from `subject:grade:year[:season]` or from the fields of a JSON object."""
    if isinstance(fields, dict):
        try:
            return ob.Assessment(**fields)
        except (TypeError, ob.ObektivError) as error:
            raise Wrong(f"{where}: not an assessment: {error}") from error
    parts = fields.split(":") if isinstance(fields, str) else []
    if len(parts) not in (3, 4) or not all(parts):
        raise Wrong(f"{where}: {fields!r} is no assessment, expected subject:grade:year[:season] such as maths:5:2021")
    subject, grade, year, season = (*parts, None)[:4]
    if season not in (None, *SEASONS):
        raise Wrong(f"{where}: season is {season!r}, expected one of {', '.join(SEASONS)}")
    return in_catalogue(str(subject), str(grade), str(year), season, where)


def tables(paths: Sequence[Path], others: Sequence[Path | None]) -> list[Path]:
    """The files, and for a folder the tables in it and in its folders, those given for something else left out."""
    known = {other.resolve() for other in others if other is not None}
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = [p for p in sorted(path.rglob("*")) if p.suffix.lower() in TABLES + OLD and p.name[0] not in "~."]
            inside = [p for p in inside if p.is_file() and p.resolve() not in known]
            if not inside:
                raise Wrong(f"{path}: no .xlsx or .csv file in this folder")
            files += inside
        elif not path.exists():
            raise Wrong(f"{path}: no such file or folder")
        elif path.suffix.lower() not in TABLES + OLD:
            raise Wrong(f"{path}: not a table, expected .xlsx, .csv or a folder of them")
        else:
            files.append(path)
    return files


class Known:
    """The assessments that the options name: for all files, and by the name of a file."""

    def __init__(self, options: argparse.Namespace) -> None:
        works = read_json(options.works) if options.works else {}
        if not isinstance(works, dict):
            raise Wrong(f"{options.works}: expected an object that maps file names to assessments")
        self.by_file = {name: assessment_of(fields, f"{options.works}: {name}") for name, fields in works.items()}
        self.for_all: ob.Assessment | None = None
        if options.assessment:
            path = Path(options.assessment)
            is_file = path.suffix.lower() == ".json"
            fields = read_json(path) if is_file else options.assessment
            self.for_all = assessment_of(fields, str(path if is_file else "--assessment"))

    def of(self, file: Path) -> ob.Assessment | None:
        """None where the file must say it itself."""
        return self.by_file.get(file.name, self.for_all)


def wrong(file: Path, error: ob.ObektivError, assessment: ob.Assessment | None) -> str:
    """What is wrong with a file, and which option would put it right."""
    if error.code == "data.assessment_required":
        missing = ", ".join(part for part in ob.identify(file).missing if part != "boundaries")
        return (
            f"{file}: neither a title in it nor its name and folders say its {missing}, "
            "expected --assessment subject:grade:year or --works works.json"
        )
    if error.code == "data.school_required":
        return f"{file}: a form that does not name its school, expected --form-school LOGIN"
    read_as = f"; read as {assessment.key}" if assessment else ""
    hint = "; reports of score shares in percent are given by --distributions" if error.code == "data.unknown_layout" else ""
    return f"{error} ({error.code}{read_as}){hint}"


class Read:
    """All files read: pupils, reports in percent, and what they say of their schools."""

    def __init__(self, options: argparse.Namespace) -> None:
        known = Known(options)
        others = [options.registry, getattr(options, "schools", None), *options.distributions]
        files = tables(options.files, others)
        if not files and not options.distributions:
            raise Wrong("nothing to read, expected .xlsx or .csv files, folders of them, or --distributions")
        given = {str(file): a for file in files if (a := known.of(file)) is not None}

        def progress(name: str, at: int, of: int, done: int, total: int) -> None:
            say(f"[{at}/{of}] {name}, {done / 1e6:.1f} of {total / 1e6:.1f} MB")

        named = {file.resolve() for file in options.files}
        read = ob.read_many(files, given, school=options.form_school, sheet=options.sheet, progress=progress)
        self.results = list(zip(map(Path, read.names), read.results))
        told = {name: wrong(Path(name), error, given.get(name)) for name, error in read.errors.items()}
        self.wrong = [text for name, text in told.items() if Path(name).resolve() in named]
        # One file of a folder does not keep the others from being read.
        self.left_out = [text for name, text in told.items() if Path(name).resolve() not in named]
        if not self.results and self.left_out:
            self.wrong += self.left_out
        else:
            for text in self.left_out:
                say(f"left out: {text}")
        self.aggregates: list[tuple[Path, ob.Aggregates]] = []
        for file in options.distributions:
            own = known.of(file)
            try:
                self.aggregates.append((file, ob.read_distributions(file, [own] if own else list(known.by_file.values()))))
            except ob.ObektivError as error:
                need = "; expected --assessment or --works" if error.code == "data.assessment_required" else ""
                self.wrong.append(f"{file}: {error} ({error.code}){need}")

    def registry(self) -> ob.Registry:
        """What the files say of their schools; the first that names one holds."""
        registry = ob.Registry([])
        for _, results in self.results:
            if results.import_registry is not None:
                registry = registry.merge(results.import_registry)
        for _, aggregates in self.aggregates:
            registry = registry.merge(aggregates.registry)
        return registry
