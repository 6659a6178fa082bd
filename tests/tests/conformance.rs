//! The shared vectors of `tests/vectors`: what a second implementation in Python says, case by
//! case.
//!
//! The same files run from Python and JavaScript. A file that names a statistic unknown here fails,
//! and so does a file without cases: a vector that nobody runs is worse than none.

use std::{collections::BTreeMap, fs};

use ndarray::Array2;
use obektiv::{
    Error, catalogue,
    data::{
        Assessment, Grouping, ImportReport, Labels, NormSums, ReadOptions, Registry, Remarked, RemarkedRow,
        Results, ResultsBuilder, Tally, readers,
    },
    evidence,
    function::{self, Argument, Function, Given, Groups, Input, Output, SettingKind, Shape},
    model::{self, CalibrationOptions, Item, Quadrature},
    plan::{self, Plan, ProposeOptions},
    report,
    screening::{Policy, screen},
    simulate::{self, Kind, Municipality, MunicipalityOptions, Planting, Spread, TerritoryOptions},
    statistics::{heaping, norms, official},
    table::{Column, Table},
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    statistic: String,
    source: String,
    tolerance: f64,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    #[serde(default)]
    note: Option<String>,
    input: Map<String, Value>,
    #[serde(default)]
    options: Map<String, Value>,
    #[serde(default)]
    expect: Option<Map<String, Value>>,
    #[serde(default)]
    error: Option<String>,
    /// Where in a plan the error is.
    #[serde(default)]
    path: Option<String>,
}

/// A function of the library under its name in the vectors.
type Run = fn(&Case) -> Result<Map<String, Value>, Error>;

