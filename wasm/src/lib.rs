//! The WebAssembly package `obektiv`: the core's data, statistics and screening over typed arrays, in camelCase.
//!
//! Bindings convert, call, convert; what things mean stands in the core. One file for each namespace of
//! the package: `official`, `continuity`, `journal`, `heaping`, `density`, `erasures`, `legacy`, `level`, `profile`, `similarity`, `pairs`, `personFit`,
//! `spread`, `evidence`, `simulate`, `plan`, `irt`. A statistic is a function with
//! `js_namespace`, an options struct, and an interface that declares its table.

// wasm-bindgen's generated code is the only unsafe code here.
#![allow(unsafe_code)]

#[cfg(feature = "xlsx")]
mod aggregate;
mod arrays;
mod assessment;
mod columns;
#[cfg(feature = "signs")]
mod continuity;
#[cfg(feature = "signs")]
mod density;
#[cfg(feature = "signs")]
mod erasures;
mod error;
mod evidence;
#[cfg(feature = "signs")]
mod evidence_more;
mod heaping;
#[cfg(feature = "xlsx")]
mod identify;
#[cfg(feature = "signs")]
mod irt;
#[cfg(feature = "signs")]
mod items;
mod journal;
#[cfg(feature = "signs")]
mod journal_more;
#[cfg(all(feature = "signs", feature = "xlsx"))]
mod layer;
#[cfg(feature = "signs")]
mod legacy;
#[cfg(feature = "signs")]
mod level;
#[cfg(feature = "xlsx")]
mod many;
#[cfg(feature = "xlsx")]
mod markers;
#[cfg(feature = "xlsx")]
mod observed;
mod official;
#[cfg(feature = "signs")]
mod official_more;
mod options;
#[cfg(feature = "signs")]
mod pairs;
#[cfg(feature = "signs")]
mod person_fit;
#[cfg(feature = "report")]
mod plan;
mod policy;
#[cfg(feature = "signs")]
mod profile;
mod readers;
#[cfg(feature = "signs")]
mod reference;
mod registry;
#[cfg(feature = "report")]
mod report;
mod results;
mod screening;
#[cfg(feature = "signs")]
mod shift;
#[cfg(feature = "signs")]
mod similarity;
#[cfg(feature = "signs")]
mod simulate;
#[cfg(feature = "signs")]
mod spread;
mod tally;
#[cfg(feature = "signs")]
mod territory;
#[cfg(feature = "xlsx")]
mod workbook;

use wasm_bindgen::prelude::*;

/// Gives a panic's text and place on the console: errors are returned, so any panic is a mistake of ours.
#[wasm_bindgen(start, private)]
pub fn start() {
    console_error_panic_hook::set_once();
}
