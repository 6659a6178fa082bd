"""Raised papers from histograms: the likelihood of a territory, and what it says of each group."""

import numpy as np
from scipy import optimize, special, stats

from .shared import FLOATING, NAN, Refused, Vectors, by_columns, case

LANDING = (0.75, 0.15, 0.10)
LEVELS = np.arange(-40, 41) / 10
LEVEL_SHARES = np.exp(-LEVELS**2 / 2) / np.exp(-LEVELS**2 / 2).sum()


def liftable_pairs(boundaries, reach):
    """(mark, from, to), each total within reach of the boundary next above it only."""
    out, floor = [], 0
    for mark, c in zip((3, 4, 5), boundaries):
        out += [(mark, s, c) for s in range(c - 1, max(c - reach, floor) - 1, -1)]
        floor = c
    return out


class Lifted:
    """The model of one scale. `lift(pi)` is the matrix that a row of honest probabilities is
    multiplied by.
    """

    def __init__(self, top, boundaries, degree, reach, base=None):
        self.top, self.x = top, 2 * np.arange(top + 1) / top - 1
        self.pairs = liftable_pairs(boundaries, reach)
        degree = 1 if base is not None else degree
        self.base = np.log(base) if base is not None else np.zeros(top + 1)
        self.basis = np.array([special.eval_legendre(d, self.x) for d in range(1, degree + 1)])
        self.degree = degree

    def moved(self, weights, pairs=None):
        a = np.eye(self.top + 1, dtype=np.asarray(weights).dtype)
        for (_, below, to), w in zip(pairs or self.pairs, weights):
            a[below, below] -= w
            for k, share in enumerate(LANDING):
                a[below, min(to + k, self.top)] += w * share
        return a

    def honest(self, beta, tilts):
        eta = self.base + beta @ self.basis + np.multiply.outer(tilts, self.x)
        e = np.exp(eta - eta.real.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)

    def parts(self, theta):
        return theta[: self.degree], theta[self.degree], theta[self.degree + 1 :]

    def log_likelihoods(self, theta, n):
        """Of each group, and its nodes' log weights."""
        beta, sd, pi = self.parts(theta)
        f = self.honest(beta, sd * LEVELS)
        logs = np.log(LEVEL_SHARES) + n @ np.log(f @ self.moved(pi)).T
        largest = logs.real.max(axis=1, keepdims=True)
        return (largest[:, 0] + np.log(np.exp(logs - largest).sum(axis=1))), logs

    def fit(self, n):
        """Maximum likelihood: bounded quasi-Newton first, then Newton's method on what is not at a
        bound.
        """
        bounds = [(None, None)] * self.degree + [(0.05, 4)] + [(0, 0.99)] * len(self.pairs)
        start = np.concatenate([np.zeros(self.degree), [0.7], np.full(len(self.pairs), 0.15)])

        def gradient(theta):
            steps = np.eye(len(theta)) * 1e-30j
            return np.array([self.log_likelihoods(theta + h, n)[0].sum().imag for h in steps]) / 1e-30

        found = optimize.minimize(
            lambda t: -self.log_likelihoods(t, n)[0].sum(),
            start,
            jac=lambda t: -gradient(t),
            method="L-BFGS-B",
            bounds=bounds,
            options={"maxiter": 5000, "ftol": 1e-15, "gtol": 1e-7, "maxcor": 30},
        )
        theta = found.x
        low = np.array([-np.inf if b[0] is None else b[0] for b in bounds])
        high = np.array([np.inf if b[1] is None else b[1] for b in bounds])
        for _ in range(50):
            g = gradient(theta)
            free = ~(((theta <= low + 1e-6) & (g < 0)) | ((theta >= high - 1e-6) & (g > 0)))
            theta = np.where(free, theta, np.where(theta <= low + 1e-6, low, high))
            at = np.flatnonzero(free)
            hessian = np.array(
                [(gradient(theta + e) - gradient(theta - e))[at] / 2e-5 for e in np.eye(len(theta))[at] * 1e-5]
            )
            step = -np.linalg.solve((hessian + hessian.T) / 2, g[at])
            theta[at] = np.clip(theta[at] + step, low[at], high[at])
            if np.abs(step).max() < 1e-12:
                break
        g = gradient(theta)
        scale = np.sqrt(n.sum())
        inside = (theta > low) & (theta < high)
        assert np.abs(g[inside]).max() < 1e-7 * scale and (g[theta <= low] <= 1e-7 * scale).all(), (theta, g)
        return theta


