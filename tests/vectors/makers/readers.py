"""Tables of pupils and of markers: found by reading the rows with the rules in hand."""

from .data import work
from .shared import BY_HAND, Vectors

ROWS = ("rows", "taken", "repaired", "one_day", "absent", "set_aside")
WORK = work([1, 1, 2, 3], [2, 4, 6])
CSV_2020 = "user,id,code,otc,gender,klass,var-1,var-2,sum,a-1-grade,a-2-grade,a-3-grade,a-4-grade,book"
CSV_2021 = (
    "логин школы,регион,номер обучающегося,код обучающегося,отметка за предыдущую четверть/триместр,пол,класс,"
    "вариант,всего баллов,балл за 1,балл за 2,балл за 3,балл за 4,Учебник"
)
CSV_PLAIN = "school,class,variant,journal_mark,total,i1,i2,i3,i4"


def csv_read(name, csv, report, note=None, assessment=WORK, **columns):
    # Kinds that a case does not name are 0; they must add up.
    counts = {k: report.get(k, 0) for k in ROWS}
    assert counts["rows"] == sum(v for k, v in counts.items() if k != "rows"), name
    out = {"name": name} | ({"note": note} if note else {}) | {"input": {"csv": csv, "assessment": assessment}}
    return out | {"options": {}, "expect": {"report": counts} | columns}


def csv_refused(name, csv, code, assessment=WORK):
    inputs = {"csv": csv} | ({"assessment": assessment} if assessment else {})
    return {"name": name, "input": inputs, "options": {}, "error": code}


def csv_of_2021():
    return [
        csv_read("regional-2021: not attempted in both alphabets, not taught", f"{CSV_2021}\n"
             "sch1,M1,1,50001,4,м,а,1,4,1,X,не пройд.,3,book\nsch1,M1,2,50002,5,ж,А,2,1,1,Х,х,x,book\n"
             "sch2,M2,1,50001,3.0,ж,5б,2,2,1,N,1,0,\n",
             {"rows": 3, "taken": 3}, scores=[[1, 254, 253, 3], [1, 254, 254, 254], [1, 253, 1, 0]],
             school=["sch1", "sch1", "sch2"], class_id=["А", "А", "5Б"], variant=["1", "2", "2"],
             journal_mark=[4, 5, 3],
             municipality=["M1", "M1", "M2"],
             note="one pupil code in two schools is two pupils; classes are written in capitals"),
        csv_read("regional-2021: «нет отметки» is no mark, class «нет» is no class", f"{CSV_2021}\n"
             "sch1,M1,1,50001,нет отметки,м,НЕТ,1,1,1,0,0,0,\nsch1,M1,2,50002,,м,нет,1,1,1,0,0,0,\n",
             {"rows": 2, "taken": 2}, scores=[[1, 0, 0, 0], [1, 0, 0, 0]], class_id=["", ""],
             journal_mark=[None, None]),
        csv_read("regional-2021: «отсутствовал» and blank rows are absent", f"{CSV_2021}\n"
             "sch1,M1,1,50001,4,м,а,1,1,1,0,0,0,\nsch1,M1,2,50002,4,м,а,отсутствовал,,,,,,\nsch1,M1,3,50003,4,м,а,,,,,,,\n"
             "sch1,M1,4,50004,4,м,а,отсутствовал,,X,X,X,X,\n",
             {"rows": 4, "taken": 1, "absent": 3}, scores=[[1, 0, 0, 0]]),
        csv_read("regional-2021: one stray cell in front of the variant is shifted back", f"{CSV_2021}\n"
             "sch1,M1,1,50001,4,м,а,stray,2,5,1,0,1,3,book\n",
             {"rows": 1, "repaired": 1}, scores=[[1, 0, 1, 3]], variant=["2"], journal_mark=[4],
             class_id=[""],
             note="all readings that add up to 5 agree in scores, variant and mark, not in the class: it is left "
                  "empty"),
        csv_read("regional-2021: a total that does not add up sets the row aside", f"{CSV_2021}\n"
             "sch1,M1,1,50001,4,м,а,1,2,1,0,0,0,\nsch1,M1,2,50002,4,м,а,1,6,1,1,1,3,\nsch1,M1,3,50003,4,м,а,1,,1,1,1,3,\n",
             {"rows": 3, "taken": 1, "set_aside": 2}, scores=[[1, 1, 1, 3]]),
        csv_read("regional-2021: a score above its maximum, a blank item, no variant", f"{CSV_2021}\n"
             "sch1,M1,1,50001,4,м,а,1,9,1,1,2,9,\nsch1,M1,2,50002,4,м,а,1,2,1,1,,0,\nsch1,M1,3,50003,4,м,а,,2,1,1,0,0,\n"
             "sch1,M1,4,50004,4,м,а,1,7,1,1,2,3,\n",
             {"rows": 4, "taken": 1, "set_aside": 3}, scores=[[1, 1, 2, 3]]),
        csv_read("regional-2021: the last two cells stand twice and were counted twice", f"{CSV_2021}\n"
             "sch1,M1,1,50001,4,м,а,1,8,1,1,1,2,1,2\n",
             {"rows": 1, "repaired": 1}, scores=[[1, 1, 1, 2]], note="1+1+1+2 and once more 1+2"),
        csv_read("regional-2021: a row written twice is taken once; another row of the code stays", f"{CSV_2021}\n"
             "sch1,M1,1,50001,4,м,а,1,1,1,0,0,0,\nsch1,M1,1,50001,4,м,а,1,1,1,0,0,0,\nsch1,M1,1,50001,4,м,а,1,2,1,1,0,0,\n",
             {"rows": 3, "taken": 2, "set_aside": 1}, scores=[[1, 0, 0, 0], [1, 1, 0, 0]]),
    ]


