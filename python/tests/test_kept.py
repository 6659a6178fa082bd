"""Whatever the module returns survives pickling and copying."""

import copy
import inspect
import pickle
from typing import Any

import numpy as np
import pytest

import obektiv as ob
from obektiv._record import Record

TOWN = ob.simulate.municipality(seed=1)
COUNTS = [[1200 // (20 + (s - 11) ** 2) for s in range(21)]] * 20
FILE = "логин школы;класс;вариант;всего баллов;балл за 1;балл за 2\nsch990001;А;1;2;0;2\nsch990001;А;1;9;0;9".encode()
CODES = "school;code;before;after\nsch990001;17;9;7\nsch990001;18;12;12\n".encode()
ACTS = "school;date;stage;violations\nsch990001;19.04.2022;marking;2: in pencil\n".encode()
MARKERS = "Год;Логин;Муниципалитет;ОО;4 РУ;4 МА\n2023;sch990001;М;Школа 1;1;\n".encode()
TITLE = "ВПР 2026 Математика 5 класс\n"
TOTALS = f"{TITLE}Группы участников;Кол-во ОО;Кол-во участников;0;1\nШкола 1 (edu990001);1;4;25;75".encode()
MARKS = f"{TITLE}Группы участников;Кол-во ОО;Кол-во участников;2;3;4;5\nШкола 1 (edu990001);1;20;10;20;30;40".encode()
JOURNAL = "Группы участников;Кол-во участников;Понизили %;Подтвердили %;Повысили %\nШкола (edu990001);20;50;45;5".encode()
IMPORTED = ob.read_csv(b"school,i1,i2\nA,1,2\nA,1,9\n", ob.Assessment(subject="x", test_grade=5, year=2020, max_scores=[1, 2]))
SCORES = np.random.default_rng(1).integers(0, 2, (300, 6))

MADE: dict[str, Any] = {
    "Assessment": TOWN.results[0].assessment,
    "Results": TOWN.results[0],
    "Results of a file": IMPORTED,
    "ImportReport": IMPORTED.import_report,
    "Registry": TOWN.registry,
    "Table": ob.official.inflated_mean(TOWN.results[0]),
    "Table of all kinds": ob.screen(TOWN.results).schools,
    "Tally": ob.tally(TOWN.results[0]),
    "Screening": ob.screen(TOWN.results, registry=TOWN.registry),
    "Screening by the official rule": ob.screen(TOWN.results, policy=ob.Policy.official_2019()),
    "Evidence": ob.evidence.layer(TOWN.results),
    "Reference": ob.Reference.of(TOWN.results),
    "Policy": ob.Policy.calibrated(),
    "Plan": ob.plan.example(),
    "Shift": ob.heaping.fit(COUNTS, boundaries=[7, 11, 15]),
    "Raised": ob.heaping.raised(COUNTS, boundaries=[7, 11, 15]),
    "Municipality": TOWN,
    "Territory": ob.simulate.territory(seed=1, schools=8, planted="lift"),
    "Kind": ob.simulate.Kind("lift", reach=3),
    "Spread": ob.simulate.Spread("wild", item_class=0.4),
    "Remarked": ob.read_remarked(CODES),
    "Acts": ob.read_acts(ACTS),
    "MarkerList": ob.read_markers(MARKERS),
    "Observed": ob.read_observed(b"school,outcome\nS1,1\nS2,0\n"),
    "Aggregates": ob.read_distributions(TOTALS),
    "Distribution": ob.read_distributions(TOTALS).works[0],
    "MarkStatistics": ob.read_mark_statistics(MARKS),
    "JournalComparison": ob.read_journal_comparison(JOURNAL),
    "Fit": ob.irt.fit(SCORES, "2pl"),
    "Fit of a conditional model": ob.irt.fit(SCORES, "rasch"),
    "Scalability": ob.irt.mokken(SCORES),
    "RapidGuessing": ob.person_fit.rapid_guessing(np.array([[1.0, 9, 9], [8, 1, 9]]), threshold=3.0),
    "ObjectivityIndex": ob.official.objectivity_index(10, 2),
    "Mcnemar": ob.effect.mcnemar(5, 3, 2, 90),
}


@pytest.mark.parametrize("name", MADE)
def test_what_is_returned_survives_pickling_and_copying(name):
    value = MADE[name]
    assert value is not None
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        again = pickle.loads(pickle.dumps(value, protocol))
        assert type(again) is type(value) and again == value
        assert repr(again) == repr(value)
    assert copy.deepcopy(value) == value == copy.copy(value)


def test_every_class_is_among_them():
    spaces = [ob, ob.simulate, ob.plan, ob.heaping, ob.evidence]
    classes = {c for space in spaces for c in vars(space).values() if inspect.isclass(c)}
    ours = {c for c in classes if c.__module__ in [s.__name__ for s in spaces]}
    ours = {c for c in ours if not issubclass(c, (Exception, Record))}
    covered = {type(value) for value in MADE.values()}
    assert {c.__qualname__ for c in ours - covered} == {"Identity", "Indicators"}


def test_what_was_pickled_works_on():
    again = pickle.loads(pickle.dumps(MADE["Screening"]))
    assert again.report(date="") == MADE["Screening"].report(date="")
    shift = pickle.loads(pickle.dumps(MADE["Shift"]))
    assert shift.placebo([5, 9]) == MADE["Shift"].placebo([5, 9])
    raised = pickle.loads(pickle.dumps(MADE["Raised"]))
    assert raised.placebo([5, 9]) == MADE["Raised"].placebo([5, 9])
    results = pickle.loads(pickle.dumps(IMPORTED))
    assert results.import_report.remarks == IMPORTED.import_report.remarks
    assert ob.screen(pickle.loads(pickle.dumps(TOWN.results))) == ob.screen(TOWN.results)


def test_equality_is_of_all_values():
    table = MADE["Table"]
    assert table == ob.official.inflated_mean(TOWN.results[0]) != ob.official.inflated_mean(TOWN.results[1])
    assert TOWN.results[0] != TOWN.results[1] and TOWN.results[0] != "results"
    assert MADE["Screening"] != MADE["Screening by the official rule"]


@pytest.mark.parametrize("name", ["Results", "Table", "Registry", "Screening", "Shift", "Raised"])
def test_damaged_bytes_are_told_by_their_code(name):
    read, (data,) = MADE[name].__reduce__()
    steps = max(1, len(data) // 50)
    damaged = [data[:at] for at in range(0, len(data), steps)]
    damaged += [data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :] for at in range(0, len(data), steps)]
    for wrong in damaged:
        with pytest.raises(ob.DataError) as caught:
            read(wrong)
        assert caught.value.code == "data.bytes"


def test_errors_survive_pickling():
    with pytest.raises(ob.DataError) as caught:
        read, (data,) = MADE["Table"].__reduce__()
        read(data[:9])
    again = pickle.loads(pickle.dumps(caught.value))
    assert (type(again), again.code, str(again)) == (ob.DataError, "data.bytes", str(caught.value))
    assert again.kind == "tabl"
