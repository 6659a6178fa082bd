"""What the catalogue says, in the words of other languages: prose, errors, parameters with their types and defaults."""

import json
import re
import textwrap
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
NOTE = "Written by `./x generate` from the core's catalogue: change it there."
WIDTH = 120


def former(modules: list[dict[str, Any]]) -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """Names that functions had before, by their modules, each with its function."""
    found: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for f in (f for m in modules for f in m["functions"]):
        for module, name in (id_.split(".") for id_ in f["former"]):
            found.setdefault(module, []).append((name, f))
    return found


# --- documentation: Rust's, in the words of other languages


def sections(doc: str) -> dict[str, str]:
    """The parts of a Rust documentation by their headings; what stands before the first has none."""
    first, *rest = re.split(r"^# (\w+)\n", doc, flags=re.M)
    return {"": first.strip()} | {name: text.strip() for name, text in zip(rest[::2], rest[1::2])}


def snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def plain(text: str) -> str:
    """Links become code, errors their codes, variants of enums and methods their names."""
    to = r"(\((?:[^()]|\(\))*\))?"
    text = re.sub(r"\[`(\w+)Error::(\w+)`\]" + to, lambda m: f"`{m[1].lower()}.{snake(m[2])}`", text)
    text = re.sub(r"\[`[A-Z]\w+::([A-Z]\w*)`\]" + to, lambda m: f'"{snake(m[1])}"', text)
    return re.sub(r"\[`(?:[A-Z]\w+::)?([^`\]]+)`\]" + to, r"`\1`", text)


def filled(text: str, indent: str = "", hanging: str = "") -> str:
    """One paragraph, wrapped; code is not broken."""
    kept = re.sub(r"`[^`\n]+`", lambda m: m[0].replace(" ", "\0"), " ".join(plain(text).split()))
    wrapped = textwrap.fill(
        kept, WIDTH - 8, initial_indent=indent, subsequent_indent=indent + hanging, break_long_words=False, break_on_hyphens=False
    )
    return wrapped.replace("\0", " ")


def prose(text: str) -> str:
    """Paragraphs, and formulas indented."""
    out = []
    for i, part in enumerate(re.split(r"```text\n(.*?)```", text, flags=re.S)):
        if i % 2:
            out.append(textwrap.indent(part.rstrip(), "    "))
        else:
            out += [filled(paragraph) for paragraph in part.split("\n\n") if paragraph.strip()]
    return "\n\n".join(out)


def raised(f: dict[str, Any], text: str) -> dict[str, list[str]]:
    """What is said of errors, by their classes."""
    said: dict[str, list[str]] = {}
    for part in re.split(r"(?:[;,.]\s*|\s+and\s+)(?=\[`\w+Error::)", text.rstrip(".")) if text else []:
        name = re.search(r"(\w+Error)::", part)
        said.setdefault(name[1] if name else f"{f['id'].split('.')[0].title()}Error", []).append(plain(part.rstrip(" ,")))
    told = " ".join(said.get("DataError", []))
    usual = ["`data.no_grouping` if the results lack the labels of the groups"] if f["grouped"] else []
    usual += ["`data.name` for another group"] if f["group"] else []
    for line in usual:
        if line.split()[0] not in told:
            said.setdefault("DataError", []).append(line)
    return said


def examples(doc: str) -> str:
    return "\n".join(re.findall(r"```python\n(.*?)```", doc, flags=re.S)).rstrip()


# --- parameters

