//! What a reader has to know before using an effect.

use serde::Serialize;

use super::words::{Words, number};
use crate::function::{DescribedField, DescribedRecord, Field, SettingKind, Value};

/// A reason to read an effect with care. The codes are those of the linter's rules where there is
/// one.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Warning {
    /// Fewer than four helped clusters: intervals from standard errors do not hold.
    TooFewTreated {
        /// Helped clusters.
        clusters: usize,
    },
    /// Only one year before: nobody can see whether the groups moved alike.
    NoYearsBefore,
    /// Helped and other units differ before the help, so a part of the difference comes back by
    /// itself.
    ComparisonNotEquallyExtreme {
        /// Difference of the means before, in standard deviations.
        standardised: f64,
    },
    /// Help was not given by lot: the p-value is that of placebo reassignment.
    NotByLot,
    /// No p-value of this design can be below 5 %.
    CannotBeShown {
        /// The smallest p-value there can be.
        smallest: f64,
    },
    /// Rows without an outcome, or units without all they need.
    LeftOut {
        /// How many.
        rows: usize,
    },
    /// Nobody stands as a comparison: all schools do, and take a part of the effect with them.
    AllCompared,
    /// Schools whose reliability is below one half: one year cannot judge them.
    Unreliable {
        /// How many of the listed.
        schools: usize,
    },
    /// Units outside of the values before that both groups have were left out.
    Trimmed {
        /// How many.
        units: usize,
    },
    /// The effect holds near the threshold only.
    NearThreshold,
    /// A jump at thresholds where there is none as large as the one at the flag's.
    PlaceboJumps {
        /// How many.
        thresholds: usize,
    },
    /// A cohort below five units.
    SmallCohort {
        /// The period in which its help began.
        first_treated: i32,
        /// Its units.
        units: usize,
    },
    /// A cell where helped and other units are told apart by their covariates: regression was used.
    Separated {
        /// The period in which the cohort's help began.
        first_treated: i32,
        /// The period of the cell.
        period: i32,
    },
    /// The comparison inside visited schools understates what observers do wherever it spills over.
    WithinUnderstates,
    /// Schools with one class cannot show what spills over and leave that contrast.
    OneClass {
        /// How many.
        schools: usize,
    },
    /// Weights of donors are not unique: there are more donors than periods before.
    WeightsNotUnique,
    /// The synthetic unit does not follow the helped one before the help.
    PoorFit {
        /// Root mean square gap before, in standard deviations of the outcome.
        standardised: f64,
    },
    /// Sensitivity and specificity are taken as known: the interval does not pay for their errors.
    AccuracyTakenAsKnown,
    /// No more schools have the sign than its errors alone would mark.
    NotAboveErrors,
    /// A drift that the check of years before misses one time in five would move the effect by more
    /// than the effect is.
    WeakCheck {
        /// By how much it would move the effect.
        bias: f64,
    },
    /// An effect that is there if both groups would have moved alike, and is not if their straight
    /// drift had gone on.
    NotRobust,
}