def csv_of_2020():
    return [
        csv_read("regional-2020: two days, absent on the second", f"{CSV_2020}\n"
             "sch1,1,50001,4,м,а,1,отсутствовал,1,1,0,,,\nsch1,2,50002,4,м,а,1,2,3,1,0,2,0,\n"
             "sch1,3,50003,4,м,а,отсутствовал,отсутствовал,,X,X,X,X,\nsch1,4,50004,5,м,а,отсутствовал,2,4,,,1,3,\n",
             {"rows": 4, "taken": 1, "one_day": 2, "absent": 1},
             scores=[[1, 0, 255, 255], [1, 0, 2, 0], [255, 255, 1, 3]], variant=["1/-", "1", "-/2"],
             journal_mark=[4, 4, 5]),
        csv_read("regional-2020: absent on the second day, yet its items are filled: taken as written", f"{CSV_2020}\n"
             "sch1,4,50004,4,м,а,1,отсутствовал,1,1,0,X,X,\n",
             {"rows": 1, "taken": 1}, scores=[[1, 0, 254, 254]], variant=["1"]),
    ]


def csv_plain():
    return [
        csv_read("plain: semicolons, no total column wanted", "school;i1;i2;i3;i4\ns1;1;0;2;3\ns2;x;N;0;1\n",
             {"rows": 2, "taken": 2}, scores=[[1, 0, 2, 3], [254, 253, 0, 1]], school=["s1", "s2"]),
        csv_read("plain: tabs, all optional columns",
                 "school\tmunicipality\tclass\tpupil\tvariant\tjournal_mark\ttotal\ti1\ti2\ti3\ti4\n"
             "s1\tM1\t5а\tp1\t1\t4\t6\t1\t0\t2\t3\ns1\tM1\t-\tp2\t2\t\t0\t0\t0\tX\tX\n",
             {"rows": 2, "taken": 2}, scores=[[1, 0, 2, 3], [0, 0, 254, 254]], class_id=["5А", ""], variant=["1", "2"],
             journal_mark=[4, None], municipality=["M1", "M1"]),
        csv_read("plain: a mark that is none is taken as no mark",
                 f"{CSV_PLAIN}\ns1,5А,1,7,1,1,0,0,0\ns1,5А,1,2,1,0,1,0,0\n",
             {"rows": 2, "taken": 2}, journal_mark=[None, 2], class_id=["5А", "5А"]),
        csv_read("plain: blank rows are no pupils",
                 f"{CSV_PLAIN}\ns1,5А,1,4,1,1,0,0,0\n,,,,,,,,\ns1,5А,1,2,1,0,1,0,0\n,,,,,,,,\n",
             {"rows": 2, "taken": 2}, scores=[[1, 0, 0, 0], [0, 1, 0, 0]]),
        csv_read("plain: spaces around cells and a byte order mark", "\ufeffschool , i1,i2,i3,i4\n s1 ,1, 0 ,2,3\n",
             {"rows": 1, "taken": 1}, scores=[[1, 0, 2, 3]], school=["s1"]),
        csv_read("plain: quoted cells", 'school,i1,i2,i3,i4\n"School ""A"", north",1,0,2,3\n',
             {"rows": 1, "taken": 1}, school=['School "A", north']),
    ]


