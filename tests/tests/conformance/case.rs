//! A file of vectors, its cases, and what they give.

use ndarray::Array2;
use obektiv::{
    Error,
    data::{Assessment, Grouping, Labels, Remarked, RemarkedRow, Results, ResultsBuilder, Tally, readers},
    evidence,
    screening::Policy,
    simulate::{self, Kind, Municipality, MunicipalityOptions, Planting, Spread, TerritoryOptions},
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    pub statistic: String,
    pub source: String,
    pub tolerance: f64,
    pub cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    pub name: String,
    #[serde(default)]
    pub note: Option<String>,
    pub input: Map<String, Value>,
    #[serde(default)]
    pub options: Map<String, Value>,
    #[serde(default)]
    pub expect: Option<Map<String, Value>>,
    #[serde(default)]
    pub error: Option<String>,
    /// Where in a plan the error is.
    #[serde(default)]
    pub path: Option<String>,
}

impl Case {
    pub fn number(&self, option: &str) -> Option<f64> {
        self.options.get(option).map(|v| v.as_f64().unwrap_or_else(|| panic!("{option} is no number: {v}")))
    }

    pub fn count(&self, option: &str) -> Option<u64> {
        self.options.get(option).map(|v| v.as_u64().unwrap_or_else(|| panic!("{option} is no count: {v}")))
    }

    /// What stands under this name, wherever the file has it.
    pub fn find(&self, name: &str) -> Option<&Value> {
        self.input.get(name).or_else(|| self.options.get(name))
    }

    pub fn given<T: serde::de::DeserializeOwned>(&self, input: &str) -> T {
        let value = self.find(input).unwrap_or_else(|| panic!("{}: no {input}", self.name));
        serde_json::from_value(value.clone()).unwrap_or_else(|e| panic!("{} {input}: {e}", self.name))
    }

    /// A list of numbers, NaN for null.
    pub fn numbers(&self, input: &str) -> Vec<f64> {
        self.given::<Vec<Option<f64>>>(input).into_iter().map(|v| v.unwrap_or(f64::NAN)).collect()
    }

    pub fn option(&self, name: &str) -> Option<&str> {
        self.options.get(name).map(|v| v.as_str().unwrap_or_else(|| panic!("{name} is no text: {v}")))
    }

    /// Scores that belong to no assessment.
    pub fn matrix(&self) -> Array2<u8> {
        let rows: Vec<Vec<u8>> = serde_json::from_value(self.input["scores"].clone()).expect("scores");
        Array2::from_shape_vec((rows.len(), rows[0].len()), rows.concat()).expect("scores")
    }

    pub fn text(&self) -> &str {
        self.input["text"].as_str().expect("text")
    }

    pub fn sheet(&self) -> Result<readers::Sheet, Error> {
        Ok(readers::Sheet::from_csv(self.text().as_bytes())?)
    }

    pub fn policy(&self) -> Policy {
        match self.options["policy"].as_str() {
            Some("calibrated_1") => Policy::calibrated_1(),
            Some("official_2019") => Policy::official_2019(),
            other => panic!("{}: policy {other:?}", self.name),
        }
    }

    pub fn municipality(&self) -> Result<Municipality, Error> {
        let d = MunicipalityOptions::default();
        let bare = self.options.get("planted").is_some_and(|p| p == false);
        let options = MunicipalityOptions {
            schools: self.count("schools").map_or(d.schools, |n| usize::try_from(n).expect("schools")),
            background: self.number("background").unwrap_or(d.background),
            planted: if bare { Vec::new() } else { d.planted.clone() },
            ..d
        };
        Ok(simulate::municipality(&options, self.input["seed"].as_u64().expect("seed"))?)
    }

