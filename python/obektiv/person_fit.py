"""How unusual one person's answers are for what the person achieved in all."""

from ._obektiv import person_fit as _person_fit
from ._records import RapidGuessing

agreement = _person_fit.agreement
by_group = _person_fit.by_group
c_sato = _person_fit.c_sato
c_star = _person_fit.c_star
change_point = _person_fit.change_point
conditional = _person_fit.conditional
cusum = _person_fit.cusum
dependability = _person_fit.dependability
disagreement = _person_fit.disagreement
eci2 = _person_fit.eci2
eci4 = _person_fit.eci4
given_norm = _person_fit.given_norm
guttman_errors = _person_fit.guttman_errors
ht = _person_fit.ht
infit = _person_fit.infit
joint_fit = _person_fit.joint_fit
joint_subsets = _person_fit.joint_subsets
log_time_fit = _person_fit.log_time_fit
lz = _person_fit.lz
lz_star = _person_fit.lz_star
nci = _person_fit.nci
outfit = _person_fit.outfit
r_pbis = _person_fit.r_pbis
rapid_guessing = _person_fit.rapid_guessing
subset_given_total = _person_fit.subset_given_total
time_subsets = _person_fit.time_subsets
two_subsets = _person_fit.two_subsets
u3 = _person_fit.u3
zu3 = _person_fit.zu3

__all__ = [
    "RapidGuessing",
    "agreement",
    "by_group",
    "c_sato",
    "c_star",
    "change_point",
    "conditional",
    "cusum",
    "dependability",
    "disagreement",
    "eci2",
    "eci4",
    "given_norm",
    "guttman_errors",
    "ht",
    "infit",
    "joint_fit",
    "joint_subsets",
    "log_time_fit",
    "lz",
    "lz_star",
    "nci",
    "outfit",
    "r_pbis",
    "rapid_guessing",
    "subset_given_total",
    "time_subsets",
    "two_subsets",
    "u3",
    "zu3",
]