def csv_refusals():
    return [
        csv_refused("an unknown layout", "a,b,c\n1,2,3\n", "data.unknown_layout"),
        csv_refused("nothing at all", "", "data.empty"),
        csv_refused("only blank lines", "\n\n,,\n", "data.empty"),
        csv_refused("a header without rows", f"{CSV_2021}\n", "data.empty"),
        csv_refused("nobody was present", f"{CSV_2021}\nsch1,M1,2,50002,4,м,а,отсутствовал,,,,,,\n", "data.no_pupils"),
        csv_refused("no assessment given", f"{CSV_2021}\nsch1,M1,1,50001,4,м,а,1,1,1,0,0,0,\n",
                    "data.assessment_required", None),
        csv_refused("fewer item columns than items", "school,i1,i2\ns,1,1\n", "data.item_columns"),
        csv_refused("item columns with a gap are fewer columns", "school,i1,i2,i4\ns,1,1,1\n", "data.item_columns"),
        csv_refused("bad assessment", "school,i1\ns,1\n", "data.item_maximum", work([0])),
    ]


def csv_cases():
    return csv_of_2021() + csv_of_2020() + csv_plain() + csv_refusals()


def reported(layout, reasons=(), notes=(), **counts):
    """An import report; kinds that a case does not name are 0, and all must add up."""
    counts = {kind: counts.get(kind, 0) for kind in ROWS}
    assert counts["rows"] == sum(v for k, v in counts.items() if k != "rows"), counts
    out = {"layout": layout} | counts | {"reasons": [list(reason) for reason in reasons]}
    return out | ({"notes": list(notes)} if notes else {})


def lines(*rows):
    return "\n".join(rows) + "\n"


H2020 = "user;id;code;otc;gender;klass;var-1;var-2;sum;a-1-grade;a-2-grade;a-3-grade;a-4-grade;book"
H2021 = (
    "логин школы;регион;номер обучающегося;код обучающегося;отметка за предыдущую четверть/триместр;пол;класс;вариант;"
    "всего баллов;балл за 1;балл за 2;балл за 3;балл за 4;Учебник"
)
H2022 = (
    "Пользователь;Код региона;Регион;Муниципалитет;Школа;Дата загрузки;Код;Вариант;1 (1б);5(1) (1б);5(2) (2б);6 (3б);"
    "Наименование класса;Пол;Отметка за предыдущий триместр/ четверть/полугодие;Итого баллов"
)
FORM = ("Код участника;Вариант;1 (1б);2 (1б);4К1 (2б);4K2 (3б);Порядковый номер класса;"
        "Отметка за предыдущий  триместр/четверть/полугодие;Итого баллов")
F1 = (
    "ОО;Муниципалитет;Название ОО;Код участника;Класс;Вариант;1 (1б);9.1 (1б);4К1 (2б);4К2 (3б);Первичный балл;Отметка;"
    "Отметка по журналу"
)
PLAIN = "school;municipality;class;pupil;variant;journal_mark;total;i1;i2;i3;i4"


def layout_read(name, text, report, school, class_id, journal_mark, scores, registry=None, /,
                assessment=WORK, note=None, **options):
    options |= {"assessment": assessment} if assessment else {}
    expect = {"report": report, "school": school, "class_id": class_id, "scores": scores}
    expect |= {"journal_mark": journal_mark, "registry": registry or {}}
    out = {"name": name} | ({"note": note} if note else {}) | {"input": {"text": text}}
    return out | {"options": options, "expect": expect}


def layout_refused(name, text, code, assessment=WORK, **options):
    options |= {"assessment": assessment} if assessment else {}
    return {"name": name, "input": {"text": text}, "options": options, "error": code}


