//! Work shared among threads.

/// What `function` makes of each, in their order, on several threads where there are several.
pub(crate) fn each<T: Sync, R: Send>(all: &[T], function: impl Fn(&T) -> R + Sync + Send) -> Vec<R> {
    #[cfg(feature = "parallel")]
    {
        use rayon::prelude::*;
        all.par_iter().map(function).collect()
    }
    #[cfg(not(feature = "parallel"))]
    all.iter().map(function).collect()
}
