"""Every public thing says what it is, and its examples are true."""

import doctest
import inspect
import types

import numpy as np
import pandas as pd
import pytest

import obektiv as ob

MODULES = [ob, *(m for m in vars(ob).values() if isinstance(m, types.ModuleType) and hasattr(m, "__all__"))]


def public() -> dict[str, object]:
    found = {}
    for module in MODULES:
        for name in module.__all__:
            thing = getattr(module, name)
            if isinstance(thing, (types.ModuleType, int, str)):
                continue
            path = f"{module.__name__}.{name}"
            found[path] = thing
            if inspect.isclass(thing) and not issubclass(thing, Exception):
                for member in vars(thing):
                    if not member.startswith("_"):
                        found[f"{path}.{member}"] = getattr(thing, member)
    return found


PUBLIC = public()
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
    without = {
        path
        for path, thing in PUBLIC.items()
        if (inspect.isclass(thing) or inspect.isroutine(thing)) and path.count(".") < 3 and not EXAMPLES[path].examples
        and (not inspect.isclass(thing) or not issubclass(thing, ob.ObektivError) or thing is ob.ObektivError)
        and not (path.count(".") == 2 and inspect.isclass(getattr(ob, path.split(".")[1], None)))
    }
    assert without == set()
    assert sum(len(test.examples) for test in EXAMPLES.values()) > 30


def test_functions_know_the_module_that_they_live_in():
    for module in MODULES[1:]:
        for name in module.__all__:
            function = getattr(module, name)
            assert (function.__module__, function.__name__) == (module.__name__, name)
