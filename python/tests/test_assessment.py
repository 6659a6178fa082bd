import copy
import pickle

import numpy as np
import pytest

import obektiv as ob

FIELDS = {"subject": "maths", "test_grade": 5, "year": 2020, "max_scores": [1, 1, 2]}


def test_an_assessment_shows_what_it_was_given():
    a = ob.Assessment(
        **FIELDS, boundaries=[1, 2, 4], pupil_grade=6, season="autumn", item_kinds=["key", "key", "open"]
    )
    assert (a.subject, a.test_grade, a.year, a.max_scores) == ("maths", 5, 2020, (1, 1, 2))
    assert (a.boundaries, a.pupil_grade, a.written_in, a.season) == ((1, 2, 4), 6, 6, "autumn")
    assert a.item_kinds == ("key", "key", "open")
    assert (a.key, a.max_total) == ("2020-autumn-maths-5", 4)
    assert [a.mark(t) for t in range(5)] == [2, 3, 4, 4, 5]


def test_what_is_not_given_is_none():
    a = ob.Assessment(**FIELDS)
    assert (a.boundaries, a.pupil_grade, a.season, a.item_kinds, a.mark(3)) == (None, None, None, None, None)
    assert a.written_in == 5


def test_the_printed_form_and_copies_are_equal_to_the_original():
    a = ob.Assessment(**FIELDS, boundaries=[1, 2, 4], season="spring", item_kinds=["key", "key", "open"])
    assert eval(repr(a), {"Assessment": ob.Assessment}) == a
    assert pickle.loads(pickle.dumps(a)) == a
    assert copy.deepcopy(a) == a
    assert a != ob.Assessment(**FIELDS)
    assert a != "maths"


def test_maxima_may_be_an_array():
    assert ob.Assessment(**FIELDS | {"max_scores": np.array([1, 1, 2], "u1")}) == ob.Assessment(**FIELDS)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"max_scores": []}, "data.no_items"),
        ({"max_scores": [1, 0]}, "data.item_maximum"),
        ({"max_scores": [1, 253]}, "data.item_maximum"),
        ({"max_scores": [1, 300]}, "data.range"),
        ({"max_scores": [1, -1]}, "data.range"),
        ({"test_grade": 14}, "data.grade"),
        ({"test_grade": 1000}, "data.range"),
        ({"pupil_grade": 0}, "data.grade"),
        ({"year": -1}, "data.range"),
        ({"boundaries": [2, 1, 3]}, "data.boundaries"),
        ({"boundaries": [1, 2, 5]}, "data.boundaries"),
        ({"boundaries": [-1, 2, 3]}, "data.range"),
        ({"season": "winter"}, "data.name"),
        ({"item_kinds": ["key"]}, "data.item_kinds"),
        ({"item_kinds": ["key", "key", "essay"]}, "data.name"),
    ],
)
def test_what_cannot_be_is_refused_with_its_code(fields, code):
    with pytest.raises(ob.DataError) as caught:
        ob.Assessment(**FIELDS | fields)
    assert caught.value.code == code


def test_errors_carry_the_fields_of_the_core():
    with pytest.raises(ob.DataError) as caught:
        ob.Assessment(**FIELDS, boundaries=[2, 1, 3])
    assert (caught.value.boundaries, caught.value.max_total) == ([2, 1, 3], 4)
    assert str(caught.value) == "boundaries [2, 1, 3] must rise strictly and lie in 1..=4, the largest total"
    with pytest.raises(AttributeError, match="data.boundaries"):
        _ = caught.value.row
    again = pickle.loads(pickle.dumps(caught.value))
    assert (type(again), again.code, again.max_total) == (ob.DataError, "data.boundaries", 4)


def test_errors_are_value_errors():
    assert issubclass(ob.DataError, ob.ObektivError) and issubclass(ob.StatisticError, ob.ObektivError)
    assert issubclass(ob.ObektivError, ValueError)


def test_wrong_types_are_type_errors():
    for fields in [{"year": "2020"}, {"max_scores": 3}, {"max_scores": [1.5]}, {"subject": 5}]:
        with pytest.raises(TypeError):
            ob.Assessment(**FIELDS | fields)
    with pytest.raises(TypeError, match="subject"):
        ob.Assessment(test_grade=5, year=2020, max_scores=[1])


def test_the_catalogue_is_shipped():
    keys = [a.key for a in ob.assessments()]
    assert len(set(keys)) == len(keys) >= 32
    assert ob.find_assessment("maths", 5, 2020, "autumn") in ob.assessments()
    assert ob.find_assessment("maths", 5, 2020, season="spring") is None
    with pytest.raises(ob.DataError, match="season"):
        ob.find_assessment("maths", 5, 2020, "winter")