/// Those that are not in the catalogue.
const STATISTICS: &[(&str, Run)] = &[
    ("official.objectivity_index", |case| {
        let [schools, marked] = ["schools", "marked"].map(|name| case.input[name].as_u64().expect(name));
        let index = official::objectivity_index(schools, marked)?;
        Ok(record(&[
            ("schools", index.schools.into()),
            ("marked", index.marked.into()),
            ("share", index.share.into()),
            ("statistic", index.statistic.into()),
        ]))
    }),
    ("norms", |case| Ok(columns(&norms::norms(&NormSums::of(&results(&case.input["results"])?)).table()))),
    ("heaping.fit", |case| {
        let d = heaping::ShiftOptions::default();
        let given = |name: &str| case.options.get(name).cloned();
        let list = |name: &str| -> Option<Vec<u16>> {
            given(name).map(|v| serde_json::from_value(v).expect("totals"))
        };
        let options = heaping::ShiftOptions {
            honest: given("honest").map(|v| serde_json::from_value(v).expect("honest")),
            degree: case.count("degree").map_or(d.degree, |v| usize::try_from(v).expect("a degree")),
            reach: case.count("reach").map(|v| u16::try_from(v).expect("a reach")),
            cleared_below: case.number("cleared_below").unwrap_or(d.cleared_below),
        };
        let rows: Vec<Vec<u64>> = serde_json::from_value(case.input["histograms"].clone()).expect("counts");
        let boundaries = list("boundaries").map(|b| b.try_into().expect("three boundaries"));
        let sign = heaping::fit(&Tally::of_counts(&rows, boundaries)?, options)?;
        let mut got = record(&[
            ("table", columns(&sign.table()).into()),
            ("lifts", columns(&sign.lifts_table()).into()),
            ("prior", columns(&sign.prior_table()).into()),
            ("honest", sign.honest.clone().into()),
            ("chi2", sign.chi2.into()),
            ("df", sign.df.into()),
            ("log_likelihood", sign.log_likelihood.into()),
            ("sd", sign.sd.into()),
        ]);
        if let Some(scores) = list("placebo") {
            got.insert("placebo".to_owned(), columns(&sign.placebo(&scores)?.table()).into());
        }
        Ok(got)
    }),
    ("heaping.raised", |case| {
        let sign = heaping::raised(&case.tally("results")?)?;
        let mut got = record(&[
            ("table", columns(&sign.table()).into()),
            ("lifts", columns(&sign.lifts_table()).into()),
            ("prior", columns(&sign.prior_table()).into()),
            ("log_likelihood", sign.log_likelihood.into()),
        ]);
        if let Some(scores) = case.options.get("placebo") {
            let scores: Vec<u16> = serde_json::from_value(scores.clone()).expect("totals");
            got.insert("placebo".to_owned(), columns(&sign.placebo(&scores)?.table()).into());
        }
        Ok(got)
    }),
    ("irt.fit", |case| {
        let scores = case.matrix();
        let (table, ll, persons) = match case.option("model").expect("model") {
            "rasch" => {
                let fit = model::calibrate_conditional(scores.view())?;
                (fit.table(), fit.log_likelihood, fit.persons)
            }
            name => {
                let fit = model::calibrate(scores.view(), name.parse()?, &CalibrationOptions::default())?;
                (fit.table(), fit.log_likelihood, fit.persons)
            }
        };
        Ok(record(&[
            ("table", columns(&table).into()),
            ("log_likelihood", ll.into()),
            ("persons", persons.into()),
        ]))
    }),
    ("irt.mokken", |case| {
        let found = model::scalability(case.matrix().view())?;
        let pairs: Vec<Vec<f64>> = found.pairs.rows().into_iter().map(|row| row.to_vec()).collect();
        Ok(record(&[("test", found.test.into()), ("items", found.items.into()), ("pairs", json!(pairs))]))
    }),
    ("simulate.municipality", |case| {
        let town = case.municipality()?;
        let fingerprints: Vec<String> = town.results.iter().map(Results::fingerprint).collect();
        let mut got = columns(&town.planted_table());
        got.insert("fingerprints".to_owned(), fingerprints.into());
        Ok(got)
    }),
    ("simulate.territory", |case| {
        let t = case.territory()?;
        let mut got = columns(&t.planted_table());
        got.insert("fingerprints".to_owned(), fingerprints(&t.results));
        got.insert("absent".to_owned(), columns(&t.absent_table())["absent"].clone());
        Ok(got)
    }),
    ("simulate.plant", |case| {
        let t = case.territory()?;
        let kind = kind(&case.input["kind"])?;
        let schools: Vec<String> = t.results[0].schools()[..3].to_vec();
        let planted =
            simulate::plant(&t.results, kind, &schools, case.input["seed"].as_u64().expect("seed"))?;
        Ok(record(&[("fingerprints", fingerprints(&planted))]))
    }),
    ("simulate.shuffled", |case| {
        let seed = case.input["seed"].as_u64().expect("seed");
        let shuffled = simulate::shuffled(&case.territory()?.results, seed)?;
        Ok(record(&[("fingerprints", fingerprints(&shuffled))]))
    }),
    ("screening.screen", |case| {
        let town = case.municipality()?;
        let s = screen(&town.results, &case.policy(), &town.registry)?;
        let first = s.findings().next().expect("a finding").id();
        Ok(record(&[
            ("findings", columns(&s.findings_table(false)).into()),
            ("schools", columns(&s.schools_table()).into()),
            ("index", columns(&s.index_table()).into()),
            ("explain_ru", report::explain(&s, &first, report::Language::Russian)?.into()),
            ("explain_en", report::explain(&s, &first, report::Language::English)?.into()),
        ]))
    }),
    ("results.new", |case| {
        let r = results(&case.input["results"])?;
        let (totals, complete): (Vec<u16>, Vec<bool>) = r.totals().unzip();
        Ok(record(&[("persons", r.len().into()), ("totals", totals.into()), ("complete", complete.into())]))
    }),
    ("readers.csv", |case| {
        let assessment: Option<Assessment> =
            case.input.get("assessment").map(|a| serde_json::from_value(a.clone()).expect("assessment"));
        let csv = case.input["csv"].as_str().expect("csv");
        let import = readers::read_csv(csv.as_bytes(), assessment.as_ref(), ReadOptions::default())?;
        let (r, report) = (&import.results, &import.report);
        Ok(record(&[
            (
                "report",
                json!({"rows": report.rows, "taken": report.taken, "repaired": report.repaired,
                       "one_day": report.one_day, "absent": report.absent, "set_aside": report.set_aside}),
            ),
            ("scores", r.scores().rows().into_iter().map(|s| s.to_vec()).collect::<Vec<_>>().into()),
            ("school", json!(labels(Some(r.school())))),
            ("class_id", json!(labels(r.class_id()))),
            ("variant", json!(labels(r.variant()))),
            ("journal_mark", json!(marks(r))),
            ("municipality", json!(labels(r.municipality()))),
        ]))
    }),
    ("readers.layouts", |case| {
        let d = ReadOptions::default();
        let options = ReadOptions {
            repair: case.options.get("repair").map_or(d.repair, |r| r.as_bool().expect("repair")),
            school: case.options.get("school").map(|s| s.as_str().expect("school").to_owned()),
            ..d
        };
        let assessment: Option<Assessment> =
            case.options.get("assessment").map(|a| serde_json::from_value(a.clone()).expect("assessment"));
        let import = readers::read_csv(case.text().as_bytes(), assessment.as_ref(), options)?;
        let r = &import.results;
        let schools = import.registry.schools().iter();
        let registry: Map<String, Value> =
            schools.map(|(login, s)| (login.clone(), json!([s.name, s.municipality]))).collect();
        Ok(record(&[
            ("report", report_of(&import.report)),
            ("school", json!(labels(Some(r.school())))),
            ("class_id", json!(labels(r.class_id()))),
            ("scores", r.scores().rows().into_iter().map(|s| s.to_vec()).collect::<Vec<_>>().into()),
            ("journal_mark", json!(marks(r))),
            ("registry", registry.into()),
        ]))
    }),
    ("readers.distributions", |case| {
        let given: Vec<Assessment> = case
            .options
            .get("assessments")
            .map_or(Vec::new(), |all| serde_json::from_value(all.clone()).expect("assessments"));
        let read = readers::read_distributions(&case.sheet()?, &given)?;
        let works = read.works.iter().map(|work| {
            let groups = ["level", "group", "municipality", "n"];
            let rows: Vec<Value> = with_counts(&work.table(), &groups);
            json!({"key": work.assessment.key(), "rows": rows})
        });
        Ok(record(&[("report", report_of(&read.report)), ("works", works.collect::<Vec<_>>().into())]))
    }),
    ("readers.mark_statistics", |case| {
        let read = readers::read_mark_statistics(&case.sheet()?)?;
        let groups = ["subject", "grade", "year", "level", "group", "municipality", "n"];
        let rows = with_counts(&read.table(), &groups);
        Ok(record(&[("report", report_of(&read.report)), ("rows", rows.into())]))
    }),
    ("readers.markers", |case| {
        let read = readers::read_markers(&case.sheet()?)?;
        Ok(record(&[
            ("report", report_of(&read.report)),
            ("rows", rows(&read.list.table()).into()),
            ("by_year", rows(&read.list.by_year_table()).into()),
            ("by_municipality", rows(&read.list.by_municipality_table()).into()),
        ]))
    }),
    ("plan.lint", |case| {
        let plan = Plan::from_json(&case.input["plan"].to_string())?;
        let language = case.options["language"].as_str().expect("language").parse()?;
        let table = report::remarks_table(&plan, language)?;
        let wanted = ["path", "lack", "text"].map(|name| (name, table.column(name).expect(name).clone()));
        let remarks = wanted.into_iter().fold(Table::new(), |t, (name, column)| t.with(name, column));
        Ok(record(&[("remarks", rows(&remarks).into())]))
    }),
    ("plan.from_findings", |case| {
        let text = |name: &str| case.options[name].as_str().expect(name).to_owned();
        let town = case.municipality()?;
        let s = screen(&town.results, &case.policy(), &town.registry)?;
        let options = ProposeOptions {
            title: text("title"),
            territory: text("territory"),
            year: case.count("year").and_then(|y| y.try_into().ok()).expect("year"),
            due: Some(text("due").parse().expect("due")),
            calendar: Vec::new(),
            language: text("language").parse()?,
        };
        let plan = plan::from_findings(&s, &options)?;
        Ok(record(&[
            ("plan", serde_json::to_value(&plan).expect("a plan is JSON")),
            ("markdown", report::plan_markdown(&plan, options.language)?.into()),
        ]))
    }),
    ("plan.indicators", |case| {
        let plan = Plan::from_json(&case.input["plan"].to_string())?;
        let policy = Policy::from_json(&case.input["policy"].to_string())?;
        let screened = |works: &Value| -> Result<_, Error> {
            let works =
                works.as_array().expect("works").iter().map(results).collect::<Result<Vec<_>, _>>()?;
            Ok(screen(&works, &policy, &Registry::default())?)
        };
        let now = case.input.get("screening").map(screened).transpose()?;
        let before = case.input.get("before").and_then(Value::as_array).into_iter().flatten();
        let before = before.map(screened).collect::<Result<Vec<_>, Error>>()?;
        let remarked = case.input.get("remarked").map(remarked).transpose()?;
        let text = |name: &str| case.options.get(name).map(|v| v.as_str().expect(name));
        let yes = |name: &str| case.options.get(name).is_some_and(|v| v.as_bool().expect(name));
        let controlled: Option<Vec<u64>> = case
            .options
            .get("internal_assessment")
            .map(|counts| serde_json::from_value(counts.clone()).expect("counts"));
        let inputs = plan::IndicatorInputs {
            screening: now.as_ref().map(Into::into),
            before: before.iter().map(Into::into).collect(),
            denominator: text("denominator").map_or(Ok(plan::Denominator::default()), str::parse)?,
            common_works: yes("common_works"),
            superpopulation: yes("superpopulation"),
            expected_relapse: case.number("expected_relapse"),
            remarked: remarked.as_ref(),
            tolerance: case.count("tolerance").map(|points| u16::try_from(points).expect("points")),
            internal_assessment: controlled
                .as_deref()
                .map(plan::InternalAssessment::of_counts)
                .transpose()?,
            coverage: text("coverage").map(str::parse).transpose()?,
            ..Default::default()
        };
        let found = plan.indicators(plan::day("day", text("day").expect("day"))?, &inputs)?;
        plan.with_indicators(&found)?.check()?;
        let mut got = columns(&found.table());
        got.insert("left_out".to_owned(), rows(&found.left_out_table()).into());
        Ok(got)
    }),
    ("screening.policy", |case| {
        let policy = Policy::from_json(case.input["json"].as_str().expect("json"))?;
        let policy: Value = serde_json::from_str(&policy.to_json()).expect("a policy is JSON");
        Ok(record(&[("policy", policy)]))
    }),
];

