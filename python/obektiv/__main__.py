"""obektiv on the command line: `python -m obektiv screen exports/ --registry schools.csv --out report.html`.

Files go in, files come out. What is computed and worded is computed and worded by the library.
"""

import sys
from collections.abc import Sequence
from typing import NoReturn

import obektiv as ob

from ._cli.parser import parser
from ._cli.shared import Wrong, say


def main(arguments: Sequence[str] | None = None) -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console that lacks a letter is no reason to fail
    options = parser().parse_args(arguments)
    try:
        options.run(options)
    except Wrong as error:
        fail(*error.args)
    except ob.ObektivError as error:
        fail(str(error))
    except OSError as error:
        fail(f"{error.filename}: {error.strerror}" if error.filename and error.strerror else str(error))


def fail(*texts: str) -> NoReturn:
    for text in texts:
        say("obektiv: " + " ".join(text.split()))
    raise SystemExit(2)


if __name__ == "__main__":
    main()
