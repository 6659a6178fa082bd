"""Functions under the names that they had before."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar
from warnings import warn

P = ParamSpec("P")
R = TypeVar("R")


def former(function: Callable[P, R], name: str, now: str) -> Callable[P, R]:
    """The same function, which warns of its old name."""

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        warn(f"obektiv.{name} is obektiv.{now}: the old name goes with the next version", DeprecationWarning, stacklevel=2)
        return function(*args, **kwargs)

    call.__module__, call.__name__ = f"obektiv.{name}".rsplit(".", 1)
    call.__qualname__ = call.__name__
    call.__doc__ = f"The former name of `{now}`, until the next version.\n\n    {function.__doc__}"
    return call