/// A name, or an object of a name and numbers.
fn named<'a>(value: &'a Value, key: &str) -> (Option<&'a str>, Vec<(&'a str, f64)>) {
    let Value::Object(fields) = value else { return (value.as_str(), Vec::new()) };
    let numbers = fields.iter().filter(|(name, _)| *name != key);
    let numbers = numbers.map(|(name, value)| (name.as_str(), value.as_f64().expect("a number"))).collect();
    (fields.get(key).and_then(Value::as_str), numbers)
}

fn kind(value: &Value) -> Result<Kind, Error> {
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

fn fingerprints(results: &[Results]) -> Value {
    results.iter().map(Results::fingerprint).collect::<Vec<String>>().into()
}

/// What an input of a function of the catalogue owns.
enum Held {
    Absent,
    Tallies(Vec<Tally>),
    Results(Box<Results>),
    Names(Vec<String>),
    Whole(Vec<u64>),
    Points(Vec<u16>),
    Numbers(Vec<f64>),
    Flags(Vec<bool>),
    Scores(Array2<u8>),
    Matrix(Array2<f64>),
    Cells(Vec<u8>),
    Items(Vec<Item>),
    Distribution(Quadrature),
    Periods(Vec<i32>),
    PeriodsOrNone(Vec<Option<i32>>),
    Columns(Vec<Vec<f64>>),
}

impl Held {
    fn of(case: &Case, input: &Input, group: Grouping) -> Result<Self, Error> {
        if input.optional && case.find(input.name).is_none() {
            return Ok(Self::Absent);
        }
        let pupils = || results(&case.input[input.name]);
        Ok(match input.kind {
            function::Kind::CountsOfWorks if case.input[input.name].is_array() => {
                let works = case.input[input.name].as_array().into_iter().flatten();
                let tallies = works.map(|work| Ok(Tally::of(&results(work)?, group, false)?));
                Self::Tallies(tallies.collect::<Result<_, Error>>()?)
            }
            function::Kind::Counts | function::Kind::CountsOfWorks => {
                Self::Tallies(vec![Tally::of(&pupils()?, group, false)?])
            }
            function::Kind::Results => Self::Results(Box::new(pupils()?)),
            function::Kind::Registry => panic!("{}: no vector has a registry yet", case.name),
            function::Kind::Names => Self::Names(case.given(input.name)),
            function::Kind::Whole => Self::Whole(case.given(input.name)),
            function::Kind::Points => Self::Points(case.given(input.name)),
            function::Kind::Numbers => Self::Numbers(case.numbers(input.name)),
            function::Kind::Flags => Self::Flags(case.given(input.name)),
            function::Kind::Scores => Self::Scores(matrix(case.find(input.name).expect(input.name))),
            function::Kind::Matrix => Self::Matrix(matrix(case.find(input.name).expect(input.name))),
            function::Kind::Cells => Self::Cells(case.given(input.name)),
            function::Kind::Items => Self::Items(case.given(input.name)),
            function::Kind::Distribution => Self::Distribution(case.given(input.name)),
            function::Kind::Periods => Self::Periods(case.given(input.name)),
            function::Kind::PeriodsOrNone => Self::PeriodsOrNone(case.given(input.name)),
            function::Kind::Columns => Self::Columns(case.given(input.name)),
        })
    }

    fn argument<'a>(&'a self, input: &Input, tallies: &'a [&'a Tally]) -> Argument<'a> {
        match self {
            Self::Absent => Argument::Absent,
            Self::Tallies(_) if input.kind == function::Kind::CountsOfWorks => {
                Argument::CountsOfWorks(tallies)
            }
            Self::Tallies(_) => Argument::Counts(tallies[0]),
            Self::Results(results) => Argument::Results(results),
            Self::Names(names) => Argument::Names(names),
            Self::Whole(counts) => Argument::Whole(counts),
            Self::Points(points) => Argument::Points(points),
            Self::Numbers(numbers) => Argument::Numbers(numbers),
            Self::Flags(flags) => Argument::Flags(flags),
            Self::Scores(scores) => Argument::Scores(scores.view()),
            Self::Matrix(matrix) => Argument::Matrix(matrix.view()),
            Self::Cells(cells) => Argument::Cells(cells),
            Self::Items(items) => Argument::Items(items),
            Self::Distribution(distribution) => Argument::Distribution(distribution),
            Self::Periods(periods) => Argument::Periods(periods),
            Self::PeriodsOrNone(periods) => Argument::PeriodsOrNone(periods),
            Self::Columns(columns) => Argument::Columns(columns),
        }
    }
}

