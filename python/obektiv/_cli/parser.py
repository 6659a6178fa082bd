"""The options of each command."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import obektiv as ob

from .imports import identify, import_report
from .plans import PLANS, plan_example, plan_fill, plan_lint, plan_propose, plan_render
from .screening import evaluate, screen

KINDS = ("lift", "fit", "one_hand", "copy", "dictate", "home", "leak")
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


def of_files() -> argparse.ArgumentParser:
    """The files that go in, and what they hold."""
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
    return files


def of_language() -> argparse.ArgumentParser:
    language = argparse.ArgumentParser(add_help=False)
    language.add_argument("--language", choices=("ru", "en"), default="ru", help="default ru")
    return language


def of_signs() -> argparse.ArgumentParser:
    signs = argparse.ArgumentParser(add_help=False)
    signs.add_argument("--policy", default="calibrated", metavar="P", help="calibrated (default), official-2019, or a JSON file")
    signs.add_argument("--title", metavar="T", help="in place of the usual title")
    signs.add_argument("--observed", type=Path, metavar="TABLE", help="what observers saw: school, work, outcome, probability of being chosen")
    signs.add_argument("--listed", type=Path, metavar="TABLE", help="the official list of schools with markers, to compare with")
    return signs


def of_reference() -> argparse.ArgumentParser:
    beside = argparse.ArgumentParser(add_help=False)
    beside.add_argument("--reference", type=Path, metavar="JSON", help="a reference of a larger territory, or simulated; for fewer than 60 schools")
    return beside


def command(
    group: Any, name: str, run: Any, text: str, parents: Sequence[argparse.ArgumentParser] = ()
) -> argparse.ArgumentParser:
    added: argparse.ArgumentParser = group.add_parser(name, help=text, description=text, parents=parents)
    added.set_defaults(run=run)
    return added


def add_screenings(commands: Any) -> None:
    files, beside = of_files(), of_reference()
    added = command(commands, "screen", screen, "Read results, write a report.", [files, of_signs(), beside, of_language()])
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


def add_imports(commands: Any) -> None:
    text = "Say which assessment each file holds, and how that is known."
    added = command(commands, "identify", identify, text, [])
    added.add_argument("files", nargs="+", type=Path, metavar="FILES", help="tables, or folders of them")

    text = "Say what became of every row of the files."
    added = command(commands, "import-report", import_report, text, [of_files()])
    added.add_argument("--rows", type=int, default=20, metavar="N", help="remarks to show for each file; default 20")
    added.add_argument("--all", action="store_true", help="show all remarks")


def add_plans(commands: Any) -> None:
    language = of_language()
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
    added = command(kinds, "propose", plan_propose, text, [of_files(), of_signs(), of_reference(), language])
    added.add_argument("--out", type=Path, required=True, metavar="FILE", help=", ".join(PLANS))
    added.add_argument("--territory", metavar="T", help="default: the municipalities of the schools")
    added.add_argument("--year", type=int, metavar="Y", help="default: that of the latest work")
    added.add_argument("--due", metavar="DAY", help="by when measures are to be done: 2022-04-01")


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="python -m obektiv",
        description="Signs of non-objective results in school assessments, and plans of measures. A sign is never a verdict.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"obektiv {ob.__version__}")
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    add_screenings(commands)
    add_imports(commands)
    add_plans(commands)
    return top
