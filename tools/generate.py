"""Writes the Python functions of the core's catalogue. `--check` only compares.

    cargo run -p obektiv-tests --example describe | python3 tools/generate.py [--check]
"""

import json
import re
import sys
import textwrap
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
NOTE = "Written by `./x generate` from the core's catalogue: change it there."
WIDTH = 120

# Functions that stand by hand in `_<module>.py`, beside those of the catalogue.
BY_HAND = {
    "irt": ["Fit", "Link", "Scalability", "fit", "link", "linked", "mokken"],
    "official": ["ObjectivityIndex", "objectivity_index"],
    "person_fit": ["RapidGuessing", "rapid_guessing"],
}

# --- documentation: Rust's, in the words of other languages


def sections(doc: str) -> dict[str, str]:
    """The parts of a Rust documentation by their headings; what stands before the first has none."""
    first, *rest = re.split(r"^# (\w+)\n", doc, flags=re.M)
    return {"": first.strip()} | {name: text.strip() for name, text in zip(rest[::2], rest[1::2])}


def snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def plain(text: str) -> str:
    """Links become code, errors their codes, variants of enums their names."""
    text = re.sub(r"\[`(\w+)Error::(\w+)`\](\([^)]*\))?", lambda m: f"`{m[1].lower()}.{snake(m[2])}`", text)
    text = re.sub(r"\[`[A-Z]\w+::(\w+)`\](\([^)]*\))?", lambda m: f'"{snake(m[1])}"', text)
    return re.sub(r"\[(`[^`\]]+`)\](\([^)]*\))?", r"\1", text)


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
        said.setdefault(re.search(r"(\w+Error)::", part)[1], []).append(plain(part))
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
    "scores": ("Scores", "persons × items", ""),
    "matrix": ("ArrayLike", "persons × items", ""),
    "cells": ("ArrayLike", "sequence of int", ""),
    "items": ("Items", "Fit, list of dict, or a table", ""),
    "distribution": ("Ability | Table", "points and weights", ""),
}
# names of _typing.py
TYPES = ["Ability", "Group", "Items", "Labels", "Scores"]
CELLS = {"float": "float", "int": "int", "text": "str", "bool": "bool"}


def setting_type(kind: Any) -> tuple[str, str]:
    """The type of a setting, and the same in words."""
    if isinstance(kind, str):
        name = {"whole": "int", "real": "float", "bool": "bool"}[kind]
        return name, name
    if "choice" in kind:
        names = ", ".join(json.dumps(name) for name in kind["choice"])
        return f"Literal[{names}]", f"{{{names}}}"
    if "optional" in kind:
        name, words = setting_type(kind["optional"])
        return f"{name} | None", words
    name, words = setting_type(kind["list"])
    return f"Sequence[{name}]", f"sequence of {kind['length'] or ''} {words}".replace("  ", " ")


def literal(value: Any) -> str:
    if isinstance(value, list):
        return repr(tuple(value))
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


# --- Python


def docstring(f: dict[str, Any]) -> str:
    doc, output = sections(f["doc"]), f["output"]
    lines = [prose(doc[""]), "\nParameters\n----------"]
    lines += [p.documented().rstrip() for p in parameters(f)]
    lines.append("\nReturns\n-------")
    if "columns" in output:
        lines.append("Table")
        lines += [filled(f"- `{c['name']}` ({CELLS[c['kind']]}): {c['doc']}", "    ", "  ") for c in output["columns"]]
    else:
        lines += ["array", filled(output["doc"], "    ")]
    if errors := raised(f, doc.get("Errors", "")):
        lines.append("\nRaises\n------")
        for name, said in sorted(errors.items(), reverse=True):
            lines += [name, filled("; ".join(said) + ".", "    ")]
    if "References" in doc:
        lines.append("\nReferences\n----------\n" + filled(doc["References"]))
    lines.append("\nExamples\n--------\n" + examples(f["doc"]))
    text = "\n".join(lines)
    assert "::" not in text and "\\" not in text and '"""' not in text, f"{f['id']}: a name of Rust in {text}"
    return text


def function(f: dict[str, Any]) -> str:
    name, all_ = f["id"].split(".")[1], parameters(f)
    returns = "Table" if "columns" in f["output"] else "NDArray[np.float64]"  # of one or two dimensions
    inputs = "".join(f"{i['name']}, " for i in f["inputs"])
    inputs = inputs if len(f["inputs"]) == 1 else inputs.removesuffix(", ")
    settings = ", ".join(f'"{s["name"]}": {s["name"]}' for s in f["settings"])
    head = f"def {name}({', '.join(map(str, all_))}) -> {returns}:"
    if len(head) > WIDTH:
        head = f"def {name}(\n" + "".join(f"    {p},\n" for p in all_) + f") -> {returns}:"
    group = "group" if f["group"] else '"school"'
    return (
        f'{head}\n    """{textwrap.indent(docstring(f), "    ").strip()}\n    """\n'
        f'    found: {returns} = _call("{f["id"]}", ({inputs.rstrip()}), {{{settings}}}, {group})\n    return found\n'
    )


def module(m: dict[str, Any]) -> str:
    body = "\n\n".join(function(f) for f in m["functions"])
    code = re.sub(r'""".*?"""', "", body, flags=re.S)
    uses = lambda word: re.search(rf"\b{word}\b", code)  # noqa: E731
    imports = ["from __future__ import annotations"]
    standard = ["from collections.abc import Sequence"] if uses("Sequence") else []
    standard += ["from typing import Literal"] if uses("Literal") else []
    arrays = ["import numpy as np"] if uses("np") else []
    if names := [name for name in ("ArrayLike", "NDArray") if uses(name)]:
        arrays.append(f"from numpy.typing import {', '.join(names)}")
    ours = ", ".join([name for name in ("Registry", "Results", "Table", "Tally") if uses(name)] + ["call as _call"])
    own = [f"from ._obektiv import {ours}"]
    by_hand = BY_HAND.get(m["name"], [])
    own += [f"from ._{m['name']} import {', '.join(by_hand)}"] if by_hand else []
    types = [name for name in TYPES if uses(name)]
    own += [f"from ._typing import {', '.join(types)}"] if types else []
    blocks = ["\n".join(block) for block in (imports, standard, arrays, own) if block]
    public = sorted(by_hand + [f["id"].split(".")[1] for f in m["functions"]])
    names = "".join(f"    {json.dumps(name)},\n" for name in public)
    doc = "\n\n".join(filled(paragraph) for paragraph in m["doc"].split("\n\n"))
    return f'"""{doc}\n\n{NOTE}\n"""\n\n' + "\n\n".join(blocks) + f"\n\n__all__ = [\n{names}]\n\n\n{body}"


def main() -> int:
    files = {ROOT / f"python/obektiv/{m['name']}.py": module(m) for m in json.load(sys.stdin)}
    stale = [path for path, text in files.items() if not path.exists() or path.read_text() != text]
    check = "--check" in sys.argv
    for path in [] if check else stale:
        path.write_text(files[path])
    for path in stale:
        print(f"{path.relative_to(ROOT)} is not as the catalogue has it: run ./x generate" if check else f"wrote {path.relative_to(ROOT)}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
