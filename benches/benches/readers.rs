//! Reading files. Every answer is checked.

#![allow(missing_docs, clippy::unwrap_used)]

use std::{hint::black_box, io::Read};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use obektiv::data::{Grouping, ReadOptions, Tally, find_assessment, readers};
use obektiv_benches::{csv, work};
use obektiv_tests::{shared, works};

fn simulated(c: &mut Criterion) {
    // 26,000 rows, as many as the largest real file: one work and part of another.
    let one = work(1).unwrap();
    let mut text = csv(&one);
    let more = csv(&work(2).unwrap());
    for line in more.lines().skip(1).take(8000) {
        text.push('\n');
        text.push_str(line);
    }
    let read = |text: &str| {
        readers::read_csv(text.as_bytes(), Some(one.assessment()), ReadOptions::default()).unwrap()
    };
    let import = read(&text);
    assert_eq!((import.report.rows, import.report.taken), (26_000, 26_000));
    let tally = Tally::of(&one, Grouping::School, false).unwrap();
    assert_eq!(Tally::of(&read(&csv(&one)).results, Grouping::School, false).unwrap(), tally);

    let mut group = c.benchmark_group("read a simulated csv of 26,000 rows");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("read_csv", |b| b.iter(|| assert_eq!(read(black_box(&text)).report.taken, 26_000)));
    group.finish();
}

fn real(c: &mut Criterion) {
    let Some(folder) = shared("real/region-2020") else { return };
    let file = "2020-grade4-russian.csv.gz";
    let assessment = &works(&folder)[file];
    let zipped = std::fs::read(folder.join(file)).unwrap();
    let mut text = Vec::new();
    flate2::read::GzDecoder::new(&zipped[..]).read_to_end(&mut text).unwrap();
    let read =
        |text: &[u8]| readers::read_csv(text, Some(assessment), ReadOptions::default()).unwrap().report;
    let (rows, taken) = (read(&text).rows, read(&text).taken);
    assert!(taken > 20_000);
    let mut group = c.benchmark_group("read a real work");
    group.sample_size(20).throughput(Throughput::Elements(rows));
    group.bench_function("read_csv", |b| b.iter(|| assert_eq!(read(black_box(&text)).taken, taken)));

    let assessment = find_assessment("russian", 4, 2020, None).unwrap();
    let bytes = std::fs::read(folder.join("raw/2020-grade4-russian.xlsx")).unwrap();
    let read =
        |bytes: &[u8]| readers::read_xlsx(bytes, Some(&assessment), ReadOptions::default()).unwrap().report;
    assert_eq!(read(&bytes).rows, 26_589);
    group.throughput(Throughput::Elements(26_589));
    group.bench_function("read_xlsx", |b| b.iter(|| assert_eq!(read(black_box(&bytes)).rows, 26_589)));
    group.finish();
}

criterion_group!(benches, simulated, real);
criterion_main!(benches);
