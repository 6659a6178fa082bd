use numpy::PyArray2;
use obektiv::{
    model::{self, CalibrationOptions, Link, Quadrature},
    table::Table,
};
use pyo3::prelude::*;

use crate::{
    convert,
    error::Result,
    items::{dicts, items as read_items, quadrature},
    record,
    table::PyTable,
    watch::watched,
    watch::{Progress, watched_beside},
};

pub fn fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(fit, module)?)?;
    module.add_function(wrap_pyfunction!(linked, module)?)?;
    module.add_function(wrap_pyfunction!(scalability, module)?)
}

fn of_ability(object: Option<&Bound<'_, PyAny>>) -> Result<Quadrature> {
    object.map_or_else(|| Ok(Quadrature::default()), quadrature)
}

/// Item parameters from scores: the calibration of a test.
///
///     2pl        P(1) = 1/(1 + exp(−a(θ − b)))
///     3pl        P(1) = c + (1 − c)/(1 + exp(−a(θ − b)))
///     graded     P(X ≥ j) = 1/(1 + exp(−a(θ − bⱼ)))
///     gpcm       P(X = j) ∝ exp Σₖ≤ⱼ a(θ − bₖ)
///     nominal    P(X = j) ∝ exp(slopeⱼ θ + interceptⱼ)
///     rasch, pcm the same as 2pl and gpcm with a = 1, by conditional maximum likelihood
///
/// All but rasch and pcm are estimated by marginal maximum likelihood: the EM algorithm of Bock and
/// Aitkin with Lange's quasi-Newton acceleration, equal patterns counted once. rasch and pcm assume
/// nothing about how ability is distributed. An item's maximum is the largest score that occurs;
/// items may differ in it.
///
/// Parameters
/// ----------
/// scores : array, data frame or rows of numbers, persons × items
///     Missing cells and cells not taught take no part; items not attempted count 0. Nominal
///     responses are numbered from 0.
/// model : {"gpcm", "graded", "2pl", "3pl", "nominal", "rasch", "pcm"}
/// ability : optional
///     The distribution of ability: an object with `points` and `weights`, or a pair of both.
///     Default: 61 points on [−6, 6], N(0, 1).
/// histogram : bool
///     Estimate the weights too; the scale then has mean 0 and standard deviation 1.
/// guessing_prior : pair of float or None
///     The Beta prior of the lower asymptotes c of 3pl, (5, 17) by default; None for none.
/// standard_errors : bool
///     Whether to compute them, from the observed information; they take as long as two more steps
///     for each parameter.
/// max_iterations, tolerance : optional
///     Steps at most (1000); converged when twice in a row a step promises less log-likelihood
///     (1e-9).
/// progress : callable or True, optional
///     Told the steps done and all known so far, some twenty times a second; what it raises stops
///     the call. True shows a bar by tqdm.
///
/// Returns
/// -------
/// Fit
///     `items` (dicts, which `json` reads and writes), `table`, `log_likelihood`, `aic`, `bic`,
///     `parameters`, `persons`, `iterations`, `converged`, `start`, `ability`.
///
/// Raises
/// ------
/// ModelError
///     `model.unobserved` for a score that nobody has, `model.score`, `model.unconnected`,
///     `model.option`.
/// DataError
///     `data.name` for an unknown model.
///
/// References
/// ----------
/// Bock & Aitkin (1981), Psychometrika 46, 443–459; Lange (1995), Statistica Sinica 5, 1–18;
/// Andersen (1972), JRSS B 34, 42–54.
///
/// Examples
/// --------
/// >>> r = ob.simulate.municipality(seed=1).results[0]
/// >>> fit = ob.irt.fit(r.scores, "gpcm")
/// >>> fit.converged, fit.items[0]["model"], bool(fit.table.a.min() > 0)
/// (True, 'partial_credit', True)
#[pyfunction]
#[pyo3(signature = (scores, model="gpcm", *, ability=None, histogram=false, guessing_prior=Some([5.0, 17.0]), standard_errors=true, max_iterations=None, tolerance=None, progress=None))]
#[allow(clippy::too_many_arguments, reason = "keywords of one function")]
fn fit<'py>(
    py: Python<'py>,
    scores: &Bound<'py, PyAny>,
    model: &str,
    ability: Option<&Bound<'py, PyAny>>,
    histogram: bool,
    guessing_prior: Option<[f64; 2]>,
    standard_errors: bool,
    #[pyo3(from_py_with = convert::optional_count)] max_iterations: Option<usize>,
    tolerance: Option<f64>,
    progress: Option<Progress<'_>>,
) -> Result<Bound<'py, PyAny>> {
    let scores = convert::scores(scores)?;
    let none = || py.None().into_bound(py);
    if matches!(model, "rasch" | "pcm") {
        let fit = watched_beside(py, progress.as_ref(), || model::calibrate_conditional(scores.view()))?;
        let (aic, bic) = (f64::NAN, f64::NAN);
        let numbers =
            (fit.log_likelihood, aic, bic, fit.parameters, fit.persons, fit.iterations, fit.converged);
        return Ok(made(py, dicts(py, &fit.items)?, fit.table(), numbers, none(), none())?);
    }
    let model: model::Model = model.parse::<model::Model>()?;
    let default = CalibrationOptions::default();
    let options = CalibrationOptions {
        ability: of_ability(ability)?,
        histogram,
        guessing_prior: guessing_prior.map(Into::into),
        standard_errors,
        max_iterations: max_iterations.unwrap_or(default.max_iterations),
        tolerance: tolerance.unwrap_or(default.tolerance),
    };
    let fit = watched_beside(py, progress.as_ref(), || model::calibrate(scores.view(), model, &options))?;
    let numbers = (
        fit.log_likelihood,
        fit.aic(),
        fit.bic(),
        fit.parameters,
        fit.persons,
        fit.iterations,
        fit.converged,
    );
    let ability =
        Table::new().with("points", fit.ability.points.clone()).with("weights", fit.ability.weights.clone());
    let ability = PyTable::from(ability).into_pyobject(py)?.into_any();
    Ok(made(py, dicts(py, &fit.items)?, fit.table(), numbers, dicts(py, &fit.start)?, ability)?)
}

