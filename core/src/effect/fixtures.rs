//! Reference values and the tables they belong to: tests/fixtures/effect.

use serde_json::Value;

/// A comma separated table by columns.
pub(crate) struct Csv {
    names: Vec<&'static str>,
    rows: Vec<Vec<&'static str>>,
}

impl Csv {
    pub fn of(text: &'static str) -> Self {
        let mut lines = text.lines().filter(|line| !line.is_empty());
        let names = lines.next().unwrap().split(',').collect();
        Self { names, rows: lines.map(|line| line.split(',').collect()).collect() }
    }

    pub fn text(&self, name: &str) -> Vec<&'static str> {
        let at = self.names.iter().position(|n| *n == name).unwrap();
        self.rows.iter().map(|row| row[at]).collect()
    }

    pub fn numbers(&self, name: &str) -> Vec<f64> {
        self.text(name).iter().map(|text| text.parse().unwrap()).collect()
    }

    pub fn whole(&self, name: &str) -> Vec<i32> {
        self.text(name).iter().map(|text| text.parse().unwrap()).collect()
    }

    pub fn flags(&self, name: &str) -> Vec<bool> {
        self.whole(name).iter().map(|&x| x == 1).collect()
    }
}

pub(crate) fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

pub(crate) fn near(got: f64, want: &Value, tolerance: f64) {
    close(got, want.as_f64().unwrap_or_else(|| panic!("{want} is no number")), tolerance);
}

pub(crate) fn close(got: f64, want: f64, tolerance: f64) {
    assert!((got - want).abs() <= tolerance * want.abs().max(1.0), "got {got}, expected {want}");
}