def saddle(f, v, centre, target):
    """(α, β) where the tilted means of s − centre and v are 0 and the target; target None leaves β
    = 0.
    """
    s = np.arange(len(f)) - centre
    u = np.array([s]) if target is None else np.array([s, v])
    t = np.zeros(1) if target is None else np.array([0.0, target])

    def tilted(a):
        e = np.log(f) + a @ u
        w = np.exp(e - e.max())
        return w / w.sum(), e.max() + np.log(w.sum())

    def value(a):
        return tilted(a)[1] - a @ t

    def mean(a):
        return u @ tilted(a)[0] - t

    a = optimize.minimize(value, np.zeros(len(u)), jac=mean, method="BFGS", options={"gtol": 1e-9, "maxiter": 1000}).x
    for _ in range(20):
        w, _ = tilted(a)
        cov = (u * w) @ u.T - np.outer(u @ w, u @ w)
        a = a - np.linalg.solve(cov, u @ w - t)
    w, k = tilted(a)
    assert np.abs(u @ w - t).max() < 1e-9, (a, u @ w, t)
    both = np.array([s, v])
    return a, k, (both * w) @ both.T - np.outer(both @ w, both @ w), v @ w


def skovgaard(f, v, counts):
    """P(Σ v ≥ observed | Σ s)."""
    n = counts.sum()
    centre, target = counts @ np.arange(len(f)) / n, counts @ v / n
    if centre in (0, len(f) - 1):
        return 1.0
    _, k0, c0, v0 = saddle(f, v, centre, None)
    z = (target - v0) * np.sqrt(n / (c0[1, 1] - c0[0, 1] ** 2 / c0[0, 0]))
    a, k1, c1, _ = saddle(f, v, centre, target)
    r = np.sign(a[1]) * np.sqrt(max(0, 2 * n * (a[1] * target - k1 + k0)))
    if abs(r) < 0.02 or abs(z) < 0.02:
        return stats.norm.sf(z)
    q = a[1] * np.sqrt(n * np.linalg.det(c1) / c0[0, 0])
    return float(np.clip(stats.norm.sf(r) + stats.norm.pdf(r) * (1 / q - 1 / r), 0, 1))


TIERS = ("insufficient", "limited", "approximate", "informative")


def tier(papers):
    return TIERS[sum(papers >= least for least in (10, 20, 50))]


def group_names(n):
    return ["all"] if n == 1 else [f"{j:0{len(str(n - 1))}d}" for j in range(n)]


def quantile_of(share, strength, ends):
    """Of a distribution with a mass at 0 and uniform cells, which end at `ends`."""
    below = np.concatenate([[0], np.cumsum(strength)])
    if share <= strength[0]:
        return 0.0
    k = next(k for k in range(1, len(strength)) if below[k + 1] >= share)
    return ends[k - 1] + (share - below[k]) / strength[k] * (ends[k] - ends[k - 1])


def check_fit(histograms, boundaries, honest, degree, reach, cleared_below):
    top = len(histograms[0]) - 1 if histograms else 0
    if any(len(h) != top + 1 for h in histograms):
        raise Refused("data.length")
    if top < 1:
        raise Refused("data.no_items")
    if boundaries is None:
        raise Refused("statistic.no_boundaries")
    if not 1 <= boundaries[0] < boundaries[1] < boundaries[2] <= top:
        raise Refused("data.boundaries")
    reach = reach if reach is not None else 3 if top < 25 else 5
    wrong = not 1 <= degree <= 8 or not 1 <= reach <= 8 or not 0 <= cleared_below <= 1
    if wrong or honest is None and top < degree + len(liftable_pairs(boundaries, reach)) + 1:
        raise Refused("statistic.parameter")
    if honest is not None and (len(honest) != top + 1 or not all(1e-12 <= p <= 1 for p in honest)):
        raise Refused("statistic.parameter")
    if honest is None and np.sum(histograms) < 500:
        raise Refused("statistic.too_few_results")
    return top, reach