/// A function of the catalogue: nothing is said here about any one of them.
fn catalogued(function: &Function, case: &Case) -> Result<Map<String, Value>, Error> {
    let group = match function.groups {
        Groups::Asked(usual) => case.group(usual.name())?,
        Groups::Always(group) => group,
        Groups::None => Grouping::School,
    };
    let is_setting = |name: &str| {
        let asked = name == "group" && matches!(function.groups, Groups::Asked(_));
        !asked && function.inputs.iter().all(|input| input.name != name)
    };
    let settings: Vec<_> = (case.input.iter().chain(&case.options).filter(|(name, _)| is_setting(name)))
        .map(|(name, value)| (name.into(), value.into()))
        .collect();
    let held =
        function.inputs.iter().map(|input| Held::of(case, input, group)).collect::<Result<Vec<_>, _>>()?;
    let tallies: Vec<Vec<&Tally>> = held
        .iter()
        .map(|held| match held {
            Held::Tallies(tallies) => tallies.iter().collect(),
            _ => Vec::new(),
        })
        .collect();
    let inputs: Vec<Argument<'_>> = (function.inputs.iter().zip(&held).zip(&tallies))
        .map(|((input, held), tallies)| held.argument(input, tallies))
        .collect();
    match ((function.run)(&Given { inputs: &inputs, group, settings: &settings })?, function.output) {
        (Output::Table(table), Shape::Table(_)) => {
            let got: Vec<&str> = table.columns.iter().map(|(name, _)| name.as_ref()).collect();
            let described: Vec<&str> = function.columns().iter().map(|column| column.name).collect();
            assert_eq!(got, described, "{} describes other columns than it has", function.id);
            Ok(columns(&table))
        }
        (Output::Numbers(numbers), Shape::Numbers(name, _)) => {
            let numbers: Vec<Value> = numbers.into_iter().map(|v| json!(v)).collect();
            Ok(record(&[(name, numbers.into())]))
        }
        (Output::Matrix(rows), Shape::Matrix(name, _)) => {
            let rows: Vec<Vec<f64>> = rows.rows().into_iter().map(|row| row.to_vec()).collect();
            Ok(record(&[(name, json!(rows))]))
        }
        (Output::Number(number), Shape::Number(name, _)) => Ok(record(&[(name, number.into())])),
        (Output::Record(got), Shape::Record(described)) => {
            let Value::Object(fields) = plain(&SettingKind::Record(Box::new(described())), &got) else {
                panic!("{} gives {got:?}", function.id)
            };
            Ok(fields)
        }
        (got, _) => panic!("{} gives {got:?}", function.id),
    }
}

