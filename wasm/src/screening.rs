use std::{cell::OnceCell, rc::Rc};

use obektiv::screening as core;
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

#[cfg(feature = "xlsx")]
use crate::aggregate::Works as Screened;
#[cfg(not(feature = "xlsx"))]
use crate::results::OneOrMore as Screened;
use crate::{columns, error::Error, options, policy, policy::Policy, registry, results::Counted};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** One row for each school of the works. */
export interface SchoolsTable {
  /** Its login. */
  school: string[];
  name: string[];
  municipality: string[];
  /** Works it wrote. */
  works: Float64Array;
  /** Pupil results over all works. */
  n: Float64Array;
  /** Findings about the school as a whole. */
  signs: Float64Array;
  /** Whether there is any. */
  marked: boolean[];
  /** That of the pupils of one work on average. */
  tier: Tier[];
  /** Found (strong, notable), extreme, cleared, undecided, not_judged: they sum to all schools. This and what follows only under the evidence layer. */
  outcome?: Outcome[];
  /** Posterior probability that the school is unlike the reference, not calibrated on observers. */
  strength?: Float64Array;
  /** The channel that says most. */
  channel?: string[];
  /** Share of papers raised over boundaries beyond the reference, with its 95 % interval. */
  effect?: Float64Array;
  lower?: Float64Array;
  upper?: Float64Array;
  /** The effect that would have been found with probability .8. */
  detectionLimit?: Float64Array;
  /** What could not be judged and why. */
  reason?: string[];
  /** Markers by the official rule of 2019, and by the list that was given; NaN where they do not look at the school. */
  official?: Float64Array;
  listed?: Float64Array;
}

/** How other views of the schools agree with what is marked. */
export interface ViewAgreementTable {
  view: ("official-2019" | "listed")[];
  both: Float64Array;
  ours: Float64Array;
  theirs: Float64Array;
  neither: Float64Array;
  /** Agreement beyond chance. */
  kappa: Float64Array;
}

/** What the evidence layer says of a school. */
export type Outcome = "strong" | "notable" | "extreme" | "cleared" | "undecided" | "not_judged";

/** Schools by outcome, of all and by municipality; empty without the evidence layer. */
export interface TerritoryTable {
  group: string[];
  schools: Float64Array;
  judged: Float64Array;
  strong: Float64Array;
  notable: Float64Array;
  extreme: Float64Array;
  cleared: Float64Array;
  undecided: Float64Array;
  notJudged: Float64Array;
  /** Papers raised beyond the reference, with its 95 % interval. */
  raised: Float64Array;
  raisedLower: Float64Array;
  raisedUpper: Float64Array;
  /** With what all schools do, by the model of the whole distribution; of all alone. */
  raisedAbsolute: Float64Array;
}

/** Classes that share half of their answers beyond the totals: a list of its own, never mixed with what was found. */
export interface ExtremeTable {
  class: string[];
  school: string[];
  grade: Float64Array;
  work: string[];
  n: Float64Array;
  shared: Float64Array;
}

/** One row for each class of a grade, over all works. */
export interface ClassesTable {
  /** Named `school/class`; a slash in the school's login stands as `\/`, a backslash as `\\`. */
  class: string[];
  school: string[];
  grade: Float64Array;
  /** Works it wrote. */
  works: Float64Array;
  /** Pupil results over all works. */
  n: Float64Array;
  /** Findings about the class. */
  signs: Float64Array;
  /** Whether there is any. */
  marked: boolean[];
}

/** Marked schools by territory: `all` first, then the municipalities. */
export interface IndexTable {
  group: string[];
  schools: Float64Array;
  marked: Float64Array;
  /** Percentage of the schools that are marked. */
  share: Float64Array;
  /** The objectivity index: 100 less the share. */
  statistic: Float64Array;
}

/** What the findings of each school come to. */
export interface RiskTable {
  school: string[];
  /** Different signs that count. */
  signs: Float64Array;
  /** The sum of their weights. */
  statistic: Float64Array;
  /** 0 is none. */
  zone: Float64Array;
  /** The signs by name. */
  which: string[];
}

/** What the policy asks for and the works do not allow. */
export interface LeftOutTable {
  /** Such as `heaping.fit`. */
  sign: string[];
  unit: Group[];
  /** A work's key, or the year whose works would be pooled. */
  scope: string[];
  reason: string[];
}