class Region:
    """The model of a territory as it was fitted, and the strengths of lifting it knows."""

    def __init__(self, model, n):
        self.model, self.boundaries = model, sorted({to for _, _, to in model.pairs})
        self.n, self.some = n, n[n.sum(axis=1) > 0]
        theta = model.fit(self.some)
        self.beta, self.sd, self.pi = model.parts(theta)
        self.logs, nodes = model.log_likelihoods(theta, self.some)
        self.at_nodes = np.exp(nodes - self.logs[:, None]).T @ self.some.sum(axis=1)
        self.f = model.honest(self.beta, self.sd * LEVELS)
        self.shape = self.at_nodes @ self.f / n.sum()
        halves = np.array([0.5 ** (to - below - 1) for _, below, to in model.pairs])
        usual = np.minimum(self.pi + 0.05 * halves, 0.95)
        self.direction = np.log(1 - usual) / np.log(1 - usual.max())
        self.strengths = [0] + [(k + 0.5) / 20 for k in range(20)]
        self.lam = np.array([self.share_of(u) for u in self.strengths])
        self.ends = np.array([self.share_of(k / 20) for k in range(21)])

    def shares(self, u):
        """Of each pair of totals, the share lifted at strength u."""
        return 1 - (1 - u) ** self.direction

    def share_of(self, u):
        """Of all papers within reach, the share lifted at strength u."""
        reachable = self.shape[[below for _, below, _ in self.model.pairs]]
        return float(self.shares(u) @ reachable / reachable.sum())

    def told(self):
        """What is said of the territory."""
        pairs, total = self.model.pairs, self.n.sum(axis=0)
        expected = self.at_nodes @ self.f @ self.model.moved(self.pi)
        told = expected >= 1
        return {
            "honest": list(self.shape), "sd": float(self.sd), "log_likelihood": float(self.logs.sum()),
            "chi2": float(((total - expected)[told] ** 2 / expected[told]).sum()),
            "df": float(told.sum() - 1 - len(pairs) - self.model.degree),
            "lifts": {
                "mark": [p[0] for p in pairs], "boundary": [p[2] for p in pairs],
                "distance": [p[2] - p[1] for p in pairs], "share": list(self.pi),
            },
        }

    def group(self, counts):
        """At each strength the log-likelihood of a group, its papers raised by mark, and those
        within reach.
        """
        model, f = self.model, self.f
        logs, raised, liftable = [], [], []
        for u in self.strengths:
            g = f @ model.moved(self.shares(u))
            weights = np.log(LEVEL_SHARES) + np.log(g) @ counts
            largest = weights.max()
            logs.append(largest + np.log(np.exp(weights - largest).sum()))
            w = np.exp(weights - logs[-1])
            by_mark = [0.0] * 3
            for (mark, below, to), share in zip(model.pairs, self.shares(u)):
                for k, landing in enumerate(LANDING):
                    s = min(to + k, model.top)
                    by_mark[mark - 3] += counts[s] * (w @ (f[:, below] * share * landing / g[:, s]))
            raised.append(by_mark)
            liftable.append(counts.sum() * (w @ f[:, [below for _, below, _ in model.pairs]]).sum())
        return np.array(logs), np.array(raised), np.array(liftable)

    def own(self, h):
        """The most probable honest distribution of a group that lifted nothing."""
        model, size = self.model, int(h.sum())
        slope = lambda t: h @ model.x - size * (model.honest(self.beta, t) @ model.x) - t / self.sd**2
        return model.honest(self.beta, optimize.brentq(slope, -60, 60, xtol=1e-14, rtol=1e-15))


def prior_of(judged):
    """How the strengths of the judged groups are distributed, by EM with a tenth of a group more at
    each.
    """
    likelihood = np.array([np.exp(l - l.max()) for l, _, _ in judged.values()]).reshape(-1, 21)
    prior = np.full(21, 1 / 21)
    for _ in range(200_000):
        posterior = likelihood * prior
        after = ((posterior / posterior.sum(axis=1, keepdims=True)).sum(axis=0) + 0.1) / (len(judged) + 2.1)
        change, prior = np.abs(after - prior).max(), after
        if change < 1e-14:
            break
    return prior


def highest(logs, lam):
    """The upper 95 % bound of the share by the likelihood alone."""
    cut, best = stats.chi2.ppf(0.9, 1), int(np.argmax(logs))
    fall = 2 * (logs[best] - logs)
    over = next((k for k in range(best + 1, 21) if fall[k] >= cut), None)
    if over is None:
        return 1.0
    part = (cut - fall[over - 1]) / (fall[over] - fall[over - 1])
    return lam[over - 1] + part * (lam[over] - lam[over - 1])


