"""Writes what other languages have of the core's catalogue, the reference pages and the README's table of signs.
`--check` only compares.

    cargo run -p obektiv-tests --example describe | python3 tools/generate [--check]
"""

import json
import sys

from javascript import javascript
from pages import pages, readme
from python import module
from words import ROOT, former


def main() -> int:
    described = json.load(sys.stdin)
    modules = described["modules"]
    old = former(modules)
    files = {ROOT / f"python/obektiv/{m['name']}.py": module(m, old.get(m["name"], [])) for m in modules}
    files |= javascript(modules) | pages(modules) | readme(described["signs"], modules)
    stale = [path for path, text in files.items() if not path.exists() or path.read_text() != text]
    check = "--check" in sys.argv
    for file in stale:
        name = file.relative_to(ROOT)
        if check:
            print(f"{name} is not as the catalogue has it: run ./x generate")
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(files[file])
            print(f"wrote {name}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
