"""Raised papers of pupils with journal marks, the posterior maximised directly.

The posterior of the territory is climbed by L-BFGS with derivatives by complex steps, then by Newton's
method; the library climbs by EM.
"""

import numpy as np
from scipy import optimize, special

from .data import work
from .heaping_fit import LANDING, liftable_pairs, quantile_of, tier
from .shared import FLOATING, NAN, Refused, Vectors, by_columns, case

U = np.array([0, 0.07, 0.18, 0.34, 0.53, 0.73, 0.91])
Z = np.linspace(-3.6, 3.6, 21)
Z_SHARES = np.exp(-(Z**2) / 2) / np.exp(-(Z**2) / 2).sum()
DEGREE = 4
START = {"2-3": (1, 0.3, 0.1), "5": (1, 0.7, 0.5), "all": (1, 0.7, 0.5)}


def counts(results):
    """Groups by name, and papers by group, journal mark (0: none) and total."""
    top = sum(results["assessment"]["max_scores"])
    marks = results.get("journal_mark") or [None] * len(results["scores"])
    names = sorted(set(results["school"]))
    n = np.zeros((len(names), 6, top + 1))
    for x, school, mark in zip(results["scores"], results["school"], marks):
        n[names.index(school), mark or 0, sum(x)] += 1
    return names, n


def strata(n):
    """(name, marks) from the lowest."""
    papers = n.sum(axis=(0, 2))
    low, high = bool(papers[2] + papers[3] >= 500), bool(papers[5] >= 500)
    middle = [0, 4] + ([] if low else [2, 3]) + ([] if high else [5])
    if papers[middle].sum() < 500 or not (low or high):
        return [("all", [0, 2, 3, 4, 5])]
    name = "4" if low and high else "4-5" if low else "2-4"
    return [("2-3", [2, 3])] * low + [(name, middle)] + [("5", [5])] * high


class Stratum:
    def __init__(self, name, n, pairs, first):
        self.name, self.n, self.pairs, self.first = name, n, pairs, first
        self.top = n.shape[1] - 1
        self.x = 2 * np.arange(self.top + 1) / self.top - 1
        self.basis = np.array([special.eval_legendre(d, self.x) for d in range(1, DEGREE + 1)])
        by_mark = START.get(name, (1, 0.7, 0.3))
        self.usual = np.array([by_mark[mark - 3] * 0.7 ** (to - below - 1) for mark, below, to in pairs])
        mean = n.sum(axis=0) @ self.x / n.sum()
        self.start = np.concatenate([[2 * mean, 0, 0, 0, 1], self.usual])
        self.low = np.array([-np.inf] * DEGREE + [0.02] + [0.0] * len(pairs))
        self.high = np.array([np.inf] * (DEGREE + 1) + [4.0] * len(pairs))
        if first:
            self.low[DEGREE + 1] = self.high[DEGREE + 1] = 1

    def honest(self, theta, z):
        e = np.exp(theta[:DEGREE] @ self.basis + np.multiply.outer(theta[DEGREE] * np.asarray(z), self.x))
        return e / e.sum(axis=-1, keepdims=True)

    def moved(self, shares):
        """What a row of honest probabilities is multiplied by."""
        a = np.eye(self.top + 1, dtype=np.asarray(shares).dtype)
        for (_, below, to), share in zip(self.pairs, shares):
            a[below, below] -= share
            for k, landing in enumerate(LANDING):
                a[below, min(to + k, self.top)] += share * landing
        return a

    def shares(self, theta, u):
        return 1 - (1 - u) ** theta[DEGREE + 1 :]

    def observed(self, theta):
        """Strengths × levels × totals."""
        f = self.honest(theta, Z)
        g = np.array([f @ self.moved(self.shares(theta, u)) for u in U])
        return np.where(g.real < 1e-12, 1e-12, g)

    def slopes(self, theta):
        """d ln g by each parameter."""
        steps = np.eye(len(theta)) * 1e-30j
        return np.array([np.log(self.observed(theta + step)).imag for step in steps]) / 1e-30


