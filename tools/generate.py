"""Writes the Python and JavaScript functions of the core's catalogue. `--check` only compares.

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
    "items": ("Items", "Fit, list of dict, or a table", ""),
    "distribution": ("Ability | Table", "points and weights", ""),
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


# --- Python: records


def field_type(kind: Any) -> str:
    """The type of a record's field: numbers in lists are arrays."""
    if isinstance(kind, dict) and "record" in kind:
        return kind["record"]
    if isinstance(kind, dict) and "optional" in kind:
        return f"{field_type(kind['optional'])} | None"
    if isinstance(kind, dict) and "list" in kind:
        of = field_type(kind["list"])
        return {"float": "NDArray[np.float64]", "int": "NDArray[np.int64]"}.get(of, of if of.startswith("NDArray") else f"tuple[{of}, ...]")
    return setting_type(kind)[0]


def fields(record: dict[str, Any] | None) -> list[dict[str, Any]]:
    """All of a record, those of what it extends first."""
    return fields(record["extends"]) + record["fields"] if record else []


def described_fields(record: dict[str, Any]) -> list[str]:
    return [filled(f"- `{f['name']}` ({field_type(f['kind'])}): {f['doc']}", "    ", "  ") for f in fields(record)]


def records(of: Any, found: dict[str, dict[str, Any]]) -> None:
    """Adds all records in an output, those that others extend before these."""
    if isinstance(of, list):
        for part in of:
            records(part, found)
    elif isinstance(of, dict):
        for part in of.values():
            records(part, found)
        if "record" in of and of["record"] not in found:
            found[of["record"]] = of


def record(r: dict[str, Any]) -> str:
    base = r["extends"]["record"] if r["extends"] else "Record"
    doc = [prose(r["doc"]), "\nAttributes\n----------"]
    doc += [f"{f['name']} : {field_type(f['kind'])}\n{filled(f['doc'], '    ')}" for f in fields(r)]
    own = "".join(f"    {f['name']}: {field_type(f['kind'])}\n" for f in r["fields"])
    text = textwrap.indent("\n".join(doc), "    ").strip()
    return f'@dataclass(frozen=True, eq=False, repr=False)\nclass {r["record"]}({base}):\n    """{text}\n    """\n\n{own}'


# --- Python: functions


def docstring(f: dict[str, Any]) -> str:
    doc, output = sections(f["doc"]), f["output"]
    lines = [prose(doc[""]), "\nParameters\n----------"]
    lines += [p.documented().rstrip() for p in parameters(f)]
    lines.append("\nReturns\n-------")
    if "columns" in output:
        lines.append("Table")
        lines += [filled(f"- `{c['name']}` ({CELLS[c['kind']]}): {c['doc']}", "    ", "  ") for c in output["columns"]]
    elif "record" in output:
        lines += [output["record"], *described_fields(output)]
    else:
        lines += ["float" if "number" in output else "array", filled(output["doc"], "    ")]
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
    kinds = {"columns": "Table", "numbers": "NDArray[np.float64]", "matrix": "NDArray[np.float64]", "number": "float"}
    returns = next((type_ for kind, type_ in kinds.items() if kind in f["output"]), f["output"].get("record"))
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
    found: dict[str, dict[str, Any]] = {}
    records([f["output"] for f in m["functions"]], found)
    body = "\n\n".join([record(r) for r in found.values()] + [function(f) for f in m["functions"]])
    code = re.sub(r'""".*?"""', "", body, flags=re.S)
    uses = lambda word: re.search(rf"\b{word}\b", code)  # noqa: E731
    imports = ["from __future__ import annotations"]
    standard = ["from collections.abc import Sequence"] if uses("Sequence") else []
    standard += ["from dataclasses import dataclass"] if found else []
    standard += ["from typing import Literal"] if uses("Literal") else []
    arrays = ["import numpy as np"] if uses("np") else []
    if names := [name for name in ("ArrayLike", "NDArray") if uses(name)]:
        arrays.append(f"from numpy.typing import {', '.join(names)}")
    ours = ", ".join([name for name in ("Registry", "Results", "Table", "Tally") if uses(name)] + ["call as _call"])
    own = [f"from ._obektiv import {ours}"]
    by_hand = BY_HAND.get(m["name"], [])
    own += [f"from ._{m['name']} import {', '.join(by_hand)}"] if by_hand else []
    own += ["from ._record import Record"] if found else []
    types = [name for name in TYPES if uses(name)]
    own += [f"from ._typing import {', '.join(types)}"] if types else []
    blocks = ["\n".join(block) for block in (imports, standard, arrays, own) if block]
    public = sorted(by_hand + list(found) + [f["id"].split(".")[1] for f in m["functions"]])
    names = "".join(f"    {json.dumps(name)},\n" for name in public)
    doc = "\n\n".join(filled(paragraph) for paragraph in m["doc"].split("\n\n"))
    return f'"""{doc}\n\n{NOTE}\n"""\n\n' + "\n\n".join(blocks) + f"\n\n__all__ = [\n{names}]\n\n\n{body}"


