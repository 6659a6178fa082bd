"""Plans as LibreOffice opens them: every document and workbook becomes pages, and gives its plan back after LibreOffice has saved it.

Writes the pages to target/documents, for people to look at; with --short one plan a language. Ends with code 3, loudly, where there is no soffice.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import obektiv as ob

ROOT = Path(__file__).parents[1]
OUT = ROOT / "target/documents"


def convert(path: Path, kind: str, folder: Path) -> Path:
    """What LibreOffice makes of a file."""
    profile = f"-env:UserInstallation={(OUT / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    made = folder / f"{path.stem}.{kind}"
    assert made.exists(), f"{path}: LibreOffice made no {kind}"
    return made


def pages(pdf: Path) -> list[str]:
    """The text of each page; pictures of them beside the file, to be looked at."""
    if not shutil.which("pdftotext"):
        return []
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True).stdout
    subprocess.run(["pdftoppm", "-r", "80", "-png", pdf, pdf.with_suffix("")], check=True)
    return text.split("\f")[:-1]


def check(plan: ob.plan.Plan, name: str, language: str, head: str) -> None:
    document, workbook = OUT / f"{name}.docx", OUT / f"{name}-workbook.xlsx"
    plan.save(document, language=language)
    plan.save(workbook, language=language)
    of_document, of_workbook = pages(convert(document, "pdf", OUT)), pages(convert(workbook, "pdf", OUT))
    if of_document:
        # The header of measures stands on each page that has a row of them.
        assert head in of_document[0] and (len(plan.measures) < 7 or head in of_document[1]), f"{document}: no header"
        assert all(page.strip() for page in of_document + of_workbook), f"{name}: an empty page"
    saved = OUT / "saved"
    assert ob.plan.Plan.from_docx(convert(document, "docx", saved)) == plan, f"{document}: the plan is lost"
    again, changes, conflicts = ob.plan.Plan.from_xlsx(convert(workbook, "xlsx", saved))
    assert again == plan and not len(changes) and not len(conflicts), f"{workbook}: {changes.to_dict()} {conflicts.to_dict()}"
    print(f"{name}: {len(of_document)} and {len(of_workbook)} pages, saved by LibreOffice without loss")


def main() -> None:
    if not shutil.which("soffice"):
        print("SKIPPED: there is no soffice (LibreOffice), so no document was looked at", file=sys.stderr)
        raise SystemExit(3)
    shutil.rmtree(OUT, ignore_errors=True)
    (OUT / "saved").mkdir(parents=True)
    road_map = ob.plan.Plan.from_json((ROOT / "tests/fixtures/plan-road-map.json").read_text(encoding="utf-8"))
    plans = ((ob.plan.example(), "note"), (road_map, "road-map"), (road_map.without_schools(), "public"))
    heads = {"ru": "Описание конкретных мер", "en": "Measures and decisions"}
    every = [(plan, name, language) for plan, name in plans for language in heads]
    for plan, name, language in (every[0], every[3]) if "--short" in sys.argv else every:
        check(plan, f"{name}-{language}", language, heads[language])


if __name__ == "__main__":
    main()
