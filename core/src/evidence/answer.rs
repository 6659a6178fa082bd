//! What the layer answers with.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{EvidenceOptions, Reference};

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$of])* $variant,)+ }

        impl $name {
            /// All of them, in their order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Its name, the same in all languages.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }
    };
}

named! {
    /// A group of channels whose odds make one posterior of a school.
    Block {
        /// Papers raised over mark boundaries.
        Heaping = "heaping",
        /// Marks fitted to the journal.
        Fit = "fit",
        /// What classes' answers show.
        Class = "class",
        /// Weak pupils kept home: context, never a finding.
        Home = "home",
    }
}

named! {
    /// One kind of irregularity.
    Channel {
        /// Papers raised over mark boundaries (school).
        Heaping = "heaping",
        /// Marks fitted to the journal (school).
        Fit = "fit",
        /// More absent pupils than the works lead to expect (school).
        Absent = "absent",
        /// A lower tail that is missing (school).
        Tail = "tail",
        /// An item profile unlike others (class and work), undirected.
        Profile = "profile",
        /// A few items lifted together (class and work).
        Dictation = "dictation",
        /// A few pairs of papers far more alike than the rest (class and work).
        Copy = "copy",
        /// Totals too close together (class and work).
        Spread = "spread",
    }
}

named! {
    /// What is said of a school. The outcomes of a territory sum to its schools.
    Outcome {
        /// Found, with a posterior of at least `ceiling`.
        Strong = "strong",
        /// Found, with a posterior below `ceiling`.
        Notable = "notable",
        /// Not found, but a class of it is large in itself.
        Extreme = "extreme",
        /// Judged by every block its data allow, and unlike nothing of size: P < `clear`, upper
        /// limit of the effect below `delta`.
        Cleared = "cleared",
        /// Judged, and none of these.
        Undecided = "undecided",
        /// No block could judge it.
        NotJudged = "not_judged",
    }
}

named! {
    /// Why something was left out, or could not be judged.
    Reason {
        /// The works have no mark boundaries.
        NoBoundaries = "no_boundaries",
        /// No journal marks, or too few of them.
        NoJournal = "no_journal",
        /// The papers hold too little information (Σ var ≤ 5 for heaping and fit).
        LittleInformation = "little_information",
        /// No class letters.
        NoClasses = "no_classes",
        /// No class of `least` pupils.
        SmallClasses = "small_classes",
        /// No item scores, or too few items.
        NoItems = "no_items",
        /// Only counts were given, no pupils.
        NoPupils = "no_pupils",
        /// Counts by class and by item disagree, so pupils with missing cells cannot be told apart.
        Incomplete = "incomplete",
        /// No absences were given.
        NoAbsences = "no_absences",
        /// Too few units for a null, and no reference that has one.
        FewUnits = "few_units",
        /// The reference lacks the work: norms are the territory's own.
        NotInReference = "not_in_reference",
        /// Schools of this kind are left out by the policy: they count among the others and are not
        /// judged.
        Excluded = "excluded",
    }
}

named! {
    /// What posteriors were compared with.
    Calibrated {
        /// Nothing, or too few schools.
        Uncalibrated = "uncalibrated",
        /// The other half of the works.
        Halves = "halves",
        /// What observers, or a second marking, saw.
        Observers = "observers",
    }
}

/// An estimate with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// The estimate.
    pub value: f64,
    /// Lower 95 % limit.
    pub lower: f64,
    /// Upper 95 % limit.
    pub upper: f64,
}

/// How many of the papers within reach of a boundary were raised, beyond what the reference does.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// The posterior mean of λ.
    pub lambda: f64,
    /// Its lower 95 % limit.
    pub lower: f64,
    /// Its upper 95 % limit.
    pub upper: f64,
    /// The posterior standard deviation.
    pub sd: f64,
    /// The estimate before shrinkage, centred at the territory's median.
    pub estimate: f64,
    /// The variance of that estimate, honest differences between schools included.
    pub variance: f64,
    /// Papers now within reach below a boundary.
    pub papers: u64,
}

/// What one channel says about a school or a class.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ChannelEvidence {
    /// The channel.
    pub channel: Channel,
    /// Its standardised statistic; of a school's class channels the school view. `None` where it
    /// has none.
    pub z: Option<f64>,
    /// The logarithm of its posterior odds, over all its views. `None` where they are 0.
    pub log_odds: Option<f64>,
}

