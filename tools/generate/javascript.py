"""JavaScript functions and their declarations."""

import json
import re
import textwrap
from pathlib import Path
from typing import Any

from python import fields, records
from words import INPUTS, NOTE, ROOT, Parameter, filled, former, parameters, prose, raised, sections

# --- JavaScript, and its declarations: a package, a small one that has a few functions, and one of its own for effects

EFFECT = {"design", "effect"}

SLIM = {
    "evidence.benjamini_hochberg",
    "heaping.by_group",
    "heaping.three_bin",
    "journal.by_group",
    "official.cohort_jump",
    "official.inflated_mean",
    "official.rank_mismatch",
}

# Namespaces that wasm-bindgen writes too, with what is carried over by hand.
SHARED = {"full": {"evidence", "heaping", "irt", "official", "personFit"}, "slim": {"official"}, "effect": set()}

# Names of options and of tables that are not those of the function or its module, and the functions or modules that have them.
OPTIONS = {
    "Agreement": ["journal.leniency"],
    "ClassSplit": ["classes.by_school"],
    "Combination": ["evidence.cauchy_combination", "evidence.harmonic_mean"],
    "Conditional": ["person_fit.conditional"],
    "Continuity": ["continuity.cumulative", "continuity.consistency"],
    "Correction": ["person_fit.lz"],
    "Crossing": ["official.group_crossing"],
    "DirectedPair": ["pairs.omega", "pairs.gbt"],
    "Erasure": ["erasures"],
    "Item": ["official.item_inversion"],
    "Likelihood": ["person_fit.lz_star", "person_fit.eci2", "person_fit.eci4", "person_fit.joint_fit"],
    "M4": ["pairs.m4"],
    "McCrary": ["density.mccrary"],
    "Norm": ["person_fit.given_norm"],
    "Pair": ["pairs"],
    "Pattern": ["person_fit"],
    "Plausible": ["irt.plausible_values"],
    "Profile": ["profile.contrasts"],
    "Recheck": ["official.recheck_delta"],
    "S2": ["pairs.s2"],
    "Totals": ["irt.score_distribution"],
    "TwoSubsets": ["person_fit.two_subsets"],
}
TABLES = {
    "ChangePoint": ["person_fit.change_point"],
    "ClassSplit": ["classes.by_school"],
    "Conditional": ["person_fit.conditional", "person_fit.given_norm"],
    "Continuity": ["continuity.consistency"],
    "Cusum": ["person_fit.cusum"],
    "GroupErasures": ["erasures.by_group"],
    "GroupFit": ["person_fit.by_group"],
    "GuttmanErrors": ["person_fit.guttman_errors"],
    "JointFit": ["person_fit.joint_fit"],
    "LikelihoodFit": ["person_fit.lz", "person_fit.lz_star", "person_fit.eci2", "person_fit.eci4"],
    "M4": ["pairs.m4"],
    "MeanSquare": ["person_fit.infit", "person_fit.outfit"],
    "Pairs": ["pairs"],
    "PersonErasures": ["erasures.by_person"],
    "PersonFit": ["person_fit"],
    "Recheck": ["official.recheck_delta"],
    "SubsetTest": ["person_fit.subset_given_total"],
    "SubsetTimes": ["person_fit.time_subsets"],
    "TotalAbility": ["irt.ability_by_total"],
    "TwoSubsets": ["person_fit.two_subsets"],
}
# Interfaces under the names that they had before; they go with the next version.
FORMER = {"HighFivesTable": "ManyFivesTable", "XPatternOptions": "OmissionsOptions", "XPatternTable": "OmissionsTable"}
# Columns and settings that hold some words alone.
WORDS = {
    "journal.by_group.kind": ("lowered", "confirmed", "raised", "gap"),
    "omissions.by_group.kind": ("many", "few"),
    "profile.contrasts.contrast": ("hard", "open", "late"),
}
CHOICES = {"person_fit.given_norm.statistic": ("u3", "guttman_errors", "c_star")}
COLUMNS = {"tier": "Tier[]", "tail": '("lower" | "upper")[]'}
# Inputs that stand together in an object `model`, and its interface.
MODELS = {("alpha", "beta"): "ItemTimes", ("alpha", "beta", "tau"): "TimeModel"}
# Settings that stand behind the inputs, not among the options.
POSITIONAL = {
    "density.bunching": ["threshold"],
    "density.local_polynomial": ["threshold"],
    "density.mccrary": ["threshold"],
    "evidence.benjamini_hochberg": ["tests"],
    "evidence.rogan_gladen": ["share", "sensitivity", "specificity"],
    "heaping.three_bin": ["below", "at", "above"],
    "person_fit.change_point": ["first", "last", "bound"],
    "person_fit.joint_subsets": ["bound"],
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
    "flags": "readonly boolean[]",
    "periods": "ArrayLike<number>",
    "periods_or_none": "ArrayLike<number | null>",
    "columns": "readonly ArrayLike<number>[]",
    "scores": "Scores",
    "matrix": "Times",
    "cells": "Uint8Array | number[]",
    "items": "Item[]",
    "distribution": "AbilityDistribution | null",
}
TS_CELLS = {"float": "Float64Array", "int": "Float64Array", "text": "string[]", "bool": "boolean[]"}
# Interfaces that other tables extend, and their columns.
BASES = {
    "Indications": {"group", "n", "statistic", "pvalue", "effect", "lower", "upper", "tier"},
    "PersonFitTable": {"statistic", "pvalue", "tail"},
    "PairsTable": {"first", "second", "compared"},
}