type FitNumbers = (f64, f64, f64, u64, u64, u64, bool);

fn made<'py>(
    py: Python<'py>,
    items: Bound<'py, PyAny>,
    table: Table,
    (log_likelihood, aic, bic, parameters, persons, iterations, converged): FitNumbers,
    start: Bound<'py, PyAny>,
    ability: Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let table = PyTable::from(table);
    let fields =
        (items, table, log_likelihood, aic, bic, parameters, persons, iterations, converged, start, ability);
    record(py, "Fit", fields)
}

/// The same items on the scale there.
///
/// Parameters
/// ----------
/// items : Fit, list of dict, or a table
/// link : Link
///
/// Returns
/// -------
/// list of dict
///
/// Examples
/// --------
/// >>> here = [{"model": "logistic", "a": 1.0, "b": -1.0}, {"model": "logistic", "a": 1.0, "b": 1.0}]
/// >>> there = [{"model": "logistic", "a": 0.5, "b": -2.0}, {"model": "logistic", "a": 0.5, "b": 2.0}]
/// >>> ob.irt.linked(here, ob.irt.link(here, there, "mean_mean"))[0]
/// {'model': 'logistic', 'a': 0.5, 'b': -2.0, 'c': 0.0}
#[pyfunction]
fn linked<'py>(
    py: Python<'py>,
    items: &Bound<'py, PyAny>,
    link: &Bound<'py, PyAny>,
) -> Result<Bound<'py, PyAny>> {
    let (slope, intercept) = (link.getattr("slope")?.extract()?, link.getattr("intercept")?.extract()?);
    let link = Link { slope, intercept };
    let items: Vec<model::Item> = read_items(items)?.iter().map(|item| link.item(item)).collect();
    Ok(dicts(py, &items)?)
}

/// Mokken's scalability: how much fewer Guttman errors items show than independent ones would.
///
///     Hᵢⱼ = Cov(xᵢ, xⱼ)/Cov⁺(xᵢ, xⱼ)      Hᵢ = Σⱼ Cov/Σⱼ Cov⁺      H = Σ Cov/Σ Cov⁺
///
/// Cov⁺ is the largest covariance that the distributions of both scores allow, which for items of
/// several scores is the count of Guttman errors with their weights. H from .3 is called weak, from
/// .4 medium, from .5 strong.
///
/// Parameters
/// ----------
/// scores : array, data frame or rows of numbers, persons × items
///     A pair is taken over the persons who have both.
///
/// Returns
/// -------
/// Scalability
///     `test` (H), `items` (a Table `item, h`), `pairs` (an array, items × items).
///
/// References
/// ----------
/// Mokken (1971), A Theory and Procedure of Scale Analysis; Molenaar (1991), Kwantitatieve Methoden
/// 12, 97–117.
///
/// Examples
/// --------
/// >>> ob.irt.mokken([[0, 0, 0], [1, 0, 0], [1, 1, 0], [1, 1, 1]]).test
/// 1.0
#[pyfunction(name = "mokken")]
fn scalability<'py>(py: Python<'py>, scores: &Bound<'py, PyAny>) -> Result<Bound<'py, PyAny>> {
    let scores = convert::scores(scores)?;
    let found = watched(py, || model::scalability(scores.view()))?;
    let (test, items) = (found.test, PyTable::from(found.table()));
    Ok(record(py, "Scalability", (test, items, PyArray2::from_owned_array(py, found.pairs)))?)
}
