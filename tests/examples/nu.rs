use obektiv::{
    data::*,
    statistics::{norms::norms, profile},
};
use obektiv_tests::*;
fn main() {
    let folder = shared("real/region-2020").unwrap();
    for (file, a) in works(&folder).iter().take(6) {
        let r = read_work(&folder, file, a).results;
        let t = std::time::Instant::now();
        let sums = NormSums::of(&r);
        let t1 = t.elapsed();
        let n = norms(&sums);
        let t2 = t.elapsed();
        let tally = ItemTally::of(&r, Grouping::Class).unwrap();
        let t3 = t.elapsed();
        let p = profile::by_group(&tally, &n, &Registry::default(), Default::default()).unwrap();
        let t4 = t.elapsed();
        let mut q: Vec<(u64, f64)> =
            p.rows.iter().filter(|r| r.n >= 8).map(|r| (r.n, r.statistic / r.df)).collect();
        q.sort_by_key(|x| x.0);
        for part in [&q[..q.len() / 2], &q[q.len() / 2..]] {
            let mut v: Vec<f64> = part.iter().map(|x| x.1).collect();
            v.sort_by(f64::total_cmp);
            let at = |p: f64| v[(p * v.len() as f64) as usize];
            print!(
                "n<={} mean {:.2} q50 {:.2} q90 {:.2} q95 {:.2} q99 {:.2} | ",
                part.last().unwrap().0,
                v.iter().sum::<f64>() / v.len() as f64,
                at(0.5),
                at(0.9),
                at(0.95),
                at(0.99)
            );
        }
        println!(
            "{} nu {:.1} between {:.3} schools {:.3} df {:.1} {:?} {:?} {:?} {:?} sets {}",
            a.key(),
            p.nu,
            p.between,
            p.between_schools,
            p.rows[5].df,
            t1,
            t2 - t1,
            t3 - t2,
            t4 - t3,
            sums.sets().len()
        );
    }
}
