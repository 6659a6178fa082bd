"""Plans of measures: read, checked, rendered, proposed from findings."""

from ._obektiv import plan as _plan

Plan = _plan.Plan
example = _plan.example
from_findings = _plan.from_findings
json_schema = _plan.json_schema

__all__ = ["Plan", "example", "from_findings", "json_schema"]
