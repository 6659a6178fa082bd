//! Long calls: how far they are, and the wish to stop them.
//!
//! Any call may be made under a [`Watch`]. Loops that can be long tell it their steps, and end
//! between two of them when it was stopped: by unwinding, which [`Watch::run`] catches, so that no
//! function needs a result of its own for it. Where panics abort, so does a stopped call.

use std::any::Any;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

/// How often a watch looks.
pub(crate) const EVERY: Duration = Duration::from_millis(50);

/// A call was stopped by its [`Watch`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the call was stopped")]
pub struct Stopped;

type Look = dyn Fn(u64, u64) -> bool + Send + Sync;

/// What watches a call: counts its steps, and stops it.
///
/// # Examples
/// ```
/// use obektiv::{simulate, watch::{Stopped, Watch}};
/// let town = || simulate::municipality(&simulate::MunicipalityOptions::default(), 1);
/// let watch = Watch::new();
/// assert!(watch.run(town).is_ok());
/// watch.stop(); // here or on another thread
/// assert_eq!(watch.run(town).unwrap_err(), Stopped);
/// ```
#[derive(Default)]
pub struct Watch {
    stopped: AtomicBool,
    done: AtomicU64,
    total: AtomicU64,
    look: Option<Box<Look>>,
}

impl Watch {
    /// A watch that waits for [`stop`](Self::stop).
    #[must_use]
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    /// A watch that calls this some twenty times a second, on the thread of the call, with the
    /// steps done and all steps known so far (more may turn up), and once when it ends; where it
    /// gives `false` the call is stopped.
    pub fn looking(look: impl Fn(u64, u64) -> bool + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self { look: Some(Box::new(look)), ..Self::default() })
    }

    /// Stops the call, from any thread.
    pub fn stop(&self) {
        self.stopped.store(true, Relaxed);
    }

    /// Steps done, and all steps known so far.
    #[must_use]
    pub fn progress(&self) -> (u64, u64) {
        (self.done.load(Relaxed), self.total.load(Relaxed))
    }

    /// Runs the call under this watch.
    ///
    /// # Errors
    /// [`Stopped`].
    pub fn run<T>(self: &Arc<Self>, call: impl FnOnce() -> T) -> Result<T, Stopped> {
        let looked = self.look.is_some().then(Instant::now);
        let inside = Inside::of(Some(Here { watch: Arc::clone(self), counts: true, looked }));
        let done = catch_unwind(AssertUnwindSafe(|| {
            check();
            call()
        }));
        drop(inside);
        if done.is_ok() && self.progress().1 > 0 {
            self.look();
        }
        done.or_else(
            |thrown: Box<dyn Any + Send>| {
                if thrown.is::<Stopped>() { Err(Stopped) } else { resume_unwind(thrown) }
            },
        )
    }

    fn look(&self) {
        let (done, total) = self.progress();
        if self.look.as_ref().is_some_and(|look| !look(done, total)) {
            self.stop();
        }
    }
}

/// A watch as one thread has it.
#[derive(Clone)]
struct Here {
    watch: Arc<Watch>,
    /// Whether steps count: not those within others.
    counts: bool,
    /// When it last looked; never on other threads than that of the call.
    looked: Option<Instant>,
}

thread_local! {
    static HERE: RefCell<Option<Here>> = const { RefCell::new(None) };
}

/// While it lives, another watch is this thread's.
pub(crate) struct Inside(Option<Here>);

impl Inside {
    fn of(here: Option<Here>) -> Self {
        Self(HERE.replace(here))
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        HERE.set(self.0.take());
    }
}

/// This thread's watch, to be taken along to others.
#[cfg(feature = "parallel")]
pub(crate) struct Carried(Option<Arc<Watch>>);

#[cfg(feature = "parallel")]
impl Carried {
    pub fn here() -> Self {
        Self(HERE.with_borrow(|here| here.as_ref().map(|here| Arc::clone(&here.watch))))
    }

    /// Makes it the watch of this thread, or makes that there is none.
    pub fn enter(&self) -> Inside {
        let here = |watch: &Arc<Watch>| Here { watch: Arc::clone(watch), counts: false, looked: None };
        Inside::of(self.0.as_ref().map(here))
    }
}

/// Whether this is the thread of a call whose watch wants to look.
#[cfg(feature = "parallel")]
pub(crate) fn looks_here() -> bool {
    HERE.with_borrow(|here| here.as_ref().is_some_and(|here| here.looked.is_some()))
}

