"""Long calls: in forked workers, stopped by Ctrl-C, telling how far they are."""

import os
import subprocess
import sys
import textwrap
import threading
import time
from typing import Any

import numpy as np
import pytest

import obektiv as ob

RANDOM = np.random.default_rng(1)
SCORES = RANDOM.integers(0, 2, (300, 8))
ITEMS = [{"model": "logistic", "a": 1.0, "b": float(b)} for b in np.linspace(-1, 1, 8)]

FORKED = """
    import multiprocessing, sys
    import numpy as np
    import obektiv as ob

    town = ob.simulate.municipality(seed=1)
    here = ob.screen(town.results, registry=town.registry)  # on several threads

    def work(seed):
        again = ob.screen(town.results, registry=town.registry)
        pairs = ob.pairs.omega(np.eye(40, 6, dtype="u1"), [{"model": "logistic", "a": 1.0, "b": 0.0}] * 6, np.zeros(40))
        return again, len(pairs), ob.simulate.municipality(seed=seed).results[0]

    with multiprocessing.get_context("fork").Pool(2) as pool:
        for seed, (again, pairs, results) in enumerate(pool.map(work, range(3))):
            assert again == here and pairs == 1560
            assert results == ob.simulate.municipality(seed=seed).results[0]
    assert ob.screen(town.results, registry=town.registry) == here
    print("answered")
"""


def python(code: str, **more: Any) -> subprocess.CompletedProcess[str]:
    code = textwrap.dedent(code)
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, **more)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_worker_forked_after_use_answers():
    done = python(FORKED)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "answered\n"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_worker_of_a_worker_answers():
    done = python("""
        import os
        import obektiv as ob
        for deep in range(4):
            ob.heaping.fit([[1200 // (20 + (s - 11) ** 2) for s in range(21)]] * 20, boundaries=[7, 11, 15])
            if child := os.fork():
                os.waitpid(child, 0)
                os._exit(0)
        print("answered", flush=True)
        """)
    assert (done.returncode, done.stdout) == (0, "answered\n"), done.stderr


# Each takes far longer than a test may.
LONG = {
    "effect.randomisation": "ob.effect.randomisation(y, helped, draws=10**8)",
    "effect.wild_bootstrap": "ob.effect.wild_bootstrap([str(k) for k in range(100)] * 2, [1] * 100 + [2] * 100, y, [2] * 50 + [None] * 50 + [2] * 50 + [None] * 50, draws=10**7)",
    "pairs": "ob.pairs.omega(cells, items, np.zeros(len(cells)), only_below=1e-6)",
    "irt.fit": "ob.irt.fit(random.integers(0, 2, (20_000, 60)), '3pl', tolerance=1e-14)",
    "similarity": "ob.similarity.by_class(town.results[0], permutations=10**8, permute_below=1.0)",
    "simulate.territory": "ob.simulate.territory(seed=1, schools=100_000)",
    "simulate.municipality": "ob.simulate.municipality(seed=1, schools=100_000)",
    "screen": "[ob.screen(town.results) for _ in range(10**6)]",
    "heaping.fit": "[ob.heaping.fit(counts, boundaries=[20, 30, 40]) for _ in range(10**6)]",
    "heaping.raised": "[ob.heaping.raised(counts, boundaries=[20, 30, 40]) for _ in range(10**6)]",
    "evaluate": "ob.evaluate(town.results, repeats=1000)",
    "read_many": "ob.read_many([(f'{k}.csv', text) for k in range(10**5)], a)",
    "read_csv": "ob.read_csv(b'school,i1,i2\\n' + b'S1,1,2\\n' * 20_000_000, a)",
}

