//! Answers of an optimizer, by the question: the least recently used go first.

use lru::LruCache;
use sha2::{Digest, Sha256};
use std::hash::{BuildHasherDefault, DefaultHasher};

/// The cache. A question is known by its SHA-256 digest: its text has everything that the answer could depend on. The answer is the
/// place of a candidate among those of the question. It is found without random keys, which the operating system may refuse: digests are random
/// enough.
pub struct Cache(LruCache<[u8; 32], usize, BuildHasherDefault<DefaultHasher>>);

impl Default for Cache {
    /// An empty cache. It grows with its content: a capacity may be large.
    fn default() -> Self {
        Self(LruCache::unbounded_with_hasher(
            BuildHasherDefault::default(),
        ))
    }
}

impl Cache {
    /// The answer to `request`, if it is among the last `size`.
    pub fn get(&mut self, request: &str, size: u32) -> Option<usize> {
        self.trim(size);
        self.0.get(&key(request)).copied()
    }

    /// Keeps the answer to `request`, and at most `size` in all.
    pub fn insert(&mut self, request: &str, answer: usize, size: u32) {
        self.0.put(key(request), answer);
        self.trim(size);
    }

    fn trim(&mut self, size: u32) {
        while self.0.len() > size as usize {
            self.0.pop_lru();
        }
    }
}

fn key(request: &str) -> [u8; 32] {
    Sha256::digest(request).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_was_used_last() {
        let mut cache = Cache::default();
        cache.insert("a", 1, 2);
        cache.insert("b", 2, 2);
        assert_eq!(cache.get("a", 2), Some(1));
        cache.insert("c", 3, 2);
        assert_eq!(cache.get("b", 2), None);
        assert_eq!(cache.get("a", 2), Some(1));
        assert_eq!(cache.get("c", 2), Some(3));
        // A smaller size takes effect at once, and a size of 0 keeps none.
        assert_eq!([cache.get("c", 1), cache.get("a", 2)], [Some(3), None]);
        cache.insert("d", 4, 1);
        assert_eq!([cache.get("c", 1), cache.get("d", 1)], [None, Some(4)]);
        cache.insert("e", 5, 0);
        assert_eq!([cache.get("d", 2), cache.get("e", 2)], [None, None]);
    }
}