def layout_of_2020():
    return [
        layout_read("regional-2020: a work of two days", lines(
            H2020,
            "sch1;1;50001;4;м;а;1;2;4;1;0;2;1;",
            "sch1;2;50002;3;ж;а;1;отсутствовал;1;1;0;;;",
            "sch1;3;50003;5;м;б;отсутствовал;2;5;;;2;3;",
            "sch1;4;50004;;м;б;отсутствовал;отсутствовал;;;;;;",
            "sch1;5;50005;2;м;б;1;отсутствовал;1;1;0;X;X;",
            "sch1;6;50006;4;м;б;1;отсутствовал;3;1;7;;;"),
            reported("regional-2020", [
                [6, "absent on the second day, yet all its items are filled: taken as written"],
                [7, 'item 2 is "7", expected 0 to 1, X or N: missing'],
                [7, 'the total is "3", the scores add up to 1'],
            ], rows=6, taken=2, one_day=3, absent=1),
            ["sch1"] * 5, ["А", "А", "Б", "Б", "Б"], [4, 3, 5, 2, 4],
            [[1, 0, 2, 1], [1, 0, 255, 255], [255, 255, 2, 3], [1, 0, 254, 254], [1, 255, 255, 255]]),
    ]


def layout_of_2021():
    shifted = lines(
        H2021,
        "sch1;M1;1;50001;4;м;а;1;4;1;1;1;1;book",
        "sch1;M1;2;50002;4;м;а;stray;2;5;1;0;1;3;book",
        "sch1;M1;3;50003;5;ж;б;1;8;1;1;1;2;1;2",
        "sch1;M1;4;50004;4;м;а;1;2;1;;1;;0;0")
    return [
        layout_read("regional-2021: what real files have", lines(
            H2021,
            "sch1;M1;1;50001;4;м;а;1;6;1;X;2;3;book",
            "sch1;M1;2;50002;нет отметки;ж;НЕТ;2;1;1;не пройд.;Х;0;",
            "sch1;M1;3;50003;4;м;а;отсутствовал;;;;;;",
            "sch1;M1;4;50004;5;м;а;1;5;1;1;1;1;",
            "sch1;M1;5;50005;4;м;а;1;9;1;1;2;9;",
            "sch1;M1;6;50006;4;м;а;1;;1;1;1;1;",
            "sch1;M1;7;50007;4;м;а;;4;1;1;1;1;",
            ";M1;8;50008;4;м;а;1;4;1;1;1;1;",
            "sch1;M1;1;50001;4;м;а;1;6;1;X;2;3;book",
            "sch1;M1;1;50001;4;м;а;2;2;1;1;0;0;book",
            "sch2;M2;1;50001;7;м;5в;1;4;1;1;1;1;",
            "sch2;M2;2;50002;4.0;м;5в;1;4.0;1.0;1;1;1;2",
            "sch2;M2;3;50003;4;м;5в;отсутствовал;3;1;1;1;0;",
            "sch2;M2;4;50004;4;м;5в;1;x;1;1;1;1;"),
            reported("regional-2021", [
                [5, "the total is 5, the scores add up to 4"],
                [6, 'item 4 is "9", expected 0 to 3, X or N'],
                [7, "no total"],
                [8, "no variant"],
                [9, "no school"],
                [10, "the same row as row 2"],
                [11, "the code of this pupil stands in row 2 too"],
                [12, 'journal mark "7" is not 2 to 5: taken as none'],
                [13, "a number stands right of the last item: taken as written, but the row may be shifted"],
                [14, "marked absent, yet items are filled"],
                [15, 'the total is "x", expected a whole number'],
            ], rows=14, taken=5, absent=1, set_aside=8),
            ["sch1", "sch1", "sch1", "sch2", "sch2"], ["А", "", "А", "5В", "5В"], [4, None, 4, None, 4],
            [[1, 254, 2, 3], [1, 253, 254, 0], [1, 1, 0, 0], [1, 1, 1, 1], [1, 1, 1, 1]]),
        layout_read("regional-2021: rows that prove their repair", shifted,
             reported("regional-2021", [
                 [3, "shift: 1 stray cell(s) from column 6"],
                 [4, "repeat: the last 2 item cells stand twice and were counted twice"],
                 [5, "item 2 is blank"],
             ], rows=4, taken=1, repaired=2, set_aside=1),
             ["sch1"] * 3, ["А", "", "Б"], [4, 4, 5], [[1, 1, 1, 1], [1, 0, 1, 3], [1, 1, 1, 2]],
             note="row 3: the stray cell may be the class, so the class is left empty; row 5: no reading fills "
                  "every item"),
        layout_read("regional-2021: the same rows without repair", shifted,
             reported("regional-2021", [
                 [3, 'item 1 is "5", expected 0 to 1, X or N'],
                 [4, "the total is 8, the scores add up to 5"],
                 [5, "item 2 is blank"],
             ], rows=4, taken=1, set_aside=3),
             ["sch1"], ["А"], [4], [[1, 1, 1, 1]], repair=False),
    ]


