"""Plans of measures: read, checked, rendered, proposed from findings, carried on from year to year."""

from ._obektiv import plan as _plan

Plan = _plan.Plan
Indicators = _plan.Indicators
example = _plan.example
from_findings = _plan.from_findings
diff = _plan.diff
merge = _plan.merge
json_schema = _plan.json_schema

__all__ = ["Indicators", "Plan", "diff", "example", "from_findings", "json_schema", "merge"]