def downwards(region, own):
    """Where papers go if those at a boundary are lowered: the change of `own`."""
    top = region.model.top
    down = np.zeros(top + 1)
    for c in region.boundaries:
        for k, weight in enumerate((1, 0.5, 0.25)):
            if c + k <= top:
                down[c + k] -= weight * own[c + k]
                for i, landing in enumerate(LANDING):
                    down[max(c - 1 - i, 0)] += weight * own[c + k] * landing
    return down


def detection_limit(region, own, up, size):
    """The share that a test at 1 % finds with probability 80 %."""
    s = np.arange(region.model.top + 1)
    spread = lambda p, a, b: p @ (a * b) - (p @ a) * (p @ b)
    rest = up - own @ up - spread(own, s, up) / spread(own, s, s) * (s - own @ s)
    null = np.sqrt(spread(own, rest, rest))
    seen = []
    for u in region.strengths:
        g = own @ region.model.moved(region.shares(u))
        needed = stats.norm.ppf(0.99) * null
        seen.append(np.sqrt(size) * (g @ rest) - needed - stats.norm.ppf(0.8) * np.sqrt(spread(g, rest, rest)))
    first = next((k for k in range(1, 21) if seen[k] >= 0), None)
    if first is None:
        return NAN
    part = -seen[first - 1] / (seen[first] - seen[first - 1])
    return region.lam[first - 1] + part * (region.lam[first] - region.lam[first - 1])


def judge(region, h, found, prior, cleared_below):
    """A group's row: the posterior of its strength, and tests at the tilt of a group that lifted
    nothing.
    """
    logs, raised, liftable = found
    size, lam, ends = int(h.sum()), region.lam, region.ends
    post = prior * np.exp(logs - logs.max())
    post /= post.sum()
    bound, by_mark = highest(logs, lam), post @ raised
    own = region.own(h)
    up = own @ region.model.moved(region.direction) / own - 1
    above = sum(p * min(1, max(0, (b - 0.05) / (b - a))) for p, a, b in zip(post[1:], ends, ends[1:]))
    return {
        "statistic": post @ lam, "pvalue": skovgaard(own, up, h), "effect": by_mark.sum() / size,
        "lower": quantile_of(0.025, post, ends), "upper": quantile_of(0.975, post, ends), "above_5_percent": above,
        "raised": by_mark.sum(), "raised3": by_mark[0], "raised4": by_mark[1], "raised5": by_mark[2],
        "liftable": post @ liftable, "detection_limit": detection_limit(region, own, up, size), "bound": bound,
        "cleared": bool(bound < cleared_below), "pvalue_down": skovgaard(own, downwards(region, own) / own, h),
    }


def control_of(region, h, statistic, placebo):
    """The estimate at scores that are no boundaries, and its standard error."""
    model, size = region.model, int(h.sum())
    lifted = model.moved(region.shares(region.strengths[min(int((region.lam < statistic).sum()), 20)]))
    w = np.log(LEVEL_SHARES) + np.log(region.f @ lifted) @ h
    w = np.exp(w - w.max())
    base = model.honest(region.beta, region.sd * (w @ LEVELS) / w.sum())
    g = base @ lifted
    fake = liftable_pairs(placebo, max(to - below for _, below, to in model.pairs))
    moved = g @ model.moved([0.5 ** (to - b - 1) for _, b, to in fake], fake)
    by_level = (base * (model.x - base @ model.x)) @ lifted / g
    scores = np.array([moved / g - 1, by_level, (base @ model.moved(region.direction) - base) / g])
    inverse = np.linalg.inv(size * (scores * g) @ scores.T)
    return (inverse @ scores @ h)[0], np.sqrt(inverse[0, 0])


