"""Policies as JSON."""

import json

from .shared import BY_HAND, Vectors


def policy_cases():
    cases = []
    official = {"sign": {"sign": "official.rank_mismatch"}, "unit": "school", "min_n": 3}
    journal = {
        "sign": {"sign": "journal", "kind": "raised"},
        "unit": "class",
        "min_n": 10,
        "fdr": 0.05,
        "min_effect": 0.1,
    }

    def policy(*rules, **more):
        return {"name": "mine", "min_reference": 5, "rules": list(rules)} | more

    def read(name, given, **changed):
        full = {"subjects": [], "with_incomplete": False} | given
        full["rules"] = [{"fdr": None, "min_effect": None} | rule for rule in given["rules"]]
        cases.append(
            {"name": name, "input": {"json": json.dumps(given)}, "options": {}, "expect": {"policy": full | changed}}
        )

    def refused(name, given):
        text = given if isinstance(given, str) else json.dumps(given)
        cases.append({"name": name, "input": {"json": text}, "options": {}, "error": "screening.policy"})

    read("no rules", policy())
    read("a rule without a p-value: no false discovery rate, any effect", policy(official))
    read("a rule with a p-value", policy(journal))
    read("every kind of sign", policy(
        {"sign": {"sign": "official.inflated_mean", "t": 2.0}, "unit": "municipality", "min_n": 2}, official,
        {"sign": {"sign": "official.cohort_jump", "k": 1.5}, "unit": "school", "min_n": 10, "min_effect": 0.5}, journal,
        {"sign": {"sign": "heaping.three_bin"}, "unit": "school", "min_n": 20, "fdr": 0.01}))
    read("works, and pupils with missing cells",
         policy(journal, subjects=[{"subject": "maths", "test_grade": 5}], with_incomplete=True))
    refused("not JSON", "{")
    refused("not an object", "[]")
    refused("no name", {"min_reference": 5, "rules": []})
    refused("no rules at all", {"name": "mine", "min_reference": 5})
    refused("an unknown field", policy(official, colour="red"))
    refused("an unknown field of a rule", policy(official | {"level": 1}))
    refused("an unknown sign", policy(official | {"sign": {"sign": "horoscope"}}))
    refused("an unknown kind of a sign", policy(journal | {"sign": {"sign": "journal", "kind": "lost"}}))
    refused("an unknown unit", policy(official | {"unit": "planet"}))
    refused("a unit that cannot be compared", policy(official | {"unit": "all"}))
    refused("a least number that is negative", policy(official | {"min_n": -1}))
    refused("a least number as text", policy(official | {"min_n": "3"}))
    refused("a false discovery rate of 0", policy(journal | {"fdr": 0}))
    refused("a false discovery rate of 1", policy(journal | {"fdr": 1}))
    refused("a false discovery rate without a p-value", policy(official | {"fdr": 0.05}))
    refused("a p-value without a false discovery rate", policy(journal | {"fdr": None}))
    refused("a work without its grade", policy(official, subjects=[{"subject": "maths"}]))
    return cases


VECTORS = [
    Vectors("screening.policy", policy_cases, how=BY_HAND),
]
