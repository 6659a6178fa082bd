"""obektiv on the command line: `python -m obektiv screen exports/ --registry schools.csv --out report.html`.

Files go in, files come out. What is computed and worded is computed and worded by the library.
"""

import argparse
import csv
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import obektiv as ob

SEASONS = ("autumn", "spring")
POLICIES = {"calibrated": ob.Policy.calibrated, "official-2019": ob.Policy.official_2019}
TABLES = (".xlsx", ".csv", ".ods", ".tsv")
OLD = (".xls", ".xlsb")
KINDS = ("lift", "fit", "one_hand", "copy", "dictate", "home", "leak")
PLANS = (".json", ".md", ".html", ".docx", ".xlsx")
T = TypeVar("T")
EXAMPLES = """\
examples:
  python -m obektiv screen 2020-grade5-maths.xlsx --out report.html
  python -m obektiv screen exports/ --registry schools.csv --policy official-2019 \\
      --out report.html --schools schools.xlsx --shape official
  python -m obektiv screen work.csv --assessment maths:5:2021:spring --language en --out report.html
  python -m obektiv screen --distributions shares.xlsx --out report.html
  python -m obektiv evaluate exports/ --kind lift --repeats 2
  python -m obektiv plan propose exports/ --registry schools.csv --due 2022-04-01 --out plan.html
  python -m obektiv plan lint plan.json
  python -m obektiv plan render plan.json --each-school --out schools/plan.xlsx
  python -m obektiv plan fill plan.json schools/*.xlsx --out plan.json

Which assessment a file holds is taken from --works, else from --assessment, else from the title in the file, its sheet, its name and its
folders: «Математика, 5 класс, 2021.xlsx», 2021/5/maths.csv; `identify` says what was found. Progress goes to stderr; errors end with code 2.
"""


class Wrong(Exception):
    """What the user can put right, in one line each."""


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Wrong(f"{path}: not text in UTF-8, expected JSON") from error


def read_json(path: Path) -> Any:
    try:
        return json.loads(read_text(path))
    except json.JSONDecodeError as error:
        raise Wrong(f"{path}: not JSON: {error}") from error


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


def given(option: str, path: Path | None, read: Callable[[Path], T]) -> T | None:
    """What the file of an option holds, if it is given."""
    try:
        return None if path is None else read(path)
    except (ob.ObektivError, OSError) as error:
        raise Wrong(f"--{option} {path}: {error}") from error


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
        with options.out.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows(rows)
        say(f"written: {options.out}")
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)))


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


def read_plan(path: Path) -> ob.plan.Plan:
    """A plan from JSON, or from a document or a workbook that was made of one."""
    try:
        match path.suffix.lower():
            case ".docx":
                return ob.plan.Plan.from_docx(path)
            case ".xlsx":
                plan, changes, conflicts = ob.plan.Plan.from_xlsx(path)
                tell_filled(path, changes, conflicts)
                return plan
        return ob.plan.Plan.from_json(read_text(path))
    except ob.ObektivError as error:
        raise Wrong(f"{path}: {error}") from error


def tell_filled(path: Path, changes: ob.Table, conflicts: ob.Table) -> None:
    """What was filled into a workbook, and what did not fit."""
    for name, key, field, before, after in zip(changes.list, changes.id, changes.field, changes.before, changes.after):
        print(f"{path}: {name} {key}{f', {field}' if field else ', added'}: {before or '–'} → {after or '–'}")
    columns = (conflicts.kind, conflicts.list, conflicts.row, conflicts.id, conflicts.field, conflicts.kept, conflicts.found)
    for kind, name, row, key, field, kept, found in zip(*columns):
        place = " ".join(filter(None, (name, f"row {row}" if row else "", key, field)))
        print(f"{path}: not taken, {kind}: {place}: {found or '–'}, kept: {kept or '–'}")
    say(f"{path}: {len(changes)} changes, {len(conflicts)} not taken")


def save_plan(plan: ob.plan.Plan, options: argparse.Namespace) -> None:
    plan.save(options.out, language=options.language)
    say(f"written: {options.out}")


def plan_example(options: argparse.Namespace) -> None:
    if options.out:
        save_plan(ob.plan.example(), options)
    else:
        print(ob.plan.example().to_json())


def plan_lint(options: argparse.Namespace) -> None:
    remarks = read_plan(options.file).lint(language=options.language)
    for path, name, text in zip(remarks.path, remarks.id, remarks.text):
        print(f"{path}{f' ({name})' if name else ''}: {text}")
    say(f"{options.file}: {len(remarks)} remarks")


