import pickle
import threading
import time

import numpy as np
import pytest

import obektiv as ob


def test_a_tally_counts_by_group(assessment, simulated):
    r = simulated(assessment)
    t = ob.tally(r)
    assert t.groups == sorted({str(s) for s in r.school})
    assert (t.grouping, t.assessment, len(t)) == ("school", assessment, len(t.groups))
    assert t.incomplete == (~r.complete).sum()
    for school in t.groups:
        totals = r.total[(r.school == school) & r.complete]
        np.testing.assert_array_equal(t.histogram(school), np.bincount(totals, minlength=7))
    np.testing.assert_array_equal(t.histogram(), sum(t.histogram(s) for s in t.groups))
    assert t.histogram().dtype == np.int64
    everyone = ob.tally(r, with_incomplete=True)
    assert (everyone.histogram().sum(), everyone.incomplete) == (len(r), 0)


@pytest.mark.parametrize("group", ["school", "class", "municipality", "all"])
def test_tallies_of_random_parts_merge_to_the_tally_of_the_whole(assessment, simulated, group):
    r = simulated(assessment)
    whole = ob.tally(r, group)
    for seed in range(20):
        rng = np.random.default_rng(seed)
        part = rng.integers(0, rng.integers(2, 6), len(r))
        tallies = []
        for p in np.unique(part):
            rows = part == p
            piece = ob.Results(
                assessment,
                r.scores[rows],
                school=r.school[rows],
                class_id=r.class_id[rows],
                journal_mark=r.journal_mark[rows],
                municipality=r.municipality[rows],
            )
            tallies.append(ob.tally(piece, group))
        rng.shuffle(tallies)
        merged = tallies[0]
        for t in tallies[1:]:
            merged = merged.merge(pickle.loads(pickle.dumps(t)))
        assert merged == whole
        assert merged.to_bytes() == whole.to_bytes()


def test_bytes_bring_a_tally_back_and_other_bytes_are_refused(assessment, simulated):
    t = ob.tally(simulated(assessment))
    assert ob.Tally.from_bytes(t.to_bytes()) == t
    for data in (b"", b"what", t.to_bytes()[:-1]):
        with pytest.raises(ob.DataError) as caught:
            ob.Tally.from_bytes(data)
        assert caught.value.code == "data.tally_bytes"


def test_tallies_that_do_not_belong_together_are_not_merged(assessment, simulated):
    r = simulated(assessment)
    for other in (ob.tally(r, "all"), ob.tally(simulated(ob.find_assessment("maths", 5, 2020)))):
        with pytest.raises(ob.DataError) as caught:
            ob.tally(r).merge(other)
        assert caught.value.code == "data.tally_mismatch"


def test_what_cannot_be_tallied_is_refused(assessment):
    r = ob.Results(assessment, [[1, 1, 1]], school=["A"])
    for group, code in [("class", "data.no_grouping"), ("municipality", "data.no_grouping"), ("street", "data.name")]:
        with pytest.raises(ob.DataError) as caught:
            ob.tally(r, group)
        assert caught.value.code == code
    with pytest.raises(KeyError, match="B"):
        ob.tally(r).histogram("B")
    with pytest.raises(TypeError):
        ob.tally(ob.tally(r))


def test_histograms_alone_make_a_tally(assessment):
    t = ob.Tally.from_histograms(assessment, {"B": [0] * 6 + [3], "A": np.arange(7)}, group="municipality")
    assert (t.groups, t.grouping) == (["A", "B"], "municipality")
    assert t.histogram("A").tolist() == list(range(7))
    for counts, code in [([1, 2], "data.length"), ([-1] + [0] * 6, "data.range")]:
        with pytest.raises(ob.DataError) as caught:
            ob.Tally.from_histograms(assessment, {"A": counts})
        assert caught.value.code == code


def test_other_threads_run_while_the_core_works():
    a = ob.find_assessment("maths", 5, 2020)
    persons = 1_000_000
    scores = np.zeros((persons, len(a.max_scores)), dtype="u1")
    r = ob.Results(a, scores, school=np.arange(persons) % 1000)
    stop = threading.Event()
    ticks = []

    def tick() -> None:
        while not stop.is_set():
            ticks.append(time.perf_counter())
            time.sleep(0.001)

    ticker = threading.Thread(target=tick)
    ticker.start()
    while not ticks:
        time.sleep(0.001)
    start = time.perf_counter()
    r.fingerprint, ob.tally(r)
    end = time.perf_counter()
    stop.set()
    ticker.join()
    during = [t for t in ticks if start < t < end]
    assert end - start > 0.01, "the work was too short to see anything"
    assert len(during) >= 3, f"{len(during)} ticks in {end - start:.3f} s"