def camel(name: str) -> str:
    return re.sub(r"_(\w)", lambda m: m[1].upper(), name)


def own_name(f: dict[str, Any]) -> str:
    """The function's name, or its module's where it only says of what: `LevelTable`."""
    module, name = f["id"].split(".")
    name = camel(module if name.startswith("by_") else name)
    return name[0].upper() + name[1:]


def named(f: dict[str, Any], names: dict[str, list[str]]) -> str:
    """The name of a function's options or table in such a list; the function's own without one."""
    of = {id_: name for name, ids in names.items() for id_ in ids}
    return of.get(f["id"]) or of.get(f["id"].split(".")[0]) or own_name(f)


def options_name(f: dict[str, Any]) -> str:
    return named(f, OPTIONS) + "Options"


def table_name(f: dict[str, Any]) -> str:
    return named(f, TABLES) + "Table"


def ts_setting(kind: Any) -> str:
    if isinstance(kind, str):
        return {"whole": "number", "real": "number", "bool": "boolean"}[kind]
    if "choice" in kind:
        return " | ".join(json.dumps(name) for name in kind["choice"])
    if "optional" in kind:
        return ts_setting(kind["optional"])
    if "either" in kind:
        return " | ".join(map(ts_setting, kind["either"]))
    of = ts_setting(kind["list"])
    if kind["length"]:
        return f"[{', '.join([of] * kind['length'])}]"
    return "ArrayLike<number>" if of == "number" else f"readonly ({of})[]"


def ts_field(kind: Any) -> str:
    """The type of a record's field."""
    if isinstance(kind, str):
        return "string" if kind == "text" else ts_setting(kind)
    if "record" in kind:
        return kind["record"]
    if "optional" in kind:
        return f"{ts_field(kind['optional'])} | null"
    if "list" in kind:
        return "Float64Array" if kind["list"] in ("real", "whole") else f"{ts_field(kind['list'])}[]"
    return ts_setting(kind)


def required(f: dict[str, Any]) -> set[str]:
    """Settings without a default."""
    return {camel(s["name"]) for s in f["settings"] if "default" not in s}


def model(f: dict[str, Any]) -> tuple[str | None, list[dict[str, Any]]]:
    """The inputs that stand together, and their interface."""
    parts = [i for i in f["inputs"] if any(i["name"] in names for names in MODELS)]
    interface = MODELS.get(tuple(i["name"] for i in parts))
    return interface, parts if interface else []


def input_(i: dict[str, Any]) -> Parameter:
    type_ = "readonly ArrayLike<number>[]" if i["name"] == "correlation" else TS_INPUTS[i["kind"]]
    return Parameter(camel(i["name"]), type_, "", i["doc"] or INPUTS[i["kind"]][2])


def setting(f: dict[str, Any], s: dict[str, Any]) -> Parameter:
    words = CHOICES.get(f"{f['id']}.{s['name']}")
    default = None if s.get("default") is None else re.sub(r"\.0\b", "", json.dumps(s["default"]))
    return Parameter(camel(s["name"]), ts_setting({"choice": words} if words else s["kind"]), "", s["doc"], default)


def settings(f: dict[str, Any], behind: bool) -> list[Parameter]:
    """Those behind the inputs, or those among the options."""
    found = [(s, setting(f, s)) for s in f["settings"] if (s["name"] in POSITIONAL.get(f["id"], [])) == behind]
    for s, p in found:
        if not behind and isinstance(s["kind"], dict) and "optional" in s["kind"]:
            p.type += " | null"
    return [p for _, p in found]