/// A record's field as JSON; the values are as many and of the kinds that the record describes.
fn plain(kind: &SettingKind, value: &function::Value) -> Value {
    use function::Value as Of;
    match (kind, value) {
        (SettingKind::Record(described), Of::Record(values)) => {
            let fields = described.all();
            assert_eq!(fields.len(), values.len(), "{} has other fields than it says", described.name);
            let fields = fields.into_iter().zip(values);
            fields.map(|(field, value)| (field.name.to_owned(), plain(&field.kind, value))).collect()
        }
        (SettingKind::List(of, _), Of::List(all)) => all.iter().map(|value| plain(of, value)).collect(),
        (SettingKind::Optional(_), Of::Null) => Value::Null,
        (SettingKind::Optional(kind), value) => plain(kind, value),
        (SettingKind::Whole, Of::Whole(value)) => json!(i64::try_from(*value).expect("a count")),
        (SettingKind::Real, Of::Real(value)) => json!(value),
        (SettingKind::Bool, Of::Bool(value)) => json!(value),
        (SettingKind::Text, Of::Text(value)) => json!(value),
        (SettingKind::Choice(names), Of::Text(value)) if names.contains(&value.as_str()) => json!(value),
        _ => panic!("{value:?} is not {kind}"),
    }
}

impl Case {
    fn number(&self, option: &str) -> Option<f64> {
        self.options.get(option).map(|v| v.as_f64().unwrap_or_else(|| panic!("{option} is no number: {v}")))
    }

