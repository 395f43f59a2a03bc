//! The statements that were read last: entries that refer to a few of them in turn do not decode them again each time.

use crate::statement::Statement;
use lru::LruCache;
use std::hash::{BuildHasherDefault, DefaultHasher};

/// A few statements by their numbers, with the lengths of their encodings. The least recently used go first.
pub(super) struct Decoded {
    /// Without random keys, which the operating system may refuse: there are few statements, and nothing is gained by their numbers.
    statements: LruCache<u64, (Statement, u64), BuildHasherDefault<DefaultHasher>>,
    /// Bytes of all their encodings.
    len: u64,
    max_len: u64,
}

impl Decoded {
    const MAX_COUNT: usize = 16;

    /// Keeps statements whose encodings are at most `max_len` bytes together.
    pub(super) fn new(max_len: u64) -> Self {
        Self {
            statements: LruCache::unbounded_with_hasher(BuildHasherDefault::default()),
            len: 0,
            max_len,
        }
    }

    pub(super) fn get(&mut self, number: u64) -> Option<Statement> {
        let (statement, _) = self.statements.get(&number)?;
        Some(statement.clone())
    }

    /// Keeps a statement that is not there yet, and as many of the others as there is room for.
    pub(super) fn insert(&mut self, number: u64, statement: Statement, len: u64) {
        self.statements.put(number, (statement, len));
        self.len += len;
        while self.len > self.max_len || self.statements.len() > Self::MAX_COUNT {
            let Some((_, (_, len))) = self.statements.pop_lru() else {
                break;
            };
            self.len -= len;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::HashAlgorithm;
    use crate::statement::known;

    #[test]
    fn bytes_and_number_are_bounded() {
        let (statement, _) = known(HashAlgorithm::Sha256).unwrap();
        let mut decoded = Decoded::new(10);
        for (number, len) in [(1, 4), (2, 4)] {
            decoded.insert(number, statement.clone(), len);
        }
        assert_eq!(decoded.get(1).as_ref(), Some(&statement));
        // The second was used less recently than the first.
        decoded.insert(3, statement.clone(), 6);
        assert!(decoded.get(1).is_some() && decoded.get(2).is_none() && decoded.get(3).is_some());
        // Longer than all that may be kept.
        decoded.insert(4, statement.clone(), 11);
        assert!((1..=4).all(|number| decoded.get(number).is_none()));
        assert_eq!(decoded.len, 0);
        for number in 0..100 {
            decoded.insert(number, statement.clone(), 0);
        }
        assert_eq!(decoded.statements.len(), Decoded::MAX_COUNT);
        assert!(decoded.get(99).is_some());
    }
}