class Territory:
    def __init__(self, strata):
        self.strata = strata
        self.sizes = np.cumsum([0] + [len(s.start) for s in strata])

    def parts(self, theta):
        """Each stratum's parameters, and the shares of strengths."""
        logits = np.concatenate([[0], theta[self.sizes[-1] :]])
        p = np.exp(logits - logits.max())
        return [theta[a:b] for a, b in zip(self.sizes, self.sizes[1:])], p / p.sum()

    def posterior(self, theta):
        """Of groups their log-likelihoods, and their posterior: groups × strengths × levels."""
        of, p = self.parts(theta)
        logs = np.log(np.multiply.outer(p, Z_SHARES)).ravel()
        logs = logs + sum(s.n @ np.log(s.observed(t)).reshape(-1, s.top + 1).T for s, t in zip(self.strata, of))
        largest = logs.max(axis=1, keepdims=True)
        total = largest[:, 0] + np.log(np.exp(logs - largest).sum(axis=1))
        return total, np.exp(logs - total[:, None]).reshape(-1, len(U), len(Z))

    def value(self, theta):
        """What is maximised, and its gradient."""
        of, p = self.parts(theta)
        logs, q = self.posterior(theta)
        value = logs.sum() + 0.1 * np.log(p).sum()
        gradient = []
        for s, t in zip(self.strata, of):
            papers = np.einsum("juz,js->uzs", q, s.n)
            off = t[DEGREE + 1 :] - s.usual
            value -= off @ off / 2
            slope = np.einsum("puzs,uzs->p", s.slopes(t), papers)
            slope[DEGREE + 1 :] -= off
            gradient.append(slope)
        gradient.append((q.sum(axis=(0, 2)) + 0.1 - (len(logs) + 0.1 * len(U)) * p)[1:])
        return value, np.concatenate(gradient)

    def fit(self):
        start = np.concatenate([s.start for s in self.strata] + [np.zeros(len(U) - 1)])
        low = np.concatenate([s.low for s in self.strata] + [np.full(len(U) - 1, -np.inf)])
        high = np.concatenate([s.high for s in self.strata] + [np.full(len(U) - 1, np.inf)])
        minus = lambda theta: tuple(-part for part in self.value(theta))
        found = optimize.minimize(minus, start, jac=True, method="L-BFGS-B", bounds=list(zip(low, high)),
                                  options={"maxiter": 3000, "maxfun": 5000, "ftol": 1e-15, "gtol": 1e-6, "maxcor": 40})
        theta = found.x
        for _ in range(12):
            g = self.value(theta)[1]
            held = (low == high) | ((theta <= low + 1e-6) & (g < 0)) | ((theta >= high - 1e-6) & (g > 0))
            theta = np.where(held, np.where(theta <= low + 1e-6, low, high), theta)
            at = np.flatnonzero(~held)
            g = self.value(theta)[1]
            steps = np.eye(len(theta))[at] * 1e-5
            hessian = np.array([(self.value(theta + e)[1] - self.value(theta - e)[1])[at] / 2e-5 for e in steps])
            step = -np.linalg.solve((hessian + hessian.T) / 2, g[at])
            theta[at] = np.clip(theta[at] + step, low[at], high[at])
            if np.abs(step).max() < 1e-11:
                break
        g = self.value(theta)[1]
        assert np.abs(g[at]).max() < 1e-7, (np.abs(g[at]).max(), np.abs(step).max())
        assert (np.linalg.eigvalsh((hessian + hessian.T) / 2) < 0).all()
        return theta


