//! Work shared among threads: a parallel map.

/// What `function` makes of each, in their order: a parallel map where the feature `parallel` is
/// on, else a plain one. Results do not depend on the number of threads.
pub(crate) fn each<T: Sync, R: Send>(all: &[T], function: impl Fn(&T) -> R + Sync + Send) -> Vec<R> {
    #[cfg(feature = "parallel")]
    {
        use rayon::prelude::*;
        all.par_iter().map(function).collect()
    }
    #[cfg(not(feature = "parallel"))]
    all.iter().map(function).collect()
}
