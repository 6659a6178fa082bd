"""Whatever writes a file writes it whole or not at all, and says which."""

import os
from typing import Any

import pytest

import obektiv as ob
from obektiv import _obektiv

TOWN = ob.simulate.municipality(seed=1, schools=10)
SCREENING = ob.screen(TOWN.results, policy=ob.Policy.official_2019())
WRITERS: dict[str, Any] = {
    "results.xlsx": TOWN.results[0].to_xlsx,
    "reference.json": ob.Reference.of(TOWN.results).save,
    "report.html": SCREENING.save_report,
    "schools.csv": SCREENING.save_schools,
    "schools.xlsx": SCREENING.save_schools,
    "plan.json": ob.plan.example().save,
    "plan.docx": ob.plan.example().save,
    "acts.xlsx": ob.plan.example().save_acts,
    "form.csv": ob.Remarked.save_form,
    "table.csv": lambda path: _obektiv.save_file(path, b"a;b\n"),  # as the command line does
}


@pytest.mark.parametrize("name", WRITERS)
def test_a_file_is_written_whole_or_not_at_all(name, tmp_path):
    path, write = tmp_path / name, WRITERS[name]
    write(path)
    written = path.read_bytes()
    assert written
    path.write_bytes(b"before")
    path.chmod(0o640)
    write(path)
    assert len(path.read_bytes()) > len(b"before") or name == "table.csv"
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o640
    path.write_bytes(b"before")
    path.chmod(0o444)
    with pytest.raises(PermissionError) as refused:
        write(path)
    assert refused.value.filename == str(path)
    assert path.read_bytes() == b"before" and os.listdir(tmp_path) == [name]
    path.chmod(0o644)
    with pytest.raises(FileNotFoundError) as lost:
        write(tmp_path / "no folder" / name)
    assert lost.value.filename == str(tmp_path / "no folder" / name)
    with pytest.raises(OSError, match=name.split(".")[0]):
        (tmp_path / f"2{name}").mkdir()
        write(tmp_path / f"2{name}")


def test_a_link_stays_one(tmp_path):
    if os.name != "posix":
        pytest.skip("links need a right on this system")
    (tmp_path / "link.json").symlink_to(tmp_path / "plan.json")
    (tmp_path / "plan.json").write_text("before")
    ob.plan.example().save(tmp_path / "link.json")
    assert (tmp_path / "link.json").is_symlink()
    assert ob.plan.Plan.from_json((tmp_path / "plan.json").read_text(encoding="utf-8")) == ob.plan.example()
