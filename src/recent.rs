//! A memory of the last few results of a slow computation.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The last few results, by key. Any number of threads may share it; two that miss the same key at once both compute.
pub struct Recent<K, V> {
    results: Mutex<Vec<(K, V)>>,
    capacity: usize,
}

impl<K: PartialEq, V: Clone> Recent<K, V> {
    /// Remembers up to `capacity` results.
    pub fn new(capacity: usize) -> Self {
        Self {
            results: Mutex::new(Vec::new()),
            capacity,
        }
    }

    /// The result for `key`: the one that is remembered, or the one that `compute` gives.
    pub fn get(&self, key: K, compute: impl FnOnce(&K) -> V) -> V {
        let known = self
            .lock()
            .iter()
            .find_map(|(known, value)| (*known == key).then(|| value.clone()));
        if let Some(value) = known {
            return value;
        }
        let value = compute(&key);
        let mut results = self.lock();
        if results.len() == self.capacity {
            results.remove(0);
        }
        results.push((key, value.clone()));
        value
    }

    /// Results are whole values: a panic of another thread leaves none half-made.
    fn lock(&self) -> MutexGuard<'_, Vec<(K, V)>> {
        self.results.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K, V> fmt::Debug for Recent<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Recent(up to {})", self.capacity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn the_last_results_are_not_computed_again() {
        let recent = Recent::new(2);
        let computed = Cell::new(0);
        let square = |number: u32| {
            recent.get(number, |number| {
                computed.set(computed.get() + 1);
                number * number
            })
        };
        for (number, total) in [(3, 1), (3, 1), (4, 2), (3, 2), (5, 3), (4, 3), (3, 4)] {
            assert_eq!(square(number), number * number);
            assert_eq!(computed.get(), total, "{number}");
        }
    }
}
