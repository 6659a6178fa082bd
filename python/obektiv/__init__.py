"""Signs of non-objective results in school assessments.

A sign is one statistic about one unit: a class, a school, a territory. It is never a verdict.

    import obektiv as ob
    a = ob.find_assessment("maths", 5, 2020)
    r = ob.read_xlsx("export.xlsx", a)
    ob.official.inflated_mean(r)

Statistics of groups take `Results` or a `Tally` and return a `Table` with the columns
`group, n, statistic, pvalue, effect, lower, upper, tier` and what the sign has besides. What is undefined is NaN.
Errors are `ObektivError` with a stable `code`, the same in Rust, Python and JavaScript.
"""

from . import (
    continuity,
    density,
    erasures,
    evidence,
    heaping,
    irt,
    journal,
    legacy,
    level,
    official,
    person_fit,
    plan,
    profile,
    similarity,
    simulate,
    spread,
)
from ._errors import DataError, ModelError, ObektivError, PlanError, ReportError, ScreeningError, StatisticError
from ._obektiv import (
    MISSING,
    NOT_ATTEMPTED,
    NOT_TAUGHT,
    Aggregates,
    Assessment,
    Distribution,
    ImportReport,
    MarkerList,
    MarkStatistics,
    Policy,
    Registry,
    Results,
    Screening,
    Table,
    Tally,
    __version__,
    assessments,
    find_assessment,
    norms,
    read_csv,
    read_distributions,
    read_many,
    read_mark_statistics,
    read_markers,
    read_registry,
    read_xlsx,
    screen,
    tally,
)
from ._records import ReadMany

__all__ = [
    "MISSING",
    "NOT_ATTEMPTED",
    "NOT_TAUGHT",
    "Aggregates",
    "Assessment",
    "DataError",
    "Distribution",
    "ImportReport",
    "MarkStatistics",
    "MarkerList",
    "ModelError",
    "ObektivError",
    "PlanError",
    "Policy",
    "ReadMany",
    "Registry",
    "ReportError",
    "Results",
    "Screening",
    "ScreeningError",
    "StatisticError",
    "Table",
    "Tally",
    "__version__",
    "assessments",
    "continuity",
    "density",
    "erasures",
    "evidence",
    "find_assessment",
    "heaping",
    "irt",
    "journal",
    "legacy",
    "level",
    "norms",
    "official",
    "person_fit",
    "plan",
    "profile",
    "read_csv",
    "read_distributions",
    "read_many",
    "read_mark_statistics",
    "read_markers",
    "read_registry",
    "read_xlsx",
    "screen",
    "similarity",
    "simulate",
    "spread",
    "tally",
]
