"""Indicators of plans: counted anew, intervals in 50 digits."""

from fractions import Fraction
from math import comb

import mpmath as mp

from .shared import NAN, Refused, Vectors, case, m, wilson

POLICY = {
    "name": "ranks",
    "min_reference": 0,
    "rules": [{"sign": {"sign": "official.rank_mismatch", "ties": "printed"}, "unit": "school", "min_n": 3}],
}

# Totals and journal marks of a school's pupils in one work; marks 3, 4, 5 begin at 3, 5, 8.
FINE = ([3, 6, 9], [3, 4, 5])
MILD = ([2, 4, 7, 9], [2, 4, 4, 5])
TURNED = ([3, 6, 9], [5, 4, 3])
SMALL = ([4, 8], [5, 3])


def work(year, subject, schools, season="spring", grade=4):
    totals = [(school, total, mark) for school, (scores, marks) in schools.items() for total, mark in zip(scores, marks)]
    return {
        "assessment": {"subject": subject, "test_grade": grade, "year": year, "season": season, "max_scores": [10],
                       "boundaries": [3, 5, 8]},
        "scores": [[total] for _, total, _ in totals],
        "school": [school for school, _, _ in totals],
        "class_id": ["А"] * len(totals),
        "journal_mark": [mark for _, _, mark in totals],
    }


def plan(**more):
    measure = {"id": "help", "text": "Help", "kind": "targeted_help", "level": "school",
               "schedule": [{"kind": "date", "date": "2022-05-01"}]}
    return {"version": 2, "title": "Measures", "territory": "Town", "year": 2022,
            "documents": [{"id": "d1", "kind": "order", "issuer": "The department"}],
            "directions": [{"title": "Prevention", "kind": "prevention", "measures": [measure]}]} | more


# ---- Second implementation -----------------------------------------------------------------------


def digits(login):
    return login[3:] if login[:3] in ("sch", "edu") and login[3:].isdigit() else login


def ranks(values):
    ordered = sorted(values)
    return [Fraction(2 * ordered.index(v) + ordered.count(v) + 1, 2) for v in values]


def mismatched(pupils):
    n = len(pupils)
    d = sum((a - b) ** 2 for a, b in zip(ranks([t for t, _ in pupils]), ranks([j for _, j in pupils])))
    return n >= 3 and 1 - Fraction(6) * d / (n * (n * n - 1)) < 0


def by_school(w):
    out = {}
    for school, (total,), mark in zip(w["school"], w["scores"], w["journal_mark"]):
        out.setdefault(digits(school), []).append((total, mark))
    return out


def name(w):
    return f"{w['assessment']['subject']}-{w['assessment']['test_grade']}"


def year_of(works, only=None):
    """Who took part, signs by school, names of works."""
    signs, took_part = {}, set()
    for w in works:
        if only is None or name(w) in only:
            for school, pupils in by_school(w).items():
                took_part.add(school)
                if mismatched(pupils):
                    signs[school] = signs.get(school, 0) + 1
    names = {name(w) for w in works}
    return took_part, signs, names if only is None else names & only


def clopper_pearson(x, n):
    def tail(p, xs):
        return sum(comb(n, i) * p**i * (1 - p) ** (n - i) for i in xs)

    def root(f):
        low, high = mp.mpf(0), mp.mpf(1)
        for _ in range(150):
            middle = (low + high) / 2
            low, high = (middle, high) if f(middle) else (low, middle)
        return low

    low = 0 if x == 0 else root(lambda p: tail(p, range(x, n + 1)) < mp.mpf(1) / 40)
    high = 1 if x == n else root(lambda p: tail(p, range(x + 1)) > mp.mpf(1) / 40)
    return low, high


def hypergeometric(x, n, population):
    def chance(k, i):
        return Fraction(comb(k, i) * comb(population - k, n - i), comb(population, n)) if n - i <= population - k else 0

    level = Fraction(1, 40)
    possible = [k for k in range(x, population - (n - x) + 1)
                if sum(chance(k, i) for i in range(x, n + 1)) > level and sum(chance(k, i) for i in range(x + 1)) > level]
    return Fraction(possible[0], population), Fraction(possible[-1], population)