    fn count(&self, option: &str) -> Option<u64> {
        self.options.get(option).map(|v| v.as_u64().unwrap_or_else(|| panic!("{option} is no count: {v}")))
    }

    /// What stands under this name, wherever the file has it.
    fn find(&self, name: &str) -> Option<&Value> {
        self.input.get(name).or_else(|| self.options.get(name))
    }

    fn given<T: serde::de::DeserializeOwned>(&self, input: &str) -> T {
        let value = self.find(input).unwrap_or_else(|| panic!("{}: no {input}", self.name));
        serde_json::from_value(value.clone()).unwrap_or_else(|e| panic!("{} {input}: {e}", self.name))
    }

    /// A list of numbers, NaN for null.
    fn numbers(&self, input: &str) -> Vec<f64> {
        self.given::<Vec<Option<f64>>>(input).into_iter().map(|v| v.unwrap_or(f64::NAN)).collect()
    }

    fn option(&self, name: &str) -> Option<&str> {
        self.options.get(name).map(|v| v.as_str().unwrap_or_else(|| panic!("{name} is no text: {v}")))
    }

    /// Scores that belong to no assessment.
    fn matrix(&self) -> Array2<u8> {
        let rows: Vec<Vec<u8>> = serde_json::from_value(self.input["scores"].clone()).expect("scores");
        Array2::from_shape_vec((rows.len(), rows[0].len()), rows.concat()).expect("scores")
    }

    fn text(&self) -> &str {
        self.input["text"].as_str().expect("text")
    }

    fn sheet(&self) -> Result<readers::Sheet, Error> {
        Ok(readers::Sheet::from_csv(self.text().as_bytes())?)
    }

    fn policy(&self) -> Policy {
        match self.options["policy"].as_str() {
            Some("calibrated_1") => Policy::calibrated_1(),
            Some("official_2019") => Policy::official_2019(),
            other => panic!("{}: policy {other:?}", self.name),
        }
    }

