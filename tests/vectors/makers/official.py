"""The official signs: means, ranks, cohorts, items, marks."""

from fractions import Fraction

import mpmath as mp
from scipy import stats

from .data import SIZES, one_item, papers_of, simulated, work
from .reference import against_reference
from .shared import (
    MISSING,
    NAN,
    NOT_ATTEMPTED,
    NOT_TAUGHT,
    Refused,
    Vectors,
    case,
    groups_of,
    m,
    max_total,
    moments,
    newcombe,
    quantile,
)


def inflated_mean(r, group="school", t=1.96, min_n=2, with_constant=False):
    """The printed rule says nothing of s = 0: such a group is undefined unless asked for.

    One of under min_n always is.
    """
    if not t > 0 or min_n < 2:
        raise Refused("statistic.parameter")
    groups = groups_of(r, group)
    everyone = [total for persons in groups.values() for _, total in persons]
    out = {c: [] for c in ("group", "n", "mean", "statistic", "effect", "lower", "upper", "critical")}
    critical = NAN
    mean_all, var_all = moments(everyone)
    if var_all is not None:
        critical = m(mean_all) + m(t) * mp.sqrt(m(var_all) / len(everyone))
    for name, persons in groups.items():
        totals = [total for _, total in persons]
        mean, var = moments(totals)
        half = m(t) * mp.sqrt(m(var) / len(totals)) if len(totals) >= min_n and (var or with_constant) else NAN
        effect = m(mean) - m(mean_all)
        row = (name, len(totals), m(mean), m(mean) - half, effect, effect - half, effect + half)
        for column, value in zip(out, (*row, critical)):
            out[column].append(value)
    return out


def ranks(values):
    """Mean ranks, from 1."""
    return [
        Fraction(2 * sum(v < value for v in values) + sum(v == value for v in values) + 1, 2) for value in values
    ]


def rank_mismatch(r, group="school", min_n=3, ties="printed"):
    if min_n < 2:
        raise Refused("statistic.parameter")
    groups = groups_of(r, group)
    marked = {name: [p for p in persons if p[0] is not None] for name, persons in groups.items()}
    if not any(marked.values()):
        raise Refused("statistic.no_journal")
    out = {"group": [], "n": [], "statistic": []}
    for name, persons in marked.items():
        n = len(persons)
        rs = NAN
        # One mark for all, or one total for all, says nothing of order, though the printed formula
        # gives a number.
        if n >= min_n and len({p[0] for p in persons}) > 1 and len({p[1] for p in persons}) > 1:
            a, b = ranks([p[0] for p in persons]), ranks([p[1] for p in persons])
            if ties == "printed":
                rs = m(1 - Fraction(6 * sum((x - y) ** 2 for x, y in zip(a, b)), n * (n * n - 1)))
            else:
                middle = Fraction(n + 1, 2)
                aa, bb = sum((x - middle) ** 2 for x in a), sum((y - middle) ** 2 for y in b)
                rs = m(sum((x - middle) * (y - middle) for x, y in zip(a, b))) / mp.sqrt(m(aa) * m(bb))
                assert abs(float(rs) - stats.spearmanr(*zip(*persons)).statistic) < 1e-9
        for column, value in zip(out, (name, n, rs)):
            out[column].append(value)
    return out


def cohort_jump(before, after, group="school", k=3.0, min_n=1, quantile_type=7):
    if quantile_type not in range(4, 10):
        raise Refused("statistic.parameter")
    a, b = groups_of(before, group), groups_of(after, group)
    out = {"group": [], "n": [], "statistic": [], "rise_below": [], "fall_above": []}
    for name in sorted(set(a) & set(b)):
        x, y = a[name], b[name]
        n = min(len(x), len(y))
        share = lambda persons, r: Fraction(sum(t for _, t in persons), len(persons) * max_total(r))
        s, later = share(x, before), share(y, after)
        usable = n >= min_n and later > 0
        out["group"].append(name)
        out["n"].append(n)
        out["statistic"].append(s / later if usable else NAN)
    known = [v for v in out["statistic"] if isinstance(v, Fraction)]
    rise = fall = NAN
    if known:
        q1, q3 = (quantile(known, Fraction(quarter, 4), quantile_type) for quarter in (1, 3))
        rise, fall = q1 - Fraction(k) * (q3 - q1), q3 + Fraction(k) * (q3 - q1)
    out["rise_below"] = [rise] * len(out["group"])
    out["fall_above"] = [fall] * len(out["group"])
    return out


