//! A plan as documents that people sign, and as workbooks that they fill in and send back.

mod docx;
mod package;

pub use docx::plan_docx;

#[cfg(test)]
mod tests;
