"""Vectors of functions of persons that have no second implementation in make_person_fit.py.

    .venv/bin/python tests/vectors/freeze_persons.py

As freeze.py: the numbers are the library's own, and hold the three languages to one another. tests/tests/reference_person.rs and
reference_models.rs hold many of these functions to other programs.
"""

import math

import numpy as np

import obektiv as ob
from freeze import plain, write

SOURCE = "tests/vectors/freeze_persons.py: computed by the library itself; no second implementation"
RIGHT = [
    [1, 1, 1, 0, 1, 0], [1, 1, 0, 1, 0, 0], [0, 0, 1, 1, 0, 1], [1, 0, 1, 0, 0, 0],
    [1, 1, 1, 1, 1, 1], [0, 0, 0, 0, 0, 0], [1, 255, 1, 0, 254, 1], [0, 1, 1, 0, 1, 0],
]
POINTS = [[1, 2, 3, 0], [0, 1, 1, 1], [1, 0, 2, 0], [1, 255, 0, 1], [0, 2, 3, 1], [1, 1, 254, 0]]
OTHERS = [[1, 2, 2, 0], [1, 1, 3, 1], [0, 1, 0, 0], [1, 2, 3, 1], [0, 0, 1, 0], [1, 0, 2, 1], [1, 1, 1, 0]]
RASCH = [{"model": "logistic", "a": 1.0, "b": b} for b in (-1.5, -0.8, -0.2, 0.4, 0.9, 1.6)]
CREDIT = [
    {"model": "logistic", "a": 1.0, "b": -0.4},
    {"model": "partial_credit", "a": 1.0, "steps": [-0.6, 0.3]},
    {"model": "partial_credit", "a": 1.0, "steps": [-1.0, 0.1, 0.8]},
    {"model": "logistic", "a": 1.0, "b": 0.7},
]
MIXED = [
    {"model": "logistic", "a": 1.3, "b": -0.4, "c": 0.2},
    {"model": "graded", "a": 0.9, "b": [-0.6, 0.7]},
    {"model": "partial_credit", "a": 0.7, "steps": [-1.0, 0.1, 0.8]},
    {"model": "nominal", "slopes": [-0.5, 0.5], "intercepts": [0.2, -0.2]},
]
THETA = [0.9, 0.2, 0.1, -0.6, 2.1, -2.3, 0.5, 0.0]
THETA_POINTS = [0.8, -0.3, -0.1, 0.2, 1.1, 0.4]
LOG_TIMES = [[2.5, 3.0, 3.5, 2.8], [2.0, 2.1, 3.3, 3.6], [3.0, 3.0, 3.0, 3.0], [2.2, 4.1, 1.9, 3.3], [3.5, 2.6, 2.7, 2.9], [2.9, 3.1, 2.4, 3.8]]
ALPHA, BETA = [2.0, 1.5, 1.8, 2.2], [2.8, 3.1, 2.7, 3.2]
HALF = [True, True, False, False]


def found(statistic, given, options):
    module, name = statistic.split(".")
    lists = {k: [math.nan if x is None else x for x in v] for k, v in given.items() if isinstance(v, list)}
    table = getattr(getattr(ob, module), name)(**given | lists, **options)
    if isinstance(table, np.ndarray):
        return {"values": table.tolist()}
    return {column: plain(table[column]) for column in table.columns}


def frozen(statistic, *cases):
    rows = []
    for name, given, options in cases:
        case = {"name": name, "input": given, "options": options}
        try:
            rows.append(case | {"expect": found(statistic, given, options)})
        except ob.ObektivError as error:
            rows.append(case | {"error": error.code})
    write(statistic, rows, SOURCE)


several = {"max_scores": [1, 2, 3, 2], "reference": OTHERS}
for name in ("c_sato", "agreement", "disagreement", "dependability", "nci", "r_pbis"):
    frozen(
        f"person_fit.{name}",
        ("right or wrong, some missing", {"scores": RIGHT}, {}),
        ("several points beside a population", {"scores": POINTS}, several),
        ("a score above its maximum", {"scores": POINTS}, {"max_scores": [1, 2, 2, 1]}),
    )
frozen(
    "person_fit.zu3",
    ("right or wrong, some missing", {"scores": RIGHT}, {}),
    ("several points", {"scores": POINTS}, {}),
)
points = {"scores": POINTS, "items": MIXED, "theta": THETA_POINTS}
for name in ("eci2", "eci4"):
    frozen(
        f"person_fit.{name}",
        ("right or wrong, some missing", {"scores": RIGHT, "items": RASCH, "theta": THETA}, {}),
        ("items of all models, abilities known", points, {"estimator": "known", "correction": "normal"}),
        ("the mode of a posterior", points, {"estimator": "map", "prior": [0.1, 1.2]}),
        ("an ability too few", points | {"theta": THETA_POINTS[1:]}, {}),
    )