def layout_of_2022():
    before = ("edu990001;99;reg990000 | Край;reg99_m019 | Горный   муниципальный район;"
              "edu990001 | МКОУ  «Школа № 1»;01.04.2022")
    other = "edu990002;99;reg990000 | Край;reg99_m020 | Город Речной;edu990002;01.04.2022"
    return [
        layout_read("regional-2022: codes and names apart, rows longer than the header", lines(
            H2022,
            f"{before};50001;1;1;X;2;3;5а;м;4;6",
            f"{before};50002;2;1;1;0;0;нет;ж;нет отметки;2",
            f"{other};50001;2;1;1;0;0;5Б;ж;3;2",
            f"{before};50003;отсутствовал;;;;;;;;",
            f"{before};50004;1;;1;1;0;0;5А;м;4;2",
            f"{before};50005;1;;1;1;0;0;5А;м;4"),
            reported("regional-2022", [
                [6, "shift: 1 stray cell(s) from column 9"],
                [7, "item 1 is blank"],
            ], rows=6, taken=3, repaired=1, absent=1, set_aside=1),
            ["edu990001", "edu990001", "edu990002", "edu990001"], ["5А", "", "5Б", "5А"], [4, None, 3, 4],
            [[1, 254, 2, 3], [1, 1, 0, 0], [1, 1, 0, 0], [1, 1, 0, 0]],
            {"edu990001": ["МКОУ «Школа № 1»", "Горный муниципальный район"], "edu990002": ["", "Город Речной"]},
            note="row 7 is not longer than the header: nothing was pushed out, so nothing was shifted"),
    ]


def layout_of_the_form():
    form = lines(
        "Протокол проверочной работы",
        FORM,
        "50001;1;1;0;2;Х;1;4;3",
        "50002;отсутствовал;;;;;1;5;",
        "50003;2;1;1;1;1;2;;9",
        "50004;;;;;;;;",
        "50005;2;1;1;N;3;2;3;5")
    return [
        layout_read("collection-form: of the school that is given, under a line of title", form,
             reported("collection-form", [[5, "the total is 9, the scores add up to 4"]], rows=5, taken=2, absent=2,
                      set_aside=1),
             ["edu990001"] * 2, ["1", "2"], [4, 3], [[1, 0, 2, 254], [1, 1, 253, 3]], school=" edu990001 "),
        layout_refused("collection-form: no school given", form, "data.school_required"),
        layout_refused("collection-form: a blank school given", form, "data.school_required", school="  "),
        layout_refused("collection-form: no assessment given", form, "data.assessment_required", assessment=None,
                       school="edu990001"),
        layout_refused("collection-form: an item maximum that the assessment does not have",
                       form.replace("4K2 (3б)", "4K2 (2б)"),
                "data.item_maximum_differs", school="edu990001"),
        layout_refused("collection-form: an item column short", form.replace(";4K2 (3б)", ""), "data.item_columns",
                       school="edu990001"),
        layout_refused("collection-form: without a total nothing proves a row", form.replace(";Итого баллов", ""),
                "data.unknown_layout", school="edu990001"),
    ]