    fn municipality(&self) -> Result<Municipality, Error> {
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

    fn territory(&self) -> Result<simulate::Territory, Error> {
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

    fn group(&self, usual: &str) -> Result<Grouping, Error> {
        Ok(self.options.get("group").map_or(usual, |g| g.as_str().expect("group")).parse()?)
    }

    fn tally(&self, input: &str) -> Result<Tally, Error> {
        Ok(Tally::of(&results(&self.input[input])?, self.group("school")?, false)?)
    }
}

/// Results as the vectors write them.
fn remarked(rows: &Value) -> Result<Remarked, Error> {
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

fn results(value: &Value) -> Result<Results, Error> {
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
fn matrix<T: Copy + serde::de::DeserializeOwned>(value: &Value) -> Array2<T> {
    let rows: Vec<Vec<T>> = serde_json::from_value(value.clone()).expect("rows of numbers");
    Array2::from_shape_fn((rows.len(), rows[0].len()), |(person, item)| rows[person][item])
}

fn labels(labels: Option<&Labels>) -> Option<Vec<String>> {
    labels.map(|l| (0..l.len()).map(|p| l.get(p).to_owned()).collect())
}

fn marks(results: &Results) -> Option<Vec<Option<u8>>> {
    results.journal_mark().map(|marks| marks.iter().map(|&j| (j > 0).then_some(j)).collect())
}

fn report_of(report: &ImportReport) -> Value {
    let mut value = serde_json::to_value(report).expect("a report is JSON");
    let reasons = report.remarks.iter().map(|remark| json!([remark.row, remark.reason]));
    value["reasons"] = reasons.collect::<Vec<_>>().into();
    value
}

fn record(values: &[(&str, Value)]) -> Map<String, Value> {
    values.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
}

/// A table as JSON: counts stay whole numbers, undefined becomes null.
fn columns(table: &Table) -> Map<String, Value> {
    columns_in_order(table).collect()
}

fn columns_in_order(table: &Table) -> impl Iterator<Item = (String, Value)> {
    let value = |column: &Column| match column {
        Column::Float(v) => json!(v),
        Column::Int(v) => json!(v),
        Column::Text(v) => json!(v),
        Column::Bool(v) => json!(v),
    };
    table.columns.iter().map(move |(name, column)| (name.clone().into_owned(), value(column)))
}

/// A table as rows.
fn rows(table: &Table) -> Vec<Value> {
    let columns: Vec<Value> = columns_in_order(table).map(|(_, values)| values).collect();
    (0..table.len()).map(|row| columns.iter().map(|column| column[row].clone()).collect()).collect()
}

/// A table as rows, whose columns besides these are counts in one list at the end.
fn with_counts(table: &Table, first: &[&str]) -> Vec<Value> {
    let names: Vec<&str> = table.columns.iter().take(first.len()).map(|(name, _)| name.as_ref()).collect();
    assert_eq!(names, first);
    let apart = |row: Value| {
        let Value::Array(mut row) = row else { unreachable!("a row is a list") };
        let counts = row.split_off(first.len());
        row.push(counts.into());
        row.into()
    };
    rows(table).into_iter().map(apart).collect()
}

/// Where two values differ; `place` is the row, or the key, on the way down.
fn differences(got: &Value, expected: &Value, tolerance: f64, place: &str, out: &mut Vec<String>) {
    match (got, expected) {
        (Value::Array(g), Value::Array(e)) => {
            if g.len() != e.len() {
                out.push(format!("{place}: got {} rows, expected {}", g.len(), e.len()));
                return;
            }
            for (row, (g, e)) in g.iter().zip(e).enumerate() {
                differences(g, e, tolerance, &format!("{place}, row {}", row + 1), out);
            }
        }
        (Value::Object(g), Value::Object(e)) => {
            for (key, e) in e {
                differences(
                    g.get(key).unwrap_or(&Value::Null),
                    e,
                    tolerance,
                    &format!("{place}, {key}"),
                    out,
                );
            }
        }
        (Value::Number(g), Value::Number(e)) => {
            // Whole numbers of both sides are counts and must be equal. A real number may happen to
            // be whole on either side, so 2 and 2.0 are compared as real numbers.
            let equal = match (g.as_i64(), e.as_i64()) {
                (Some(g), Some(e)) => g == e,
                _ => {
                    let (g, e) = (g.as_f64().unwrap_or(f64::NAN), e.as_f64().unwrap_or(f64::NAN));
                    // A small p-value is compared by its digits, not by its closeness to 0.
                    let small = place.contains("pvalue") && !place.contains("log10");
                    let scale = if small { (1e3 * e.abs()).min(1.0) } else { e.abs().max(1.0) };
                    (g - e).abs() <= tolerance * scale
                }
            };
            if !equal {
                out.push(format!("{place}: got {g}, expected {e}"));
            }
        }
        _ if got == expected => {}
        _ => out.push(format!("{place}: got {got}, expected {expected}")),
    }
}

/// The most differences shown of one column.
const SHOWN: usize = 3;

fn check(
    case: &Case,
    run: impl Fn(&Case) -> Result<Map<String, Value>, Error>,
    tolerance: f64,
) -> Vec<String> {
    match (run(case), &case.expect, &case.error) {
        (Err(error), None, Some(code)) if error.code() == code => match (error, &case.path) {
            (Error::Plan(error), Some(path)) if error.path() != path => {
                vec![format!("got an error at {}, expected it at {path}", error.path())]
            }
            _ => Vec::new(),
        },
        (Err(error), None, Some(code)) => {
            vec![format!("got the error {} ({error}), expected {code}", error.code())]
        }
        (Ok(_), None, Some(code)) => vec![format!("got an answer, expected the error {code}")],
        (Err(error), Some(_), None) => {
            vec![format!("got the error {} ({error}), expected an answer", error.code())]
        }
        (Ok(got), Some(expect), None) => {
            let mut out = Vec::new();
            for (column, expected) in expect {
                match got.get(column) {
                    Some(got) => {
                        let mut here = Vec::new();
                        differences(got, expected, tolerance, &format!("column {column}"), &mut here);
                        let more = here.len().saturating_sub(SHOWN);
                        out.extend(here.into_iter().take(SHOWN));
                        out.extend((more > 0).then(|| format!("column {column}: {more} more differences")));
                    }
                    None => out.push(format!("no column {column}; got {:?}", got.keys().collect::<Vec<_>>())),
                }
            }
            out
        }
        (_, Some(_), Some(_)) | (_, None, None) => vec!["a case has either expect or error".to_owned()],
    }
}

#[test]
fn every_vector_agrees_with_the_library() {
    let folder = obektiv_tests::root().join("tests/vectors");
    let mut paths: Vec<_> = fs::read_dir(&folder)
        .expect("tests/vectors")
        .map(|entry| entry.expect("entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .collect();
    paths.sort();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for path in paths {
        let name = path.file_name().expect("name").to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).expect("readable");
        let file: File = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert!(!file.source.is_empty(), "{name} does not say where its numbers come from");
        let by_hand = STATISTICS.iter().find(|(statistic, _)| *statistic == file.statistic);
        let entry = catalogue::find(&file.statistic);
        let run = |case: &Case| match (by_hand, entry) {
            (None, Some(function)) => catalogued(function, case),
            (Some((_, run)), None) => run(case),
            _ => panic!("{name} is about {:?}, which this runner knows not at all or twice", file.statistic),
        };
        assert!(!file.cases.is_empty(), "{name} has no cases");
        for case in &file.cases {
            let found = check(case, run, file.tolerance);
            let note = case.note.as_ref().filter(|_| !found.is_empty()).map(|n| format!("  note: {n}"));
            wrong.extend(found.into_iter().map(|what| format!("{name}: {:?}: {what}", case.name)));
            wrong.extend(note);
        }
        println!("{name}: {} cases", file.cases.len());
        *seen.entry(file.statistic).or_default() += file.cases.len();
    }
    let known = STATISTICS.iter().map(|(statistic, _)| *statistic).chain(catalogue::all().map(|f| f.id));
    let unseen: Vec<_> = known.filter(|statistic| !seen.contains_key(*statistic)).collect();
    assert_eq!(unseen, Vec::<&str>::new(), "statistics without vectors");
    let shown = wrong.iter().take(100).cloned().collect::<Vec<_>>().join("\n");
    assert!(wrong.is_empty(), "{} differences:\n{shown}", wrong.len());
}

#[test]
fn the_comparison_sees_every_kind_of_difference() {
    let differ = |got: Value, expected: Value| {
        let mut out = Vec::new();
        differences(&got, &expected, 1e-12, "x", &mut out);
        out.len()
    };
    assert_eq!(differ(json!([1, 0.5, null, "a", true]), json!([1, 0.5, null, "a", true])), 0);
    assert_eq!(differ(json!([1.0, 0.5 + 1e-13]), json!([1, 0.5])), 0);
    assert_eq!(
        differ(json!([2, 0.5 + 1e-11, null, 0.5, "b", false]), json!([1, 0.5, 0.5, null, "a", true])),
        6
    );
    assert_eq!(differ(json!([1, 2]), json!([1])), 1);
    assert_eq!(differ(json!({"a": 1}), json!({"a": 1, "b": 2})), 1);
}
