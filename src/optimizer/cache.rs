//! Answers of an optimizer, by the question: the least recently used go first.

use crate::proof_system::Parameters;
use lru::LruCache;
use sha2::{Digest, Sha256};

/// The cache. A question is known by its SHA-256 digest: its text has everything that the answer could depend on.
pub struct Cache(LruCache<[u8; 32], Parameters>);

impl Default for Cache {
    /// An empty cache. It grows with its content: a capacity may be large.
    fn default() -> Self {
        Self(LruCache::unbounded())
    }
}

impl Cache {
    /// The answer to `request`.
    pub fn get(&mut self, request: &str) -> Option<Parameters> {
        self.0.get(&key(request)).copied()
    }

    /// Keeps the answer to `request`, and at most `size` in all.
    pub fn insert(&mut self, request: &str, answer: Parameters, size: u32) {
        self.0.put(key(request), answer);
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
    use crate::config::{Profile, SecurityLevel};

    fn answer(degree_cap: u8) -> Parameters {
        Parameters {
            level: SecurityLevel::L128,
            profile: Profile::Small,
            degree_cap,
        }
    }

    #[test]
    fn keeps_what_was_used_last() {
        let mut cache = Cache::default();
        cache.insert("a", answer(1), 2);
        cache.insert("b", answer(2), 2);
        assert_eq!(cache.get("a"), Some(answer(1)));
        cache.insert("c", answer(3), 2);
        assert_eq!(cache.get("b"), None);
        assert_eq!(cache.get("a"), Some(answer(1)));
        assert_eq!(cache.get("c"), Some(answer(3)));
        // A smaller size takes effect with the next answer, and a size of 0 keeps none.
        cache.insert("d", answer(4), 1);
        assert_eq!([cache.get("a"), cache.get("c")], [None, None]);
        assert_eq!(cache.get("d"), Some(answer(4)));
        cache.insert("e", answer(5), 0);
        assert_eq!([cache.get("d"), cache.get("e")], [None, None]);
    }
}
