"""Every public thing says what it is, and its examples are true."""

import dataclasses
import doctest
import inspect
import pickle
import types

import numpy as np
import pandas as pd
import pytest

import obektiv as ob
from conftest import ROOT

MODULES = [ob, *(m for m in vars(ob).values() if isinstance(m, types.ModuleType) and hasattr(m, "__all__"))]


def is_record(thing: object) -> bool:
    """Errors and dataclasses: the class tells of its fields."""
    return inspect.isclass(thing) and (issubclass(thing, Exception) or dataclasses.is_dataclass(thing))


def public() -> tuple[dict[str, object], dict[str, object]]:
    """Functions and classes by name; methods and properties by name."""
    things, members = {}, {}
    for module in MODULES:
        for name in module.__all__:
            thing = getattr(module, name)
            if not isinstance(thing, types.ModuleType | int | str):
                path = f"{module.__name__}.{name}"
                things[path] = thing
                if inspect.isclass(thing) and not is_record(thing):
                    members |= {f"{path}.{m}": getattr(thing, m) for m in vars(thing) if m[0] != "_"}
    return things, members


THINGS, MEMBERS = public()
PUBLIC = THINGS | MEMBERS
EXAMPLES = {
    path: doctest.DocTestParser().get_doctest(thing.__doc__ or "", {"ob": ob, "np": np, "pd": pd}, path, path, 0)
    for path, thing in PUBLIC.items()
}


@pytest.mark.parametrize("path", PUBLIC)
def test_everything_public_is_documented(path):
    assert (PUBLIC[path].__doc__ or "").strip()


@pytest.mark.parametrize("path", [path for path, test in EXAMPLES.items() if test.examples])
def test_the_examples_are_true(path):
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    told: list[str] = []
    runner.run(EXAMPLES[path], out=told.append)
    assert runner.tries > 0 and runner.failures == 0, "".join(told)


def test_every_function_and_class_has_an_example():
    assert [path for path, thing in THINGS.items() if not is_record(thing) and not EXAMPLES[path].examples] == []
    assert sum(len(test.examples) for test in EXAMPLES.values()) > 30


def test_parameters_stand_in_the_order_that_was_published():
    """Calls by position would change unseen; what changes on purpose is written in parameters.txt and in the changelog."""
    lines = (ROOT / "python/tests/parameters.txt").read_text().splitlines()
    published = {line.split("(")[0]: line.split("(")[1].rstrip(")").split(", ") for line in lines}
    for name, parameters in published.items():
        now = inspect.signature(THINGS[f"obektiv.{name}"]).parameters.values()
        named = [p.name for p in now if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
        assert named == [p for p in parameters if p not in ("*", "")], name


def test_functions_know_the_module_that_they_live_in():
    for module in MODULES[1:]:
        functions = [getattr(module, name) for name in module.__all__ if not inspect.isclass(getattr(module, name))]
        assert functions
        assert {f.__module__ for f in functions} == {module.__name__}
        assert pickle.loads(pickle.dumps(functions)) == functions
