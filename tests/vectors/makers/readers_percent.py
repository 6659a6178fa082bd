"""Reports in percent: counts restored in exact fractions."""

import math
from fractions import Fraction

from .data import work
from .readers import lines, reported
from .shared import Vectors


def restored(shares, n, scale=1):
    """The counts of n persons, and whether plain rounding, halves up, adds up to n."""
    percent = [Fraction(share.replace(",", ".").rstrip("%") or 0) * scale for share in shares]
    rounded = [math.floor(p * n / 100 + Fraction(1, 2)) for p in percent]
    if sum(rounded) == n:
        return rounded, True
    exact = [n * p / sum(percent) for p in percent]
    counts = [math.floor(q) for q in exact]
    by_fraction = sorted(range(len(exact)), key=lambda i: (-(exact[i] - counts[i]), i))
    for i in by_fraction[: n - sum(counts)]:
        counts[i] += 1
    assert sum(counts) == n
    return counts, False


class Percent:
    """A report in percent under construction: its text, and what must be read from it."""

    def __init__(self, *above):
        self.text, self.reasons, self.groups, self.rows = list(above), [], [], 0

    def taken(self, cells, n, shares, *key, scale=1, width=None, said=None):
        """A row that counts; `key` is what it is about."""
        width = width or len(shares)
        counts, plainly = restored(shares[:width], n, scale)
        self.text.append(";".join([*cells, said or str(n), *shares]))
        self.rows += 1
        if not plainly:
            self.reasons.append(
                [len(self.text), f"the rounded counts do not add up to {n} pupils: by the largest remainders"]
            )
        self.groups.append([*key, n, counts])

    def aside(self, row, reason):
        self.text.append(row)
        self.rows += 1
        self.reasons.append([len(self.text), reason])

    def absent(self, row):
        self.text.append(row)
        self.rows += 1

    def report(self, layout, absent=0, notes=()):
        taken = len(self.groups)
        return reported(layout, self.reasons, notes, rows=self.rows, taken=taken, absent=absent,
                        set_aside=self.rows - taken - absent)


def header(head, least, most):
    return ";".join([head, *map(str, range(least, most + 1))])


REPORT = "Группы участников;Кол-во ОО;Кол-во  участников"
FLAT = "Год;Класс;Предмет;Муниципалитет;Логин;ОО;Кол-во участников"


def distributions(name, sheet, report, works, note=None, **options):
    works = [{"key": key, "rows": rows} for key, rows in works.items()]
    out = {"name": name} | ({"note": note} if note else {}) | {"input": {"text": lines(*sheet.text)}}
    return out | {"options": options, "expect": {"report": report, "works": works}}


def refusal(name, text, code, **options):
    return {"name": name, "input": {"text": text}, "options": options, "error": code}


