"""The official rule of 2019: an inflated mean, ranks against the journal, a cohort's jump.

These signs have no p-value: the rule states none. Use them as screening signs, never alone.
"""

from ._obektiv import official as _official
from ._records import ObjectivityIndex

inflated_mean = _official.inflated_mean
rank_mismatch = _official.rank_mismatch
cohort_jump = _official.cohort_jump
objectivity_index = _official.objectivity_index

__all__ = ["ObjectivityIndex", "cohort_jump", "inflated_mean", "objectivity_index", "rank_mismatch"]
