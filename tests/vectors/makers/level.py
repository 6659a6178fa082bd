"""How high a group stands, beside the other groups."""

from fractions import Fraction

import mpmath as mp

from .data import one_item, simulated
from .reference import against_reference, between_groups
from .shared import NAN, Z95, Refused, Vectors, by_columns, case, groups_of, m, max_total, moments


def t_tail(t, df):
    half = mp.betainc(m(df) / 2, m(1) / 2, 0, df / (df + t * t), regularized=True) / 2
    return 1 - half if t < 0 else half


def level(r, group="school", min_reference=5):
    groups, largest = groups_of(r, group), max_total(r)
    if not groups:
        raise Refused("statistic.no_tallies")
    totals = {name: [total for _, total in persons] for name, persons in groups.items()}
    top = [[(ts.count(largest), len(ts))] for ts in totals.values()]
    rows = []
    for (name, ts), ((x, n),), share in zip(totals.items(), top, against_reference(top, min_reference)):
        mean = moments(ts)[0]
        row = {"group": name, "n": n, "mean": mean, "maximum": x, "maximum_share": Fraction(x, n)}
        row |= {
            "maximum_reference": share["reference_share"],
            "maximum_pvalue": share["pvalue"],
            "maximum_pvalue_mid": share["pvalue_mid"],
        }
        keys = ("statistic", "pvalue", "pvalue_low", "effect", "lower", "upper", "reference_mean", "between",
                "shrunken", "shrunken_lower", "shrunken_upper")
        row |= dict.fromkeys(keys, NAN)
        rows.append(row)
        others = [o for other, o in totals.items() if other != name]
        free = sum(len(o) - 1 for o in others)
        within = sum(sum((t - moments(o)[0]) ** 2 for t in o) for o in others) / Fraction(free) if free else 0
        if len(others) < max(min_reference, 2) or not within:
            continue
        known = [(m(moments(o)[0]), m(len(o) / within)) for o in others]

        def centre(tau2):
            w = [k / (1 + k * tau2) for _, k in known]
            return mp.fsum(a * y for a, (y, _) in zip(w, known)) / mp.fsum(w), 1 / mp.fsum(w)

        differ = lambda theta: between_groups([((y - theta) ** 2 * k, k) for y, k in known])
        tau2 = differ(centre(differ(centre(mp.mpf(0))[0]))[0])
        theta, u = centre(tau2)
        s2 = m(within / n)
        effect = m(mean) - theta
        z = effect / mp.sqrt(s2 + tau2 + u)
        b = tau2 / (tau2 + s2)
        half, wide = m(Z95) * mp.sqrt(s2 + u), m(Z95) * mp.sqrt(b * s2 + (1 - b) ** 2 * u)
        middle = theta + b * effect
        df = len(others) - 1
        row |= dict(
            zip(
                keys,
                (
                    z,
                    t_tail(z, df),
                    t_tail(-z, df),
                    effect,
                    effect - half,
                    effect + half,
                    theta,
                    mp.sqrt(tau2),
                    middle,
                    middle - wide,
                    middle + wide,
                ),
            )
        )
    return by_columns(rows)


def by_group_cases():
    f = level
    big = simulated()
    top = one_item({s: [10, 10, 9] for s in "bcdef"} | {"a": [10, 10, 10]})
    singles = one_item({s: [t] for s, t in zip("abcdefg", (1, 4, 6, 9, 1, 4, 6))})
    return [
        case("everybody has the largest total in one school", f, {"results": top}),
        case("schools of one pupil have no spread to go by", f, {"results": singles}),
        case("too few others", f, {"results": one_item({s: [1, 5] for s in "abc"})}),
        case("simulated, by school", f, {"results": big}),
        case("simulated, by class, two others are enough", f, {"results": big}, {"group": "class", "min_reference": 2}),
        case("no municipalities", f, {"results": top}, {"group": "municipality"}),
    ]


VECTORS = [
    Vectors("level.by_group", by_group_cases),
]