def report_of_four_levels():
    s = Percent("ВПР 2026 Математика 5 класс", header(REPORT, 0, 6))
    s.taken(
        ["Вся выборка", "35 000"],
        1_400_000,
        ["2,1", "5", "10,4", "22,5", "30", "20", "10"],
        "whole",
        "Вся выборка",
        "",
        said="1 400 000",
    )
    s.taken(["reg990000 | Горный край", "640"], 25_003, ["1.1", "4.4", "9.9", "21.3", "31.3", "21.2", "10.8"],
            "region", "Горный край", "", said="25 003")
    s.taken(["reg99_m019 | Горный   район", "7"], 171, ["0,6", "4,7", "9,9", "20,5", "31", "21,6", "11,7"],
            "municipality", "Горный район", "Горный район")
    s.taken(["Школа  № 1 (edu990001)", "1"], 22, ["0%", "4,5 %", "9,1%", "22,7%", "31,8%", "18,2%", "13,6%"],
            "school", "edu990001", "Горный район")
    s.taken(
        ["edu990002 | Школа № 2", ""],
        19,
        ["", "", "", "10.5", "26.3", "42.1", "21.1"],
        "school",
        "edu990002",
        "Горный район",
    )
    s.taken(
        ["Школа без логина", ""], 5, ["0", "0", "0", "20", "80", "0", "0"], "school", "Школа без логина", "Горный район"
    )
    s.taken(
        ["г. Речной", "2"], 40, ["0", "0", "2.5", "25", "32.5", "25", "15"], "municipality", "г. Речной", "г. Речной"
    )
    s.absent("Школа № 3 (edu990003);1;0;;;;;;;")
    s.taken(["Школа № 4 (edu990004)", "1"], 33, ["0", "3", "6.1", "21.2", "33.3", "24.2", "12.1"],
            "school", "edu990004", "г. Речной")
    s.aside("Школа № 4 (edu990004);1;33;0;3;6.1;21.2;33.3;24.2;12.1", "edu990004 stands in row 11 already")
    s.aside("Школа № 5 (edu990005);1;10;50;20;0;0;0;0;0", "the shares add up to 70.00 %, expected 100 within 0.35")
    s.aside(
        "Школа № 6 (edu990006);1;десять;10;20;30;40;0;0;0", 'the number of pupils is a text of 6 characters, expected a whole number'
    )
    s.aside("Школа № 7 (edu990007);1;10;-10;30;40;40;0;0;0", 'the share of 0 is "-10", expected 0 to 100')
    s.aside("Школа № 8 (edu990008);1;10;0;мало;60;40;0;0;0", 'the share of 1 is a text of 4 characters, expected 0 to 100')
    s.aside("Школа № 9 (edu990009);1;10;;;;;;;", "the shares add up to 0.00 %, expected 100 within 0.35")
    s.aside(";1;10;0;0;60;40;0;0;0", "no group")
    return [
        distributions("a report of four levels", s, s.report("scores-report", absent=1), {"2026-maths-5": s.groups},
             note="no work of 2026 is in the catalogue: one item worth 6"),
    ]


def report_rounded():
    s = Percent("ВПР 2026 Математика 5 класс", header(REPORT, 0, 6))
    for number, (n, shares) in enumerate([
        (3, ["33.3", "66.7", "0", "0", "0", "0", "0"]),
        (10, ["14.3"] * 7),
        (250, ["64.6", "35.4", "0", "0", "0", "0", "0"]),
        (4, ["12.5", "37.5", "37.5", "12.5", "0", "0", "0"]),
        (5000, ["33.3", "33.3", "33.3", "0", "0", "0", "0"]),
        (999, ["0.1", "14.2", "21.5", "28.6", "21.4", "14.1", "0.1"]),
        (1, ["0", "0", "0", "0", "0", "0", "100"]),
        (98_765, ["0.2", "9.8", "20.3", "39.4", "20.2", "9.9", "0.2"]),
    ], start=1):
        s.taken([f"Школа (edu99{number:04})", "1"], n, shares, "school", f"edu99{number:04}", "")
    return [
        distributions(
            "counts by rounding, and by the largest remainders where rounding does not add up",
            s,
            s.report("scores-report"),
            {"2026-maths-5": s.groups},
            note="64.6 % of 250 is 161.5: a half rounds up, so 162 + 89 = 251 does not add up",
        )
    ]


def report_of_fractions():
    s = Percent("ВПР 2026 Математика 5 класс", header(REPORT, 0, 3))
    s.taken(["Школа (edu990001)", "1"], 8, ["0.125", "0.25", "0", "0.625"], "school", "edu990001", "", scale=100)
    s.taken(["Школа (edu990002)", "1"], 7, ["0.142857142857143", "0.285714285714286", "0", "0.571428571428571"],
            "school", "edu990002", "", scale=100)
    return [
        distributions("fractions of a workbook", s,
             s.report("scores-report", notes=["the shares add up to 1: read as fractions, not as percent"]),
             {"2026-maths-5": s.groups}),
    ]


def report_of_the_catalogue():
    s = Percent("ВПР 2021 Математика 5 класс", header(REPORT, 0, 20))
    s.taken(["Школа (edu990001)", "1"], 4, ["0"] * 7 + ["25"] * 4 + ["0"] * 10, "school", "edu990001", "")
    return [
        distributions("a work of the catalogue", s, s.report("scores-report"), {"2021-spring-maths-5": s.groups}),
    ]


