"""Python modules: functions with real signatures and documentation, records as dataclasses."""

import json
import re
import textwrap
from typing import Any

from words import CELLS, NOTE, TYPES, WIDTH, examples, filled, parameters, prose, raised, sections, setting_type

# Functions that stand by hand in `_<module>.py`, beside those of the catalogue.
BY_HAND = {
    "effect": ["page"],
    "evidence": ["Evidence", "layer"],
    "heaping": ["Raised", "Shift", "fit", "raised"],
    "irt": ["Fit", "Scalability", "fit", "linked", "mokken"],
    "official": ["ObjectivityIndex", "objectivity_index"],
    "person_fit": ["RapidGuessing", "rapid_guessing"],
}

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

STEPS = """progress : callable or True, optional
    Told the steps done and all known so far, some twenty times a second; what it raises stops the call. True shows a
    bar by tqdm."""


def docstring(f: dict[str, Any]) -> str:
    doc, output = sections(f["doc"]), f["output"]
    lines = [prose(doc[""]), "\nParameters\n----------"]
    lines += [p.documented().rstrip() for p in parameters(f)]
    lines += [STEPS] if f["long"] else []
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
    taken = [*map(str, all_), *(["*", "progress: Steps | None = None"] if f["long"] else [])]
    head = f"def {name}({', '.join(taken)}) -> {returns}:"
    if len(head) > WIDTH:
        head = f"def {name}(\n" + "".join(f"    {p},\n" for p in taken) + f") -> {returns}:"
    group = "group" if f["group"] else '"school"'
    told = ", progress" if f["long"] else ""
    return (
        f'{head}\n    """{textwrap.indent(docstring(f), "    ").strip()}\n    """\n'
        f'    found: {returns} = _call("{f["id"]}", ({inputs.rstrip()}), {{{settings}}}, {group}{told})\n    return found\n'
    )


def module(m: dict[str, Any], former: list[tuple[str, dict[str, Any]]]) -> str:
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
    moved = sorted({f["id"].split(".")[0] for _, f in former})
    own = [f"from . import {', '.join(f'{name} as _{name}' for name in moved)}"] if moved else []
    own += ["from ._former import former as _former"] if former else []
    own += [f"from ._obektiv import {ours}"]
    by_hand = BY_HAND.get(m["name"], [])
    own += [f"from ._{m['name']} import {', '.join(by_hand)}"] if by_hand else []
    own += ["from ._record import Record"] if found else []
    types = [name for name in [*TYPES, "Steps"] if uses(name)]
    own += [f"from ._typing import {', '.join(types)}"] if types else []
    blocks = ["\n".join(block) for block in (imports, standard, arrays, own) if block]
    public = sorted(by_hand + list(found) + [f["id"].split(".")[1] for f in m["functions"]] + [name for name, _ in former])
    names = "".join(f"    {json.dumps(name)},\n" for name in public)
    aliases = [f'{name} = _former(_{f["id"]}, "{m["name"]}.{name}", "{f["id"]}")\n' for name, f in former]
    doc = "\n\n".join(filled(paragraph) for paragraph in m["doc"].split("\n\n"))
    return f'"""{doc}\n\n{NOTE}\n"""\n\n' + "\n\n".join(blocks) + f"\n\n__all__ = [\n{names}]\n\n\n{body}" + "".join(["\n", *aliases] if aliases else [])
