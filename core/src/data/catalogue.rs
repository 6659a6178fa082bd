use super::{Assessment, DataError, Season};

/// Assessments whose maxima and boundaries are public facts, each tagged with year, season and
/// source.
const SHIPPED: &str = include_str!("../../data/assessments.json");

/// What one source says.
#[derive(serde::Deserialize)]
struct Entry {
    #[serde(rename = "source")]
    _source: String,
    assessments: Vec<Assessment>,
}

/// All shipped assessments: public item maxima and, where known, mark boundaries.
///
/// A scale is a recommendation for one subject, grade, year and season; it changes over the years
/// and is never inferred from data.
///
/// # Errors
/// None in a build whose tests pass; a damaged catalogue gives [`DataError::Unreadable`].
pub fn assessments() -> Result<Vec<Assessment>, DataError> {
    let entries: Vec<Entry> = serde_json::from_str(SHIPPED)
        .map_err(|e| DataError::Unreadable { format: "catalogue", reason: e.to_string() })?;
    let mut all = Vec::new();
    entries.into_iter().for_each(|mut entry| all.append(&mut entry.assessments));
    all.iter().try_for_each(Assessment::check)?;
    Ok(all)
}

/// The shipped assessment of this subject, test grade, year and (where given) season, if there is
/// one.
#[must_use]
pub fn find_assessment(
    subject: &str,
    test_grade: u8,
    year: u16,
    season: Option<Season>,
) -> Option<Assessment> {
    let fits = |a: &Assessment| {
        a.subject == subject
            && a.test_grade == test_grade
            && a.year == year
            && (season.is_none() || a.season == season)
    };
    assessments().ok()?.into_iter().find(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maths_of_grade_8_had_twenty_items_in_2021_and_nineteen_the_autumn_before() {
        let of = |year| find_assessment("maths", 8, year, None).unwrap();
        assert_eq!((of(2020).items(), of(2020).max_total()), (19, 25));
        let a = of(2021);
        assert_eq!((a.key().as_str(), a.items(), a.max_total()), ("2021-spring-maths-8", 20, 25));
        assert_eq!(a.max_scores, [1, 1, 1, 1, 1, 2, 1, 2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 2, 2]);
        assert_eq!(a.boundaries, Some([8, 15, 21]));
    }

    #[test]
    fn the_shipped_catalogue_is_readable_and_knows_public_scales() {
        assert!(assessments().unwrap().len() >= 32);
        let maths = find_assessment("maths", 5, 2020, None).unwrap();
        assert_eq!((maths.max_total(), maths.boundaries), (20, Some([7, 11, 15])));
        assert_eq!((maths.season, maths.written_in()), (Some(Season::Autumn), 6));
        assert_eq!(find_assessment("history", 8, 2020, None).unwrap().boundaries, None);
        assert_eq!(find_assessment("maths", 5, 1999, None), None);
    }
}