# --- JavaScript, and its declarations: two packages, of which the small one has a few functions

SLIM = {"journal.by_group", "official.inflated_mean", "official.rank_mismatch", "official.cohort_jump"}

# Namespaces that wasm-bindgen writes too, with what is carried over by hand.
SHARED = {"official"}

# Names of options and of tables, where they are not those of the function or its module.
OPTIONS = {
    "continuity.cumulative": "Continuity",
    "continuity.consistency": "Continuity",
    "journal.leniency": "Agreement",
    "official.item_inversion": "Item",
    "official.group_crossing": "Crossing",
    "official.high5_low_spread": "Item",
    "official.recheck_delta": "Recheck",
    "profile.contrasts": "Profile",
}
TABLES = {
    "continuity.consistency": "Continuity",
    "official.high5_low_spread": "HighFives",
    "official.recheck_delta": "Recheck",
}
# Columns of text that hold some words alone.
WORDS = {
    "journal.by_group.kind": ("lowered", "confirmed", "raised", "gap"),
    "official.x_pattern.kind": ("many", "few"),
    "profile.contrasts.contrast": ("hard", "open", "late"),
}
TS_INPUTS = {
    "counts": "Tally | Results",
    "counts_of_works": "Tally | Results | readonly (Tally | Results)[]",
    "results": "Results",
    "registry": "Registry | null",
    "names": "string[]",
    "whole": "ArrayLike<number>",
    "points": "ArrayLike<number>",
    "numbers": "ArrayLike<number>",
}
TS_CELLS = {"float": "Float64Array", "int": "Float64Array", "text": "string[]", "bool": "boolean[]"}
# The columns of the interface that all tables of groups extend.
INDICATIONS = {"group", "n", "statistic", "pvalue", "effect", "lower", "upper", "tier"}


def camel(name: str) -> str:
    return re.sub(r"_(\w)", lambda m: m[1].upper(), name)


def own_name(f: dict[str, Any]) -> str:
    """The function's name, or its module's where it only says of what: `LevelTable`."""
    module, name = f["id"].split(".")
    name = camel(module if name.startswith("by_") else name)
    return name[0].upper() + name[1:]


def options_name(f: dict[str, Any]) -> str:
    return OPTIONS.get(f["id"], own_name(f)) + "Options"


def table_name(f: dict[str, Any]) -> str:
    return TABLES.get(f["id"], own_name(f)) + "Table"


def ts_setting(kind: Any) -> str:
    if isinstance(kind, str):
        return {"whole": "number", "real": "number", "bool": "boolean"}[kind]
    if "choice" in kind:
        return " | ".join(json.dumps(name) for name in kind["choice"])
    if "optional" in kind:
        return ts_setting(kind["optional"])
    of = ts_setting(kind["list"])
    return f"[{', '.join([of] * kind['length'])}]" if kind["length"] else f"readonly ({of})[]"


def positional(f: dict[str, Any]) -> list[Parameter]:
    return [
        Parameter(camel(i["name"]), TS_INPUTS[i["kind"]], "", i["doc"] or INPUTS[i["kind"]][2])
        for i in f["inputs"]
        if not i["optional"]
    ]


