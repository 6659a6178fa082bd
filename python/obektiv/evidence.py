"""What many p-values say together."""

from ._obektiv import evidence as _evidence

benjamini_hochberg = _evidence.benjamini_hochberg

__all__ = ["benjamini_hochberg"]