def layout_f1():
    cover = lines(
        "ВПР 2026 Математика 5 класс",
        "Предмет;Математика",
        "Максимальный первичный балл;7",
        "Дата;14.04.2026",
        "Школа  № 1 (edu990001);Кол-во участников: 3",
        ";;;;;;Б;Б;П;П",
        F1,
    )
    one = "edu990001;Горный район;Школа № 1;50001;5А;1;1;1;2;3;7;5;4"
    return [
        layout_read("f1-individual: names its assessment and its schools", cover + lines(
            "edu990001;Горный район;МКОУ «Школа № 1»;50001;5А;1;1;X;2;3;6;5;4",
            ";Горный район;;50002;5А;2;1;0;0;0;1;2;3",
            ";;;50003;5А;отсутствовал;;;;;;;",
            "Школа № 2 (edu990002);Кол-во участников:;3",
            ";;;;;;Б;Б;П;П",
            F1,
            ";Речной район;;50001;5Б;1;1;1;2;3;7;5;5",
            ";Речной район;;50001;5Б;1;1;0;0;0;1;2;3"),
            reported("f1-individual", [[15, "the code of this pupil stands in row 14 too"]],
                     ["edu990002: the file counts 3 pupils and has 2 rows"], rows=5, taken=4, absent=1),
            ["edu990001", "edu990001", "edu990002", "edu990002"], ["5А", "5А", "5Б", "5Б"], [4, 3, 5, 3],
            [[1, 254, 2, 3], [1, 0, 0, 0], [1, 1, 2, 3], [1, 0, 0, 0]],
            {"edu990001": ["МКОУ «Школа № 1»", "Горный район"], "edu990002": ["Школа № 2", "Речной район"]},
            assessment=None),
        layout_read("f1-individual: read as another work than its title says", lines(
            "ВПР 2026 Математика 5 класс", "Максимальный первичный балл: 9", F1,
            "edu990001;Горный район;Школа № 1;50001;5А;1;1;1;2;3;7;5;4"),
            reported("f1-individual", notes=["the file names maths 5 2026, it was read as 2021-maths-5",
                                             "the largest total is 9 in the file, 7 by the items"], rows=1, taken=1),
            ["edu990001"], ["5А"], [4], [[1, 1, 2, 3]], {"edu990001": ["Школа № 1", "Горный район"]}),
        layout_refused("f1-individual: no title and no assessment given", lines(F1, one), "data.assessment_required",
                       None),
        layout_refused("f1-individual: an item worth nothing",
                lines("ВПР 2026 Математика 5 класс", F1.replace("9.1 (1б)", "9.1 (0б)"), one), "data.item_maximum",
                None),
        layout_refused("f1-individual: nobody was present", cover + lines(";;;50003;5А;отсутствовал;;;;;;;"),
                       "data.no_pupils", None),
    ]


def layout_plain():
    few = lines("school;i1;i2;i3;i4", "s1;1;0;2;3")
    return [
        layout_read("plain: all optional columns", lines(
            PLAIN,
            "s1;M1;5а;p1;1;4;6;1;0;2;3",
            "s1;M1;-;p2;2;;0;0;0;X;X",
            "s1;M1;5а;p3;1;3;;0;0;1;1",
            ";;;;;;;;;;",
            "s2;M2;5б;p1;1;5;4;1;N;0;3",
            "s2;M2;5б;p2;1;5;3;1;;0;2"),
            reported("plain", [[4, "no total"], [7, "item 2 is blank"]], rows=5, taken=3, set_aside=2),
            ["s1", "s1", "s2"], ["5А", "", "5Б"], [4, None, 5], [[1, 0, 2, 3], [0, 0, 254, 254], [1, 253, 0, 3]]),
        layout_read("plain: schools and items alone", few, reported("plain", rows=1, taken=1), ["s1"], None, None,
                    [[1, 0, 2, 3]]),
        layout_read("plain: below 29 lines of title", "title\n" * 29 + few, reported("plain", rows=1, taken=1), ["s1"],
                    None, None,
             [[1, 0, 2, 3]]),
        layout_refused("plain: below 30 lines of title", "title\n" * 30 + few, "data.unknown_layout"),
        layout_refused("plain: no assessment given", few, "data.assessment_required", None),
        layout_refused("plain: an assessment with an item worth nothing", few, "data.item_maximum", work([1, 1, 2, 0])),
        layout_refused("plain: more items than the assessment has", few, "data.item_columns", work([1, 1, 2])),
        layout_refused("plain: no pupil", lines("school;i1;i2;i3;i4", "s1;9;9;9;9"), "data.no_pupils"),
    ]


def layout_refusals():
    return [
        layout_refused("a header without rows", "school;i1;i2;i3;i4\n", "data.empty"),
        layout_refused("no known layout", lines("a;b;c", "1;2;3"), "data.unknown_layout"),
        layout_refused("nothing", "", "data.empty"),
    ]


def layouts_cases():
    pupils = layout_of_2020() + layout_of_2021() + layout_of_2022() + layout_of_the_form()
    return pupils + layout_f1() + layout_plain() + layout_refusals()