    pub fn territory(&self) -> Result<simulate::Territory, Error> {
        let d = match self.options.get("reference") {
            None => TerritoryOptions::default(),
            Some(of) => reference(of)?.parameters(None)?,
        };
        let number = |name| self.count(name).map(|n| usize::try_from(n).expect(name));
        let planted = self.options.get("planted").map(|kinds| match kinds {
            Value::Array(kinds) => kinds.iter().map(kind).collect(),
            one => kind(one).map(|kind| vec![kind]),
        });
        let share = self.number("share").unwrap_or(Planting::SHARE);
        let options = TerritoryOptions {
            schools: number("schools").unwrap_or(d.schools),
            pupils: number("pupils").map_or(d.pupils, |n| u32::try_from(n).expect("pupils")),
            municipalities: number("municipalities"),
            spread: match self.options.get("spread") {
                None => d.spread,
                Some(spread) => {
                    let (name, sd) = named(spread, "name");
                    Spread::new(name.unwrap_or("usual"), &sd)?
                }
            },
            everybody_lifts: self.number("everybody_lifts").unwrap_or(d.everybody_lifts),
            reach: number("reach").map_or(d.reach, |n| u16::try_from(n).expect("reach")),
            planted: planted.transpose()?.map(|kinds| Planting { kinds, share }),
            design: self.count("design").unwrap_or(d.design),
            ..d
        };
        Ok(simulate::territory(&options, self.input["seed"].as_u64().expect("seed"))?)
    }

    pub fn group(&self, usual: &str) -> Result<Grouping, Error> {
        Ok(self.options.get("group").map_or(usual, |g| g.as_str().expect("group")).parse()?)
    }

    pub fn tally(&self, input: &str) -> Result<Tally, Error> {
        Ok(Tally::of(&results(&self.input[input])?, self.group("school")?, false)?)
    }
}

/// A name, or an object of a name and numbers.
fn named<'a>(value: &'a Value, key: &str) -> (Option<&'a str>, Vec<(&'a str, f64)>) {
    let Value::Object(fields) = value else { return (value.as_str(), Vec::new()) };
    let numbers = fields.iter().filter(|(name, _)| *name != key);
    let numbers = numbers.map(|(name, value)| (name.as_str(), value.as_f64().expect("a number"))).collect();
    (fields.get(key).and_then(Value::as_str), numbers)
}

pub fn kind(value: &Value) -> Result<Kind, Error> {
    let (name, parameters) = named(value, "kind");
    Ok(Kind::new(name.expect("a kind"), &parameters)?)
}

/// The reference that a territory of these options makes.
fn reference(of: &Value) -> Result<evidence::Reference, Error> {
    let case = json!({"name": "reference", "input": of, "options": of});
    let case: Case = serde_json::from_value(case).expect("options of a territory");
    let works = evidence::EvidenceWork::of_all(&case.territory()?.results.iter().collect::<Vec<_>>())?;
    Ok(evidence::layer(&works, &evidence::EvidenceOptions::default(), None)?.reference.for_sharing())
}

/// Results as the vectors write them.
pub fn remarked(rows: &Value) -> Result<Remarked, Error> {
    type Row = (String, String, String, String, u16, u16, String, f64);
    let rows: Vec<Row> = serde_json::from_value(rows.clone()).expect("works marked again");
    let row = |(school, work, code, item, before, after, stratum, probability)| RemarkedRow {
        school,
        work,
        code,
        item,
        before,
        after,
        stratum,
        probability,
    };
    Ok(Remarked::new(rows.into_iter().map(row).collect())?)
}

pub fn results(value: &Value) -> Result<Results, Error> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Written {
        assessment: Assessment,
        scores: Vec<Vec<u8>>,
        school: Vec<String>,
        class_id: Option<Vec<String>>,
        variant: Option<Vec<String>>,
        journal_mark: Option<Vec<Option<u8>>>,
        municipality: Option<Vec<String>>,
    }
    let r: Written = serde_json::from_value(value.clone()).expect("results of a vector");
    let shape = (r.scores.len(), r.scores.first().map_or(0, Vec::len));
    let scores = Array2::from_shape_vec(shape, r.scores.into_iter().flatten().collect()).expect("equal rows");
    let parts = ResultsBuilder {
        scores,
        school: Labels::new(r.school),
        class_id: r.class_id.map(Labels::new),
        variant: r.variant.map(Labels::new),
        journal_mark: r.journal_mark.map(|marks| marks.into_iter().map(|j| j.unwrap_or(0)).collect()),
        municipality: r.municipality.map(Labels::new),
    };
    Ok(Results::new(r.assessment, parts)?)
}

/// Persons × items.
pub fn matrix<T: Copy + serde::de::DeserializeOwned>(value: &Value) -> Array2<T> {
    let rows: Vec<Vec<T>> = serde_json::from_value(value.clone()).expect("rows of numbers");
    Array2::from_shape_fn((rows.len(), rows[0].len()), |(person, item)| rows[person][item])
}