def plan_render(options: argparse.Namespace) -> None:
    plan = read_plan(options.file)
    language = options.language
    if options.without_schools:
        plan = plan.without_schools(given("registry", options.registry, ob.read_registry), language=language)
    if options.school:
        plan = plan.for_school(options.school, language=language)
    if not options.each_school:
        save_plan(plan, options)
        return
    for login in plan.schools:
        path = options.out.with_name(f"{options.out.stem}-{login}{options.out.suffix}")
        plan.for_school(login, language=language).save(path, language=language)
    say(f"written: {len(plan.schools)} files beside {options.out}")


def plan_fill(options: argparse.Namespace) -> None:
    plan = read_plan(options.file)
    for path in options.workbooks:
        try:
            plan, changes, conflicts = plan.fill(path)
        except ob.ObektivError as error:
            raise Wrong(f"{path}: {error}") from error
        tell_filled(path, changes, conflicts)
    save_plan(plan, options)


def plan_propose(options: argparse.Namespace) -> None:
    if options.out.suffix.lower() not in PLANS:
        raise Wrong(f"--out: {options.out}, expected {', '.join(PLANS)}")
    screening, latest = screened(options)
    territory = options.territory or ", ".join(sorted(set(screening.schools.municipality) - {""}))
    if not territory:
        raise Wrong("--territory is needed: neither the files nor a registry name a municipality")
    plan = ob.plan.from_findings(
        screening,
        title=options.title,
        territory=territory,
        year=options.year or latest,
        due=options.due,
        language=options.language,
    )
    say(f"{len(plan.measures)} measures; what the draft lacks: {len(plan.lint())} remarks")
    save_plan(plan, options)


