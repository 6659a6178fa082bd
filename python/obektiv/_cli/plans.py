"""Plans of measures."""

import argparse
from pathlib import Path

import obektiv as ob

from .screening import screened
from .shared import Wrong, given, read_text, say

PLANS = (".json", ".md", ".html", ".docx", ".xlsx")


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
