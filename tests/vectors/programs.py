"""What established programs gave (tests/fixtures/effect, README there), and how vectors of `effect` and `design` are written."""

import csv
import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FIXTURES = HERE.parent / "fixtures/effect"
PROGRAMS = "tests/fixtures/effect/README.md says program and call"


def fixture(name: str) -> dict[str, Any]:
    return json.loads((FIXTURES / name).read_text())


class Csv:
    def __init__(self, name: str):
        self.rows = list(csv.DictReader((FIXTURES / name).open()))

    def text(self, name: str) -> list[str]:
        return [row[name] for row in self.rows]

    def numbers(self, name: str) -> list[float]:
        return [float(value) for value in self.text(name)]

    def whole(self, name: str) -> list[int]:
        return [int(value) for value in self.text(name)]

    def flags(self, name: str) -> list[bool]:
        return [value == 1 for value in self.whole(name)]


def write(statistic: str, source: str, tolerance: float, cases: list[dict[str, Any]], aside: str = "") -> None:
    """`aside` names a second file of the same function, whose numbers are known less well."""
    head = {"statistic": statistic, "source": source, "tolerance": tolerance}
    lines = [json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in cases]
    text = json.dumps(head, ensure_ascii=False, indent=1)[:-2] + ',\n "cases": [\n  ' + ",\n  ".join(lines) + "\n ]\n}\n"
    (HERE / f"{statistic}{aside}.json").write_text(text)


def case(name: str, given: dict[str, Any], options: dict[str, Any], expect: dict[str, Any] | str) -> dict[str, Any]:
    told = {"error": expect} if isinstance(expect, str) else {"expect": expect}
    return {"name": name, "input": given, "options": options, **told}