def parser() -> argparse.ArgumentParser:
    files = argparse.ArgumentParser(add_help=False)
    files.add_argument("files", nargs="*", type=Path, metavar="FILES", help=".xlsx or .csv files, or folders of them")
    files.add_argument(
        "--assessment",
        metavar="A",
        help="what all files hold: subject:grade:year[:season] from the catalogue, or a JSON file with the fields of an assessment",
    )
    files.add_argument(
        "--works", type=Path, metavar="JSON", help="an object that maps file names to assessments, each as for --assessment"
    )
    files.add_argument(
        "--distributions",
        action="append",
        default=[],
        type=Path,
        metavar="TABLE",
        help="a report of score shares in percent, by school; may be given more than once",
    )
    files.add_argument("--form-school", metavar="LOGIN", help="the school of collection forms, which do not name it")
    files.add_argument("--sheet", metavar="S", help="the sheet of the workbooks; default «Протокол», else the first")
    files.add_argument("--registry", type=Path, metavar="TABLE", help="schools: login, name, municipality, kind, reference; the files' own say what it lacks")
    language = argparse.ArgumentParser(add_help=False)
    language.add_argument("--language", choices=("ru", "en"), default="ru", help="default ru")
    signs = argparse.ArgumentParser(add_help=False)
    signs.add_argument("--policy", default="calibrated", metavar="P", help="calibrated (default), official-2019, or a JSON file")
    signs.add_argument("--title", metavar="T", help="in place of the usual title")
    signs.add_argument("--observed", type=Path, metavar="TABLE", help="what observers saw: school, work, outcome, probability of being chosen")
    signs.add_argument("--listed", type=Path, metavar="TABLE", help="the official list of schools with markers, to compare with")
    beside = argparse.ArgumentParser(add_help=False)
    beside.add_argument("--reference", type=Path, metavar="JSON", help="a reference of a larger territory, or simulated; for fewer than 60 schools")

    top = argparse.ArgumentParser(
        prog="python -m obektiv",
        description="Signs of non-objective results in school assessments, and plans of measures. A sign is never a verdict.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"obektiv {ob.__version__}")
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    def command(
        group: Any, name: str, run: Any, text: str, parents: Sequence[argparse.ArgumentParser] = ()
    ) -> argparse.ArgumentParser:
        added: argparse.ArgumentParser = group.add_parser(name, help=text, description=text, parents=parents)
        added.set_defaults(run=run)
        return added

    added = command(commands, "screen", screen, "Read results, write a report.", [files, signs, beside, language])
    added.add_argument("--out", type=Path, required=True, metavar="HTML", help="the report")
    added.add_argument("--schools", type=Path, metavar="TABLE", help="the table of schools too, as .csv or .xlsx")
    added.add_argument("--shape", choices=("ours", "official"), default="ours", help="of the table of schools; default ours")
    added.add_argument("--municipality", metavar="M", help="a report of its schools only, compared with all")
    added.add_argument("--school", metavar="LOGIN", help="a report of this school only, compared with all")

    text = "Say what could have been found: plant known irregularities into copies of the results, count what is found."
    added = command(commands, "evaluate", evaluate, text, [files, beside])
    added.add_argument("--kind", action="append", choices=KINDS, help="what to plant; may be repeated; default: all but home and leak")
    added.add_argument("--share", type=float, default=0.07, metavar="S", help="of the schools that are planted; default 0.07")
    added.add_argument("--repeats", type=int, default=5, metavar="N", help="how often each kind is planted; default 5")
    added.add_argument("--shuffles", type=int, default=5, metavar="N", help="how often pupils are shuffled between schools; default 5")
    added.add_argument("--seed", type=int, default=1, metavar="N", help="default 1")
    added.add_argument("--out", type=Path, metavar="CSV", help="write the table too")

    text = "Say which assessment each file holds, and how that is known."
    added = command(commands, "identify", identify, text, [])
    added.add_argument("files", nargs="+", type=Path, metavar="FILES", help="tables, or folders of them")

    text = "Say what became of every row of the files."
    added = command(commands, "import-report", import_report, text, [files])
    added.add_argument("--rows", type=int, default=20, metavar="N", help="remarks to show for each file; default 20")
    added.add_argument("--all", action="store_true", help="show all remarks")

    plans = commands.add_parser("plan", help="Plans of measures: example, lint, render, fill, propose.")
    kinds = plans.add_subparsers(required=True, metavar="COMMAND")
    added = command(kinds, "example", plan_example, "Print the shipped plan as JSON.", [language])
    added.add_argument("--out", type=Path, metavar="FILE", help="write it to a .json, .md, .html, .docx or .xlsx file instead")
    plan_file = "a plan as JSON, or a .docx or .xlsx made of one"
    added = command(kinds, "lint", plan_lint, "Say what a plan lacks.", [language])
    added.add_argument("file", type=Path, metavar="FILE", help=plan_file)
    text = "Write a plan as a page, as Markdown, as a document to sign or as a workbook to fill in."
    added = command(kinds, "render", plan_render, text, [language])
    added.add_argument("file", type=Path, metavar="FILE", help=plan_file)
    added.add_argument("--out", type=Path, required=True, metavar="FILE", help=", ".join(PLANS))
    part = added.add_mutually_exclusive_group()
    part.add_argument("--without-schools", action="store_true", help="for publishing: schools are counted, not named")
    part.add_argument("--school", metavar="LOGIN", help="the part of one school")
    part.add_argument("--each-school", action="store_true", help="a file for each school, with its login in the name")
    added.add_argument("--registry", type=Path, metavar="TABLE", help="names of schools that --without-schools looks for in texts too")
    text = "Take over what people filled into workbooks; say what changed and what did not fit."
    added = command(kinds, "fill", plan_fill, text, [language])
    added.add_argument("file", type=Path, metavar="FILE", help=plan_file)
    added.add_argument("workbooks", type=Path, nargs="+", metavar="XLSX", help="made of the plan, or of its parts for schools")
    added.add_argument("--out", type=Path, required=True, metavar="FILE", help=", ".join(PLANS))
    text = "Read results, propose a plan from what is found."
    added = command(kinds, "propose", plan_propose, text, [files, signs, beside, language])
    added.add_argument("--out", type=Path, required=True, metavar="FILE", help=", ".join(PLANS))
    added.add_argument("--territory", metavar="T", help="default: the municipalities of the schools")
    added.add_argument("--year", type=int, metavar="Y", help="default: that of the latest work")
    added.add_argument("--due", metavar="DAY", help="by when measures are to be done: 2022-04-01")
    return top


def main(arguments: Sequence[str] | None = None) -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console that lacks a letter is no reason to fail
    options = parser().parse_args(arguments)
    try:
        options.run(options)
    except Wrong as error:
        fail(*error.args)
    except ob.ObektivError as error:
        fail(str(error))
    except OSError as error:
        fail(f"{error.filename}: {error.strerror}" if error.filename and error.strerror else str(error))


def fail(*texts: str) -> NoReturn:
    for text in texts:
        say("obektiv: " + " ".join(text.split()))
    raise SystemExit(2)


if __name__ == "__main__":
    main()