impl Warning {
    /// The stable code, such as `"too_few_treated"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooFewTreated { .. } => "too_few_treated",
            Self::NoYearsBefore => "no_years_before",
            Self::ComparisonNotEquallyExtreme { .. } => "comparison_not_equally_extreme",
            Self::NotByLot => "not_by_lot",
            Self::CannotBeShown { .. } => "cannot_be_shown",
            Self::LeftOut { .. } => "left_out",
            Self::AllCompared => "all_compared",
            Self::Unreliable { .. } => "unreliable",
            Self::Trimmed { .. } => "trimmed",
            Self::NearThreshold => "near_threshold",
            Self::PlaceboJumps { .. } => "placebo_jumps",
            Self::SmallCohort { .. } => "small_cohort",
            Self::Separated { .. } => "separated",
            Self::WithinUnderstates => "within_understates",
            Self::OneClass { .. } => "one_class",
            Self::WeightsNotUnique => "weights_not_unique",
            Self::PoorFit { .. } => "poor_fit",
            Self::AccuracyTakenAsKnown => "accuracy_taken_as_known",
            Self::NotAboveErrors => "not_above_errors",
            Self::WeakCheck { .. } => "weak_check",
            Self::NotRobust => "not_robust",
        }
    }

    /// The warning in both languages.
    #[must_use]
    pub fn words(&self) -> Words {
        Words::new(self.russian(), self.english())
    }

    fn russian(&self) -> String {
        let number = |value: f64| number(value)[0].clone();
        match self {
            Self::TooFewTreated { clusters } => {
                format!("Групп с помощью {clusters}, меньше четырёх: стандартным ошибкам верить нельзя.")
            }
            Self::NoYearsBefore => {
                "До помощи известен один год: одинаково ли шли обе группы, проверить нельзя.".to_owned()
            }
            Self::ComparisonNotEquallyExtreme { standardised } => format!(
                "До помощи группы отличались на {} стандартного отклонения: часть разности вернулась бы сама.",
                number(*standardised)
            ),
            Self::NotByLot => "Помощь дана не по жребию: p относится к мысленной перестановке.".to_owned(),
            Self::CannotBeShown { smallest } => format!(
                "При таком плане p не бывает меньше {}: на уровне 5 % показать эффект нельзя.",
                number(*smallest)
            ),
            Self::LeftOut { rows } => format!("Без нужных значений, не учтены: {rows}."),
            Self::AllCompared => {
                "Сравнения нет: ожидание взято по всем школам и скрывает часть эффекта.".to_owned()
            }
            Self::Unreliable { schools } => {
                format!("Школы, о которых по одному году судить нельзя (надёжность ниже 0,5): {schools}.")
            }
            Self::Trimmed { units } => format!("Не с чем сравнить по прошлому значению, не учтены: {units}."),
            Self::NearThreshold => "Вывод касается только школ у порога.".to_owned(),
            Self::PlaceboJumps { thresholds } => {
                format!("Такие же скачки есть и там, где порога нет: {thresholds}.")
            }
            Self::SmallCohort { first_treated, units } => {
                format!("Начавших в {first_treated} всего {units}, меньше пяти.")
            }
            Self::Separated { first_treated, period } => {
                format!("Начавшие в {first_treated}, {period}: группы не пересекаются, взята регрессия.")
            }
            Self::WithinUnderstates => {
                "Сравнение внутри посещённых школ занижает действие наблюдателей.".to_owned()
            }
            Self::OneClass { schools } => {
                format!("Школы с одним классом не входят в сравнение по соседним классам: {schools}.")
            }
            Self::WeightsNotUnique => {
                "Доноров больше, чем лет до помощи: веса не единственные, сравнивать их нельзя.".to_owned()
            }
            Self::PoorFit { standardised } => format!(
                "До помощи синтетическая территория отклоняется на {} стандартного отклонения.",
                number(*standardised)
            ),
            Self::AccuracyTakenAsKnown => {
                "Чувствительность и специфичность приняты за известные: если они оценены, интервал слишком узок."
                    .to_owned()
            }
            Self::NotAboveErrors => {
                "Признак есть не у большего числа школ, чем пометили бы одни его ошибки.".to_owned()
            }
            Self::WeakCheck { bias } => format!(
                "Расхождение, которое такая проверка пропускает в одном случае из пяти, сдвинуло бы эффект на {}: больше его самого.",
                number(*bias)
            ),
            Self::NotRobust => {
                "Если бы прежнее расхождение групп продолжалось по прямой, эффекта не видно.".to_owned()
            }
        }
    }

    fn english(&self) -> String {
        let number = |value: f64| number(value)[1].clone();
        match self {
            Self::TooFewTreated { clusters } => {
                format!("Only {clusters} helped clusters, fewer than four: standard errors cannot be trusted.")
            }
            Self::NoYearsBefore => {
                "One year before the help is known: whether both groups moved alike cannot be checked.".to_owned()
            }
            Self::ComparisonNotEquallyExtreme { standardised } => format!(
                "Before the help the groups differed by {} standard deviations: a part of it comes back by itself.",
                number(*standardised)
            ),
            Self::NotByLot => {
                "Help was not given by lot: the p-value is that of placebo reassignment.".to_owned()
            }
            Self::CannotBeShown { smallest } => format!(
                "No p-value of this design is below {}: an effect cannot be shown at 5 %.",
                number(*smallest)
            ),
            Self::LeftOut { rows } => format!("Left out for lack of values: {rows}."),
            Self::AllCompared => {
                "No comparison is named: the expectation comes from all schools and hides a part of the effect."
                    .to_owned()
            }
            Self::Unreliable { schools } => {
                format!("Schools that one year cannot judge (reliability below .5): {schools}.")
            }
            Self::Trimmed { units } => {
                format!("Left out, as nobody in the other group was alike before: {units}.")
            }
            Self::NearThreshold => "The conclusion holds for schools near the threshold only.".to_owned(),
            Self::PlaceboJumps { thresholds } => {
                format!("Jumps as large stand where there is no threshold: {thresholds}.")
            }
            Self::SmallCohort { first_treated, units } => {
                format!("Only {units} units began in {first_treated}, fewer than five.")
            }
            Self::Separated { first_treated, period } => format!(
                "Those of {first_treated} in {period}: the groups do not overlap, regression was used."
            ),
            Self::WithinUnderstates => {
                "The comparison inside visited schools understates what observers do.".to_owned()
            }
            Self::OneClass { schools } => {
                format!("Schools with one class are no part of the spill-over contrast: {schools}.")
            }
            Self::WeightsNotUnique => {
                "More donors than periods before: the weights are not unique and mean nothing by themselves."
                    .to_owned()
            }
            Self::PoorFit { standardised } => {
                format!("Before the help the synthetic unit is off by {} standard deviations.", number(*standardised))
            }
            Self::AccuracyTakenAsKnown => {
                "Sensitivity and specificity are taken as known: if they were estimated the interval is too short."
                    .to_owned()
            }
            Self::NotAboveErrors => {
                "No more schools have the sign than its errors alone would mark.".to_owned()
            }
            Self::WeakCheck { bias } => format!(
                "A drift that this check misses one time in five would move the effect by {}, more than it is.",
                number(*bias)
            ),
            Self::NotRobust => {
                "Had the drift between the groups gone on as a straight line, no effect is seen.".to_owned()
            }
        }
    }
}

/// In other languages a warning is its code and its words, which hold its numbers.
impl Field for Warning {
    fn kind() -> SettingKind {
        let field = |name, doc, kind| DescribedField { name, doc, kind };
        SettingKind::Record(Box::new(DescribedRecord {
            name: "Warning",
            doc: "A reason to read an effect with care.",
            base: None,
            fields: vec![
                field("code", "The stable code, such as `\"too_few_treated\"`.", SettingKind::Text),
                field("text", "The warning in both languages.", Words::kind()),
            ],
        }))
    }
    fn value(&self) -> Value {
        Value::Record(vec![Value::Text(self.code().to_owned()), self.words().value()])
    }
}
