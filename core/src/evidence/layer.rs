//! The whole layer, from works to what is said.

use std::collections::{BTreeMap, BTreeSet};

use super::answer::Evidence;
use super::calibration::by_halves;
use super::passes::{Context, WorkPass, passes};
use super::posterior::Layer;
use super::reference::Reference;
use super::work::EvidenceWork;
use super::{EvidenceError, EvidenceOptions};
use crate::sorted::filled;

/// What all works of a territory say about its schools.
///
/// ```text
/// odds of a class   = Σ over channels ½·(class view + Σ over works)      kinds are alternatives: their odds add, nothing is multiplied;
///                     of one work at most 8: alone it makes no school found
/// odds of a school  = ½·(Σ over classes + Σ over channels of the school view)
/// P                 = the largest of the blocks heaping, fit, class      P(any) is at least that, however they depend on one another
/// found             = the longest head of the list by P with mean(1 − P) ≤ q, and P ≥ floor
/// extreme           = a class of 10 or more that shares half of its answers beyond the totals
/// ```
///
/// `reference`: norms, nulls and priors of another territory. Below `alone` schools it stands in
/// for the territory's own; from there on its priors count for some units only. Without one, a
/// territory of any size is its own reference: see
/// [`own_reference`](super::TerritoryEvidence::own_reference) and its number of schools.
///
/// Absences are context: they have a block of their own, [`Block::Home`](super::Block::Home), that
/// makes no school found and is not in its posterior.
///
/// The answer depends neither on the order of works, schools and pupils nor on the number of
/// threads.
///
/// # Errors
/// [`EvidenceError::NoWorks`], [`EvidenceError::Parameter`], and
/// [`DataError::Repeated`](crate::data::DataError::Repeated) for one assessment given twice:
/// [`merge`](EvidenceWork::merge) its parts first.
///
/// # Examples
/// ```
/// use obektiv::{evidence::{EvidenceOptions, EvidenceWork, layer}, simulate};
/// let municipality = simulate::municipality(&simulate::MunicipalityOptions::default(), 1)?;
/// let works: Vec<EvidenceWork> = municipality.results.iter().map(EvidenceWork::of).collect();
/// let evidence = layer(&works, &EvidenceOptions::default(), None)?;
/// assert_eq!(evidence.territory.outcomes.sum(), evidence.schools.len() as u64);
/// # Ok::<(), obektiv::Error>(())
/// ```
///
/// # References
/// Efron (2008), Statistical Science 23, 1–22, two groups. Stephens (2017), Biostatistics 18,
/// 275–294, adaptive shrinkage. Müller et al. (2004), JASA 99, 990–1001, Bayesian false discovery.
/// Vovk & Wang (2021), Annals of Statistics 49, 1736–1754, averages of e-values.
pub fn layer(
    works: &[EvidenceWork],
    options: &EvidenceOptions,
    reference: Option<&Reference>,
) -> Result<Evidence, EvidenceError> {
    options.check()?;
    if works.iter().all(|work| work.papers() == 0) {
        return Err(EvidenceError::NoWorks);
    }
    let names = names(works);
    let own = reference.is_none() || names.len() >= options.alone;
    let context = Context { options, reference, own };
    let passes = passes(works, &context)?;
    let all: Vec<&WorkPass<'_>> = passes.iter().collect();
    let mut evidence = Layer::of(&context, &names, &all).answer();
    evidence.calibration = by_halves(&context, &names, &passes);
    Ok(evidence)
}

fn names(works: &[EvidenceWork]) -> Vec<&str> {
    let schools = works.iter().flat_map(|work| work.schools.keys());
    let absent = works.iter().filter_map(|work| work.absent.as_ref()).flat_map(BTreeMap::keys);
    let names: BTreeSet<&str> = filled(schools.chain(absent).map(String::as_str));
    names.into_iter().collect()
}