def report_without_title():
    s = Percent("Группы участников;Кол-во участников;0;1;2")
    s.taken(["РФ"], 100, ["20", "30", "50"], "whole", "РФ", "")
    s.taken(["Название без слова"], 50, ["20", "30", "50"], "region", "Название без слова", "")
    s.taken(["Горный муниципальный округ"], 30, ["10", "30", "60"], "municipality", "Горный муниципальный округ",
            "Горный муниципальный округ")
    s.taken(["Школа № 1 (sch990001)"], 20, ["10", "30", "60"], "school", "sch990001", "Горный муниципальный округ")
    s.taken(["Другая республика"], 10, ["10", "30", "60"], "region", "Другая республика", "")
    s.taken(["edu990005 | Школа № 5"], 10, ["10", "30", "60"], "school", "edu990005", "")
    return [
        distributions(
            "no title, no number of schools: the assessment is given",
            s,
            s.report("scores-report"),
            {"2021-maths-5": s.groups},
            assessments=[work([1, 1])],
        ),
        refusal("no title and no assessment given", lines(*s.text), "data.assessment_required"),
    ]


def flat_table():
    given = [work([1, 2], [1, 2, 3], year=2023), work([4], year=2023, subject="russian")]
    s = Percent(header(FLAT, 0, 4))
    maths, russian = Percent(), Percent()

    def flat(of, about, n, shares, *key, width):
        s.taken(about, n, shares, *key, width=width)
        of.groups.append(s.groups[-1])

    about = ["М  район", "edu990001", "Школа № 1"]
    flat(
        maths,
        ["2023", "5", "Математика", *about],
        4,
        ["25", "25", "25", "25", ""],
        "school",
        "edu990001",
        "М район",
        width=4,
    )
    flat(russian, ["2023.0", "5 класс", "русский  язык", *about], 6, ["0", "16.7", "33.3", "33.3", "16.7"],
         "school", "edu990001", "М район", width=5)
    flat(maths, ["2023", "5", "МАТЕМАТИКА", "reg99_m020 | Речной", "edu990002 | Школа № 2", ""], 3,
         ["33.3", "33.3", "33.3", "0", "0"], "school", "edu990002", "Речной", width=4)
    s.aside("2023;5;Математика;Речной;edu990003;;5;20;20;20;20;20", "pupils with 4 points, the largest total is 3")
    s.aside("2023;5;Физика;Речной;edu990001;;4;25;25;25;25;0", "no scale is known for physics 5 2023")
    s.aside("2022;5;Математика;Речной;edu990001;;4;25;25;25;25;0", "no scale is known for maths 5 2022")
    s.absent(";;;;;;;;;;;")
    s.aside("2023;5;Математика;М район;edu990001;Школа № 1;4;25;25;25;25;", "edu990001 stands in row 2 already")
    return [
        distributions("a flat table of two works", s, s.report("scores-flat", absent=1),
             {"2023-maths-5": maths.groups, "2023-russian-5": russian.groups}, assessments=given),
        refusal("a flat table without any known scale", lines(*s.text), "data.assessment_required"),
    ]


def distributions_refused():
    title = "ВПР 2026 Математика 5 класс"
    row = "Школа (edu990001);1;10;10;20;30;40"
    return [
        refusal("every row is set aside", lines(title, header(REPORT, 0, 3), "Школа (edu990001);1;10;10;20;30;10"),
                "data.empty"),
        refusal("a header without rows", lines(title, header(REPORT, 0, 3)), "data.empty"),
        refusal("marks are no totals", lines(header(REPORT, 2, 5), row), "data.unknown_layout"),
        refusal("no such table", lines("a;b", "1;2"), "data.unknown_layout"),
        refusal("more points than an item can have", lines(title, header(REPORT, 0, 300), row), "data.item_maximum"),
        refusal("an assessment that is none", lines(title, header(REPORT, 0, 3), row), "data.boundaries",
                assessments=[work([3], [1, 2, 4])]),
        refusal("nothing", "", "data.empty"),
    ]


def distributions_cases():
    return [
        *report_of_four_levels(),
        *report_rounded(),
        *report_of_fractions(),
        *report_of_the_catalogue(),
        *report_without_title(),
        *flat_table(),
        *distributions_refused(),
    ]


