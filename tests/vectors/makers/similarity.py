"""Papers of a class that are too much alike."""

import math
from fractions import Fraction

import mpmath as mp
import numpy as np

from .data import work
from .shared import EXACT, MISSING, NAN, NOT_ATTEMPTED, NOT_TAUGHT, Refused, Vectors, by_columns, case, m


def pearson3(z, skewness):
    """P(Z >= z) of a standardised gamma variable with this skewness."""
    if math.isnan(z) or math.isnan(skewness):
        return NAN
    if skewness < 0:
        return 1 - pearson3(-z, -skewness)
    if skewness < 1e-4:
        return mp.erfc(m(z) / mp.sqrt(2)) / 2
    shape = 4 / m(skewness) ** 2
    at = shape + m(z) * mp.sqrt(shape)
    return mp.gammainc(shape, at, mp.inf, regularized=True) if at > 0 else mp.mpf(1)


class CategoryNorms:
    """P(score k on item i | total) of everybody who has these items, and what follows from it."""

    def __init__(self, r, items, main=None):
        top = [r["assessment"]["max_scores"][i] for i in items]
        self.of = [(i, k) for i, high in zip(items, top) for k in range(high + 1)]  # features
        self.item = np.array([i for i, _ in self.of])
        self.largest = sum(top)
        self.low, self.high = -(-3 * self.largest // 20), 9 * self.largest // 10
        who = [
            v for v, cells in enumerate(r["scores"]) if all(cells[i] <= 252 or cells[i] == NOT_ATTEMPTED for i in items)
        ]
        points = {v: {i: 0 if r["scores"][v][i] == NOT_ATTEMPTED else r["scores"][v][i] for i in items} for v in who}
        self.x = {v: np.array([float(points[v][i] == k) for i, k in self.of]) for v in who}
        self.total = {v: sum(points[v].values()) for v in who}
        self.n = [sum(t == s for t in self.total.values()) for s in range(self.largest + 1)]
        self.counts = np.zeros((self.largest + 1, len(self.of)))
        for v in who:
            self.counts[self.total[v]] += self.x[v]
        self.p = np.array([self.shares(s) for s in range(self.largest + 1)])
        self.w = np.sqrt(-np.log(self.p))
        self.r = self.correlations() if main is None else self.part_of(main)
        self.school = r["school"]

    def shares(self, s):
        size = lambda h: sum(self.n[max(0, s - h) : s + h + 1])
        h = next((h for h in range(self.largest + 1) if size(h) >= 200), self.largest + 1)
        pool = range(max(0, s - h), min(self.largest, s + h) + 1)
        n = sum(self.n[t] for t in pool)
        centre = Fraction(sum(self.n[t] * t for t in pool), max(n, 1))
        spread = sum(self.n[t] * (t - centre) ** 2 for t in pool)
        out = []
        for d in range(len(self.of)):
            counts = {t: int(self.counts[t, d]) for t in pool}
            slope = sum(c * (t - centre) for t, c in counts.items()) / spread if spread else 0
            out.append(min(max(sum(counts.values()) + n * slope * (s - centre), 0), n) + Fraction(1, 2))
        return [
            float(c / sum(out[e] for e in range(len(out)) if self.item[e] == self.item[d])) for d, c in enumerate(out)
        ]

    def correlations(self):
        above = below = 0
        for s in range(self.low, self.high + 1):
            if self.n[s] > 1:
                rows = np.array([self.x[v] for v in self.x if self.total[v] == s])
                mean = rows.mean(0)
                sd = np.sqrt(mean * (1 - mean))
                above = above + rows.T @ rows - len(rows) * np.outer(mean, mean)
                below = below + len(rows) * np.outer(sd, sd)
        known = (below > 0) & (self.item[:, None] != self.item)
        return np.where(known, above / np.where(known, below, 1), 0)

    def part_of(self, main):
        at = [main.of.index(f) if f in main.of else None for f in self.of]
        return np.array([[0 if a is None or b is None else main.r[a, b] for b in at] for a in at])

    def covariance(self, q, w):
        """Cov of sqrt(w) x when the features of an item have the probabilities q."""
        inside = self.item[:, None] == self.item
        sd = np.sqrt(q * (1 - q))
        return np.outer(w, w) * np.where(inside, np.diag(q) - np.outer(q, q), self.r * np.outer(sd, sd))

    def collision(self, s):
        who = [v for v in self.x if self.total[v] == s]
        pairs = [(u, v) for i, u in enumerate(who) for v in who[i + 1 :] if self.school[u] != self.school[v]]
        return Fraction(1 + sum(np.array_equal(self.x[u], self.x[v]) for u, v in pairs), 1 + len(pairs))


def tilted(p, count):
    """q = wp / (1 - p + wp) that add up to count."""
    if count in (0, len(p)):
        return np.full(len(p), float(count > 0))
    f = lambda t: sum(mp.e**t * m(a) / (1 - m(a) + mp.e**t * m(a)) for a in p) - count
    t = mp.findroot(f, (-30, 30), solver="anderson", tol=1e-40, maxsteps=300)
    return np.array([float(mp.e**t * m(a) / (1 - m(a) + mp.e**t * m(a))) for a in p])


def similarity(r, permutations=9999, permute_below=0.01, pair_level=0.001, seed=1):
    """By moments; the cases ask for no permutations."""
    if not 0 <= permute_below <= 1 or not 0 <= pair_level <= 1:
        raise Refused("statistic.parameter")
    assert permutations == 0
    persons = range(len(r["scores"]))
    items = [tuple(i for i, c in enumerate(r["scores"][v]) if c <= 252 or c == NOT_ATTEMPTED) for v in persons]
    most = max(set(items), key=lambda s: (items.count(s), len(s)))
    main = CategoryNorms(r, most)
    norms = {s: main if s == most else CategoryNorms(r, s, main) for s in set(items) if len(s) > 1}
    classes = {}
    for v in persons:
        name = r["school"][v] if r.get("class_id") is None else f"{r['school'][v]}/{r['class_id'][v] or '-'}"
        classes.setdefault(name, []).append(v)
    join = float(mp.sqrt(2) * mp.erfinv(1 - 2 * m(pair_level)))
    rows = [class_similarity(r, name, classes[name], items, norms, join) for name in sorted(classes)]
    return by_columns(rows)


# A pair counts as max(z, 0)^3: its mean, variance and skewness where z is standard normal.
CUBE_MEAN, CUBE_VARIANCE = math.sqrt(2 / math.pi), 7.5 - 2 / math.pi
CUBE_SKEWNESS = CUBE_MEAN * (169.5 + 4 / math.pi) / CUBE_VARIANCE**1.5


class ClassPairs:
    """What is summed over the pairs of a class, one set of items after another."""

    def __init__(self, join):
        self.join = join
        self.same, self.different = [], []  # (cube, agreement) of pairs with the same paper, and with different ones
        self.duplicates, self.expected, self.compared, self.clusters = 0, 0.0, 0, []
        self.excess, self.excess_variance, self.excess_third = 0.0, 0.0, 0.0

    def add(self, norm, items, papers):
        """The pupils of each paper, all with the same items."""
        everybody = [v for pupils in papers for v in pupils]
        self.compared += len(everybody)
        if not everybody:
            return
        q, psi, paper = {}, {}, {}
        for number, pupils in enumerate(papers):
            self.residuals(norm, pupils, q, psi)
            paper |= dict.fromkeys(pupils, number)
            self.add_duplicates(norm, items, pupils, q)
            self.add_excess(norm, pupils)
        sigma = sum(norm.covariance(q[v], norm.w[norm.total[v]]) for v in everybody) / len(everybody)
        square = (sigma**2).sum()
        kappa = {v: max(psi[v] @ sigma @ psi[v], square / 2) for v in everybody}
        gamma = self.skewnesses(norm, items, everybody, q, psi, kappa)
        groups = [{v} for v in everybody]
        for i, u in enumerate(everybody):
            for v in everybody[i + 1 :]:
                alike = paper[u] == paper[v]
                z = psi[u] @ psi[v]
                if alike:
                    z += (psi[u] @ psi[u] + psi[v] @ psi[v]) / (2 * (len(papers[paper[u]]) - 1))
                z = z * math.sqrt(square / (kappa[u] * kappa[v])) if kappa[u] * kappa[v] > 0 else 0.0
                g = (gamma[u] + gamma[v]) / 2
                if g >= 1e-6:
                    z = (max(0.0, 1 + g * z / 2) ** (1 / 3) - 1 + g * g / 36) * 6 / g
                agreement = norm.x[u] @ norm.x[v] - norm.p[norm.total[u]] @ norm.p[norm.total[v]]
                (self.same if alike else self.different).append((max(z, 0.0) ** 3, agreement / len(items)))
                if alike and z > self.join:
                    joined = [g for g in groups if u in g or v in g]
                    groups = [g for g in groups if g not in joined] + [set().union(*joined)]
        self.clusters += [len(g) for g in groups if len(g) > 1]

    @staticmethod
    def residuals(norm, pupils, q, psi):
        """Probabilities tilted to what the pupils of a paper have on the whole, and what is left
        over.
        """
        n, features = len(pupils), range(len(norm.of))
        by_feature = [
            tilted([norm.p[norm.total[v], d] for v in pupils], sum(int(norm.x[v][d]) for v in pupils)) for d in features
        ]
        for at, v in enumerate(pupils):
            q[v] = np.array([by_feature[d][at] for d in features])
            psi[v] = norm.w[norm.total[v]] * (norm.x[v] - q[v]) * math.sqrt(n / (n - 1))

    def add_duplicates(self, norm, items, pupils, q):
        """Papers that are the same to the cell, and how many there would be by chance."""
        self.duplicates += len(pupils) - len({norm.x[v].tobytes() for v in pupils})
        for total in {norm.total[v] for v in pupils}:
            those = [v for v in pupils if norm.total[v] == total]
            ratio = 1.0
            for i in items:
                here = norm.item == i
                share = q[those[0]][here] / q[those[0]][here].sum()
                ratio *= (share**2).sum() / (norm.p[total][here] ** 2).sum()
            self.expected += math.comb(len(those), 2) * min(1, float(norm.collision(total)) * max(1, ratio))

    def add_excess(self, norm, pupils):
        """Nothing taken out: a part of each pupil alone and one of pairs."""
        n = len(pupils)
        a = {v: norm.w[norm.total[v]] * norm.x[v] for v in pupils}
        e = {v: norm.w[norm.total[v]] * norm.p[norm.total[v]] for v in pupils}
        c = {v: norm.covariance(norm.p[norm.total[v]], norm.w[norm.total[v]]) for v in pupils}
        pairs = [(u, v) for i, u in enumerate(pupils) for v in pupils[i + 1 :]]
        self.excess += sum(a[u] @ a[v] - e[u] @ e[v] for u, v in pairs)
        others = {v: sum(e[u] for u in pupils if u != v) for v in pupils}
        alone = sum(others[v] @ c[v] @ others[v] for v in pupils)
        self.excess_variance += alone + sum((c[u] * c[v]).sum() for u, v in pairs)
        whole = sum(c.values())
        self.excess_third += 6 * sum((c[u] @ others[u]) @ (c[v] @ others[v]) for u, v in pairs)
        self.excess_third += np.trace(whole @ whole @ whole) * (1 - 1 / n) * (1 - 2 / n)

    @staticmethod
    def skewnesses(norm, items, everybody, q, psi, kappa):
        """Of each pupil's products with the others."""
        mean_q = sum(q[v] for v in everybody) / len(everybody)
        mean_w = sum(norm.w[norm.total[v]] for v in everybody) / len(everybody)
        gamma = {}
        for v in everybody:
            third = 0.0
            for i in items:
                here = norm.item == i
                value = mean_w[here] * psi[v][here]
                third += (mean_q[here] * (value - (mean_q[here] * value).sum()) ** 3).sum()
            gamma[v] = third / kappa[v] ** 1.5 if kappa[v] > 0 else 0.0
        return gamma


def told(pairs):
    """The statistic of pairs, its p-value, and the mean agreement above what is expected."""
    n = len(pairs)
    if not n:
        return NAN, NAN, NAN
    z = (sum(c for c, _ in pairs) - CUBE_MEAN * n) / math.sqrt(CUBE_VARIANCE * n)
    return z, pearson3(z, CUBE_SKEWNESS / math.sqrt(n)), sum(a for _, a in pairs) / n


def class_similarity(r, name, persons, items, norms, join):
    found = ClassPairs(join)
    for s in sorted({items[v] for v in persons if items[v] in norms}):
        norm, papers = norms[s], {}
        for v in persons:
            if items[v] == s and norm.low <= norm.total[v] <= norm.high:
                papers.setdefault(None if r.get("variant") is None else r["variant"][v], []).append(v)
        found.add(norm, s, [pupils for pupils in papers.values() if len(pupils) >= 5])
    statistic, pvalue, effect = told(found.same)
    control, pvalue_control, control_effect = told(found.different)
    duplicates, expected, compared = found.duplicates, found.expected, found.compared
    e2 = found.excess_variance
    excess = found.excess / math.sqrt(e2) if e2 > 0 else NAN
    poisson = 1 - mp.gammainc(duplicates, expected, mp.inf, regularized=True) if duplicates else mp.mpf(1)
    tier = ["insufficient", "limited", "approximate", "informative"][sum(compared >= n for n in (10, 20, 50))]
    return {
        "group": name, "n": len(persons), "compared": compared, "pairs": len(found.same), "statistic": statistic,
        "pvalue": pvalue, "pvalue_moments": pvalue, "effect": effect, "lower": NAN, "upper": NAN, "excess": excess,
        "pvalue_excess": pearson3(excess, found.excess_third / e2**1.5) if e2 > 0 else NAN,
        "control_pairs": len(found.different), "control": control, "pvalue_control": pvalue_control,
        "control_effect": control_effect, "duplicates": duplicates,
        "duplicates_expected": expected if found.same else NAN, "pvalue_duplicates": poisson if found.same else NAN,
        "clusters": len(found.clusters), "largest": max(found.clusters, default=0), "pvalue_largest": NAN,
        "permutations": 0, "tier": tier,
    }


def by_class_cases():
    f = similarity
    rng = np.random.default_rng(77)
    n, top = 96, [1, 2, 1, 1, 2, 1]
    ability = rng.uniform(0.15, 0.9, n)
    scores = [[int(rng.binomial(high, a * (0.75 + 0.05 * i))) for i, high in enumerate(top)] for a in ability]
    for v in (4, 6, 8):
        scores[v] = list(scores[2])
    for v in (1, 3, 30):
        scores[v][3] = NOT_ATTEMPTED
    labels = {"school": [f"s{v // 32}" for v in range(n)], "class_id": ["" if v // 16 % 2 else "A" for v in range(n)]}
    variants = {"variant": [str(1 + v % 2) for v in range(n)]}
    plain_work = {"assessment": work(top), "scores": scores}
    untaught = [[NOT_TAUGHT if i == 1 and v >= 64 else c for i, c in enumerate(row)] for v, row in enumerate(scores)]
    untaught[70][0] = MISSING
    few = {"assessment": work(top), "scores": scores[:4], "school": ["a"] * 4}
    none = {"permutations": 0}
    return [
        case("classes with two variants; four papers of the first are alike", f,
             {"results": plain_work | labels | variants}, none),
        case("classes without variants", f, {"results": plain_work | labels}, none),
        case("schools without classes, any pair joined", f, {"results": plain_work | {"school": labels["school"]}},
             none | {"pair_level": 0.2}),
        case("a school was not taught an item, and a cell is missing", f,
             {"results": {"assessment": work(top), "scores": untaught} | labels},
             none),
        case("four pupils have no pairs", f, {"results": few}, none,
             expect={"pairs": [0], "statistic": [None], "pvalue": [None], "duplicates": [0], "largest": [0]}),
        case("a level that is no probability", f, {"results": few}, none | {"pair_level": 1.5}),
    ]


SUMS_OF_PAIRS = EXACT.replace("exact fractions for sums", "double precision for sums of pairs")
VECTORS = [
    Vectors("similarity.by_class", by_class_cases, tolerance=1e-9, how=SUMS_OF_PAIRS),
]
