use obektiv_tests::{read_works, shared, study::*};
use obektiv::statistics::similarity::{self, SimilarityOptions};
fn main() {
    let what: Vec<String> = std::env::args().collect();
    let works = read_works(&shared("real/region-2020").unwrap());
    let perms: u64 = what.get(2).map_or(0, |p| p.parse().unwrap());
    let o = SimilarityOptions { permutations: perms, ..Default::default() };
    match what[1].as_str() {
        "time" => {
            let t = std::time::Instant::now();
            let mut n = 0;
            for w in &works { n += similarity::by_class(w, o).unwrap().rows.len(); }
            println!("{n} classes {:?}", t.elapsed());
        }
        "real" => for w in works.iter().step_by(4) {
            let t = std::time::Instant::now();
            let r = similarity::by_class(w, o).unwrap().rows;
            println!("{} {:?}\n  real      {:.3?}", w.assessment().key(), t.elapsed(), similar(r.iter()));
            let e = exchanged(w, 1);
            let t = std::time::Instant::now();
            let r = similarity::by_class(&e, o).unwrap().rows;
            println!("  exchanged {:.3?} {:?}", similar(r.iter()), t.elapsed());
            let m = |f: fn(&similarity::SimilarityRow)->f64| { let v: Vec<f64> = r.iter().filter(|r| r.compared >= 10).map(f).filter(|x| x.is_finite()).collect(); let n=v.len() as f64; let m=v.iter().sum::<f64>()/n; (m, (v.iter().map(|x|(x-m)*(x-m)).sum::<f64>()/n).sqrt()) };
            println!("  exchanged stat {:.2?} control {:.2?} excess {:.2?}", m(|r| r.statistic), m(|r| r.control), m(|r| r.excess));
        },
        "out" => for w in works.iter().step_by(4).take(2) {
            let e = exchanged(w, 1);
            let mut r = similarity::by_class(&e, o).unwrap().rows;
            r.retain(|r| r.compared >= 10);
            for (lo, hi) in [(10,12),(13,15),(16,20),(21,25),(26,40)] {
                let v: Vec<&similarity::SimilarityRow> = r.iter().filter(|r| (lo..=hi).contains(&r.compared)).collect();
                println!("{lo}-{hi}: {} flagged {:.3} mean {:.2}", v.len(), v.iter().filter(|r| r.pvalue_moments<=0.01).count() as f64/v.len() as f64, v.iter().map(|r| r.statistic).sum::<f64>()/v.len() as f64);
            }
            r.sort_by(|a, b| b.statistic.total_cmp(&a.statistic));
            for r in &r[..8] { println!("{:?}", r); }
        },
        _ => for w in works.iter().step_by(8) {
            println!("{}", w.assessment().key());
            for n in [10, 25, 60, 150] {
                for planted in [Shared::Nothing, Shared::Paper, Shared::Copies, Shared::Topic] {
                    let t = std::time::Instant::now();
                    let [a, b] = similarity_of_groups(w, n, planted, 1);
                    println!(" {n} {planted:?} rest {}: stat {:.3} mom {:.3} exc {:.3} dup {:.3} lar {:.3}; planted {}: stat {:.3} mom {:.3} exc {:.3} dup {:.3} lar {:.3} eff {:.3} {:?}", a.classes, a.statistic, a.moments, a.excess, a.duplicates, a.largest, b.classes, b.statistic, b.moments, b.excess, b.duplicates, b.largest, b.effect, t.elapsed());
                }
            }
        }
    }
}