def student(p, df):
    """The quantile of Student's t, from the incomplete beta function."""
    return mp.findroot(lambda t: 1 - mp.betainc(df / mp.mpf(2), 0.5, 0, df / (df + t * t), regularized=True) / 2 - p, 2.5)


def journal_limits(schools):
    """Wilson's limits with n/(1 + (m − 1)ρ), m = Σm²/Σm; ρ by analysis of variance."""
    k, n = len(schools), sum(size for _, size in schools)
    x = sum(count for count, _ in schools)
    share = Fraction(x, n)
    sizes = Fraction(sum(size**2 for _, size in schools), n)
    between = sum(size * (Fraction(count, size) - share) ** 2 for count, size in schools) / (k - 1)
    within = sum(count * (1 - Fraction(count, size)) for count, size in schools) / Fraction(n - k)
    if between == 0 and within == 0:
        rho = Fraction(0)
    else:
        rho = (between - within) / (between + ((n - sizes) / (k - 1) - 1) * within)
    effective = n / (1 + (sizes - 1) * min(max(rho, 0), 1))
    return wilson(share * effective, effective)


def recheck(remarked, tolerance):
    papers = {}
    for school, assessment, code, item, before, after, _, probability in remarked:
        papers.setdefault((digits(school), assessment, code), []).append((item, before, after, probability))
    schools = {}
    for (school, _, _), rows in papers.items():
        total = [r for r in rows if r[0] == ""]
        rows = total or rows
        fine = abs(sum(r[1] for r in rows) - sum(r[2] for r in rows)) <= tolerance
        weight = 1 / Fraction(rows[0][3]).limit_denominator(1000)
        all_, confirmed = schools.get(school, (0, 0))
        schools[school] = (all_ + weight, confirmed + weight * fine)
    total, confirmed = (sum(s[i] for s in schools.values()) for i in (0, 1))
    share, number = confirmed / total, len(schools)
    if number > 1:
        variance = Fraction(number, number - 1) * sum((c - share * a) ** 2 for a, c in schools.values()) / total**2
        binomial = share * (1 - share)
        effective = number if binomial == 0 else len(papers) if variance == 0 else min(binomial / variance, len(papers))
        low, high = wilson(share * effective, effective, student(0.975, number - 1))
    else:
        low = high = NAN
    return confirmed, total, share, low, high, len(papers), number


class Rows:
    def __init__(self, period):
        self.rows, self.left_out, self.period = [], [], period

    def add(self, formula, value, unit="%", of="", numerator=NAN, denominator=NAN, limits=(NAN, NAN), method="all",
            direction="", expected=NAN, target=NAN, beside=False, policy="", works=(), period=None):
        low, high = limits
        limit = low if direction == "higher" else high
        reached = ""
        if direction and target == target:
            there = (lambda v: v <= target) if direction == "lower" else (lambda v: v >= target)
            reached = "not_reached" if not there(value) else "reached" if limit != limit or there(limit) else "not_shown"
        self.rows.append({
            "formula": formula, "of": of, "period": period or self.period, "unit": unit,
            "numerator": m(numerator), "denominator": m(denominator), "value": m(value),
            "lower": m(low), "upper": m(high), "method": method, "direction": direction, "expected": m(expected),
            "target": m(target), "reached": reached, "beside": beside, "policy": policy,
            "works": " ".join(sorted(works)), "computed_on": "2022-06-01",
        })

    def share(self, formula, numerator, denominator, superpopulation=False, **more):
        if superpopulation:
            more |= {"limits": tuple(100 * v for v in wilson(numerator, denominator)), "method": "wilson_superpopulation"}
        self.add(formula, 100 * Fraction(numerator, denominator), numerator=numerator, denominator=denominator, **more)

    def count(self, formula, number, unit, **more):
        self.add(formula, number, unit=unit, numerator=number, method="count", beside=True, **more)