def objectivity_index(schools, marked):
    if marked > schools:
        raise Refused("statistic.parameter")
    share = Fraction(100 * marked, schools) if schools else NAN
    return {"schools": schools, "marked": marked, "share": share, "statistic": 100 - share}


def persons_of(r, group="school"):
    """{name: rows of scores} of everybody."""
    assert group == "school"
    out = {}
    for name, scores in zip(r["school"], r["scores"]):
        out.setdefault(name, []).append(scores)
    return dict(sorted(out.items()))


def there(cell):
    return cell <= 252 or cell == NOT_ATTEMPTED


def points(cell):
    return cell if cell <= 252 else 0


def item_share(rows, item, maximum):
    cells = [points(row[item]) for row in rows if there(row[item])]
    return Fraction(sum(cells), len(cells) * maximum) if cells else None


def item_inversion(r, group="school"):
    largest = r["assessment"]["max_scores"]
    p = [item_share(r["scores"], i, mx) for i, mx in enumerate(largest)]
    median = quantile([x for x in p if x is not None], Fraction(1, 2))
    out = {"group": [], "n": [], "statistic": [], "effect": [], "hard": [], "easy": []}
    for name, rows in persons_of(r, group).items():
        q = [item_share(rows, i, mx) for i, mx in enumerate(largest)]
        mean = lambda xs: sum(xs) / len(xs) if xs else NAN
        gaps = [(x, y - x) for x, y in zip(p, q) if x is not None and y is not None]
        hard, easy = mean([g for x, g in gaps if x < median]), mean([g for x, g in gaps if x > median])
        both = isinstance(hard, Fraction) and isinstance(easy, Fraction)
        row = (name, len(rows), min(hard, -easy) if both else NAN, hard - easy if both else NAN, hard, easy)
        for column, value in zip(out, row):
            out[column].append(value)
    return out


def group_crossing(r, group="school", min_n=10):
    boundaries, largest = r["assessment"].get("boundaries"), r["assessment"]["max_scores"]
    if boundaries is None:
        raise Refused("statistic.no_boundaries")
    if min_n < 1:
        raise Refused("statistic.parameter")
    names = ("group", "item", "low", "high", "n", "n_low", "n_high", "effect", "lower", "upper")
    out = {name: [] for name in names}
    for name, rows in persons_of(r, group).items():
        by_mark = {mark: [] for mark in (2, 3, 4, 5)}
        for row in rows:
            if all(there(cell) for cell in row):
                by_mark[2 + sum(sum(map(points, row)) >= b for b in boundaries)].append(row)
        for item, mx in enumerate(largest):
            for low in (2, 3, 4, 5):
                for high in range(low + 1, 6):
                    a, b = len(by_mark[low]), len(by_mark[high])
                    if min(a, b) < min_n:
                        continue
                    p, q = item_share(by_mark[low], item, mx), item_share(by_mark[high], item, mx)
                    values = newcombe(m(p) * a, a, m(q) * b, b)
                    for column, value in zip(names, (name, item + 1, low, high, min(a, b), a, b, *values)):
                        out[column].append(value)
    return out