frozen(
    "person_fit.cusum",
    ("right or wrong, some missing", {"scores": RIGHT, "items": RASCH, "theta": THETA}, {}),
    ("items of all models", points, {}),
)
of_subset = {"scores": POINTS, "items": CREDIT, "subset": HALF}
frozen(
    "person_fit.two_subsets",
    ("abilities by maximum likelihood", of_subset, {"bound": 3.5}),
    ("abilities given", of_subset, {"theta": THETA_POINTS, "theta_subset": THETA_POINTS[::-1], "theta_rest": [0.0] * 6}),
    ("a bound that is none", of_subset, {"bound": 0.0}),
)
frozen(
    "person_fit.change_point",
    ("right or wrong, some missing", {"scores": RIGHT, "items": RASCH, "first": 2, "last": 4}, {}),
    ("places that are none", {"scores": RIGHT, "items": RASCH, "first": 0, "last": 4}, {}),
)
frozen(
    "person_fit.conditional",
    ("lz", {"scores": RIGHT, "items": RASCH}, {"patterns": 500}),
    ("outfit of several points", {"scores": POINTS, "items": CREDIT}, {"statistic": "outfit", "patterns": 300, "seed": 7}),
    ("u3 beside a population", {"scores": POINTS, "items": CREDIT}, {"statistic": "u3", "patterns": 200, "reference": OTHERS}),
    ("two slopes", {"scores": POINTS, "items": MIXED}, {}),
    ("an unknown statistic", {"scores": POINTS, "items": CREDIT}, {"statistic": "h"}),
)
frozen(
    "person_fit.given_norm",
    ("u3 beside other persons", {"scores": POINTS, "norm": OTHERS + POINTS[:2]}, {}),
    ("Guttman errors, the persons included", {"scores": RIGHT, "norm": RIGHT}, {"statistic": "guttman_errors", "included": True}),
    ("maxima given", {"scores": POINTS, "norm": OTHERS}, {"statistic": "c_star", "max_scores": [2, 2, 3, 1]}),
    ("a norm of other items", {"scores": POINTS, "norm": RIGHT}, {}),
)
times = {"log_times": LOG_TIMES, "alpha": ALPHA, "beta": BETA}
frozen(
    "person_fit.log_time_fit",
    ("speeds estimated", times, {}),
    ("speeds given", times, {"tau": [0.1, -0.2, 0.0, 0.3, 0.1, -0.1]}),
    ("an item whose alpha is none", times | {"alpha": [2.0, 0.0, 1.8, 2.2]}, {}),
)
frozen(
    "person_fit.joint_fit",
    ("maximum likelihood, speeds estimated", points | times, {}),
    ("weighted likelihood, speeds given", points | times, {"tau": [0.0] * 6, "estimator": "wle", "correction": "chi_square"}),
    ("times of fewer persons", points | times | {"log_times": LOG_TIMES[1:]}, {}),
)
frozen(
    "person_fit.time_subsets",
    ("half of the items", times | {"subset": HALF}, {}),
    ("a mark too few", times | {"subset": HALF[1:]}, {}),
)
frozen(
    "person_fit.joint_subsets",
    ("half of the items", {"scores": POINTS, "items": CREDIT} | times | {"subset": HALF}, {}),
    ("a smaller bound", {"scores": POINTS, "items": CREDIT} | times | {"subset": HALF}, {"bound": 2.0}),
)
frozen(
    "person_fit.by_group",
    ("three groups, a value missing", {"values": [0.0, 1.0, 2.0, 3.0, 8.0, None, 9.0, 7.5], "group": list("aabbcccc")}, {}),
    ("a label too few", {"values": [0.0, 1.0], "group": ["a"]}, {}),
)
frozen(
    "irt.rest_scores",
    ("right or wrong", {"scores": RIGHT}, {"min_size": 2}),
    ("no size", {"scores": RIGHT}, {"min_size": 0}),
)
frozen(
    "irt.plausible_values",
    ("right or wrong, some missing", {"scores": RIGHT, "items": RASCH}, {"draws": 3, "seed": 5}),
    ("a column too many", {"scores": RIGHT, "items": CREDIT}, {}),
)
