use obektiv::{
    report,
    screening::{Policy, screen},
    simulate,
};
fn main() {
    for seed in 1..=5 {
        let m = simulate::municipality(&simulate::MunicipalityOptions::default(), seed).unwrap();
        let s = screen(&m.results, &Policy::calibrated(), &m.registry).unwrap();
        let found: Vec<String> =
            s.findings().map(|f| format!("{} {:.2} {:.2}", f.id(), f.statistic, f.effect)).collect();
        println!("seed {seed}: planted {:?}\n found {found:?}", m.planted);
        println!("{:?}", s.evidence.as_ref().unwrap().territory);
        if let Some(f) = s.findings().next() {
            println!("{}", report::explain(&s, &f.id(), report::Language::English).unwrap());
            println!("{}", report::explain(&s, &f.id(), report::Language::Russian).unwrap());
        }
    }
}
