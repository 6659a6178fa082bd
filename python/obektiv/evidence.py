"""The evidence layer alone, and what many p-values say together."""

from ._obektiv import evidence as _evidence

Evidence = _evidence.Evidence
benjamini_hochberg = _evidence.benjamini_hochberg
benjamini_yekutieli = _evidence.benjamini_yekutieli
cauchy_combination = _evidence.cauchy_combination
fisher = _evidence.fisher
harmonic_mean = _evidence.harmonic_mean
layer = _evidence.layer
rogan_gladen = _evidence.rogan_gladen
stouffer = _evidence.stouffer

__all__ = [
    "Evidence",
    "benjamini_hochberg",
    "benjamini_yekutieli",
    "cauchy_combination",
    "fisher",
    "harmonic_mean",
    "layer",
    "rogan_gladen",
    "stouffer",
]
