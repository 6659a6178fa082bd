//! A plan as documents that people sign, and as workbooks that they fill in and send back.

mod docx;
mod package;
mod workbook;

pub use docx::plan_docx;
pub use workbook::{CellChange, CellConflict, FilledPlan, Misfit, plan_xlsx};

#[cfg(test)]
mod tests;