def inflated_mean_cases():
    f = inflated_mean
    two = one_item({"a": [1, 2, 3], "b": [7, 8, 9]})
    cells = {"assessment": work([2, 2, 4], [2, 4, 6]), "school": ["b", "b", "a", "a", "a"]}
    cells["scores"] = [[2, NOT_ATTEMPTED, 4], [1, NOT_TAUGHT, 3], [2, 2, MISSING], [1, 1, 1], [2, 2, 4]]
    cells |= {"class_id": ["Б", "", "А", "А", "Б"], "municipality": ["M2", "M2", "M1", "M1", "M1"]}
    big = simulated()
    return [
        case("two schools of three: means 2 and 8, sd 1 and 1; the region 5 and sqrt(58/5)", f, {"results": two},
             expect={"mean": [2, 8], "statistic": [2 - 1.96 / 3**0.5, 8 - 1.96 / 3**0.5], "effect": [-3, 3],
                     "critical": [5 + 1.96 * (58 / 5 / 6) ** 0.5] * 2}),
        case("t = 1 gives one standard error", f, {"results": two}, {"t": 1.0}),
        case("min_n = 4 leaves both schools out", f, {"results": two}, {"min_n": 4}),
        case("a school of one pupil has no standard deviation", f,
             {"results": one_item({"a": [1, 2, 3], "b": [7]})}),
        case("equal totals within a school: s = 0 is left undefined", f,
             {"results": one_item({"a": [4, 4, 4], "b": [6, 6]})},
             note="read to the letter the rule would compare 4 and 6 themselves with the region",
             expect={"mean": [4, 6], "statistic": [None, None], "effect": [-0.8, 1.2]}),
        case("equal totals within a school, read to the letter", f,
             {"results": one_item({"a": [4, 4, 4], "b": [6, 6]})}, {"with_constant": True},
             expect={"statistic": [4, 6], "lower": [-0.8, 1.2], "upper": [-0.8, 1.2]}),
        case("one pupil has no interval, however constant", f, {"results": one_item({"a": [7], "b": [1, 2]})},
             {"with_constant": True}, expect={"statistic": [None, 1.5 - 1.96 * 0.5]}),
        case("everybody has the largest total", f, {"results": one_item({"a": [10, 10], "b": [10, 10]})},
             expect={"statistic": [None, None], "critical": [10, 10], "effect": [0, 0]}),
        case("one pupil in all: no interval of the region either", f, {"results": one_item({"a": [7]})},
             expect={"mean": [7], "critical": [None]}),
        case("t = 0", f, {"results": two}, {"t": 0.0}),
        case("min_n = 1: one pupil has no standard deviation", f, {"results": two}, {"min_n": 1}),
        case("not attempted and not taught count 0, a missing cell leaves the person out", f, {"results": cells},
             note="totals: b 6 and 4; a 3 and 8",
             expect={"n": [2, 2], "mean": [5.5, 5]}),
        case("classes are named school/class, a class without a name is -", f, {"results": cells},
             {"group": "class"}),
        case("municipalities", f, {"results": cells}, {"group": "municipality"}),
        case("no class labels", f, {"results": two}, {"group": "class"}),
        case("no municipalities", f, {"results": two}, {"group": "municipality"}),
        case("an unknown grouping", f, {"results": two}, {"group": "galaxy"}),
        case("simulated, by school", f, {"results": big}),
        case("simulated, by class", f, {"results": big}, {"group": "class", "t": 2.5758293035489004, "min_n": 10}),
    ]


def rank_mismatch_cases():
    f = rank_mismatch
    small = one_item(
        {"down": [9, 6, 4, 1], "up": [1, 4, 6, 9], "ties": [1, 2, 3], "flat": [1, 2, 3], "two": [1, 2]},
        marks={"down": [2, 3, 4, 5], "up": [2, 3, 4, 5], "ties": [4, 4, 5], "flat": [4, 4, 4], "two": [3, 4]},
    )
    hidden = one_item({"a": [1, 2, 3, 9], "b": [5, 5, 5]}, marks={"a": [3, 4, 5, None], "b": [None, None, None]})
    hidden["scores"][1] = [MISSING]
    hidden["school"][1] = "a"
    bare = one_item({"a": [1, 2, 3]})
    big = simulated()
    return [
        case("printed: the formula without ties, on mean ranks", f, {"results": small},
             note="ties: d = 0.5, -0.5, 0, so 1 - 6*0.5/24 = 0.875; flat: one mark for all says nothing (the formula "
                  "would give 0.5); two: under min_n",
             expect={"group": ["down", "flat", "ties", "two", "up"], "statistic": [-1, None, 0.875, None, 1]}),
        case("corrected: the correlation of mean ranks, undefined where all marks are equal", f,
             {"results": small}, {"ties": "corrected"},
             note="ties: covariance 1.5, variances 1.5 and 2, so 1.5/sqrt(3)",
             expect={"statistic": [-1, None, 0.75**0.5, None, 1]}),
        case("min_n = 2", f, {"results": small}, {"min_n": 2}, expect={"statistic": [-1, None, 0.875, 1, 1]}),
        case("persons without a mark or with a missing cell take no part", f, {"results": hidden}, {"min_n": 2},
             note="a: (3, 1) and (5, 3) are left; b: nobody", expect={"n": [2, 0], "statistic": [1, None]}),
        case("one pupil has no rank correlation", f,
             {"results": one_item({"a": [4], "b": [1, 2, 3]}, marks={"a": [4], "b": [3, 4, 5]})}, {"min_n": 2},
             expect={"statistic": [None, 1]}),
        case("min_n = 1", f, {"results": small}, {"min_n": 1}),
        case("no journal marks", f, {"results": bare}),
        case("journal marks given, all empty", f, {"results": bare | {"journal_mark": [None] * 3}}),
        case("simulated, printed", f, {"results": big}),
        case("simulated, corrected", f, {"results": big}, {"ties": "corrected"}),
        case("simulated, corrected, by class", f, {"results": big},
             {"ties": "corrected", "group": "class", "min_n": 5}),
    ]