/** Signs of units, one row each; a flagged one is a finding. */
export interface FindingsTable extends Indications {
  /** Stable: the same input always gives it. */
  id: string[];
  /** A work's key, or the year (for classes the year and the grade) whose works are pooled. */
  scope: string[];
  /** Such as `heaping.three_bin`. */
  sign: string[];
  unit: Group[];
  /** The school's login, of a class its school's; empty for municipalities. */
  school: string[];
  /** The class within the school; empty for larger units. */
  class: string[];
  /** The least number of different pupils behind the results. */
  pupils: Float64Array;
  /** The p-value adjusted over all units and scopes of the rule. */
  qvalue: Float64Array;
  /** Whether every guard and threshold of the policy is met. */
  flagged: boolean[];
}
"#;

#[wasm_bindgen]
extern "C" {
    #[derive(Clone)]
    #[wasm_bindgen(typescript_type = "SchoolsTable")]
    pub type SchoolsTable;
    #[derive(Clone)]
    #[wasm_bindgen(typescript_type = "ClassesTable")]
    pub type ClassesTable;
    #[derive(Clone)]
    #[wasm_bindgen(typescript_type = "IndexTable")]
    pub type IndexTable;
    #[derive(Clone)]
    #[wasm_bindgen(typescript_type = "FindingsTable")]
    pub type FindingsTable;
    #[wasm_bindgen(typescript_type = "TerritoryTable")]
    pub type TerritoryTable;
    #[wasm_bindgen(typescript_type = "ExtremeTable")]
    pub type ExtremeTable;
    #[wasm_bindgen(typescript_type = "ViewAgreementTable")]
    pub type ViewAgreementTable;
    #[wasm_bindgen(typescript_type = "LeftOutTable")]
    pub type LeftOutTable;
    #[wasm_bindgen(typescript_type = "RiskTable")]
    pub type RiskTable;
}

/// How to screen.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct ScreenOptions {
    /// When a sign counts; `Policy.calibrated()` by default.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Policy | null", optional)]
    policy: JsValue,
    /// Names, municipalities and reference groups of the schools.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Registry | null", optional)]
    registry: JsValue,
    /// Norms, nulls and priors of another territory, for the evidence layer: below 60 schools they
    /// stand in for the territory's own.
    #[cfg(feature = "signs")]
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Reference | null", optional)]
    reference: JsValue,
    /// What observers or a second marking saw in schools chosen by lot: posteriors are calibrated
    /// on it.
    #[cfg(feature = "signs")]
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Observed | null", optional)]
    observed: JsValue,
    /// Pupils who did not write, by key of the work and school.
    #[cfg(feature = "signs")]
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Absences | null", optional)]
    absences: JsValue,
    /// The official list of schools with markers, to be shown beside and compared with.
    #[cfg(feature = "signs")]
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "MarkerList | null", optional)]
    listed: JsValue,
}

/// Findings of a policy in results of one or more assessments. Results of one assessment (one file
/// per municipality, say) are counted together; works that the policy does not look at are left
/// out. A distribution of an aggregated report has no classes, journal or items. What a work does
/// not allow is left out for it and said in `leftOut`.
#[wasm_bindgen]
pub fn screen(results: &Screened, options: Option<Ts<ScreenOptions>>) -> Result<Screening, Error> {
    let given = options::read(options)?;
    let policy = policy::from_option(given.policy)?;
    let registry = registry::from_option(given.registry)?.unwrap_or_default();
    let counted = results.counted()?;
    let sources = counted.iter().map(Counted::source);
    #[cfg(not(feature = "signs"))]
    let core = core::screen(sources, &policy, &registry)?;
    #[cfg(feature = "signs")]
    let core = {
        let reference = crate::reference::from_option(given.reference)?;
        let observed = crate::observed::from_option(given.observed)?;
        let listed = crate::markers::from_option(given.listed)?;
        let absences = crate::layer::absences_from_option(given.absences)?;
        let known = core::Known {
            reference: reference.as_deref(),
            observed: observed.as_deref(),
            absent: absences.as_ref(),
            listed: listed.as_deref(),
        };
        core::screen_beside(sources, &policy, &registry, known)?
    };
    Ok(Screening { core: Rc::new(core), tables: Tables::default() })
}

/// What a policy makes of results.
#[wasm_bindgen]
pub struct Screening {
    pub(crate) core: Rc<core::Screening>,
    tables: Tables,
}

/// Made when first asked for, so that `s.findings.id[i]` in a loop makes one table and not many.
#[derive(Default)]
struct Tables {
    schools: OnceCell<SchoolsTable>,
    classes: OnceCell<ClassesTable>,
    index: OnceCell<IndexTable>,
    findings: OnceCell<FindingsTable>,
    indications: OnceCell<FindingsTable>,
}

#[wasm_bindgen]
impl Screening {
    /// The policy.
    #[wasm_bindgen(getter)]
    pub fn policy(&self) -> Policy {
        self.core.policy.clone().into()
    }

