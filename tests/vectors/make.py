"""The shared vectors by second implementations, one file of makers/ for each namespace.

    python -m venv venv && venv/bin/pip install numpy scipy mpmath
    venv/bin/python tests/vectors/make.py                      # all, some ten minutes
    venv/bin/python tests/vectors/make.py heaping irt.fit      # those of a namespace, one file
    venv/bin/python tests/vectors/make.py --into folder        # elsewhere, to compare

The makers share nothing with the library: sums are exact fractions, tails are sums of probabilities in 50 digits,
and scipy is only asked whether it agrees, or where a file says so. All data are made up or simulated.
"""

import argparse
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).parent


def makers():
    """{name of a file of makers/: the vectors it makes}."""
    modules = {path.stem: import_module(f"makers.{path.stem}") for path in sorted((HERE / "makers").glob("*.py"))}
    return {name: module.VECTORS for name, module in modules.items() if hasattr(module, "VECTORS")}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="files of makers/, namespaces or functions; without any all")
    parser.add_argument("--into", type=Path, default=HERE, help="the folder to write to")
    given = parser.parse_args()
    unknown = set(given.names)
    for maker, files in makers().items():
        for vectors in files:
            called = {maker, vectors.name, vectors.name.split(".")[0]}
            unknown -= called
            if given.names and not called & set(given.names):
                continue
            document = vectors.document(maker)
            (given.into / f"{vectors.name}.json").write_text(document, encoding="utf-8")
            print(f"{vectors.name}: {len(document.encode()) // 1000} kB", flush=True)
    if unknown:
        parser.error(f"nothing makes {', '.join(sorted(unknown))}")


if __name__ == "__main__":
    main()
