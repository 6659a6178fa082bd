"""Pairs of persons whose answers agree more than their abilities explain."""

from ._obektiv import pairs as _pairs

gbt = _pairs.gbt
k1 = _pairs.k1
k2 = _pairs.k2
k_index = _pairs.k_index
m4 = _pairs.m4
omega = _pairs.omega
s1 = _pairs.s1
s2 = _pairs.s2
weighted_omega = _pairs.weighted_omega

__all__ = ["gbt", "k1", "k2", "k_index", "m4", "omega", "s1", "s2", "weighted_omega"]