def target_of(plan, formula, of="", default=NAN):
    names = {"share_with_signs": "denominator", "observer_coverage": "unit"}
    for indicator in plan.get("indicators", []):
        parameters = indicator.get("parameters", {})
        if indicator["formula"] == formula and parameters in ({}, {names.get(formula, "of"): of}):
            return indicator.get("target", NAN)
    return default


def signs(out, plan, years, denominator, superpopulation, expected):
    (took_part, marked, works), before = years[-1], years[:-1]
    common = {"policy": "ranks", "works": works, "period": "2022-spring"}
    schools = {"participants": took_part, "wrote_russian_4": took_part - {"000009"}}[denominator]
    inside = len(set(marked) & schools)
    out.share("share_with_signs", inside, len(schools), superpopulation, of=denominator, direction="lower",
              target=target_of(plan, "share_with_signs", denominator), **common)
    out.count("signs_outside_denominator", len(marked) - inside, "schools", of=denominator, **common)
    out.share("objectivity_index", len(took_part) - len(marked), len(took_part), superpopulation, direction="higher", **common)
    total = sum(marked.values())
    out.add("markers_per_school", Fraction(total, len(marked)), unit="signs", numerator=total, denominator=len(marked),
            method="count", direction="lower", **common)
    if not before:
        out.left_out += [[f, "before has no year before this"] for f in ("relapse_share", "new_share")]
    else:
        there, last, _ = before[-1]
        stayed = set(last) & took_part
        out.share("relapse_share", len(stayed & set(marked)), len(stayed), superpopulation, direction="lower",
                  expected=100 * expected, **common)
        clear = (took_part & there) - set(last)
        out.share("new_share", len(clear & set(marked)), len(clear), superpopulation, direction="lower", **common)
        out.count("schools_new", len(took_part - there), "schools", **common)
        out.count("schools_gone", len(there - took_part), "schools", **common)
    if len(before) < 2:
        out.left_out.append(["listed_three_years", "before has not two years before this"])
    else:
        (first, one, _), (second, two, _) = before
        all_three = took_part & first & second
        out.share("listed_three_years", len(all_three & set(marked) & set(one) & set(two)), len(all_three),
                  superpopulation, direction="lower", **common)


def journal(out, works):
    kinds = {"journal_confirmed": (lambda mark, j: mark == j, "higher"), "journal_lowered": (lambda mark, j: mark < j, "lower"),
             "journal_raised": (lambda mark, j: mark > j, "lower"), "journal_gap2": (lambda mark, j: abs(mark - j) >= 2, "lower")}
    for formula, (holds, direction) in kinds.items():
        schools = {}
        for w in works:
            for school, (total,), j in zip(w["school"], w["scores"], w["journal_mark"]):
                count, n = schools.get(school, (0, 0))
                mark = 2 + sum(total >= b for b in (3, 5, 8))
                schools[school] = (count + holds(mark, j), n + 1)
        x, n = (sum(s[i] for s in schools.values()) for i in (0, 1))
        limits = tuple(100 * v for v in journal_limits(list(schools.values())))
        out.add(formula, 100 * Fraction(x, n), numerator=x, denominator=n, limits=limits, method="wilson_by_schools",
                direction=direction, works=[name(w) for w in works], period="2022")


def covered(out, plan, works, unit):
    acts, planned = plan.get("visits", []), plan.get("assignments", [])
    if unit is None:
        out.left_out.append(["observer_coverage", "coverage does not say of what: visits, rooms or schools"])
        return
    more = {"of": unit, "direction": "higher", "target": target_of(plan, "observer_coverage", unit)}
    if unit == "visits":
        free, done = list(acts), 0
        for p in planned:
            fits = [a for a in free if digits(a["school"]) == digits(p["school"])
                    and a["stage"] == p.get("stage", a["stage"]) and a.get("event", 0) == p.get("event", a.get("event", 0))]
            if fits:
                free.remove(fits[0])
                done += 1
        out.share("observer_coverage", done, len(planned), **more)
        out.count("acts_without_planned_visit", len(free), "acts")
    elif unit == "rooms":
        rooms = {(name(w), digits(school)) for w in works for school in w["school"]}
        seen = [(f"{a['subject']}-{a['grade']}", digits(a["school"])) if "class_id" in a else None for a in acts]
        out.share("observer_coverage", len(rooms & set(seen)), len(rooms), **more)
        out.count("acts_without_room", sum(room not in rooms for room in seen), "acts")
    else:
        schools = {digits(school) for w in works for school in w["school"]}
        visited = {digits(a["school"]) for a in acts}
        out.share("observer_coverage", len(visited & schools), len(schools), **more)
        out.count("visited_schools_elsewhere", len(visited - schools), "schools")