def territory_of(results):
    """Groups, the papers of each, and the model with its pairs of totals."""
    names, by_mark = counts(results)
    boundaries = results["assessment"].get("boundaries")
    if boundaries is None:
        raise Refused("statistic.no_boundaries")
    size = by_mark.sum(axis=(1, 2))
    if size.sum() < 500:
        raise Refused("statistic.too_few_results")
    if len(names) < 20:
        raise Refused("statistic.too_few_groups")
    top = by_mark.shape[2] - 1
    pairs = liftable_pairs(boundaries, 3 if top < 25 else 5)
    if top < DEGREE + len(pairs) + 1:
        raise Refused("statistic.parameter")
    return names, size, pairs, Territory([
        Stratum(name, by_mark[:, marks].sum(axis=1), pairs, k == 0) for k, (name, marks) in enumerate(strata(by_mark))
    ])


class Shares:
    """Of all papers within reach, the share lifted at each strength: the same papers for all
    groups.
    """

    def __init__(self, both, q, below):
        h = [np.einsum("juz,j,zi->i", q, s.n.sum(axis=1), s.honest(t, Z)[:, below]) for s, t in both]
        self.lam = lambda u: sum(reach @ s.shares(t, u) for reach, (s, t) in zip(h, both)) / np.concatenate(h).sum()
        self.ends = [0.0] + [self.lam((a + b) / 2) for a, b in zip(U[1:], [*U[2:], 1.0])]
        self.at = np.array([self.lam(u) for u in U])


def papers_lifted(both, q, j, pairs):
    """Of a group with the posterior q: papers lifted, and within reach."""
    below = [pair[1] for pair in pairs]
    lifted = within = 0.0
    for s, t in both:
        f, g, n = s.honest(t, Z), s.observed(t), s.n[j]
        within += n.sum() * (q.sum(axis=0) @ f[:, below]).sum()
        for i, (_, low, to) in enumerate(pairs):
            for k, landing in enumerate(LANDING):
                total = min(to + k, s.top)
                from_below = np.multiply.outer(1 - (1 - U) ** t[DEGREE + 1 + i], f[:, low]) * landing
                lifted += n[total] * (q * from_below / g[:, :, total]).sum()
    return lifted, within


def raised(results, placebo=None):
    names, size, pairs, territory = territory_of(results)
    theta = territory.fit()
    of, p = territory.parts(theta)
    logs, q = territory.posterior(theta)
    both = list(zip(territory.strata, of))
    share = Shares(both, q, [pair[1] for pair in pairs])
    columns = ("group", "n", "statistic", "pvalue", "effect", "lower", "upper", "raised", "liftable", "tier")
    rows, controls = [], {"group": [], "estimate": [], "standard_error": []}
    for j, name in enumerate(names):
        row = dict.fromkeys(columns, NAN) | {"group": name, "n": int(size[j]), "tier": tier(size[j])}
        control = (NAN, NAN)
        if size[j] <= size.sum() / 5:
            strength = q[j].sum(axis=1)
            lifted, within = papers_lifted(both, q[j], j, pairs)
            row |= {
                "statistic": strength @ share.at,
                "effect": lifted / size[j],
                "raised": lifted,
                "liftable": within,
                "lower": quantile_of(0.025, strength, share.ends),
                "upper": quantile_of(0.975, strength, share.ends),
            }
            if placebo is not None:
                fake = liftable_pairs(placebo, max(c - b for _, b, c in pairs))
                control = placebo_of(both, [s.n[j] for s, _ in both], strength, q[j].sum(axis=0) @ Z, fake)
        rows.append(row)
        for c, v in zip(controls, (name, *control)):
            controls[c].append(v)
    weights = [(s.name, mark, to, to - low, w) for s, t in both for (mark, low, to), w in zip(pairs, t[DEGREE + 1 :])]
    return {
        "table": by_columns(rows),
        "lifts": dict(zip(("journal", "mark", "boundary", "distance", "weight"), map(list, zip(*weights)))),
        "prior": {"lower": [0.0] + share.ends[:-1], "upper": share.ends, "share": list(p)},
        "log_likelihood": float(logs.sum()),
    } | ({"placebo": controls} if placebo is not None else {})


