"""The story of two years holds together."""

import subprocess
import sys
from pathlib import Path

STORY = Path(__file__).parent.parent / "examples/second_year.py"


def test_the_second_year_says_what_would_have_come_without_any_measure(tmp_path):
    run = subprocess.run([sys.executable, STORY, "--out", tmp_path], capture_output=True, text=True, check=True)
    said = dict(line.split(": ", 1) for line in run.stdout.splitlines() if line.startswith(("2020: ", "plans: ")))
    assert "findings" in said["2020"] and "plan-2022.html" in said["plans"]
    assert "without any measure" in run.stdout and "Помощь дана по жребию" in run.stdout
    assert {path.name for path in tmp_path.iterdir()} >= {"effect.html", "plan-2021.html", "plan-2022.json"}