STAGES = ["printing", "handing_over", "writing", "marking", "uploading"]


def acts(out, plan):
    visits = plan.get("visits", [])
    if not visits:
        out.left_out.append(["acts_with_violations", "the plan has no acts of observers"])
        return
    out.share("acts_with_violations", sum(bool(a.get("violations")) for a in visits), len(visits), direction="lower")
    for stage in STAGES:
        of_stage = [a for a in visits if a["stage"] == stage]
        numbers = [{v.get("number", 0) for v in a.get("violations", [])} for a in of_stage]
        for number in sorted(set().union(*numbers)):
            count = sum(number in listed for listed in numbers)
            out.add("violations_per_act", Fraction(count, len(of_stage)), unit="violations", of=f"{stage} {number or 'other'}",
                    numerator=count, denominator=len(of_stage), method="count", beside=True)


def execution(out, plan):
    rows = plan["directions"][0]["measures"][0].get("per_school", [{}])
    done = [r for r in rows if r.get("done_on")]
    due = [r for r in rows if r.get("status") != "cancelled"]
    in_time = [r for r in done if r["done_on"] <= "2022-05-01" and r.get("evidence")]
    out.share("plan_execution", len(in_time), len(due), direction="higher", target=target_of(plan, "plan_execution"))
    late = sum(r["done_on"] > "2022-05-01" for r in done)
    for formula, count in [("tasks_late", late), ("tasks_overdue", len(due) - len(done)), ("tasks_not_yet_due", 0),
                           ("tasks_without_day", 0), ("tasks_without_evidence", sum(not r.get("evidence") for r in done)),
                           ("tasks_cancelled", len(rows) - len(due))]:
        out.count(formula, count, "tasks")


def effects(out, plan):
    if not plan.get("effects"):
        out.left_out.append(["effect", "the plan has no record of an effect"])
    for e in plan.get("effects", []):
        if "comparison" not in e:
            out.left_out.append(["effect", f"{e['id']}: with whom was compared is not said"])
        else:
            limits = (e.get("lower", NAN), e.get("upper", NAN))
            out.add("effect", e["estimate"], unit="", of=e["id"], limits=limits, method=e["method"], expected=e.get("expected", NAN))


