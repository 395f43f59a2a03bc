//! A memory of the results of a slow computation that were used last.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The few results that were used last, by key. Any number of threads may share it; two that miss the same key at once both compute.
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
        if let Some(value) = Self::known(&mut self.lock(), &key) {
            return value;
        }
        let value = compute(&key);
        let mut results = self.lock();
        // Another thread may have computed it meanwhile.
        if Self::known(&mut results, &key).is_none() {
            if results.len() == self.capacity {
                results.remove(0);
            }
            results.push((key, value.clone()));
        }
        value
    }

    /// The result that is remembered for `key`, which becomes the last to be forgotten.
    fn known(results: &mut [(K, V)], key: &K) -> Option<V> {
        let at = results.iter().position(|(known, _)| known == key)?;
        results[at..].rotate_left(1);
        results.last().map(|(_, value)| value.clone())
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
    fn the_results_used_last_are_not_computed_again() {
        let recent = Recent::new(2);
        let computed = Cell::new(0);
        let square = |number: u32| {
            recent.get(number, |number| {
                computed.set(computed.get() + 1);
                number * number
            })
        };
        for (number, total) in [(3, 1), (3, 1), (4, 2), (3, 2), (5, 3), (3, 3), (4, 4)] {
            assert_eq!(square(number), number * number);
            assert_eq!(computed.get(), total, "{number}");
        }
    }
}