def placebo_of(both, counts, strength, z, pairs):
    """The estimate at scores that are no boundaries, cleared of the group's level and strength."""
    u, information = np.zeros(3), np.zeros((3, 3))
    for (s, t), n in zip(both, counts):
        f = s.honest(t, z)
        lift = s.moved(sum(p * s.shares(t, share) for p, share in zip(strength, U)))
        g = f @ lift
        moved = np.zeros(s.top + 1)
        for _, low, to in pairs:
            papers = g[low] * 0.5 ** (to - low - 1)
            moved[low] -= papers
            for k, landing in enumerate(LANDING):
                moved[min(to + k, s.top)] += papers * landing
        by_level = (t[DEGREE] * f * (s.x - f @ s.x)) @ lift
        stronger = f @ (s.moved(t[DEGREE + 1 :]) - np.eye(s.top + 1))
        scores = np.array([moved, by_level, stronger]) / np.maximum(g, 1e-9)
        u += scores @ n
        information += n.sum() * (scores * g) @ scores.T
    information += np.eye(3) * (1e-9 * np.trace(information) + 1e-12)
    inverse = np.linalg.inv(information)
    return float(inverse[0] @ u), float(np.sqrt(inverse[0, 0]))


def region(seed, schools, sizes, marks, lifted):
    """Pupils of schools of different levels.

    Marks in the journal follow the total; papers below a boundary are lifted where the journal says so.
    """
    rng = np.random.default_rng(seed)
    s = np.arange(21)
    scores, school, journal = [], [], []
    for j in range(schools):
        p = np.exp(-((s - 11) ** 2) / 44 + rng.normal(0, 0.5) * (s / 10 - 1))
        for total in rng.choice(s, size=int(rng.integers(*sizes)), p=p / p.sum()):
            seen = total + rng.normal(0.5, 2.5)
            mark = 2 + sum(seen >= c for c in marks)
            for c in (7, 11, 15):
                if c - total in (1, 2) and rng.random() < lifted(j) / (c - total) * (1 if seen > c - 1 else 0.5):
                    total = c
                    break
            scores.append([int(total)])
            school.append(f"s{j:02d}")
            journal.append(int(mark) if rng.random() > 0.03 else None)
    return {"assessment": work([20], [7, 11, 15]), "scores": scores, "school": school, "journal_mark": journal}


def raised_cases():
    f = raised
    some = region(21, 30, (40, 90), (6, 10, 14), lambda j: 0.9 * (j % 4 == 0))
    merged = region(22, 24, (25, 55), (6, 10, 16), lambda j: 0.3 + 0.5 * (j % 5 == 0))
    bare = region(23, 22, (10, 60), (6, 10, 14), lambda j: 0.6 * (j % 3 == 0))
    bare.pop("journal_mark")
    large = region(24, 21, (4, 40), (6, 10, 14), lambda j: 0.4)
    large["school"] = ["s20" if k % 4 == 0 else name for k, name in enumerate(large["school"])]
    large.pop("journal_mark")
    few = {name: value[:499] if isinstance(value, list) else value for name, value in bare.items()}
    one = bare | {"school": ["a" if name < "s10" else "b" for name in bare["school"]]}
    without = bare | {"assessment": work([20])}
    given = lambda results: {"results": results}
    return [
        case("journal marks beside totals, every fourth school lifts", f, given(some), {"placebo": [9, 13, 17]}),
        case("few fives in the journal: they join the fours", f, given(merged), {"placebo": [9]}),
        case("no journal marks", f, given(bare), {"placebo": [9, 13]}),
        case("a school of more than a fifth", f, given(large), note="NaN for it"),
        case("too few papers", f, given({k: v for k, v in few.items()})),
        case("too few schools", f, given(one)),
        case("no boundaries", f, given(without)),
    ]


VECTORS = [
    Vectors("heaping.raised", raised_cases, tolerance=1e-6, how=FLOATING + ", the posterior maximised directly"),
]
