use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

/// What the deals of a run have asked a joined table for.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// Whether any deal has had a key.
    asked: AtomicBool,
    /// Whether a deal has had each key, by its number.
    used: Vec<AtomicBool>,
    /// The keys of which it was told that several rows have them.
    told: Mutex<BTreeSet<u32>>,
}

impl Marks {
    /// For a table of so many keys.
    pub(super) fn new(keys: usize) -> Marks {
        let used = std::iter::repeat_with(AtomicBool::default).take(keys).collect();
        Marks { used, ..Marks::default() }
    }

    /// Marks that a deal has had a key, be it one that the table does not have.
    pub(super) fn ask(&self) {
        // Most of the time it is set, and then the threads need not take it from each other.
        if !self.is_asked() {
            self.asked.store(true, Ordering::Relaxed);
        }
    }

    pub(super) fn is_asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }

    /// Marks that a deal has had the key of a number.
    pub(super) fn take(&self, number: u32) {
        if let Some(used) = self.place(number).filter(|used| !used.load(Ordering::Relaxed)) {
            used.store(true, Ordering::Relaxed);
        }
    }

    /// Marks that it is told of the key of a number that several rows have it; whether it was not told before.
    pub(super) fn tell(&self, number: u32) -> bool {
        self.told.lock().unwrap_or_else(PoisonError::into_inner).insert(number)
    }

    /// Whether a deal has had the key of a number.
    pub(super) fn is_used(&self, number: u32) -> bool {
        self.place(number).is_some_and(|used| used.load(Ordering::Relaxed))
    }

    fn place(&self, number: u32) -> Option<&AtomicBool> {
        self.used.get(usize::try_from(number).ok()?)
    }
}
