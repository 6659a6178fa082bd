//! Person fit against what established programs compute on the same simulated data (`reference/`,
//! README there).
//!
//! Where we differ on purpose the test says why, and fails if the difference disappears.

mod likelihood;
mod patterns;
mod peers;
mod published;
mod subsets;