MARKERS = "Год;Логин;Муниципалитет;ОО;4 РУ;4  МА;5РУ;5 МА;Количество маркеров"


def markers_of_two_years():
    text = lines(
        MARKERS,
        "2023;sch990001;г. Горный;Школа  №  1;1;;1;;2",
        "2023;edu990002;Речной район;Школа № 2;;1;;;1",
        "2024;edu990001;город Горный;Школа № 1;1;1;1;1;4",
        "2024.0;edu990003 | Школа № 3;Речной район;Школа № 3;1.0;0;;;1",
        "2024;edu990002;Речной район;Школа № 2;;;;;0",
        "2024;edu990004;Речной район;Школа № 4;1;;;;3",
        "2024;edu990005;Речной район;Школа № 5;да;1;;;1",
        ";;;;;;;;",
        "скоро;edu990006;Речной район;Школа № 6;1;;;;1",
        "2024;;Речной район;Школа № 7;1;;;;1",
        "2023;edu990002;Речной район;Школа № 2;;1;;;1",
        "2024;edu990004;Речной район;Школа № 4;1;1;;;2")
    mountain = ["г. Горный", "Школа № 1"]
    rows = [[2023, "sch990001", *mountain, 4, "russian"], [2023, "sch990001", *mountain, 5, "russian"],
            [2023, "edu990002", "Речной район", "Школа № 2", 4, "maths"]]
    rows += [[2024, "edu990001", "город Горный", "Школа № 1", grade, subject]
             for grade in (4, 5) for subject in ("russian", "maths")]
    rows += [[2024, f"edu99000{n}", "Речной район", f"Школа № {n}", 4, subject]
             for n, subject in [(3, "russian"), (4, "russian"), (5, "maths"), (4, "russian"), (4, "maths")]]
    report = reported("marker-list", [
        [7, 'the count is "3", the row has 1 markers'],
        [8, 'the marker 4 РУ is "да", expected 1 or nothing: taken as none'],
        [10, 'the year is a text of 5 characters, expected a whole number'],
        [11, "no school"],
        [12, "the same row as row 3"],
        [13, "this school stands in row 7 too"],
    ], rows=12, taken=8, absent=1, set_aside=3)
    by_municipality = [[2023, "Речной район", 1, 1], [2023, "г. Горный", 1, 2],
                       [2024, "Речной район", 3, 4], [2024, "город Горный", 1, 4]]
    expect = {"report": report, "rows": rows, "by_year": [[2023, 2, 3], [2024, 4, 8]]}
    return {"name": "two years, with the dirt of a real list",
            "note": "edu990004 is listed twice in 2024: one school, two different markers",
            "input": {"text": text}, "options": {}, "expect": expect | {"by_municipality": by_municipality}}


def markers_of_other_works():
    text = lines("Логин;Год;10 МА;6 БИО", "edu990001;2025;1;1", "edu990002;2025;;1")
    rows = [
        [2025, "edu990001", "", "", 10, "maths"],
        [2025, "edu990001", "", "", 6, "био"],
        [2025, "edu990002", "", "", 6, "био"],
    ]
    expect = {"report": reported("marker-list", rows=2, taken=2), "rows": rows, "by_year": [[2025, 2, 3]]}
    return {"name": "other works, no names, no count", "input": {"text": text}, "options": {},
            "expect": expect | {"by_municipality": [[2025, "", 2, 3]]}}


def markers_cases():
    refused = lambda name, text, code: {"name": name, "input": {"text": text}, "options": {}, "error": code}
    return [
        markers_of_two_years(),
        markers_of_other_works(),
        refused("no year", lines("Логин;4 РУ", "edu990001;1"), "data.no_column"),
        refused("no login", lines("Год;4 РУ", "2024;1"), "data.no_column"),
        refused("no marker", lines("Год;Логин;12 РУ;Количество маркеров", "2024;edu990001;1;1"), "data.no_column"),
        refused("a header without rows", lines(MARKERS), "data.empty"),
        refused("every row is set aside", lines(MARKERS, "2024;;М;Ш;1;;;;1"), "data.empty"),
        refused("nothing", "", "data.empty"),
    ]


VECTORS = [
    Vectors("readers.csv", csv_cases, how=BY_HAND),
    Vectors("readers.layouts", layouts_cases, how=BY_HAND),
    Vectors("readers.markers", markers_cases, how=BY_HAND),
]