    /// The schools, by login.
    #[wasm_bindgen(getter)]
    pub fn schools(&self) -> SchoolsTable {
        self.tables.schools.get_or_init(|| columns::object(&self.core.schools_table())).clone()
    }

    /// The classes, by name; none where classes are not known.
    #[wasm_bindgen(getter)]
    pub fn classes(&self) -> ClassesTable {
        self.tables.classes.get_or_init(|| columns::object(&self.core.classes_table())).clone()
    }

    /// The share of marked schools and the objectivity index, of all schools and by municipality.
    #[wasm_bindgen(getter)]
    pub fn index(&self) -> IndexTable {
        self.tables.index.get_or_init(|| columns::object(&self.core.index_table())).clone()
    }

    /// A second handle, for options objects: Rust takes what it is given there, and the caller
    /// keeps his.
    #[cfg(feature = "report")]
    #[wasm_bindgen(js_name = _share, skip_typescript)]
    pub fn share(&self) -> Screening {
        Self { core: Rc::clone(&self.core), tables: Tables::default() }
    }

    /// What the policy found: the flagged indications.
    #[wasm_bindgen(getter)]
    pub fn findings(&self) -> FindingsTable {
        self.tables.findings.get_or_init(|| columns::object(&self.core.findings_table(false))).clone()
    }

    /// What the policy asks for and the works do not allow, with the reason.
    #[wasm_bindgen(getter, js_name = leftOut)]
    pub fn left_out(&self) -> LeftOutTable {
        columns::object(&self.core.left_out_table())
    }

    /// Every sign of every unit, flagged or not.
    #[wasm_bindgen(getter)]
    pub fn indications(&self) -> FindingsTable {
        self.tables.indications.get_or_init(|| columns::object(&self.core.findings_table(true))).clone()
    }
}

#[cfg(feature = "signs")]
#[wasm_bindgen]
impl Screening {
    /// Schools by outcome, of all and by municipality, with what is said of them together; empty
    /// without the evidence layer.
    #[wasm_bindgen(getter)]
    pub fn territory(&self) -> TerritoryTable {
        columns::object(&self.core.territory_table())
    }

    /// What the evidence layer says, in full; undefined without it.
    #[wasm_bindgen(getter)]
    pub fn evidence(&self) -> Option<crate::layer::Evidence> {
        crate::layer::Evidence::of(&self.core)
    }

    /// How the official rule of 2019, and the list that was given, agree with what is marked here.
    #[wasm_bindgen(getter)]
    pub fn agreement(&self) -> ViewAgreementTable {
        columns::object(&self.core.agreement_table())
    }

    /// Classes that are large in themselves: a list of its own, never mixed with what was found.
    #[wasm_bindgen(getter)]
    pub fn extreme(&self) -> ExtremeTable {
        columns::object(&self.core.extreme_table())
    }

    /// Zones of risk: for each school the sum of the weights of its different signs. `table` is
    /// JSON: `{"weights": [{"sign": "official", "weight": 2, "least_tier": "limited"}], "zones":
    /// [2]}`; of the weights the first counts whose sign or module fits, and an empty name fits
    /// any. By default one zone: any official sign of ten pupils or more, or two others of twenty.
    /// Kinds of journal disagreement are one sign.
    #[wasm_bindgen(js_name = riskZones)]
    pub fn risk_zones(&self, table: Option<String>) -> Result<RiskTable, Error> {
        let table = table.as_deref().map(core::RiskTable::from_json).transpose()?.unwrap_or_default();
        Ok(columns::object(&self.core.risk_zones(&table)?.table()))
    }
}

#[cfg(feature = "signs")]
#[wasm_bindgen(typescript_custom_section)]
const SIGNS: &str = r#"
/** Signs of groups that a policy may name. */
export interface SignsTable {
  /** `module.statistic`. */
  id: string[];
  /** Shorter names that policies may use. */
  aliases: string[];
  /** What it catches. */
  what: string[];
  /** The units that have it. */
  units: string[];
  /** Whether its p-value may flag. */
  flags: boolean[];
  /** What honest units are taken to be like. */
  beside: string[];
  /** Why it is shown and never flags. */
  reason: string[];
}
"#;

#[cfg(feature = "signs")]
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "SignsTable")]
    pub type SignsTable;
}

/// The signs of groups that a policy may name, beside the official rule, `journal.*` and
/// `heaping.three_bin`.
#[cfg(feature = "signs")]
#[wasm_bindgen]
pub fn signs() -> SignsTable {
    columns::object(&obektiv::statistics::signs::table())
}
