"""What all makers need: numbers, groups, cases, and how a file is written."""

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import mpmath as mp
import numpy as np

mp.mp.dps = 50
ROOT = Path(__file__).parents[3]
MISSING, NOT_ATTEMPTED, NOT_TAUGHT = 255, 254, 253
Z95 = 1.959963984540054
NAN = float("nan")

# Where numbers come from, as the files say it.
EXACT = "second implementation in Python; exact fractions for sums, 50 digits for tails and roots"
FLOATING = "second implementation in Python with numpy and scipy"
BY_HAND = "by hand, from the rules in the documentation"


@dataclass
class Vectors:
    """The cases of one function, and what its file says of them."""

    name: str
    cases: Callable
    tolerance: float = 1e-12
    how: str = EXACT

    def document(self, maker):
        """The text of the file."""
        cases = self.cases()
        seen = [case["name"] for case in cases]
        assert len(set(seen)) == len(seen), "two cases of one name"
        source = f"tests/vectors/makers/{maker}.py: {self.how}"
        document = {"statistic": self.name, "source": source, "tolerance": self.tolerance, "cases": plain(cases)}
        out = text(document) + "\n"
        assert json.loads(out) == document
        assert len(out.encode()) < 150_000, (self.name, len(out.encode()))
        return out


class Refused(Exception):
    """An input that has no answer, by its stable code."""


# ---- Numbers -------------------------------------------------------------------------------------


def m(x):
    """Any number in 50 digits."""
    if isinstance(x, Fraction):
        return mp.mpf(x.numerator) / x.denominator
    return mp.mpf(x)


def binomial_pmf(n, pi):
    return [mp.binomial(n, i) * m(pi) ** i * (1 - m(pi)) ** (n - i) for i in range(n + 1)]


def beta_binomial_pmf(n, p, rho):
    a, b = m(p) * (1 - m(rho)) / m(rho), (1 - m(p)) * (1 - m(rho)) / m(rho)
    return [mp.binomial(n, i) * mp.rf(a, i) * mp.rf(b, n - i) / mp.rf(a + b, n) for i in range(n + 1)]


def upper(pmf, x):
    """P(X >= x) and its mid form."""
    tail = mp.fsum(pmf[x:])
    return tail, tail - pmf[x] / 2


def lower(pmf, x):
    """P(X <= x) and its mid form."""
    tail = mp.fsum(pmf[: x + 1])
    return tail, tail - pmf[x] / 2


def wilson(x, n, z=Z95):
    x, n, z = m(x), m(n), m(z)
    p = x / n
    middle = p + z**2 / (2 * n)
    half = z * mp.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return (middle - half) / (1 + z**2 / n), (middle + half) / (1 + z**2 / n)


def newcombe(x1, n1, x2, n2):
    """Newcombe (1998), method 10: the hybrid score interval of p1 - p2."""
    p1, p2 = m(x1) / n1, m(x2) / n2
    (l1, u1), (l2, u2) = wilson(x1, n1), wilson(x2, n2)
    d = p1 - p2
    return d, d - mp.sqrt((p1 - l1) ** 2 + (u2 - p2) ** 2), d + mp.sqrt((u1 - p1) ** 2 + (p2 - l2) ** 2)


def moments(totals):
    """Mean and variance (divisor n - 1), exactly; no variance of one."""
    mean = Fraction(sum(totals), len(totals))
    var = sum((t - mean) ** 2 for t in totals) / (len(totals) - 1) if len(totals) > 1 else None
    return mean, var


def quantile(values, q, kind=7):
    """Hyndman and Fan (1996), definitions 4 to 9.

    Q(q) = (1 - g) x_j + g x_(j+1), j + g = n q + m, x outside 1..n its nearest.
    """
    values, q, n = sorted(values), Fraction(q), len(values)
    half, third = Fraction(1, 2), Fraction(1, 3)
    m_ = {4: 0, 5: half, 6: q, 7: 1 - q, 8: third * (q + 1), 9: q / 4 + Fraction(3, 8)}[kind]
    j = math.floor(n * q + m_)
    g = n * q + m_ - j
    x = lambda i: values[min(max(i, 1), n) - 1]
    return (1 - g) * x(j) + g * x(j + 1)


# ---- Results -> groups ---------------------------------------------------------------------------


def groups_of(r, group="school"):
    """{name: [(journal mark or None, total)]} of complete persons, by name."""
    school, n = r["school"], len(r["school"])
    if group == "all":
        labels = ["all"] * n
    elif group == "school":
        labels = school
    elif group == "municipality":
        if r.get("municipality") is None:
            raise Refused("data.no_grouping")
        labels = r["municipality"]
    elif group == "class":
        if r.get("class_id") is None:
            raise Refused("data.no_grouping")
        labels = [f"{s}/{c or '-'}" for s, c in zip(school, r["class_id"])]
    else:
        raise Refused("data.name")
    marks = r.get("journal_mark") or [None] * n
    out = {}
    for label, mark, scores in zip(labels, marks, r["scores"]):
        if MISSING not in scores:
            out.setdefault(label, []).append((mark, sum(s for s in scores if s <= 252)))
    return dict(sorted(out.items()))


def max_total(r):
    return sum(r["assessment"]["max_scores"])


def histogram(persons, largest):
    n = [0] * (largest + 1)
    for _, total in persons:
        n[total] += 1
    return n


# ---- Cases and files -----------------------------------------------------------------------------


def by_columns(rows):
    return {column: [row[column] for row in rows] for column in rows[0]}


def plain(value):
    """Numbers as JSON has them; undefined is null."""
    if isinstance(value, dict):
        return {key: plain(v) for key, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, (Fraction, mp.mpf, np.floating)):
        value = float(value)
    if isinstance(value, np.integer):
        value = int(value)
    return None if isinstance(value, float) and math.isnan(value) else value


def text(value, depth=0):
    """Indented by one; arrays of plain values, and the innermost objects, on one line."""
    pad = "\n" + " " * (depth + 1)
    one_line = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[" + ",".join(pad + text(v, depth + 1) for v in value) + "\n" + " " * depth + "]"
    if isinstance(value, dict) and len(one_line) > 120:
        inner = ",".join(f"{pad}{json.dumps(key)}: {text(v, depth + 1)}" for key, v in value.items())
        return "{" + inner + "\n" + " " * depth + "}"
    return one_line


def case(name, function, inputs, options=None, note=None, expect=None, drop=()):
    """One case; `expect` are values found by hand, which the implementation must confirm."""
    options = options or {}
    out = {"name": name} | ({"note": note} if note else {}) | {"input": inputs, "options": options}
    arguments = list(inputs.values()) if set(inputs) <= {"results", "before", "after"} else None
    try:
        got = function(*arguments, **options) if arguments is not None else function(**inputs, **options)
    except Refused as refused:
        assert expect is None
        return out | {"error": str(refused)}
    for column, values in (expect or {}).items():
        together = (
            zip(plain(got[column]), values, strict=True) if isinstance(values, list) else [(plain(got[column]), values)]
        )
        for a, b in together:
            fine = a == b or (isinstance(a, float) and b is not None and abs(a - b) < 1e-6 * max(1, abs(b)))
            assert fine, (name, column, got[column], values)
    if isinstance(got, list):
        return out | {"expect": {"adjusted": got}}
    return out | {"expect": {column: v for column, v in got.items() if column not in drop}}