def indicators(plan, policy, screening=None, before=(), remarked=None, day="2022-06-01", denominator="participants",
               common_works=False, superpopulation=False, expected_relapse=NAN, tolerance=1, internal_assessment=None,
               coverage=None):
    out = Rows(str(plan["year"]))
    if screening is None:
        formulas = ("share_with_signs", "objectivity_index", "markers_per_school", "relapse_share", "new_share", "listed_three_years")
        out.left_out += [[f, "screening is not given"] for f in formulas]
    else:
        all_works = [screening, *before]
        names = [{name(w) for w in works} for works in all_works]
        if any(n != names[0] for n in names) and not common_works:
            raise Refused("plan.not_comparable")
        only = set.intersection(*names) if common_works else None
        years = [year_of(works, only) for works in reversed(all_works)]
        signs(out, plan, years, denominator, superpopulation, expected_relapse)
    if remarked is None:
        out.left_out.append(["recheck_confirmed", "remarked is not given"])
    else:
        confirmed, total, share, low, high, papers, schools = recheck(remarked, tolerance)
        out.add("recheck_confirmed", 100 * share, of=f"tolerance {tolerance}", numerator=confirmed, denominator=total,
                limits=(100 * low, 100 * high), method="wilson_by_schools", direction="higher",
                target=target_of(plan, "recheck_confirmed", default=90))
        out.count("works_remarked", papers, "works")
        out.count("schools_remarked", schools, "schools")
    if internal_assessment is None:
        out.left_out.append(["objective_internal_assessment", "internal_assessment is not given"])
    else:
        x, n, *population = internal_assessment
        if x > n or population and population[0] < n:
            raise Refused("plan.parameter")
        if population == [n]:
            limits, method = (NAN, NAN), "all"
        elif population:
            limits, method = hypergeometric(x, n, population[0]), "hypergeometric"
        else:
            limits, method = clopper_pearson(x, n), "clopper_pearson"
        out.share("objective_internal_assessment", x, n, limits=tuple(100 * v for v in limits), method=method, direction="higher",
                  target=target_of(plan, "objective_internal_assessment", default=90))
    if screening is None:
        out.left_out += [[f"journal_{kind}", "screening is not given"] for kind in ("confirmed", "lowered", "raised", "gap2")]
    else:
        journal(out, screening)
    covered(out, plan, screening, coverage)
    acts(out, plan)
    execution(out, plan)
    effects(out, plan)
    for indicator in plan.get("indicators", []):
        if indicator["formula"] == "zzz":
            out.left_out.append(["zzz", f"{indicator['id']}: its formula is unknown"])
            continue
        parameters, formula = indicator.get("parameters", {}), indicator["formula"]
        of = [row["of"] for row in out.rows if row["formula"] == formula]
        if of and parameters and not set(of) & set(parameters.values()):
            reason = "it is of another territory, or its parameters are not those computed here"
            out.left_out.append([formula, f"{indicator['id']}: {reason}"])
    return {column: [row[column] for row in out.rows] for column in out.rows[0]} | {"left_out": out.left_out}


# ---- Cases ---------------------------------------------------------------------------------------

RUSSIAN_21 = {"sch000001": TURNED, "sch000002": TURNED, "sch000003": FINE, "sch000004": FINE, "sch000005": FINE, "sch000008": TURNED}
RUSSIAN_22 = {"edu000001": TURNED, "edu000002": MILD, "edu000003": TURNED, "edu000004": FINE, "edu000005": SMALL, "edu000006": FINE}
MATHS_22 = {"edu000001": TURNED, "edu000002": FINE, "edu000004": MILD, "edu000009": TURNED}
THIS_YEAR = [work(2022, "russian", RUSSIAN_22), work(2022, "maths", MATHS_22)]
LAST_YEAR = [work(2021, "russian", RUSSIAN_21), work(2021, "maths", {"sch000001": FINE, "sch000004": TURNED})]
BEFORE_LAST = [work(2020, "russian", {"sch000001": TURNED, "sch000004": TURNED, "sch000005": FINE}), work(2020, "maths", {"sch000001": FINE})]

VISITS = [
    {"school": "edu000001", "date": "2022-04-19", "event": "r4", "subject": "russian", "grade": 4, "class_id": "4 «А»",
     "stage": "writing", "violations": [{"number": 1, "text": "late"}, {"text": "noise"}]},
    {"school": "edu000002", "date": "2022-04-19", "subject": "maths", "grade": 4, "class_id": "а", "stage": "marking"},
    {"school": "edu000077", "date": "2022-04-20", "subject": "maths", "grade": 4, "stage": "marking",
     "violations": [{"number": 1, "text": ""}, {"number": 1, "text": "again"}]},
]
ASSIGNMENTS = [{"school": "sch000001", "event": "r4", "stage": "writing"}, {"school": "sch000002"}, {"school": "sch000003"}]
CALENDAR = [{"id": "r4", "assessment": "Russian", "from": "2022-04-19"}]
OBSERVED = {"calendar": CALENDAR, "visits": VISITS, "assignments": ASSIGNMENTS}

