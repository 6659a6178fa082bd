"""What several test files share."""

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import obektiv as ob

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def shared() -> Callable[[str], Path]:
    """A file of real or reference data, or a skip that says so."""

    def find(what: str) -> Path:
        path = Path(os.environ.get("OBEKTIV_SHARED", ROOT / "../shared")) / what
        if not path.exists():
            pytest.skip(f"{what} is not in OBEKTIV_SHARED (default ../shared); this test needs it")
        return path

    return find


@pytest.fixture
def assessment() -> ob.Assessment:
    return ob.Assessment(
        subject="maths", test_grade=5, year=2020, max_scores=[1, 2, 3], boundaries=[2, 4, 6]
    )


@pytest.fixture
def simulated() -> Callable[..., ob.Results]:
    """Random results of several schools."""

    def make(assessment: ob.Assessment, persons: int = 200, seed: int = 1) -> ob.Results:
        rng = np.random.default_rng(seed)
        scores = np.stack([rng.integers(0, m + 1, persons) for m in assessment.max_scores], axis=1)
        scores[rng.random(scores.shape) < 0.02] = ob.MISSING
        return ob.Results(
            assessment,
            scores,
            school=[f"S{s}" for s in rng.integers(0, 7, persons)],
            class_id=[["5А", "5Б", ""][c] for c in rng.integers(0, 3, persons)],
            journal_mark=[None if m < 2 else float(m) for m in rng.integers(1, 6, persons)],
            municipality=["M1" if p % 2 else "M2" for p in range(persons)],
        )

    return make
