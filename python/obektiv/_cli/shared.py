"""What all commands say and read."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import obektiv as ob

T = TypeVar("T")


class Wrong(Exception):
    """What the user can put right, in one line each."""


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Wrong(f"{path}: not text in UTF-8, expected JSON") from error


def read_json(path: Path) -> Any:
    try:
        return json.loads(read_text(path))
    except json.JSONDecodeError as error:
        raise Wrong(f"{path}: not JSON: {error}") from error


def given(option: str, path: Path | None, read: Callable[[Path], T]) -> T | None:
    """What the file of an option holds, if it is given."""
    try:
        return None if path is None else read(path)
    except (ob.ObektivError, OSError) as error:
        raise Wrong(f"--{option} {path}: {error}") from error