def needed(f: dict[str, Any]) -> list[Parameter]:
    """The inputs that must be given; those that stand together as one."""
    interface, parts = model(f)
    one = [Parameter("model", interface or "", "", "")]
    found = [one if i in parts[:1] else [] if i in parts or i["optional"] else [input_(i)] for i in f["inputs"]]
    return [p for ps in found for p in ps]


def asks_items(f: dict[str, Any]) -> bool:
    """Whether the number of items is an option: where no input beside the scores can say it. As in wasm/src/call.rs."""
    kinds = {i["kind"] for i in f["inputs"]}
    return "scores" in kinds and not kinds & {"items", "cells"}


def options(f: dict[str, Any]) -> list[Parameter]:
    """What stands in the object of options: the groups, inputs that may be left out, settings."""
    found = [p for p in parameters(f) if p.name == "group" and f["group"]]
    all_ = [Parameter("group", "Group", "", p.doc, p.default) for p in found]
    if asks_items(f):
        all_.append(Parameter("items", "number", "", "The number of items, if the scores are one array of cells."))
    all_ += [input_(i) for i in f["inputs"] if i["optional"] and i not in model(f)[1]]
    return all_ + settings(f, behind=False)


def with_default(p: Parameter) -> str:
    return p.doc if p.default is None else f"{p.doc} Default {p.default}."


def in_ts(text: str, names: set[str]) -> str:
    """Rust's and Python's words in TypeScript's: `names` are changed wherever they stand, others in code."""

    def renamed(piece: str, all_: bool) -> str:
        # Codes of errors are the same everywhere.
        return re.sub(
            r"(?<![\"\w])((?:data|statistic|model|effect|design)\.)?([a-z]\w*_\w+)(?![\"\w])",
            lambda m: camel(m[0]) if not m[1] and (all_ or m[2] in names) else m[0],
            piece,
        )

    pieces = re.split(r"(`[^`]*`)", text)
    # Here nothing is given by name.
    pieces[1::2] = [re.sub(r"([(,] ?)\w+=(?=\w)", r"\1", piece) for piece in pieces[1::2]]
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
    tags = [filled(f"@param {p.name} - {p.doc}") for p in needed(f) if p.doc]
    tags += [filled(f"@param model.{p.name} - {p.doc}") for p in map(input_, model(f)[1])]
    tags += [filled(f"@param {p.name} - {with_default(p)}") for p in settings(f, behind=True)]
    tags += [filled(f"@param options.{p.name} - {with_default(p)}") for p in options(f)]
    if "columns" in output:
        tags.append("@returns A table:")
        tags += [filled(f"- `{c['name']}`: {c['doc']}") for c in output["columns"]]
    elif "record" in output:
        base = output["extends"]
        tags.append(f"@returns An `{base['record']}`, and more:" if base else f"@returns `{output['record']}`:")
        tags += [filled(f"- `{x['name']}`: {x['doc']}") for x in output["fields"]]
    else:
        tags.append(filled(f"@returns {output['doc']}{' Row by row, in one array.' if flat(f) else ''}"))
    tags += [filled(f"@throws ObektivError: {'; '.join(said)}.") for _, said in sorted(raised(f, doc.get("Errors", "")).items(), reverse=True)]
    given = output.get("columns", []) + fields(output if "record" in output else None)
    names = functions | {x["name"] for x in f["inputs"] + f["settings"] + given}
    text = in_ts(aligned(prose(doc[""]), names) + "\n\n" + "\n".join(tags), names)
    if "References" in doc:
        text += "\n" + filled(f"@see {doc['References']}")
    assert "::" not in text, f"{f['id']}: a name of Rust in {text}"
    return comment(text)


def flat(f: dict[str, Any]) -> bool:
    """Whether a matrix is one array, row by row: of persons there may be many. As in wasm/src/call.rs."""
    return "matrix" in f["output"] and any(i["kind"] == "scores" for i in f["inputs"])


def signature(f: dict[str, Any], name: str | None = None) -> str:
    all_ = [f"{p.name}: {p.type}" for p in needed(f)]
    all_ += [f"{p.name}: {p.type}" if p.default is None else f"{p.name}?: {p.type} | null" for p in settings(f, behind=True)]
    must = required(f) - {p.name for p in settings(f, behind=True)}
    all_ += [f"options: {options_name(f)}" if must else f"options?: {options_name(f)} | null"] if options(f) else []
    matrix = "Float64Array" if flat(f) else "Float64Array[]"
    kinds = {"columns": table_name(f), "numbers": "Float64Array", "matrix": matrix, "number": "number"}
    returns = next((type_ for kind, type_ in kinds.items() if kind in f["output"]), f["output"].get("record"))
    return f"function {camel(name or f['id'].split('.')[1])}({', '.join(all_)}): {returns};"


