//! Items that a group left unanswered more often, or less often, than others.
//!
//! What it catches: hardly any item left where others leave many, as if somebody had filled them
//! in; and items left by a whole group. What it cannot: tell the latter from a topic that was not
//! taught.

use obektiv_derive::{Row, Settings, described};

use crate::data::{DataError, Grouping, NOT_ATTEMPTED, Registry, Results, is_score};
use crate::function::{Function, Groups, Input, Row as _, Shape, options};
use crate::statistics::shared::share::{Count, Share, Strata, against_reference};
use crate::statistics::shared::sign::{GroupSign, Options, Reads, Scale, Sides, SignOptions, Use};
use crate::table::Table;

/// One group's items not attempted.
#[derive(Debug, Clone, PartialEq, Row)]
pub struct OmissionsRow {
    /// The group.
    pub group: String,
    /// Whether the row asks for too few, else for too many.
    #[row(name = "kind: many or few.", text(kind))]
    pub few: bool,
    /// Pupils.
    #[row(tier)]
    pub n: u64,
    /// Cells scored or not attempted.
    pub cells: u64,
    /// Those of the row's kind: attempted if `few`, else not attempted.
    pub count: u64,
    /// Their share beside the reference.
    #[row(flatten)]
    pub share: Share,
}

/// Two rows for each group.
#[derive(Debug, Clone, PartialEq)]
pub struct Omissions {
    /// The rows, groups in the order of their names.
    pub rows: Vec<OmissionsRow>,
}

/// Items not attempted more often, or less often, than in the reference group; a sign of this
/// library.
///
/// ```text
/// many: statistic = cells not attempted / cells scored or not attempted
/// few:  statistic = cells attempted / the same
/// pvalue = P(as many or more | reference), beta-binomial; a stratum is an item
/// ```
///
/// A pupil who leaves leaves several items: strata are items written by the same pupils, so the
/// reference's own spread includes that. Hardly any item left where others leave many is a sign in
/// other countries' systems too; so is an item left by a whole group, which more often was not
/// taught. A group's reference is all others with the same label in `registry`; with fewer than
/// `min_reference` the p-values are NaN.
///
/// # Errors
/// [`DataError::NoGrouping`] if the results lack the labels of the grouping.
///
/// # Examples
/// ```python
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1, 1])
/// >>> r = ob.Results(a, [[1, ob.NOT_ATTEMPTED], [1, 1]], school=["A", "A"])
/// >>> ob.omissions.by_group(r).statistic
/// array([0.25, 0.75])
/// ```
///
/// # References
/// Quintano, Castellano and Longobardi (2009): the share of missing answers as one of four indices
/// of a class.
#[described]
pub fn by_group(
    results: &Results,
    grouping: Grouping,
    registry: &Registry,
    min_reference: u64,
) -> Result<Omissions, DataError> {
    let label = results.groups(grouping)?;
    let items = results.assessment().items();
    let mut groups = vec![(0_u64, vec![Count { count: 0, n: 0 }; items]); label.names().len()];
    for (&code, cells) in label.codes().iter().zip(results.scores().rows()) {
        let (n, counts) = &mut groups[code as usize];
        *n += 1;
        for (count, &cell) in counts.iter_mut().zip(cells) {
            let left = cell == NOT_ATTEMPTED;
            count.n += u64::from(left || is_score(cell));
            count.count += u64::from(left);
        }
    }
    let mut counts: Vec<(&str, (u64, Strata))> =
        label.names().iter().map(String::as_str).zip(groups).collect();
    counts.sort_by_key(|(name, _)| *name);
    let labels: Vec<&str> = registry.references(grouping, counts.iter().map(|(name, _)| *name));
    let mut rows = Vec::with_capacity(2 * counts.len());
    for few in [false, true] {
        let kind = |c: &Count| if few { Count { count: c.n - c.count, n: c.n } } else { *c };
        let strata: Vec<Strata> =
            counts.iter().map(|(_, (_, items))| items.iter().map(kind).collect()).collect();
        let shares = against_reference(&strata, &labels, min_reference);
        for ((name, (n, _)), (strata, share)) in counts.iter().zip(strata.iter().zip(shares)) {
            let Count { count, n: cells } = Count::sum(strata);
            rows.push(OmissionsRow { group: (*name).to_owned(), few, n: *n, cells, count, share });
        }
    }
    rows.sort_by(|a, b| (&a.group, a.few).cmp(&(&b.group, b.few)));
    Ok(Omissions { rows })
}

fn kind(few: bool) -> &'static str {
    if few { "few" } else { "many" }
}

impl Omissions {
    /// The rows as a table.
    #[must_use]
    pub fn table(&self) -> Table {
        OmissionsRow::table(&self.rows)
    }
}

/// The options of [`by_group`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Settings)]
pub struct OmissionsOptions {
    /// The least number of other groups in the reference; with fewer, p-values are NaN.
    pub min_reference: u64,
}

impl Default for OmissionsOptions {
    fn default() -> Self {
        Self { min_reference: 5 }
    }
}

impl SignOptions for OmissionsOptions {}

/// [`by_group`] as policies name it.
pub const BY_GROUP: GroupSign = GroupSign {
    id: "omissions.by_group",
    aliases: &["omissions"],
    doc: "items left more often or less often than elsewhere",
    units: GroupSign::UNITS,
    reads: Reads::Pupils,
    options: Options::of::<OmissionsOptions>(),
    uses: Use::Flags { beside: "the reference group, with how much its groups differ", sides: Sides::Upper },
    scale: Scale::Share,
    parts: &["kind"],
    run: |given| {
        let OmissionsOptions { min_reference } = given.options()?;
        Ok(by_group(given.results()?, given.unit, given.registry, min_reference)?.table())
    },
};

/// [`by_group`] in the catalogue.
pub const FUNCTION: Function = Function {
    id: "omissions.by_group",
    doc: BY_GROUP_DOC,
    inputs: &[Input::RESULTS, Input::REGISTRY],
    groups: Groups::Asked(Grouping::School),
    options: options::<OmissionsOptions>,
    output: Shape::Table(OmissionsRow::describe),
    run: |given| {
        let OmissionsOptions { min_reference } = given.options()?;
        Ok(by_group(given.results(0)?, given.group, &given.registry(1), min_reference)?.table().into())
    },
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Assessment, Labels, ResultsBuilder};
    use ndarray::array;

    #[test]
    fn items_left_are_counted_of_those_that_were_there() {
        let scores = array![[254, 1], [254, 254], [255, 0], [253, 1], [1, 1], [0, 1]];
        let school = Labels::new(["a", "a", "b", "b", "c", "c"]);
        let a = Assessment::new("maths", 5, 2020, &[1, 3], None).unwrap();
        let r = Results::new(a, ResultsBuilder { scores, school, ..Default::default() }).unwrap();
        let sign = by_group(&r, Grouping::School, &Registry::default(), 2).unwrap();
        let counts: Vec<(u64, u64, u64)> = sign.rows.iter().map(|r| (r.n, r.cells, r.count)).collect();
        assert_eq!(counts, [(2, 4, 3), (2, 4, 1), (2, 2, 0), (2, 2, 2), (2, 4, 0), (2, 4, 4)]);
        assert!(sign.rows[0].share.pvalue < sign.rows[2].share.pvalue && sign.rows[1].share.pvalue > 0.5);
    }
}
