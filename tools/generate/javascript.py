"""JavaScript functions and their declarations."""

import json
import re
import textwrap
from pathlib import Path
from typing import Any

from python import fields, records
from words import INPUTS, NOTE, ROOT, Parameter, filled, parameters, prose, raised, sections

# --- JavaScript, and its declarations: a package, a small one that has a few functions, and one of its own for effects

EFFECT = {"design", "effect"}

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
    "flags": "readonly boolean[]",
    "periods": "ArrayLike<number>",
    "periods_or_none": "ArrayLike<number | null>",
    "columns": "readonly ArrayLike<number>[]",
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


def needed(f: dict[str, Any]) -> set[str]:
    """Settings without a default."""
    return {camel(s["name"]) for s in f["settings"] if "default" not in s}


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
        default = None if s.get("default") is None else re.sub(r"\.0\b", "", json.dumps(s["default"]))
        all_.append(Parameter(camel(s["name"]), ts_setting(s["kind"]), "", s["doc"], default))
    return all_


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
    elif "record" in output:
        base = output["extends"]
        tags.append(f"@returns An `{base['record']}`, and more:" if base else f"@returns `{output['record']}`:")
        tags += [filled(f"- `{x['name']}`: {x['doc']}") for x in output["fields"]]
    else:
        tags.append(filled(f"@returns {output['doc']}"))
    tags += [filled(f"@throws ObektivError: {'; '.join(said)}.") for _, said in sorted(raised(f, doc.get("Errors", "")).items(), reverse=True)]
    names = functions | {x["name"] for x in f["inputs"] + f["settings"] + output.get("columns", []) + fields(output if "record" in output else None)}
    text = in_ts(aligned(prose(doc[""]), names) + "\n\n" + "\n".join(tags), names)
    if "References" in doc:
        text += "\n" + filled(f"@see {doc['References']}")
    assert "::" not in text, f"{f['id']}: a name of Rust in {text}"
    return comment(text)


def signature(f: dict[str, Any]) -> str:
    all_ = [str(p) for p in positional(f)]
    if options(f):
        all_.append(f"options: {options_name(f)}" if needed(f) else f"options?: {options_name(f)} | null")
    kinds = {"columns": table_name(f), "numbers": "Float64Array", "matrix": "Float64Array[]", "number": "number"}
    returns = next((type_ for kind, type_ in kinds.items() if kind in f["output"]), f["output"].get("record"))
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
    names, must = {s["name"] for s in users[0]["settings"]}, needed(users[0])
    all_ = "".join(field(p.name if p.name in must else f"{p.name}?", p.type, with_default(p), names) for p in first)
    return f"/** Options of {' and '.join(map(path, users))}. */\nexport interface {name} {{\n{all_}}}\n"


def record_interface(r: dict[str, Any]) -> str:
    names = {f["name"] for f in fields(r)}
    all_ = "".join(field(camel(f["name"]), ts_field(f["kind"]), f["doc"], names) for f in r["fields"])
    extends = f" extends {r['extends']['record']}" if r["extends"] else ""
    return f"{comment(in_ts(prose(r['doc']), names))}\nexport interface {r['record']}{extends} {{\n{all_}}}\n"


def table_interface(name: str, users: list[dict[str, Any]]) -> str:
    columns, *others = [f["output"]["columns"] for f in users]
    assert all([c["name"] for c in columns] == [c["name"] for c in other] for other in others), f"{name} differ"
    names, all_ = {c["name"] for c in columns}, ""
    for c in columns:
        type_ = "Tier[]" if c["name"] == "tier" else TS_CELLS[c["kind"]]
        if words := WORDS.get(f"{users[0]['id']}.{c['name']}"):
            type_ = f"({' | '.join(map(json.dumps, words))})[]"
        all_ += field(camel(c["name"]), type_, c["doc"], names)
    extends = " extends Indications" if INDICATIONS <= names else ""
    summary = prose(sections(users[0]["doc"])[""]).split("\n\n")[0]
    text = comment(in_ts(filled(f"The table of {' and '.join(map(path, users))}. {summary}"), names))
    return f"{text}\nexport interface {name}{extends} {{\n{all_}}}\n"


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
    found: dict[str, dict[str, Any]] = {}
    records([f["output"] for m in modules for f in m["functions"]], found)
    interfaces += map(record_interface, found.values())
    return f"// {NOTE}\n\n" + "\n".join(sorted(interfaces, key=lambda text: text.split("interface ")[1]) + spaces)


def facade(modules: list[dict[str, Any]], alone: bool) -> str:
    """The functions; what calls them is a member of `Tally` but in the package that has none."""
    shared = sorted({camel(m["name"]) for m in modules} & SHARED)
    lines = [f"// {NOTE}"]
    if alone:
        lines += ['import { _call as call } from "./obektiv.js";']
    else:
        lines += [f'import {{ {", ".join(["Tally", *shared])} }} from "./obektiv.js";', "", "const call = Tally._call;"]
    for m in modules:
        name = camel(m["name"])
        lines += ["", f"Object.assign({name}, {{" if name in SHARED else f"export const {name} = {{"]
        for f in m["functions"]:
            inputs = [p.name for p in positional(f)]
            with_options = ["options"] if options(f) else []
            taken, given = ", ".join(inputs + with_options), ", ".join([f"[{', '.join(inputs)}]", *with_options])
            lines.append(f"  {camel(f['id'].split('.')[1])}: ({taken}) => call(\"{f['id']}\", {given}),")
        lines.append("});" if name in SHARED else "};")
    return "\n".join(lines) + "\n"


# Modules that TypeScript has by hand still, or not yet.
TS_LATER = {"erasures", "evidence", "irt", "pairs", "person_fit"}


def javascript(modules: list[dict[str, Any]]) -> dict[Path, str]:
    modules = [m for m in modules if m["name"] not in TS_LATER]
    few = [m | {"functions": [f for f in m["functions"] if f["id"] in SLIM]} for m in modules]
    packages = {
        "full": [m for m in modules if m["name"] not in EFFECT],
        "slim": [m for m in few if m["functions"]],
        "effect": [m for m in modules if m["name"] in EFFECT],
    }
    files = {}
    for name, of in packages.items():
        files[ROOT / f"wasm/js/{name}/functions.js"] = facade(of, name == "effect")
        files[ROOT / f"wasm/js/{name}/functions.d.ts"] = declarations(of)
    return files