def heaping_fit(histograms, boundaries=None, honest=None, degree=4, reach=None, cleared_below=0.2, placebo=None):
    top, reach = check_fit(histograms, boundaries, honest, degree, reach, cleared_below)
    n = np.array(histograms, float)
    region = Region(Lifted(top, boundaries, degree, reach, honest), n)
    is_judged = [h.sum() > 0 and (honest is not None or h.sum() <= 0.2 * n.sum()) for h in n]
    judged = {j: region.group(n[j]) for j in range(len(n)) if is_judged[j]}
    prior = prior_of(judged)
    columns = ("group", "n", "statistic", "pvalue", "effect", "lower", "upper", "above_5_percent", "raised", "raised3",
               "raised4", "raised5", "liftable", "detection_limit", "bound", "cleared", "pvalue_down", "tier")
    rows, controls = [], {"group": [], "estimate": [], "standard_error": []}
    for j, (name, h) in enumerate(zip(group_names(len(n)), n)):
        row = dict.fromkeys(columns, NAN) | {
            "group": name,
            "n": int(h.sum()),
            "cleared": False,
            "tier": tier(int(h.sum())),
        }
        control = (NAN, NAN)
        if j in judged:
            row |= judge(region, h, judged[j], prior, cleared_below)
            if placebo is not None:
                control = control_of(region, h, row["statistic"], placebo)
        rows.append(row)
        for column, value in zip(controls, (name, *control)):
            controls[column].append(value)
    cells = {"lower": [0.0, 0.0, *region.ends[1:-1]], "upper": list(region.ends), "share": list(prior)}
    out = {"table": by_columns(rows)} | region.told() | {"prior": cells}
    return out | ({"placebo": controls} if placebo else {})


def region_of_papers(seed, schools, top, boundaries, lifted, sizes=(6, 60)):
    """Histograms of schools of different levels.

    Some lift a share of the papers one point below a boundary, half of it two points below.
    """
    rng = np.random.default_rng(seed)
    s = np.arange(top + 1)
    out = []
    for j in range(schools):
        p = np.exp(-((s - 0.55 * top) ** 2) / (0.11 * top**2) + rng.normal(0, 0.8) * (2 * s / top - 1))
        totals = rng.choice(s, size=int(rng.integers(*sizes)), p=p / p.sum())
        for i, total in enumerate(totals):
            for c in boundaries:
                if c - total in (1, 2) and rng.random() < lifted(j) / (c - total):
                    totals[i] = c
        out.append([int((totals == t).sum()) for t in s])
    return out


def heaping_fit_cases():
    f, marks = heaping_fit, [7, 11, 15]
    region = region_of_papers(5, 24, 20, marks, lambda j: 0.3 + 0.6 * (j == 23))
    long = region_of_papers(6, 18, 30, [9, 16, 24], lambda j: 0.5 * (j % 3 == 0), (20, 80))
    short = region_of_papers(7, 16, 12, [4, 7, 10], lambda j: 0.2, (20, 70))
    known = [float(p) for p in stats.betabinom.pmf(np.arange(21), 20, 2.2, 1.8)]
    edges = region_of_papers(8, 12, 20, marks, lambda j: 0.4, (30, 60))
    at = lambda total, papers: [papers if t == total else 0 for t in range(21)]
    few = [1 if t in (5, 8, 9, 10, 12, 13, 17) else 0 for t in range(21)]
    edges += [at(0, 0), at(20, 3), few, [6 * x for x in region[1]]]
    given = lambda rows: {"histograms": rows}
    options = {"boundaries": marks}
    return [
        case("a region that lifts, one school more than others", f, given(region), options | {"placebo": [9, 13, 17]}),
        case("a longer scale: papers are lifted from five points below", f, given(long), {"boundaries": [9, 16, 24]}),
        case("a short scale, degree 3, reach 2", f, given(short),
             {"boundaries": [4, 7, 10], "degree": 3, "reach": 2, "cleared_below": 0.3, "placebo": [6]}),
        case("the honest distribution is known", f, given(region[:5]), options | {"honest": known}),
        case("a group without papers, of the largest total only, of seven papers, of more than a fifth", f,
             given(edges), options,
             note="NaN for the first and the last of these"),
        case("one histogram tells the territory", f, given([[sum(x) for x in zip(*region)]]), options),
        case("too few papers", f, given(region[:3]), options),
        case("no boundaries", f, given(region)),
        case("boundaries off the scale", f, given(short), options),
        case("rows of different lengths", f, given([region[0], short[0]]), options),
        case("one total only", f, given([[5]]), options),
        case("degree 0", f, given(region), options | {"degree": 0}),
        case("more parameters than totals", f, given(short), {"boundaries": [4, 7, 10], "degree": 5}),
        case("a distribution with a hole", f, given(region), options | {"honest": [0.0] * 21}),
    ]


VECTORS = [
    Vectors("heaping.fit", heaping_fit_cases, tolerance=1e-8, how=FLOATING),
]
