"""The official rule of 2019, and the signs that later texts and tools add to it.

The signs of the rule have no p-value: it states none. Use them as screening signs, never alone.
"""

from ._obektiv import official as _official
from ._records import ObjectivityIndex

inflated_mean = _official.inflated_mean
rank_mismatch = _official.rank_mismatch
class_split = _official.class_split
cohort_jump = _official.cohort_jump
objectivity_index = _official.objectivity_index
item_inversion = _official.item_inversion
group_crossing = _official.group_crossing
x_pattern = _official.x_pattern
high5_low_spread = _official.high5_low_spread
external_mismatch = _official.external_mismatch
recheck_delta = _official.recheck_delta

__all__ = [
    "ObjectivityIndex",
    "class_split",
    "cohort_jump",
    "external_mismatch",
    "group_crossing",
    "high5_low_spread",
    "inflated_mean",
    "item_inversion",
    "objectivity_index",
    "rank_mismatch",
    "recheck_delta",
    "x_pattern",
]