def options(f: dict[str, Any]) -> list[Parameter]:
    """What stands in the object of options: the groups, inputs that may be left out, settings."""
    found = [p for p in parameters(f) if p.name == "group" and p.default]
    all_ = [Parameter("group", "Group", "", p.doc, p.default) for p in found]
    for i in f["inputs"]:
        if i["optional"]:
            all_.append(Parameter(camel(i["name"]), TS_INPUTS[i["kind"]], "", i["doc"] or INPUTS[i["kind"]][2]))
    for s in f["settings"]:
        default = None if s.get("default") is None else json.dumps(s["default"]).removesuffix(".0")
        all_.append(Parameter(camel(s["name"]), ts_setting(s["kind"]), "", s["doc"], default))
    return all_


def with_default(p: Parameter) -> str:
    return p.doc if p.default is None else f"{p.doc} Default {p.default}."


def in_ts(text: str, names: set[str]) -> str:
    """Rust's and Python's words in TypeScript's: `names` are changed wherever they stand, others in code."""

    def renamed(piece: str, all_: bool) -> str:
        # Codes of errors are the same everywhere.
        return re.sub(
            r"(?<![\"\w])((?:data|statistic|model)\.)?([a-z]\w*_\w+)(?![\"\w])",
            lambda m: camel(m[0]) if not m[1] and (all_ or m[2] in names) else m[0],
            piece,
        )

    pieces = re.split(r"(`[^`]*`)", text)
    text = "".join(renamed(piece, i % 2 == 1) for i, piece in enumerate(pieces))
    for python, ours in {"None": "null", "True": "true", "False": "false"}.items():
        text = re.sub(rf"\b{python}\b", ours, text)
    return text


def aligned(text: str, names: set[str]) -> str:
    """What stands before `=` in formulas, renamed and filled up again."""
    return re.sub(
        r"^( +)([a-z]\w*)(?= +=)",
        lambda m: m[1] + (camel(m[2]).ljust(len(m[2])) if m[2] in names else m[2]),
        text,
        flags=re.M,
    )


def comment(text: str) -> str:
    lines = [f" * {line}".rstrip() for line in text.replace("*/", "* /").split("\n")]
    return "\n".join(["/**", *lines, " */"])


def tsdoc(f: dict[str, Any], functions: set[str]) -> str:
    doc, output = sections(f["doc"]), f["output"]
    tags = [filled(f"@param {p.name} - {p.doc}") for p in positional(f) if p.doc]
    tags += [filled(f"@param options.{p.name} - {with_default(p)}") for p in options(f)]
    if "columns" in output:
        tags.append("@returns A table:")
        tags += [filled(f"- `{c['name']}`: {c['doc']}") for c in output["columns"]]
    else:
        tags.append(filled(f"@returns {output['doc']}"))
    tags += [filled(f"@throws ObektivError: {'; '.join(said)}.") for _, said in sorted(raised(f, doc.get("Errors", "")).items(), reverse=True)]
    names = functions | {x["name"] for x in f["inputs"] + f["settings"] + output.get("columns", [])}
    text = in_ts(aligned(prose(doc[""]), names) + "\n\n" + "\n".join(tags), names)
    if "References" in doc:
        text += "\n" + filled(f"@see {doc['References']}")
    assert "::" not in text, f"{f['id']}: a name of Rust in {text}"
    return comment(text)


def signature(f: dict[str, Any]) -> str:
    all_ = [str(p) for p in positional(f)]
    all_ += [f"options?: {options_name(f)} | null"] if options(f) else []
    returns = table_name(f) if "columns" in f["output"] else "Float64Array"
    return f"function {camel(f['id'].split('.')[1])}({', '.join(all_)}): {returns};"


def path(f: dict[str, Any]) -> str:
    return f"`{camel(f['id'])}`"


def field(name: str, type_: str, doc: str, names: set[str]) -> str:
    said = in_ts(filled(doc), names)
    text = f"/** {said} */" if "\n" not in said else comment(said)
    return textwrap.indent(f"{text}\n{name}: {type_};\n", "    ")


def options_interface(name: str, users: list[dict[str, Any]]) -> str:
    """The options of some functions, which all take the same."""
    first, *others = [options(f) for f in users]
    assert all([str(p) for p in first] == [str(p) for p in other] for other in others), f"{name} differ"
    names = {s["name"] for s in users[0]["settings"]}
    fields = "".join(field(f"{p.name}?", p.type, with_default(p), names) for p in first)
    return f"/** Options of {' and '.join(map(path, users))}. */\nexport interface {name} {{\n{fields}}}\n"


