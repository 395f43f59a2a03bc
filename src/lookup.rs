//! Finding a case of an enumeration by its number or its name.

use crate::error::{ErrorKind, ProtocolError, Result};

/// An enumeration whose cases have numbers in encodings and in the C ABI, and names in configurations and JSON.
pub(crate) struct Lookup<T: 'static> {
    /// The argument or setting that names a case, for errors.
    pub field: &'static str,
    /// What a case is, for errors.
    pub noun: &'static str,
    /// Every case.
    pub all: &'static [T],
    /// The number of a case.
    pub id: fn(T) -> u32,
    /// The name of a case.
    pub name: fn(T) -> &'static str,
}

impl<T: Copy> Lookup<T> {
    /// The case with that number; `Unsupported` where there is none.
    pub fn by_id(&self, id: u32) -> Result<T> {
        self.find(|case| (self.id)(case) == id, || format!("number {id}"))
    }

    /// The case with that name; `Unsupported` where there is none.
    pub fn by_name(&self, name: &str) -> Result<T> {
        self.find(
            |case| (self.name)(case) == name,
            || format!("name {name:?}"),
        )
    }

    fn find(&self, wanted: impl Fn(T) -> bool, what: impl FnOnce() -> String) -> Result<T> {
        let found = self.all.iter().copied().find(|case| wanted(*case));
        found.ok_or_else(|| {
            let message = format!("no {} has the {}", self.noun, what());
            ProtocolError::in_field(ErrorKind::Unsupported, self.field, message)
        })
    }
}
