//! Marks beside the journal.

use super::{BOUNDARIES, Rejected, beta, draw, rejected, score_distribution, sizes};
use ndarray::Array2;
use obektiv::data::{Assessment, Grouping, Labels, Registry, Results, ResultsBuilder, Tally};
use obektiv::simulate::Random;
use obektiv::statistics::journal;
use obektiv::statistics::journal::agreement::AgreementRow;
use obektiv::statistics::journal::perfect::PerfectOptions;

/// Results of schools: pupils' totals and journal marks.
fn with_journal(schools: &[Vec<(usize, u8)>]) -> Tally {
    let assessment = Assessment::new("maths", 5, 2021, &[20], Some(BOUNDARIES)).expect("an assessment");
    let pupils: Vec<(usize, usize, u8)> = (schools.iter().enumerate())
        .flat_map(|(j, s)| s.iter().map(move |&(total, mark)| (j, total, mark)))
        .collect();
    let parts = ResultsBuilder {
        scores: Array2::from_shape_fn((pupils.len(), 1), |(p, _)| pupils[p].1 as u8),
        school: Labels::new(pupils.iter().map(|p| format!("{:03}", p.0))),
        journal_mark: Some(pupils.iter().map(|p| p.2).collect()),
        ..Default::default()
    };
    Tally::of(&Results::new(assessment, parts).expect("results"), Grouping::School, false).expect("a tally")
}

pub(super) fn mark(total: usize) -> u8 {
    2 + BOUNDARIES.iter().filter(|c| usize::from(**c) <= total).count() as u8
}

/// Agreement beside schools in which a share .6 of the journal's marks is confirmed, with the
/// intraclass correlation `rho`, and the others are one mark off; the school looked at confirms
/// `lift` more. P-values given totals and without.
pub fn perfect(n: u64, rho: f64, lift: f64, others: usize, replicates: u32, seed: u64) -> Rejected {
    let probabilities = score_distribution(11.0, 4.0);
    rejected(replicates, |replicate| {
        let mut random = Random::new(seed, u64::from(replicate) << 16 | n);
        let mut more = lift;
        let schools: Vec<Vec<(usize, u8)>> = sizes(n, others)
            .map(|n| {
                let confirmed = (beta(0.6, rho, &mut random) + std::mem::take(&mut more)).min(1.0);
                let mut pupil = || {
                    let total = draw(&probabilities, &mut random);
                    let journal = match (random.chance(confirmed), random.chance(0.5)) {
                        (true, _) => mark(total),
                        (false, true) => mark(total + 4).max(mark(total) + 1).min(5),
                        (false, false) => (mark(total) - 1).max(2),
                    };
                    (total, journal)
                };
                (0..n).map(|_| pupil()).collect()
            })
            .collect();
        let sign = journal::perfect(&with_journal(&schools), &Registry::default(), PerfectOptions::default());
        let row = &sign.expect("a sign").rows[0];
        [row.given_totals.pvalue, row.share.pvalue]
    })
}

fn agreement_rows(n: u64, replicates: u32, seed: u64, groups: u32) -> impl Iterator<Item = AgreementRow> {
    let probabilities = score_distribution(11.0, 4.0);
    (0..replicates / groups).flat_map(move |replicate| {
        let mut random = Random::new(seed, u64::from(replicate) << 16 | n);
        // Both marks measure with the same error: margins are equal and the table is symmetric.
        let mut pupil = || {
            let level = draw(&probabilities, &mut random) as f64;
            let mut once = || (level + 2.0 * random.normal()).round().clamp(0.0, 20.0) as usize;
            (once(), mark(once()))
        };
        let schools: Vec<Vec<(usize, u8)>> = (0..groups).map(|_| (0..n).map(|_| pupil()).collect()).collect();
        journal::agreement(&with_journal(&schools)).expect("a sign").rows
    })
}

/// Rejections by Stuart–Maxwell / Bowker where marks and journal differ by chance alone.
pub fn symmetric(n: u64, replicates: u32, seed: u64) -> Rejected {
    let mut rows = agreement_rows(n, replicates, seed, 100);
    rejected(replicates, |_| {
        let row = rows.next().expect("a row");
        [row.stuart_maxwell.pvalue, row.bowker.pvalue]
    })
}

/// How often the 95 % interval of kappa holds the kappa of all pupils, where it is defined.
pub fn kappa_coverage(n: u64, replicates: u32, seed: u64) -> f64 {
    let truth = agreement_rows(10_000, 30, seed, 1).map(|row| row.kappa).sum::<f64>() / 30.0;
    let rows = agreement_rows(n, replicates, seed, 100).filter(|row| row.lower.is_finite());
    let (held, all) = rows.fold((0, 0), |(held, all), row| {
        (held + u32::from(row.lower <= truth && truth <= row.upper), all + 1)
    });
    f64::from(held) / f64::from(all)
}

/// How often the 95 % interval of a school's leniency in logits holds the truth: 60 schools of `n`
/// pupils, drawn from a normal distribution with standard deviation `tau`, `replicates` times.
pub fn leniency_coverage(n: u64, tau: f64, replicates: u32, seed: u64) -> f64 {
    let probabilities = score_distribution(11.0, 4.0);
    let mut held = 0;
    for replicate in 0..replicates {
        let mut random = Random::new(seed, u64::from(replicate) << 16 | n);
        let lenient: Vec<f64> = (0..60).map(|_| tau * random.normal()).collect();
        let mut pupil = |u: f64| {
            let total = draw(&probabilities, &mut random);
            let logistic = random.uniform();
            let latent = 0.5 * (total as f64 - 11.0) + u + (logistic / (1.0 - logistic)).ln();
            (total, 2 + [-2.5, 0.0, 2.5].iter().filter(|t| latent > **t).count() as u8)
        };
        let schools: Vec<Vec<(usize, u8)>> =
            lenient.iter().map(|&u| (0..n).map(|_| pupil(u)).collect()).collect();
        let sign = journal::leniency(&with_journal(&schools)).expect("a sign");
        held += sign.rows.iter().zip(&lenient).filter(|(r, u)| (r.logits - **u).abs() <= 1.96 * r.sd).count();
    }
    held as f64 / f64::from(60 * replicates)
}