def deprecated(now: str) -> str:
    return f"/** @deprecated The former name of `{now}`; it goes with the next version. */"


def paths(users: list[dict[str, Any]]) -> str:
    *others, last = [f"`{camel(f['id'])}`" for f in users]
    return f"{', '.join(others)} and {last}" if others else last


def field(name: str, type_: str, doc: str, names: set[str]) -> str:
    said = in_ts(filled(doc), names)
    text = f"/** {said} */" if "\n" not in said else comment(said)
    return textwrap.indent(f"{text}\n{name}: {type_};\n", "    ")


def interface(name: str, doc: str, all_: str) -> str:
    said = filled(doc)
    return f"{f'/** {said} */' if chr(10) not in said else comment(said)}\nexport interface {name} {{\n{all_}}}\n"


def options_interface(name: str, users: list[dict[str, Any]]) -> str:
    """The options of some functions, which all take the same."""
    names, all_ = {x["name"] for f in users for x in f["inputs"] + f["settings"]}, ""
    for same in zip(*map(options, users), strict=True):
        assert len({(p.name, p.type) for p in same}) == 1, f"{name} differ"
        p = same[0]
        # A default that not all have is said with the functions.
        optional = "" if all(p.name in required(f) for f in users) else "?"
        all_ += field(p.name + optional, p.type, with_default(p) if len({p.default for p in same}) == 1 else p.doc, names)
    return interface(name, f"Options of {paths(users)}.", all_)


def record_interface(r: dict[str, Any]) -> str:
    names = {f["name"] for f in fields(r)}
    all_ = "".join(field(camel(f["name"]), ts_field(f["kind"]), f["doc"], names) for f in r["fields"])
    extends = f" extends {r['extends']['record']}" if r["extends"] else ""
    return f"{comment(in_ts(prose(r['doc']), names))}\nexport interface {r['record']}{extends} {{\n{all_}}}\n"


def model_interface(name: str, users: list[dict[str, Any]]) -> str:
    """Inputs that stand together."""
    parts = model(users[0])[1]
    all_ = "".join(field(p.name + "?" * i["optional"], p.type, p.doc, set()) for i, p in zip(parts, map(input_, parts)))
    return interface(name, f"What {paths(users)} take{'s' * (len(users) == 1)} together.", all_)


def table_interface(name: str, users: list[dict[str, Any]]) -> str:
    columns, *others = [f["output"]["columns"] for f in users]
    assert all([c["name"] for c in columns] == [c["name"] for c in other] for other in others), f"{name} differ"
    names, all_ = {c["name"] for c in columns}, ""
    for c in columns:
        type_ = COLUMNS.get(c["name"], TS_CELLS[c["kind"]])
        if words := WORDS.get(f"{users[0]['id']}.{c['name']}"):
            type_ = f"({' | '.join(map(json.dumps, words))})[]"
        all_ += field(camel(c["name"]), type_, c["doc"], names)
    extends = "".join(f" extends {base}" for base, of in BASES.items() if of <= names and base != name)
    # What one function is about says nothing of others.
    summary = "" if users[1:] else prose(sections(users[0]["doc"])[""]).split("\n\n")[0]
    text = comment(in_ts(filled(f"The table of {paths(users)}. {summary}"), names))
    return f"{text}\nexport interface {name}{extends} {{\n{all_}}}\n"


