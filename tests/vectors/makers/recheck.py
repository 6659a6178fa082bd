"""Papers marked again, and the exam beside the work."""

from fractions import Fraction

import mpmath as mp
import numpy as np
from scipy import stats

from .shared import NAN, Z95, Refused, Vectors, binomial_pmf, by_columns, case, lower, m, moments, upper, wilson


def external_mismatch(group, n, work, work_error, exam, exam_error):
    if any(e is not None and e < 0 for e in work_error + exam_error):
        raise Refused("statistic.parameter")
    rows = list(zip(work, work_error, exam, exam_error))
    known = [row for row in rows if None not in row]
    out = {"group": group, "n": n, "statistic": [], "lower": [], "upper": [], "work": [], "exam": []}
    sd = lambda xs: mp.sqrt(mp.fsum((x - mp.fsum(xs) / len(xs)) ** 2 for x in xs) / (len(xs) - 1)) if len(xs) > 1 else 0
    works, exams = [m(row[0]) for row in known], [m(row[2]) for row in known]
    for row in rows:
        values = (NAN,) * 5
        if None not in row and sd(works) > 0 and sd(exams) > 0:
            a = (m(row[0]) - mp.fsum(works) / len(works)) / sd(works)
            b = (m(row[2]) - mp.fsum(exams) / len(exams)) / sd(exams)
            half = m(Z95) * mp.sqrt((m(row[1]) / sd(works)) ** 2 + (m(row[3]) / sd(exams)) ** 2)
            values = (a - b, a - b - half, a - b + half, a, b)
        for column, value in zip(("statistic", "lower", "upper", "work", "exam"), values):
            out[column].append(value)
    return out


def recheck_delta(group, original, rechecked, tolerance=1, boundaries=None):
    if not group:
        raise Refused("statistic.no_papers")
    papers = {}
    for name, a, b in zip(group, original, rechecked):
        papers.setdefault(name, []).append((a, b))
    rows = []
    for name, pairs in sorted(papers.items()):
        n, d = len(pairs), [a - b for a, b in pairs]
        confirmed, higher, fewer = sum(abs(x) <= tolerance for x in d), sum(x > 0 for x in d), sum(x < 0 for x in d)
        mark = lambda x: sum(x >= b for b in boundaries or [])
        sign = binomial_pmf(higher + fewer, Fraction(1, 2))
        up, down = upper(sign, higher)[0], lower(sign, higher)[0]
        tail = lambda pi, of: of(binomial_pmf(n, pi), confirmed)[0] - mp.mpf("0.025")
        solve = lambda of: mp.findroot(
            lambda pi: tail(pi, of), (mp.mpf(1) / 10**6, 1 - mp.mpf(1) / 10**6), solver="bisect", maxsteps=300
        )
        low = solve(upper) if confirmed else mp.mpf(0)
        high = solve(lower) if confirmed < n else mp.mpf(1)
        mean = Fraction(sum(d), n)
        row = {"group": name, "n": n, "confirmed": confirmed, "statistic": Fraction(confirmed, n),
               "share_lower": wilson(confirmed, n)[0], "share_upper": wilson(confirmed, n)[1],
               "exact_lower": low, "exact_upper": high, "higher": higher, "fewer": fewer, "pvalue": up,
               "pvalue_two_sided": min(mp.mpf(1), 2 * min(up, down)), "effect": mean, "lower": NAN, "upper": NAN,
               "marks_lowered": sum(mark(a) > mark(b) for a, b in pairs),
               "marks_raised": sum(mark(a) < mark(b) for a, b in pairs), "icc": NAN}
        if n > 1:
            half = m(stats.t.ppf(0.975, n - 1)) * mp.sqrt(m(moments(d)[1]) / n)
            row |= {"lower": m(mean) - half, "upper": m(mean) + half}
            # The analysis of variance of a table of n papers by 2 markings.
            grand = Fraction(sum(a + b for a, b in pairs), 2 * n)
            papers_ = 2 * sum((Fraction(a + b, 2) - grand) ** 2 for a, b in pairs)
            columns = [Fraction(sum(pair[k] for pair in pairs), n) for k in (0, 1)]
            markings = n * sum((c - grand) ** 2 for c in columns)
            error = sum((x - grand) ** 2 for pair in pairs for x in pair) - papers_ - markings
            r, c, e = papers_ / (n - 1), markings, error / (n - 1)
            below = r + e + 2 * (c - e) / n
            row["icc"] = (r - e) / below if below else NAN
        rows.append(row)
    return by_columns(rows)


def external_mismatch_cases():
    f = external_mismatch
    columns = lambda **more: (
        {
            "group": ["a", "b", "c", "d"],
            "n": [10, 20, 30, 5],
            "work": [1.0, 2.0, 3.0, 9.0],
            "work_error": [0.5, 0.1, 0.2, 0.3],
            "exam": [1.0, 2.0, 0.0, None],
            "exam_error": [0.0, 0.2, 0.1, 0.4],
        }
        | more
    )
    return [case("c stands above; d has no exam", f, columns(), expect={"statistic": [-1.0, -1.0, 2.0, None]}),
            case("all exams alike", f, columns(exam=[5.0, 5.0, 5.0, 5.0])),
            case("an error below 0", f, columns(work_error=[0.5, -0.1, 0.2, 0.3]))]


def recheck_delta_cases():
    f = recheck_delta
    rng = np.random.default_rng(5)
    group = [f"s{i}" for i in rng.integers(0, 4, 60)]
    first = [int(x) for x in rng.integers(3, 20, 60)]
    second = [max(0, x - int(d)) for x, d in zip(first, rng.choice([0, 0, 0, 1, 1, -1, 2, 4], 60))]
    return [
        case(
            "four papers",
            f,
            {"group": ["A"] * 4, "original": [9, 8, 12, 10], "rechecked": [7, 8, 9, 9]},
            {"boundaries": [7, 11, 15]},
            expect={"statistic": [0.5], "effect": [1.5], "pvalue": [0.125], "marks_lowered": [1]},
        ),
        case(
            "sixty papers",
            f,
            {"group": group, "original": first, "rechecked": second},
            {"boundaries": [7, 11, 15], "tolerance": 0},
        ),
        case("no changes, and one paper", f, {"group": ["a", "a", "b"], "original": [4, 5, 6], "rechecked": [4, 5, 6]}),
        case("no papers", f, {"group": [], "original": [], "rechecked": []}),
    ]


VECTORS = [
    Vectors("official.external_mismatch", external_mismatch_cases),
    Vectors("official.recheck_delta", recheck_delta_cases, tolerance=1e-10),
]
