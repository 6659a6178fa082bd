"""Reference pages: what every function computes, takes and gives, in Python's and TypeScript's names."""

import re
from pathlib import Path
from typing import Any

from javascript import camel, signature
from python import field_type, fields
from words import CELLS, NOTE, ROOT, examples, parameters, plain, raised, sections


def line(text: str) -> str:
    """For a cell of a table."""
    return " ".join(plain(text).split()).replace("|", "\\|")


def table(head: str, rows: list[tuple[str, str, str]]) -> str:
    names = [cell.strip() for cell in head.split("|")]
    cells = [names, ["---"] * len(names), *([line(cell) for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(row)} |\n" for row in cells)


def output(f: dict[str, Any]) -> str:
    given = f["output"]
    if "columns" in given:
        rows = [(f"`{c['name']}`", CELLS[c["kind"]], c["doc"]) for c in given["columns"]]
        return "Gives a table.\n\n" + table("column | type | meaning", rows)
    if "record" in given:
        rows = [(f"`{x['name']}`", f"`{field_type(x['kind'])}`", x["doc"]) for x in fields(given)]
        return f"Gives `{given['record']}`.\n\n" + table("field | type | meaning", rows)
    return f"Gives {'a number' if 'number' in given else 'an array'}: {line(given['doc'])}\n"


def section(f: dict[str, Any]) -> str:
    doc = sections(f["doc"])
    module, name = f["id"].split(".")
    called = ", ".join(p.name if p.default is None else f"{p.name}={p.default}" for p in parameters(f))
    parts = [f"## {f['id']}\n", f"```python\nob.{f['id']}({called})\n```\n"]
    parts.append(f"```ts\n{camel(module)}.{signature(f).removeprefix('function ')}\n```\n")
    parts.append(plain(doc[""]) + "\n")
    rows = [(f"`{p.name}`", f"{p.words}{'' if p.default is None else f', default `{p.default}`'}", p.doc) for p in parameters(f)]
    parts.append(table("parameter | what | meaning", rows))
    parts.append(output(f))
    if errors := raised(f, doc.get("Errors", "")):
        said = "; ".join(one for _, all_ in sorted(errors.items(), reverse=True) for one in all_)
        parts.append(f"Errors: {line(said)}.\n")
    if "References" in doc:
        parts.append(f"References: {line(doc['References'])}\n")
    parts.append(f"```python\n{examples(f['doc'])}\n```\n")
    return "\n".join(parts)


def page(m: dict[str, Any]) -> str:
    return f"<!-- {NOTE} -->\n\n# {m['name']}\n\n{plain(m['doc'])}\n\n" + "\n".join(section(f) for f in m["functions"])


def summary(f: dict[str, Any]) -> str:
    return line(re.split(r"\n\n|(?<=\.) ", sections(f["doc"])[""])[0])


def index(modules: list[dict[str, Any]]) -> str:
    parts = [f"<!-- {NOTE} -->\n\n# Reference\n\nEvery function of the catalogue; classes and readers are documented where they are defined.\n"]
    for m in modules:
        rows = "".join(f"| [`{f['id']}`]({m['name']}.md#{f['id'].replace('.', '')}) | {summary(f)} |\n" for f in m["functions"])
        parts.append(f"## [{m['name']}]({m['name']}.md)\n\n{line(m['doc'].split(chr(10) * 2)[0])}\n\n| function | |\n|---|---|\n{rows}")
    return "\n".join(parts)


def pages(modules: list[dict[str, Any]]) -> dict[Path, str]:
    folder = ROOT / "docs/reference"
    return {folder / f"{m['name']}.md": page(m) for m in modules} | {folder / "README.md": index(modules)}


def readme(signs: list[dict[str, str]], modules: list[dict[str, Any]]) -> dict[Path, str]:
    """The README with its table of signs, which stands between two comments."""
    pages = {f["id"]: f"{m['name']}.md#{f['id'].replace('.', '')}" for m in modules for f in m["functions"]}
    pages |= {m["name"]: f"{m['name']}.md" for m in modules}

    def name(id_: str) -> str:
        return f"[`{id_}`](docs/reference/{pages[id_]})" if id_ in pages else f"`{id_}`"

    head = "| id | what it catches | its p-value is beside | who states it |\n|---|---|---|---|\n"
    rows = "".join(f"| {name(s['id'])} | {s['what']} | {s['beside']} | {s['origin']} |\n" for s in signs)
    written = f"<!-- signs: {NOTE} -->\n\n{head}{rows}\n<!-- end of signs -->"
    path = ROOT / "README.md"
    text, found = re.subn(r"<!-- signs: .*?<!-- end of signs -->", lambda _: written, path.read_text(), flags=re.S)
    assert found == 1, "README.md has no place for the table of signs"
    return {path: text}
