//! Work shared among threads: parallel maps that keep their order. Results do not depend on the
//! number of threads.

use crate::watch::{self, Steps};

/// What `function` makes of each, in their order: a parallel map where the feature `parallel` is
/// on, else a plain one.
pub(crate) fn each<T: Sync, R: Send>(all: &[T], function: impl Fn(&T) -> R + Sync + Send) -> Vec<R> {
    each_of(all.len(), 1, |place| function(&all[place]))
}

/// The same of 0, 1, … n − 1, so many at once at least on one thread.
pub(crate) fn each_of<R: Send>(
    n: usize,
    #[cfg_attr(not(feature = "parallel"), allow(unused_variables))] at_once: usize,
    function: impl Fn(usize) -> R + Sync + Send,
) -> Vec<R> {
    if n == 1 {
        return vec![function(0)]; // what is inside may have steps of its own
    }
    let steps = Steps::of(n);
    let step = |place| {
        watch::check();
        let made = function(place);
        steps.done();
        made
    };
    #[cfg(feature = "parallel")]
    return pool::shared(n, at_once, step);
    #[cfg(not(feature = "parallel"))]
    (0..n).map(step).collect()
}

#[cfg(feature = "parallel")]
mod pool {
    use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
    use std::sync::{OnceLock, mpsc};

    use rayon::prelude::*;

    use crate::watch::{self, Carried, EVERY};

    pub fn shared<R: Send>(n: usize, at_once: usize, step: impl Fn(usize) -> R + Sync + Send) -> Vec<R> {
        if n <= at_once {
            return (0..n).map(step).collect();
        }
        let watch = Carried::here();
        on_threads(|| {
            let places = (0..n).into_par_iter().with_min_len(at_once);
            places.map_init(|| watch.enter(), |_inside, place| step(place)).collect()
        })
    }

    /// Runs this on the threads of a pool: the one that we are in, or else our own. Meanwhile this
    /// thread looks whether to stop.
    fn on_threads<R: Send>(work: impl FnOnce() -> R + Send) -> R {
        let inside = rayon::current_thread_index().is_some();
        let Some(pool) = (if inside { None } else { own() }) else { return work() };
        if !watch::looks_here() {
            return pool.install(work);
        }
        let (sender, receiver) = mpsc::sync_channel(1);
        let done = pool.in_place_scope(|scope| {
            scope.spawn(|_| {
                let _ = sender.send(catch_unwind(AssertUnwindSafe(work)));
            });
            loop {
                match receiver.recv_timeout(EVERY) {
                    Ok(done) => break Some(done),
                    Err(mpsc::RecvTimeoutError::Timeout) => _ = watch::stopped(),
                    Err(mpsc::RecvTimeoutError::Disconnected) => break None,
                }
            }
        });
        match done {
            Some(Ok(made)) => made,
            Some(Err(thrown)) => resume_unwind(thrown),
            None => unreachable!("what was thrown is sent too"),
        }
    }

    /// A pool and the process that it was made in.
    struct Own {
        process: u32,
        pool: Option<rayon::ThreadPool>,
        child: OnceLock<Box<Own>>,
    }

    static FIRST: OnceLock<Own> = OnceLock::new();

    /// The pool of this process. A forked process has the memory of its parent but none of its
    /// threads, and would wait for them: it gets a pool of its own, behind that of the parent,
    /// which stays as it is.
    fn own() -> Option<&'static rayon::ThreadPool> {
        let process = std::process::id();
        let made =
            || Own { process, pool: rayon::ThreadPoolBuilder::new().build().ok(), child: OnceLock::new() };
        // Made before it is set: who forks meanwhile finds it set or not, never half.
        if FIRST.get().is_none() {
            let _ = FIRST.set(made());
        }
        let mut own = FIRST.get()?;
        while own.process != process {
            if own.child.get().is_none() {
                let _ = own.child.set(Box::new(made()));
            }
            own = own.child.get()?;
        }
        own.pool.as_ref()
    }
}