def mark_statistics(name, sheet, report, rows, note=None):
    out = {"name": name} | ({"note": note} if note else {}) | {"input": {"text": lines(*sheet.text)}}
    return out | {"options": {}, "expect": {"report": report, "rows": rows}}


def marks_with_a_title():
    s = Percent("ВПР 2023 Русский язык 4 класс", header(REPORT, 2, 5))
    work_of = ["russian", 4, 2023]
    s.taken(["Вся выборка", "36 000"], 1_500_001, ["5,3", "29,1", "45,2", "20,4"], *work_of, "whole", "Вся выборка", "")
    s.taken(["Горный край", "640"], 24_999, ["6,2", "30,4", "43,9", "19,5"], *work_of, "region", "Горный край", "")
    s.taken(
        ["Речной район", "9"],
        171,
        ["3,5", "29,2", "46,2", "21,1"],
        *work_of,
        "municipality",
        "Речной район",
        "Речной район",
    )
    s.taken(
        ["Школа № 1 (edu990001)", "1"], 22, ["0", "22,7", "50", "27,3"], *work_of, "school", "edu990001", "Речной район"
    )
    s.taken(["Школа № 2", ""], 3, ["33,3", "33,3", "33,3", "0"], *work_of, "school", "Школа № 2", "Речной район")
    s.absent("Школа № 3 (edu990003);1;0;0;0;0;0")
    s.aside("Школа № 4 (edu990004);1;10;101;0;0;0", 'the share of 2 is "101", expected 0 to 100')
    s.aside("Школа № 5 (edu990005);1;10;0;0;50;49,7", "the shares add up to 99.70 %, expected 100 within 0.20")
    return mark_statistics("a report with a title", s, s.report("marks-report", absent=1), s.groups)


def marks_of_no_named_work():
    s = Percent(header(REPORT, 2, 5))
    s.taken(["Школа № 1 (edu990001)", "1"], 20, ["10", "20", "30", "40"], "", None, None, "school", "edu990001", "")
    return mark_statistics("a report that does not name its work", s, s.report("marks-report"), s.groups)


def marks_of_four_works():
    s = Percent(header(FLAT, 2, 5))
    for year, grade, subject, key, n, shares in [
        ("2024", "5", "Математика", ["maths", 5, 2024], 11, ["9.1", "27.3", "36.4", "27.3"]),
        ("2023.0", "4 класс", "Русский язык", ["russian", 4, 2023], 10, ["0", "50", "50", "0"]),
        ("2023", "5", "МАТЕМАТИКА", ["maths", 5, 2023], 12, ["8.3", "33.3", "41.7", "16.7"]),
        ("2023", "6", "Физкультура", ["физкультура", 6, 2023], 5, ["0", "0", "0", "100"]),
    ]:
        s.taken(
            [year, grade, subject, "М район", "edu990001", "Школа № 1"],
            n,
            shares,
            *key,
            "school",
            "edu990001",
            "М район",
        )
    s.aside("2023;5;Математика;М район;edu990001;Школа № 1;12;8.3;33.3;41.7;16.7", "edu990001 stands in row 4 already")
    s.aside("2023;5;Математика;М район;;Школа № 1;12;8.3;33.3;41.7;16.7", "no group")
    rows = sorted(s.groups, key=lambda row: row[:3])
    return mark_statistics("a flat table of four works", s, s.report("marks-flat"), rows,
                           note="works in the order of subject, grade, year")


def mark_statistics_cases():
    totals, more = "Школа (edu990001);1;10;0;0;10;20;30;40", "Школа (edu990001);1;10;0;0;60;40;0"
    short = "Школа (edu990001);1;10;0;0;60;30"
    return [
        marks_with_a_title(),
        marks_of_no_named_work(),
        marks_of_four_works(),
        refusal("totals are no marks", lines(header(REPORT, 0, 5), totals), "data.unknown_layout"),
        refusal("totals from 2 on are no marks", lines(header(REPORT, 2, 6), more), "data.unknown_layout"),
        refusal("every row is set aside", lines(header(REPORT, 2, 5), short), "data.empty"),
        refusal("nothing", "", "data.empty"),
    ]


VECTORS = [
    Vectors("readers.distributions", distributions_cases),
    Vectors("readers.mark_statistics", mark_statistics_cases),
]
