//! In the catalogue.

use ndarray::ArrayView2;

use super::super::{MAX_SCORES, REFERENCE, Reference, SCORES};
use super::*;
use crate::Error;
use crate::function::{Function, Given, Groups, NoOptions, Output, Shape, options};

/// A function of scores beside a reference.
const fn beside(
    id: &'static str,
    doc: &'static str,
    run: fn(&Given<'_>) -> Result<Output, Error>,
) -> Function {
    Function {
        id,
        doc,
        inputs: &[SCORES, MAX_SCORES, REFERENCE],
        groups: Groups::None,
        options: options::<NoOptions>,
        output: Shape::Table(PersonFit::describe),
        run,
    }
}

/// The scores, and what they are read beside.
fn read<'a>(given: &Given<'a>) -> Result<(ArrayView2<'a, u8>, Reference), Error> {
    let scores = given.scores(0)?;
    let (maxima, population) = (given.optional(1, Given::cells)?, given.optional(2, Given::scores)?);
    Ok((scores, Reference::for_persons(scores, maxima, population)?))
}

/// [`guttman_errors`] in the catalogue.
pub(in crate::statistics::persons) const GUTTMAN_ERRORS: Function = Function {
    output: Shape::Table(GuttmanErrors::describe),
    ..beside("person_fit.guttman_errors", GUTTMAN_ERRORS_DOC, |given| {
        let (scores, reference) = read(given)?;
        Ok(guttman_errors(scores, &reference)?.table().into())
    })
};

/// [`u3`] in the catalogue.
pub(in crate::statistics::persons) const U3: Function = beside("person_fit.u3", U3_DOC, |given| {
    let (scores, reference) = read(given)?;
    Ok(u3(scores, &reference)?.table().into())
});

/// [`zu3`] in the catalogue.
pub(in crate::statistics::persons) const ZU3: Function = beside("person_fit.zu3", ZU3_DOC, |given| {
    let (scores, reference) = read(given)?;
    Ok(zu3(scores, &reference)?.table().into())
});

/// [`c_sato`] in the catalogue.
pub(in crate::statistics::persons) const C_SATO: Function =
    beside("person_fit.c_sato", C_SATO_DOC, |given| {
        let (scores, reference) = read(given)?;
        Ok(c_sato(scores, &reference)?.table().into())
    });

/// [`c_star`] in the catalogue.
pub(in crate::statistics::persons) const C_STAR: Function =
    beside("person_fit.c_star", C_STAR_DOC, |given| {
        let (scores, reference) = read(given)?;
        Ok(c_star(scores, &reference)?.table().into())
    });

/// [`agreement`] in the catalogue.
pub(in crate::statistics::persons) const AGREEMENT: Function =
    beside("person_fit.agreement", AGREEMENT_DOC, |given| {
        let (scores, reference) = read(given)?;
        Ok(agreement(scores, &reference)?.table().into())
    });

/// [`disagreement`] in the catalogue.
pub(in crate::statistics::persons) const DISAGREEMENT: Function =
    beside("person_fit.disagreement", DISAGREEMENT_DOC, |given| {
        let (scores, reference) = read(given)?;
        Ok(disagreement(scores, &reference)?.table().into())
    });

/// [`dependability`] in the catalogue.
pub(in crate::statistics::persons) const DEPENDABILITY: Function =
    beside("person_fit.dependability", DEPENDABILITY_DOC, |given| {
        let (scores, reference) = read(given)?;
        Ok(dependability(scores, &reference)?.table().into())
    });

/// [`nci`] in the catalogue.
pub(in crate::statistics::persons) const NCI: Function = beside("person_fit.nci", NCI_DOC, |given| {
    let (scores, reference) = read(given)?;
    Ok(nci(scores, &reference)?.table().into())
});

/// [`r_pbis`] in the catalogue.
pub(in crate::statistics::persons) const R_PBIS: Function =
    beside("person_fit.r_pbis", R_PBIS_DOC, |given| {
        let (scores, reference) = read(given)?;
        Ok(r_pbis(scores, &reference)?.table().into())
    });

/// [`ht`] in the catalogue.
pub(in crate::statistics::persons) const HT: Function = beside("person_fit.ht", HT_DOC, |given| {
    let (scores, reference) = read(given)?;
    let leave_out = given.optional(2, Given::scores)?.is_none();
    Ok(ht(scores, &reference, leave_out)?.table().into())
});