def declarations(modules: list[dict[str, Any]]) -> str:
    """Interfaces and namespaces; `wasm/js/declarations.mjs` puts them to those of wasm-bindgen."""
    with_options: dict[str, list[dict[str, Any]]] = {}
    with_table: dict[str, list[dict[str, Any]]] = {}
    with_model: dict[str, list[dict[str, Any]]] = {}
    functions = {f["id"].split(".")[1] for m in modules for f in m["functions"]}
    spaces, old = [], former(modules)
    for m in modules:
        for f in m["functions"]:
            if options(f):
                with_options.setdefault(options_name(f), []).append(f)
            if "columns" in f["output"]:
                with_table.setdefault(table_name(f), []).append(f)
            if together := model(f)[0]:
                with_model.setdefault(together, []).append(f)
        described = [f"{tsdoc(f, functions)}\n{signature(f)}" for f in m["functions"]]
        described += [f"{deprecated(camel(f['id']))}\n{signature(f, name)}" for name, f in old.get(m["name"], [])]
        members = "\n\n".join(described)
        text = comment(filled(m["doc"].split("\n\n")[0]))
        spaces.append(f"{text}\nexport namespace {camel(m['name'])} {{\n{textwrap.indent(members, '    ')}\n}}\n")
    interfaces = [options_interface(name, users) for name, users in with_options.items()]
    interfaces += [table_interface(name, users) for name, users in with_table.items()]
    interfaces += [model_interface(name, users) for name, users in with_model.items()]
    found: dict[str, dict[str, Any]] = {}
    records([f["output"] for m in modules for f in m["functions"]], found)
    interfaces += map(record_interface, found.values())
    now = set(with_options) | set(with_table)
    aliases = [f"{deprecated(of)}\nexport type {name} = {of};\n" for name, of in FORMER.items() if of in now]
    return f"// {NOTE}\n\n" + "\n".join(sorted(interfaces, key=lambda text: text.split("interface ")[1]) + aliases + spaces)


PARTS = """
/** What stands together in the object `model`: these, and nothing else. */
const parts = (model, ...known) => {
  if (model === null || typeof model !== "object") throw new TypeError("model: expected an object");
  const other = Object.keys(model).find((name) => model[name] !== undefined && !known.includes(name));
  if (other !== undefined) throw new TypeError(`model: unknown field \\`${other}\\`, expected one of \\`${known.join("`, `")}\\``);
  return known.map((name) => model[name]);
};"""

AMONG = """
/** Settings that stand behind the inputs, beside those among the options. */
const among = (options, settings) => {
  if (options !== undefined && options !== null && typeof options !== "object") throw new TypeError("options: expected an object");
  const other = Object.keys(options ?? {}).find((name) => name in settings);
  if (other !== undefined) throw new TypeError(`options: unknown field \\`${other}\\``);
  return { ...options, ...settings };
};"""


def call(f: dict[str, Any]) -> str:
    """What it takes, and how that is handed over."""
    taken, behind = [p.name for p in needed(f)], [p.name for p in settings(f, behind=True)]
    names = ", ".join(json.dumps(i["name"]) for i in model(f)[1])
    handed = [f"...parts(model, {names})" if name == "model" else name for name in taken]
    with_options = ["options"] if options(f) else []
    given = [f"{{ {', '.join(behind)} }}"] if behind else with_options
    given = [f"among(options, {given[0]})"] if behind and with_options else given
    arguments = ", ".join([json.dumps(f["id"]), f"[{', '.join(handed)}]", *given])
    return f"({', '.join(taken + behind + with_options)}) => call({arguments})"


def facade(package: str, modules: list[dict[str, Any]]) -> str:
    """The functions; what calls them is a member of `Tally` but in the package that has none."""
    shared = sorted({camel(m["name"]) for m in modules} & SHARED[package])
    lines, functions = [f"// {NOTE}"], [f for m in modules for f in m["functions"]]
    if package == "effect":
        lines += ['import { _call as call } from "./obektiv.js";']
    else:
        lines += [f'import {{ {", ".join(["Tally", *shared])} }} from "./obektiv.js";', "", "const call = Tally._call;"]
    lines += [PARTS] if any(model(f)[0] for f in functions) else []
    lines += [AMONG] if any(options(f) and settings(f, behind=True) for f in functions) else []
    old = former(modules)
    for m in modules:
        name = camel(m["name"])
        lines += ["", f"Object.assign({name}, {{" if name in shared else f"export const {name} = {{"]
        lines += [f"  {camel(f['id'].split('.')[1])}: {call(f)}," for f in m["functions"]]
        lines += [f"  {camel(before)}: {call(f)}," for before, f in old.get(m["name"], [])]
        lines.append("});" if name in shared else "};")
    return "\n".join(lines) + "\n"


def javascript(modules: list[dict[str, Any]]) -> dict[Path, str]:
    few = [m | {"functions": [f for f in m["functions"] if f["id"] in SLIM]} for m in modules]
    packages = {
        "full": [m for m in modules if m["name"] not in EFFECT],
        "slim": [m for m in few if m["functions"]],
        "effect": [m for m in modules if m["name"] in EFFECT],
    }
    files = {}
    for name, of in packages.items():
        files[ROOT / f"wasm/js/{name}/functions.js"] = facade(name, of)
        files[ROOT / f"wasm/js/{name}/functions.d.ts"] = declarations(of)
    return files