GROUPS = '{"school", "class", "municipality", "all"}'
# kind: the type, the type in words, what it means where the catalogue says nothing
INPUTS = {
    "counts": ("Results | Tally", "Results or Tally", ""),
    "counts_of_works": ("Results | Tally | Sequence[Results | Tally]", "Results or Tally, or a sequence of them", ""),
    "results": ("Results", "Results", ""),
    "registry": (
        "Registry",
        "Registry",
        "The reference of a group is all other groups with the same `reference` in it; without it, all others.",
    ),
    "names": ("Labels", "labels", ""),
    "whole": ("Sequence[int]", "sequence of int", ""),
    "points": ("Sequence[int]", "sequence of int", ""),
    "numbers": ("ArrayLike", "array", ""),
    "flags": ("ArrayLike", "sequence of bool", ""),
    "periods": ("ArrayLike", "array of int", ""),
    "periods_or_none": ("Sequence[int | None] | ArrayLike", "array of int, with None or NaN for none", ""),
    "columns": ("ArrayLike | Sequence[ArrayLike]", "sequence of arrays, or the matrix of these columns", ""),
    "scores": ("Scores", "persons × items", ""),
    "matrix": ("ArrayLike", "persons × items", ""),
    "cells": ("ArrayLike", "sequence of int", ""),
    "items": ("Items", "Fit, list of dict, or a table as `Fit.table` is", ""),
    "distribution": ("Ability | Table", "what has `points` and `weights`, or a pair of both", ""),
}
# names of _typing.py
TYPES = ["Ability", "Group", "Items", "Labels", "Scores"]
CELLS = {"float": "float", "int": "int", "text": "str", "bool": "bool"}


def setting_type(kind: Any) -> tuple[str, str]:
    """The type of a setting, and the same in words."""
    if isinstance(kind, str):
        name = {"whole": "int", "real": "float", "bool": "bool", "text": "str"}[kind]
        return name, name
    if "either" in kind:
        one, other = (setting_type(of) for of in kind["either"])
        return f"{one[0]} | {other[0]}", f"{one[1]}, or {other[1]}"
    if "choice" in kind:
        names = ", ".join(json.dumps(name) for name in kind["choice"])
        return f"Literal[{names}]", f"{{{names}}}"
    if "optional" in kind:
        name, words = setting_type(kind["optional"])
        return f"{name} | None", words
    name, words = setting_type(kind["list"])
    return f"Sequence[{name}]", f"sequence of {kind['length'] or ''} {words}".replace("  ", " ")


def literal(value: Any) -> str:
    value = tuple(value) if isinstance(value, list) else value
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


class Parameter:
    def __init__(self, name: str, type_: str, words: str, doc: str, default: str | None = None):
        self.name, self.type, self.words, self.doc, self.default = name, type_, words, doc, default

    def __str__(self) -> str:
        return f"{self.name}: {self.type}" + ("" if self.default is None else f" = {self.default}")

    def documented(self) -> str:
        default = "" if self.default is None else ", optional" if self.default == "None" else f", default {self.default}"
        return f"{self.name} : {self.words}{default}\n" + (f"{filled(self.doc, '    ')}\n" if self.doc else "")


def parameters(f: dict[str, Any]) -> list[Parameter]:
    """Those without a default first; the groups before what refers to them; an input behind the setting that it names."""
    needed, optional = [], []
    behind: dict[str, list[Parameter]] = {}
    for i in f["inputs"]:
        type_, words, usual = INPUTS[i["kind"]]
        if i["optional"]:
            behind.setdefault(i["after"], []).append(Parameter(i["name"], f"{type_} | None", words, i["doc"] or usual, "None"))
        else:
            needed.append(Parameter(i["name"], type_, words, i["doc"] or usual))
    if f["group"]:
        counted = any(i["kind"] in ("counts", "counts_of_works") for i in f["inputs"])
        doc = "Groups of results; a tally has its own." if counted else "What the groups are."
        needed.append(Parameter("group", "Group", GROUPS, doc, literal(f["group"])))
    optional += behind.get(None, [])
    for s in f["settings"]:
        type_, words = setting_type(s["kind"])
        if "default" in s:
            optional.append(Parameter(s["name"], type_, words, s["doc"], literal(s["default"])))
        else:
            needed.append(Parameter(s["name"], type_, words, s["doc"]))
        optional += behind.get(s["name"], [])
    return needed + optional