/// A block that cannot judge a school, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotJudged {
    /// The block.
    pub block: Block,
    /// Why.
    pub reason: Reason,
}

/// One school.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SchoolEvidence {
    /// The school.
    pub school: String,
    /// Its municipality, empty where unknown.
    pub municipality: String,
    /// Its papers, over all works.
    pub papers: u64,
    /// The most pupils of it in one work.
    pub pupils: u64,
    /// The keys of the works it wrote.
    pub works: Vec<String>,
    /// What is said of it.
    pub outcome: Outcome,
    /// The posterior probability: the largest of its blocks but for [`Block::Home`]; 0 where no
    /// block could judge it.
    pub posterior: f64,
    /// The posterior of each block that judged it.
    pub blocks: BTreeMap<Block, f64>,
    /// The blocks that did not judge it, and why.
    pub not_judged: Vec<NotJudged>,
    /// Whether it is in the list of what is unlike the reference.
    pub found: bool,
    /// Whether a class of it is large in itself.
    pub extreme: bool,
    /// The block with the largest posterior.
    pub block: Option<Block>,
    /// The channel with the largest odds in that block.
    pub channel: Option<Channel>,
    /// What the channels say, in their order.
    pub channels: Vec<ChannelEvidence>,
    /// How many papers were raised.
    pub effect: Option<Effect>,
    /// The share of papers raised that would have been found with probability .8; `None` where none
    /// could.
    pub detection_limit: Option<f64>,
}

/// One class in one work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClassWork {
    /// The key of the work.
    pub work: String,
    /// Pupils.
    pub pupils: u64,
    /// The standardised statistics that it has.
    pub z: BTreeMap<Channel, f64>,
    /// The items of the dictation scan, from 0, in the order of the scan.
    pub items: Vec<u16>,
    /// The shared part of its answers: 0 for strangers, about 1 for one hand.
    pub shared: Option<f64>,
}

/// One class over its works. It is named only inside a found or an extreme school.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClassEvidence {
    /// The grade of its pupils.
    pub grade: u8,
    /// Its school.
    pub school: String,
    /// Its name within the school.
    pub class: String,
    /// The posterior probability.
    pub posterior: f64,
    /// Whether a work of it is large in itself.
    pub extreme: bool,
    /// What the channels say.
    pub channels: Vec<ChannelEvidence>,
    /// Work by work.
    pub works: Vec<ClassWork>,
}

/// How many schools have each outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "as the outcomes")]
pub struct Outcomes {
    pub strong: u64,
    pub notable: u64,
    pub extreme: u64,
    pub cleared: u64,
    pub undecided: u64,
    pub not_judged: u64,
}

/// The territory as a whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TerritoryEvidence {
    /// Schools.
    pub schools: u64,
    /// Schools that a block judged.
    pub judged: u64,
    /// How many have each outcome.
    pub outcomes: Outcomes,
    /// Whether norms, nulls and priors are the territory's own.
    pub own_reference: bool,
    /// The median of λ̂: against a reference, how far the whole territory is from it.
    pub shift: Option<f64>,
    /// Variances between honest units: `placebo` of heaping, `fit`, `tail`, `absent`,
    /// `fit_placebo`.
    pub tau: BTreeMap<String, f64>,
    /// The prior weight of «nothing», by channel and, for class channels, view (`work.copy`,
    /// `class.copy`, `school.copy`).
    pub null_weight: BTreeMap<String, f64>,
    /// Papers raised beyond the reference. Where a tenth of the schools raised 30 or 40 % of the
    /// papers within reach the intervals held the truth in 77 to 100 % of simulated territories;
    /// where they raised 20 % in 33 to 63 %, where 60 % in 80 to 90 %.
    pub raised: Option<Interval>,
    /// Papers raised by the model of [`heaping::raised`](crate::statistics::heaping::raised), which
    /// counts what all schools do too; of works with boundaries and enough papers. Where nobody
    /// raised any it still says some 2 % of the papers within reach, and it has no interval.
    pub raised_absolute: Option<f64>,
}

/// One municipality, described and never found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MunicipalityEvidence {
    /// Its name, empty for schools without one.
    pub municipality: String,
    /// Schools.
    pub schools: u64,
    /// Schools that a block judged.
    pub judged: u64,
    /// How many have each outcome.
    pub outcomes: Outcomes,
    /// Papers raised beyond the reference.
    pub raised: Option<Interval>,
}