def table_interface(name: str, users: list[dict[str, Any]]) -> str:
    columns, *others = [f["output"]["columns"] for f in users]
    assert all([c["name"] for c in columns] == [c["name"] for c in other] for other in others), f"{name} differ"
    names, fields = {c["name"] for c in columns}, ""
    for c in columns:
        type_ = "Tier[]" if c["name"] == "tier" else TS_CELLS[c["kind"]]
        if words := WORDS.get(f"{users[0]['id']}.{c['name']}"):
            type_ = f"({' | '.join(map(json.dumps, words))})[]"
        fields += field(camel(c["name"]), type_, c["doc"], names)
    extends = " extends Indications" if INDICATIONS <= names else ""
    summary = prose(sections(users[0]["doc"])[""]).split("\n\n")[0]
    text = comment(in_ts(filled(f"The table of {' and '.join(map(path, users))}. {summary}"), names))
    return f"{text}\nexport interface {name}{extends} {{\n{fields}}}\n"


def declarations(modules: list[dict[str, Any]]) -> str:
    """Interfaces and namespaces; `wasm/js/declarations.mjs` puts them to those of wasm-bindgen."""
    with_options: dict[str, list[dict[str, Any]]] = {}
    with_table: dict[str, list[dict[str, Any]]] = {}
    functions = {f["id"].split(".")[1] for m in modules for f in m["functions"]}
    spaces = []
    for m in modules:
        for f in m["functions"]:
            if options(f):
                with_options.setdefault(options_name(f), []).append(f)
            if "columns" in f["output"]:
                with_table.setdefault(table_name(f), []).append(f)
        members = "\n\n".join(f"{tsdoc(f, functions)}\n{signature(f)}" for f in m["functions"])
        text = comment(filled(m["doc"].split("\n\n")[0]))
        spaces.append(f"{text}\nexport namespace {camel(m['name'])} {{\n{textwrap.indent(members, '    ')}\n}}\n")
    interfaces = [options_interface(name, users) for name, users in with_options.items()]
    interfaces += [table_interface(name, users) for name, users in with_table.items()]
    return f"// {NOTE}\n\n" + "\n".join(sorted(interfaces, key=lambda text: text.split("interface ")[1]) + spaces)


def facade(modules: list[dict[str, Any]]) -> str:
    shared = sorted({camel(m["name"]) for m in modules} & SHARED)
    lines = [f"// {NOTE}", f'import {{ {", ".join(["Tally", *shared])} }} from "./obektiv.js";', "", "const call = Tally._call;"]
    for m in modules:
        name = camel(m["name"])
        lines += ["", f"Object.assign({name}, {{" if name in SHARED else f"export const {name} = {{"]
        for f in m["functions"]:
            inputs = ", ".join(p.name for p in positional(f))
            with_options = ", options" if options(f) else ""
            lines.append(f"  {camel(f['id'].split('.')[1])}: ({inputs}{with_options}) => call(\"{f['id']}\", [{inputs}]{with_options}),")
        lines.append("});" if name in SHARED else "};")
    return "\n".join(lines) + "\n"


# Modules that TypeScript has by hand still, or not yet.
TS_LATER = {"design", "effect", "erasures", "irt", "pairs", "person_fit"}


def javascript(modules: list[dict[str, Any]]) -> dict[Path, str]:
    modules = [m for m in modules if m["name"] not in TS_LATER]
    few = [m | {"functions": [f for f in m["functions"] if f["id"] in SLIM]} for m in modules]
    packages = {"full": modules, "slim": [m for m in few if m["functions"]]}
    files = {}
    for name, of in packages.items():
        files[ROOT / f"wasm/js/{name}/functions.js"] = facade(of)
        files[ROOT / f"wasm/js/{name}/functions.d.ts"] = declarations(of)
    return files


def main() -> int:
    modules = json.load(sys.stdin)
    files = {ROOT / f"python/obektiv/{m['name']}.py": module(m) for m in modules} | javascript(modules)
    stale = [path for path, text in files.items() if not path.exists() or path.read_text() != text]
    check = "--check" in sys.argv
    for file in stale:
        name = file.relative_to(ROOT)
        if check:
            print(f"{name} is not as the catalogue has it: run ./x generate")
        else:
            file.parent.mkdir(exist_ok=True)
            file.write_text(files[file])
            print(f"wrote {name}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
