//! The WebAssembly package `obektiv`: the core's data, statistics and screening over typed arrays,
//! in camelCase.
//!
//! Bindings convert, call, convert; what things mean stands in the core. A function of the core's
//! catalogue is called by its id in `call`, and all else of it, JavaScript and declarations, is
//! written by `./x generate`. What is carried over by hand has a file for each namespace: there a
//! statistic is a function with `js_namespace`, an options struct, and an interface of its table.

// wasm-bindgen's generated code is the only unsafe code here.
#![allow(unsafe_code)]

#[cfg(feature = "xlsx")]
mod aggregate;
mod arrays;
#[cfg(feature = "results")]
mod assessment;
#[cfg(feature = "catalogue")]
mod call;
mod columns;
#[cfg(feature = "documents")]
mod documents;
#[cfg(feature = "effect")]
mod effect;
mod error;
#[cfg(all(feature = "report", feature = "xlsx"))]
mod forms;
#[cfg(feature = "xlsx")]
mod identify;
#[cfg(all(feature = "report", feature = "xlsx"))]
mod indicators;
#[cfg(feature = "signs")]
mod irt;
#[cfg(feature = "signs")]
mod items;
#[cfg(any(feature = "report", feature = "documents"))]
mod language;
#[cfg(all(feature = "signs", feature = "xlsx"))]
mod layer;
#[cfg(feature = "xlsx")]
mod many;
#[cfg(feature = "xlsx")]
mod markers;
#[cfg(feature = "signs")]
mod norms;
#[cfg(feature = "xlsx")]
mod observed;
#[cfg(feature = "results")]
mod official;
#[cfg(feature = "results")]
mod options;
#[cfg(feature = "signs")]
mod person_fit;
#[cfg(feature = "report")]
mod plan;
#[cfg(feature = "results")]
mod policy;
#[cfg(feature = "results")]
mod readers;
#[cfg(feature = "catalogue")]
mod records;
#[cfg(feature = "signs")]
mod reference;
#[cfg(feature = "results")]
mod registry;
#[cfg(feature = "report")]
mod report;
#[cfg(feature = "results")]
mod results;
#[cfg(feature = "results")]
mod screening;
#[cfg(feature = "signs")]
mod shift;
#[cfg(feature = "signs")]
mod simulate;
#[cfg(all(feature = "results", not(feature = "signs")))]
mod slim;
#[cfg(feature = "results")]
mod tally;
#[cfg(feature = "signs")]
mod territory;
#[cfg(feature = "xlsx")]
mod workbook;

use wasm_bindgen::prelude::*;

/// Gives a panic's text and place on the console: errors are returned, so any panic is a mistake of
/// ours.
#[wasm_bindgen(start, private)]
pub fn start() {
    console_error_panic_hook::set_once();
}