/// Something that the data did not allow.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LeftOut {
    /// The key of the work; empty for all of them.
    pub work: String,
    /// The channel that lacks it.
    pub channel: Channel,
    /// Why.
    pub reason: Reason,
}

/// The reference of a territory that is not its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beside {
    /// The region's name, or "simulated".
    pub name: String,
    /// The schools it rests on.
    pub schools: u64,
}

/// Schools with a posterior in one range, and what was seen of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CalibrationRow {
    /// The least posterior.
    pub from: f64,
    /// The next row's least posterior; in the last row 1.
    pub to: f64,
    /// Schools; between halves each counts twice, once each way.
    pub schools: u64,
    /// Their mean posterior; NaN of none.
    pub stated: f64,
    /// Of halves: their mean posterior in the other half. Of observers: the share of them, weighted
    /// by 1/p, where something irregular was seen.
    pub seen: Interval,
}

/// One half of the works against the other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Halves {
    /// The works of the first half: those of every other grade, or subject.
    pub first_works: Vec<String>,
    /// The other works.
    pub second_works: Vec<String>,
    /// Schools that both halves judged and found.
    pub both: u64,
    /// Found in the first half alone.
    pub first: u64,
    /// Found in the second half alone.
    pub second: u64,
    /// Judged by both and found in none.
    pub neither: u64,
    /// How many both would find by chance.
    pub expected: f64,
    /// The odds ratio of being found, half a school added to each cell, with Woolf's interval.
    pub odds_ratio: Interval,
}

/// How far posteriors can be believed.
///
/// Between halves the schools with P ≥ .95 in one have a smaller mean P in the other, for halves
/// hold less data and schools change by grade: it is the least that is borne out. Only observers,
/// or a second marking, of schools chosen by lot say more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// What they were compared with.
    pub by: Calibrated,
    /// Posteriors are shown up to here: what was seen of the highest ones, at most the policy's
    /// ceiling.
    pub ceiling: f64,
    /// By stated posterior; empty if nothing was compared.
    pub rows: Vec<CalibrationRow>,
    /// The halves, where the works have two and the territory is its own reference.
    pub halves: Option<Halves>,
}

/// What the layer says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The options it was made with.
    pub options: EvidenceOptions,
    /// The schools, in the order of their names.
    pub schools: Vec<SchoolEvidence>,
    /// The classes with a class channel, by grade, school and name.
    pub classes: Vec<ClassEvidence>,
    /// The territory.
    pub territory: TerritoryEvidence,
    /// The municipalities, in the order of their names; empty where none is known.
    pub municipalities: Vec<MunicipalityEvidence>,
    /// What was left out, and why.
    pub left_out: Vec<LeftOut>,
    /// What it was compared with, if that is not the territory itself: the reference's name and
    /// schools.
    pub beside: Option<Beside>,
    /// How far posteriors can be believed.
    pub calibration: Calibration,
    /// Norms, nulls and priors of this territory, for others.
    pub reference: Reference,
}

impl Evidence {
    /// The school of this name.
    #[must_use]
    pub fn school(&self, school: &str) -> Option<&SchoolEvidence> {
        let place = self.schools.binary_search_by(|s| s.school.as_str().cmp(school)).ok()?;
        self.schools.get(place)
    }
}

impl Outcomes {
    /// One school more.
    pub fn add(&mut self, outcome: Outcome) {
        *self.at(outcome) += 1;
    }

    /// How many have this outcome.
    #[must_use]
    pub fn of(mut self, outcome: Outcome) -> u64 {
        *self.at(outcome)
    }

    fn at(&mut self, outcome: Outcome) -> &mut u64 {
        match outcome {
            Outcome::Strong => &mut self.strong,
            Outcome::Notable => &mut self.notable,
            Outcome::Extreme => &mut self.extreme,
            Outcome::Cleared => &mut self.cleared,
            Outcome::Undecided => &mut self.undecided,
            Outcome::NotJudged => &mut self.not_judged,
        }
    }

    /// All schools.
    #[must_use]
    pub fn sum(&self) -> u64 {
        self.strong + self.notable + self.extreme + self.cleared + self.undecided + self.not_judged
    }

    /// Found: strong and notable.
    #[must_use]
    pub fn found(&self) -> u64 {
        self.strong + self.notable
    }
}