INTERRUPTED = """
    import os, signal, sys, threading, time
    import numpy as np
    import obektiv as ob

    random = np.random.default_rng(1)
    town = ob.simulate.municipality(seed=1)
    y = random.normal(size=200)
    counts = random.poisson(30, (2_000, 61)).tolist()
    helped = np.arange(200) < 100
    cells = random.integers(0, 2, (30_000, 40))
    items = [{"model": "logistic", "a": 1.0, "b": 0.0}] * 40
    a = ob.Assessment(subject="x", test_grade=5, year=2020, max_scores=[1, 2])
    text = b"school,i1,i2\\n" + b"S1,1,2\\n" * 1000
    sent = []

    def interrupt():
        time.sleep(0.7)
        sent.append(time.monotonic())
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=interrupt, daemon=True).start()
    try:
        CALL
        print("ended by itself")
    except KeyboardInterrupt:
        print(f"{time.monotonic() - sent[0]:.2f}")
    assert len(ob.screen(town.results).schools) == 40
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
@pytest.mark.parametrize("name", LONG)
def test_an_interrupt_ends_a_call(name):
    done = python(INTERRUPTED.replace("CALL", LONG[name]))
    assert done.returncode == 0, done.stderr
    # Half a second is promised; a machine that is busy with other tests gets twice as much.
    assert float(done.stdout) < 1.0, done.stdout


COUNTS = [[1200 // (20 + (s - 11) ** 2) for s in range(21)]] * 20
WATCHED = {
    "irt.fit": lambda told: ob.irt.fit(SCORES, "2pl", progress=told),
    "screen": lambda told: ob.screen(ob.simulate.municipality(seed=1).results, progress=told),
    "report": lambda told: ob.screen(ob.simulate.municipality(seed=1).results).report(date="", progress=told),
    "layer": lambda told: ob.evidence.layer(ob.simulate.municipality(seed=1).results, progress=told),
    "pairs.omega": lambda told: ob.pairs.omega(SCORES, ITEMS, np.zeros(300), progress=told),
    "heaping.fit": lambda told: ob.heaping.fit(COUNTS, boundaries=[7, 11, 15], progress=told),
    "heaping.raised": lambda told: ob.heaping.raised(COUNTS, boundaries=[7, 11, 15], progress=told),
    "simulate.municipality": lambda told: ob.simulate.municipality(seed=1, progress=told),
    "simulate.territory": lambda told: ob.simulate.territory(seed=1, schools=8, progress=told),
    "Reference.of": lambda told: ob.Reference.of(ob.simulate.municipality(seed=1).results, progress=told),
    "effect.randomisation": lambda told: ob.effect.randomisation(np.arange(40.0), np.arange(40) % 3 > 1, progress=told),
}


@pytest.mark.parametrize("name", WATCHED)
def test_progress_is_told_and_changes_nothing(name):
    told: list[tuple[int, int]] = []
    value = WATCHED[name](lambda done, total: told.append((done, total)))
    assert all(0 <= done <= total for done, total in told)
    assert name == "report" or told[-1][0] == told[-1][1] > 0
    assert value == WATCHED[name](None)


def test_what_progress_raises_stops_the_call():
    def broken(done: int, total: int) -> None:
        raise RuntimeError(f"progress is broken at {done}")

    begun = time.monotonic()
    with pytest.raises(RuntimeError, match="progress is broken"):
        ob.simulate.territory(seed=1, schools=20_000, progress=broken)
    assert time.monotonic() - begun < 5


def test_progress_may_call_the_library_itself():
    inner = []
    ob.irt.fit(
        np.random.default_rng(2).integers(0, 2, (3000, 30)),
        "2pl",
        progress=lambda *_: inner.append(len(ob.simulate.municipality(seed=1, schools=2).results)),
    )
    assert set(inner) == {2}


def test_a_bar_is_shown_where_tqdm_is(monkeypatch):
    bars = []

    class Bar:
        n, total = 0, None

        def __init__(self, **_: Any) -> None:
            bars.append(self)

        def update(self, more: int) -> None:
            self.n += more

        def close(self) -> None:
            self.closed = True

    monkeypatch.setitem(sys.modules, "tqdm", type(sys)("tqdm"))
    monkeypatch.setitem(sys.modules, "tqdm.auto", type(sys)("tqdm.auto"))
    sys.modules["tqdm.auto"].tqdm = Bar  # type: ignore[attr-defined]
    ob.irt.fit(SCORES, "2pl", progress=True)
    assert len(bars) == 1 and bars[0].n == bars[0].total > 0 and bars[0].closed
    ob.irt.fit(SCORES, "2pl", progress=False)
    assert len(bars) == 1


def test_calls_on_several_threads_do_not_disturb_each_other():
    fits: dict[int, Any] = {}

    def fit(k: int) -> None:
        fits[k] = ob.irt.fit(SCORES, "2pl", progress=lambda *_: None)

    threads = [threading.Thread(target=fit, args=(k,)) for k in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(fits[k] == fits[0] for k in range(4))


def test_a_comparison_of_ten_billion_pairs_says_so_before_it_starts():
    cells = np.zeros((100_001, 2), dtype="u1")
    with pytest.raises(ob.ModelError) as caught:
        ob.pairs.omega(cells, ITEMS[:2], np.zeros(len(cells)), only_below=1e-6)
    assert caught.value.code == "model.too_many_comparisons"
    assert caught.value.pairs == 100_001 * 100_000