# School, assessment, code, item, before, after, stratum, probability.
REMARKED = [
    ["sch000001", "r4", "1", "", 9, 7, "boundary", 0.5], ["sch000001", "r4", "2", "", 8, 8, "boundary", 0.5],
    ["sch000001", "r4", "3", "1", 2, 1, "other", 0.1], ["sch000001", "r4", "3", "2", 3, 3, "other", 0.1],
    ["sch000002", "r4", "1", "", 5, 5, "boundary", 0.5], ["sch000002", "r4", "2", "", 7, 6, "other", 0.1],
    ["sch000003", "r4", "1", "", 5, 5, "boundary", 0.5], ["sch000003", "r4", "2", "", 6, 4, "boundary", 0.5],
]
EFFECTS = [
    {"id": "e1", "measures": ["help"], "method": "ancova", "outcome": "lambda", "comparison": "as strongly marked",
     "estimate": -0.03, "lower": -0.05, "upper": -0.01, "expected": -0.16, "source": "0011"},
    {"id": "e2", "measures": ["help"], "method": "before_after", "outcome": "lambda", "estimate": -0.2},
]


def rows_of_schools(plan):
    plan["directions"][0]["measures"][0]["per_school"] = [
        {"school": "edu000001", "status": "done", "done_on": "2022-04-20", "evidence": ["d1"]},
        {"school": "edu000002", "status": "done", "done_on": "2022-04-20"},
        {"school": "edu000003", "status": "done", "done_on": "2022-05-20", "evidence": ["d1"]},
        {"school": "edu000004"}, {"school": "edu000005", "status": "cancelled"},
    ]
    return plan


def indicators_cases():
    goals = [
        {"id": "a", "formula": "share_with_signs", "parameters": {"denominator": "wrote_russian_4"}, "target": 30.0},
        {"id": "b", "formula": "plan_execution", "target": 20.0},
        {"id": "c", "formula": "observer_coverage", "parameters": {"unit": "visits"}, "target": 60.0},
        {"id": "d", "formula": "zzz"},
    ]

    def made(name, plan, options=None, **given):
        given = {"plan": plan, "policy": POLICY} | given
        return case(name, indicators, given, {"day": "2022-06-01"} | (options or {}))

    return [
        made("nothing is given: all that is missing is said", plan()),
        made("one year, of all that took part", plan(), screening=THIS_YEAR),
        made("three years, logins that changed, schools that came and went", plan(), screening=THIS_YEAR,
             before=[LAST_YEAR, BEFORE_LAST], options={"expected_relapse": 0.39}),
        made("as of a superpopulation, of those that wrote Russian 4, with targets", plan(indicators=goals), screening=THIS_YEAR,
             before=[LAST_YEAR], options={"superpopulation": True, "denominator": "wrote_russian_4"}),
        made("other works do not compare", plan(), screening=THIS_YEAR, before=[LAST_YEAR[:1]]),
        made("the works that both years have", plan(), screening=THIS_YEAR, before=[LAST_YEAR[:1]], options={"common_works": True}),
        made("marking again, chosen with different probabilities", plan(), remarked=REMARKED),
        made("marking again without a tolerance, in one school", plan(), remarked=REMARKED[:4], options={"tolerance": 0}),
        made("marking again, everything confirmed", plan(), remarked=REMARKED, options={"tolerance": 2}),
        made("all schools of a sample were objective", plan(), options={"internal_assessment": [12, 12]}),
        made("objective schools of those drawn out of forty", plan(), options={"internal_assessment": [19, 20, 40]}),
        made("all schools were controlled", plan(), options={"internal_assessment": [38, 40, 40]}),
        made("more objective schools than controlled ones", plan(), options={"internal_assessment": [3, 2]}),
        made("visits, with a target", plan(indicators=goals, **OBSERVED), screening=THIS_YEAR, options={"coverage": "visits"}),
        made("rooms", plan(**OBSERVED), screening=THIS_YEAR, options={"coverage": "rooms"}),
        made("schools visited", plan(**OBSERVED), screening=THIS_YEAR, options={"coverage": "schools"}),
        made("tasks of schools, and effects of which one is none", rows_of_schools(plan(effects=EFFECTS, indicators=goals))),
    ]


VECTORS = [
    Vectors("plan.indicators", indicators_cases, tolerance=1e-9),
]
