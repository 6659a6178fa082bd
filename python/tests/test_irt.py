"""Items go in and out in every form, and errors say where."""

import json

import numpy as np
import polars as pl
import pytest

import obektiv as ob

ITEMS = [
    {"model": "logistic", "a": 1.2, "b": -0.5, "c": 0.1},
    {"model": "graded", "a": 0.9, "b": [-0.5, 0.7]},
    {"model": "partial_credit", "a": 1.0, "steps": [0.4, -0.1, 0.8]},
    {"model": "nominal", "slopes": [-0.5, 0.5], "intercepts": [0.1, -0.1]},
]
SCORES = np.array([[1, 2, 3, 1], [0, 1, 0, 0], [1, 0, 255, 1]], dtype=np.uint8)


@pytest.fixture(scope="module")
def fit():
    scores = ob.simulate.municipality(seed=1).results[0].scores
    return ob.irt.fit(scores, "gpcm"), scores


def test_a_fit_its_items_its_table_and_frames_of_it_are_the_same_items(fit):
    fit, scores = fit
    theta = ob.irt.ability(scores, fit).theta
    for items in (fit.items, fit.table, json.loads(json.dumps(fit.items)), fit.table.to_pandas(), pl.DataFrame(fit.table)):
        assert np.array_equal(ob.irt.ability(scores, items).theta, theta, equal_nan=True)


def test_a_fit_tells_what_it_is(fit):
    fit, scores = fit
    assert fit.converged and fit.persons == len(scores) and fit.parameters == sum(len(i["steps"]) + 1 for i in fit.items)
    assert fit.aic == 2 * fit.parameters - 2 * fit.log_likelihood
    assert (fit.table.se_a > 0).all() and len(fit.ability) == 61 and len(fit.start) == len(fit.items)
    assert {"item", "model", "a", "b1", "se_b1"} <= set(fit.table.columns) and "c" not in fit.table


def test_conditional_fits_assume_no_distribution(fit):
    fit = ob.irt.fit(fit[1], "pcm")
    assert fit.converged and fit.ability is None and fit.start is None and np.isnan(fit.aic)
    steps = [b for item in fit.items for b in item.get("steps", [item.get("b")])]
    assert abs(sum(steps)) < 1e-9


def test_models_mix_in_one_test():
    table = ob.irt.ability(SCORES, ITEMS, method="eap")
    assert table.items.tolist() == [4, 4, 3] and table.theta[0] > table.theta[1]
    assert ob.irt.plausible_values(SCORES, ITEMS, draws=3, seed=2).shape == (3, 3)
    assert ob.irt.score_distribution(ITEMS).sum() == pytest.approx(1)
    narrow = ([-0.1, 0.1], [0.5, 0.5])
    assert abs(ob.irt.ability(SCORES, ITEMS, "eap", ability=narrow).theta).max() < 0.1


def test_linked_items_give_linked_abilities():
    link = ob.irt.link(ITEMS, ob.irt.linked(ITEMS, ob.irt.Link(1.5, -0.25)), "haebara")
    assert (link.slope, link.intercept) == (pytest.approx(1.5), pytest.approx(-0.25))
    here, there = (ob.irt.ability(SCORES, items).theta for items in (ITEMS, ob.irt.linked(ITEMS, link)))
    assert there == pytest.approx(1.5 * here - 0.25, abs=1e-6)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: ob.irt.ability([[2]], ITEMS[:1]), "model.score"),
        (lambda: ob.irt.ability([[1, 1]], ITEMS[:1]), "model.columns"),
        (lambda: ob.irt.ability([[1]], [{"model": "rash", "b": 0}]), "model.form"),
        (lambda: ob.irt.ability([[1]], [{"model": "logistic", "b": 0, "slope": 1}]), "model.form"),
        (lambda: ob.irt.ability([[1]], [{"model": "logistic", "b": 0, "c": 2}]), "model.item"),
        (lambda: ob.irt.ability([[1]], ITEMS[:1], bounds=[4, -4]), "model.option"),
        (lambda: ob.irt.ability([[1]], ITEMS[:1], "mle"), "data.name"),
        (lambda: ob.irt.ability([[1]], ITEMS[:1], ability=([0.0], [0.5])), "model.option"),
        (lambda: ob.irt.score_distribution([]), "model.no_items"),
        (lambda: ob.irt.fit([[0, 2], [1, 0]], "gpcm"), "model.unobserved"),
        (lambda: ob.irt.fit([[0, 1], [1, 0]], "4pl"), "data.name"),
        (lambda: ob.irt.link(ITEMS, ITEMS[:2]), "model.length"),
        (lambda: ob.irt.link(ITEMS, ITEMS, "mean_sigma"), "model.pair"),
        (lambda: ob.irt.rest_scores([[0, 1]], min_size=0), "model.option"),
        (lambda: ob.pairs.k_index([[0, 0]], key=[-1, 0]), "model.option"),
        (lambda: ob.pairs.s2([[0, 0]], key=np.array([0, 256])), "model.option"),
        (lambda: ob.pairs.m4([[1]], ITEMS[:1], theta=[0], key=[256]), "model.option"),
        (lambda: ob.pairs.k1([[0, 0]], key=[0, 1]), "model.item"),
    ],
)
def test_an_error_has_its_code(call, code):
    with pytest.raises(ob.ObektivError) as caught:
        call()
    assert caught.value.code == code


def test_an_error_says_which_item():
    with pytest.raises(ob.ModelError, match="item 2: item parameter c is 2, expected 0 to 1") as caught:
        ob.irt.ability([[1, 1]], [{"model": "logistic", "b": 0}, {"model": "logistic", "b": 0, "c": 2}])
    assert (caught.value.item, caught.value.name) == (2, "c")
