"""Times `obektiv.read_xlsx` beside pandas with openpyxl on one workbook, and checks that both read the same pupils.

    python benches/peers/read_xlsx.py export.xlsx --subject maths --grade 5 --year 2020 [--repeat 3]

pandas only reads the cells; obektiv also checks every row against the assessment and says what became of it. Without a
file a simulated workbook is not made: take one of your own exports, or one that the demo writes.
Needs: the package obektiv, pandas, openpyxl.
"""

import argparse
import statistics
import sys
import time

import obektiv as ob
import pandas as pd


def seconds(read, repeat):
    """The median wall time of `repeat` calls, and the last answer."""
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        answer = read()
        times.append(time.perf_counter() - start)
    return statistics.median(times), answer


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file")
    parser.add_argument("--subject", required=True)
    parser.add_argument("--grade", type=int, required=True, help="the grade the test is made for")
    parser.add_argument("--year", type=int, required=True)
    parser.add_argument("--repeat", type=int, default=3)
    args = parser.parse_args()

    assessment = ob.find_assessment(args.subject, args.grade, args.year)
    if assessment is None:
        sys.exit("this work is not in the catalogue")

    ours, results = seconds(lambda: ob.read_xlsx(args.file, assessment=assessment), args.repeat)
    theirs, frame = seconds(lambda: pd.read_excel(args.file, engine="openpyxl"), args.repeat)

    report = results.import_report
    # Blank rows at the end of a sheet are rows for pandas and none for obektiv.
    rows = len(frame.dropna(how="all"))
    assert report.rows >= rows, f"obektiv has {report.rows} rows, pandas {rows}"
    assert report.taken > 0

    print(f"rows                 {report.rows}")
    print(f"pandas + openpyxl    {theirs:8.3f} s")
    print(f"obektiv.read_xlsx    {ours:8.3f} s   {theirs / ours:.1f} times as fast")


if __name__ == "__main__":
    main()