def item_inversion_cases():
    f = item_inversion
    hand = {"assessment": {"subject": "maths", "test_grade": 5, "year": 2021, "max_scores": [1, 1, 1]},
            "scores": [[1, 1, 0], [1, 0, 0], [1, 1, 0], [0, 0, 1]], "school": ["a", "a", "a", "b"]}
    return [
        case(
            "b misses the easy item and solves the hard one",
            f,
            {"results": hand},
            expect={"statistic": [-0.25, 0.75], "effect": [-0.5, 1.5]},
        ),
        case(
            "one item: neither hard nor easy",
            f,
            {
                "results": hand
                | {"scores": [[1], [0], [1], [0]], "assessment": hand["assessment"] | {"max_scores": [1]}}
            },
        ),
        case("papers with codes", f, {"results": papers_of(1, SIZES)}),
    ]


def group_crossing_cases():
    f = group_crossing
    return [case("papers with codes", f, {"results": papers_of(2, SIZES)}, {"min_n": 5}),
            case("ten of each mark", f, {"results": papers_of(2, {"a": 90, "b": 12}, codes=False)}),
            case("no boundaries", f, {"results": papers_of(2, {"a": 9}, boundaries=None)}),
            case("groups of nobody", f, {"results": papers_of(2, {"a": 9})}, {"min_n": 0})]


def cohort_jump_cases():
    f = cohort_jump
    before = one_item({f"s{i}": [2 * i, 2 * i + 2] for i in range(5)}, largest=20, boundaries=None)
    after = one_item({f"s{i}": [5, 5] for i in range(5)}, largest=10, boundaries=None)
    big, next_year = simulated(), simulated(seed=7, lift=False)
    next_year["assessment"] |= {"test_grade": 6, "year": 2022, "pupil_grade": 7}
    return [
        case("five schools, K = .1 .3 .5 .7 .9: quartiles .3 and .7, fences -0.9 and 1.9", f,
             {"before": before, "after": after},
             note="before: means 1 3 5 7 9 of 20; after: 5 of 10",
             expect={"statistic": [0.1, 0.3, 0.5, 0.7, 0.9], "rise_below": [-0.9] * 5, "fall_above": [1.9] * 5}),
        case("k = 0 puts the fences on the quartiles", f, {"before": before, "after": after}, {"k": 0.0},
             expect={"rise_below": [0.3] * 5, "fall_above": [0.7] * 5}),
        *(case(f"quartiles of type {kind}", f, {"before": before, "after": after}, {"k": 0.0, "quantile_type": kind},
               expect=expect)
          for kind, expect in [(4, {"rise_below": [0.15] * 5, "fall_above": [0.65] * 5}),
                               (6, {"rise_below": [0.2] * 5, "fall_above": [0.8] * 5}), (5, None), (8, None),
                               (9, None)]),
        case("the discontinuous types are refused", f, {"before": before, "after": after}, {"quantile_type": 3}),
        case("one school: no spread, both fences on its own K", f,
             {"before": one_item({"a": [4, 6]}), "after": one_item({"a": [8, 2]})},
             expect={"statistic": [1.0], "rise_below": [1.0], "fall_above": [1.0]}),
        case("simulated, by school", f, {"before": big, "after": next_year}),
        case("simulated, by municipality", f, {"before": big, "after": next_year}, {"group": "municipality"}),
    ]


def objectivity_index_cases():
    f = objectivity_index
    return [
        case("two of five schools marked: 100 - 40", f, {"schools": 5, "marked": 2},
             expect={"share": 40.0, "statistic": 60.0}),
        case("nobody marked", f, {"schools": 5, "marked": 0}, expect={"share": 0.0, "statistic": 100.0}),
        case("everybody marked", f, {"schools": 5, "marked": 5}, expect={"statistic": 0.0}),
        case("one of three", f, {"schools": 3, "marked": 1}),
        case("a country", f, {"schools": 38412, "marked": 2705}),
        case("no schools, no index", f, {"schools": 0, "marked": 0},
             expect={"share": None, "statistic": None}),
        case("more marked than there are", f, {"schools": 2, "marked": 3}),
    ]


VECTORS = [
    Vectors("official.inflated_mean", inflated_mean_cases),
    Vectors("official.rank_mismatch", rank_mismatch_cases),
    Vectors("official.cohort_jump", cohort_jump_cases),
    Vectors("official.objectivity_index", objectivity_index_cases),
    Vectors("official.item_inversion", item_inversion_cases),
    Vectors("official.group_crossing", group_crossing_cases),
]