/// Looks if it is time, and says whether the call was stopped.
pub(crate) fn stopped() -> bool {
    let due = HERE.with_borrow_mut(|here| {
        let here = here.as_mut()?;
        let stopped = here.watch.stopped.load(Relaxed);
        let looked = here.looked.as_mut().filter(|looked| !stopped && looked.elapsed() >= EVERY)?;
        *looked = Instant::now();
        Some(Arc::clone(&here.watch))
    });
    // Outside of the borrow: what looks may call this library itself.
    if let Some(watch) = due {
        watch.look();
    }
    HERE.with_borrow(|here| here.as_ref().is_some_and(|here| here.watch.stopped.load(Relaxed)))
}

/// Ends the call here if it was stopped.
pub(crate) fn check() {
    if stopped() {
        resume_unwind(Box::new(Stopped));
    }
}

/// Steps of a loop: the outermost ones are those of the call.
pub(crate) struct Steps {
    watch: Option<Arc<Watch>>,
    left: AtomicU64,
}

impl Steps {
    pub fn of(steps: usize) -> Self {
        let counting = HERE.with_borrow_mut(|here| {
            let here = here.as_mut()?;
            std::mem::take(&mut here.counts).then(|| Arc::clone(&here.watch))
        });
        let steps = u64::try_from(steps).unwrap_or(u64::MAX);
        if let Some(watch) = &counting {
            watch.total.fetch_add(steps, Relaxed);
        }
        Self { watch: counting, left: AtomicU64::new(steps) }
    }

    pub fn done(&self) {
        if let Some(watch) = &self.watch {
            self.left.fetch_sub(1, Relaxed);
            watch.done.fetch_add(1, Relaxed);
        }
    }
}

/// Steps that were not needed are none.
impl Drop for Steps {
    fn drop(&mut self) {
        if let Some(watch) = &self.watch {
            watch.total.fetch_sub(self.left.load(Relaxed), Relaxed);
            HERE.with_borrow_mut(|here| {
                if let Some(here) = here {
                    here.counts = true;
                }
            });
        }
    }
}

/// A loop that may be long: it can be stopped before each step.
pub(crate) fn steps<I: ExactSizeIterator>(all: I) -> Stepping<I> {
    Stepping { steps: Steps::of(all.len()), all, begun: false }
}

pub(crate) struct Stepping<I> {
    steps: Steps,
    all: I,
    begun: bool,
}

impl<I: Iterator> Iterator for Stepping<I> {
    type Item = I::Item;

    fn next(&mut self) -> Option<I::Item> {
        if std::mem::replace(&mut self.begun, true) {
            self.steps.done();
        }
        check();
        let next = self.all.next();
        self.begun = next.is_some();
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outermost_steps_count_and_those_not_needed_do_not() {
        let watch = Watch::new();
        let sum = watch.run(|| {
            let outer: usize = steps(0..3).map(|k| steps(0..10).map(|i| i * k).sum::<usize>()).sum();
            assert_eq!(watch.progress(), (3, 3));
            let more = outer + steps(0..100).take(5).sum::<usize>();
            assert_eq!(watch.progress(), (7, 7));
            more
        });
        assert_eq!(sum, Ok(145));
    }

    #[test]
    fn a_stopped_call_ends_between_two_steps_and_leaves_nothing_behind() {
        let watch = Watch::new();
        let far = std::sync::atomic::AtomicUsize::new(0);
        let stopped = watch.run(|| {
            for k in steps(0..1000) {
                far.store(k, Relaxed);
                if k == 10 {
                    watch.stop();
                }
            }
        });
        assert_eq!((stopped, far.into_inner()), (Err(Stopped), 10));
        check();
        assert_eq!(Watch::new().run(|| steps(0..5).sum::<i32>()), Ok(10));
    }

    #[test]
    fn a_watch_looks_while_threads_work() {
        let looks = Arc::new(AtomicU64::new(0));
        let count = Arc::clone(&looks);
        let watch = Watch::looking(move |done, total| {
            assert!(done <= total && total == 40);
            count.fetch_add(1, Relaxed) < 2
        });
        let all: Vec<u64> = (0..40).collect();
        let sleep = |k: &u64| {
            std::thread::sleep(Duration::from_millis(30));
            *k
        };
        assert_eq!(watch.run(|| crate::threads::each(&all, sleep)), Err(Stopped));
        assert_eq!(looks.load(Relaxed), 3);
    }

    #[test]
    fn a_panic_stays_one() {
        let thrown = catch_unwind(AssertUnwindSafe(|| Watch::new().run(|| panic!("as ever"))));
        assert_eq!(thrown.unwrap_err().downcast_ref::<&str>(), Some(&"as ever"));
    }
}
