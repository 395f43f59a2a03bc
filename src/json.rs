//! Reading JSON into structures: statements (`docs/statements.md`), replies of optimizers (`docs/optimizer.md`). What a structure does not
//! have is refused where it is met, so that no text takes much more memory than it has bytes.
//!
//! Which fields a statement has, its `kind` says, and that may come last. So a text is read for the kinds first, and then again,
//! each object as what it is. (A tagged enum of serde keeps a tree of all fields until it knows the kind.)

use serde::de::value::MapAccessDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, IgnoredAny, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};
use serde::{Deserialize, Serialize};
use serde_json::de::StrRead;
use std::fmt;
use std::marker::PhantomData;

/// The field that says what an object is.
const KIND: &str = "kind";

/// Of an object, no more than its kind.
#[derive(Deserialize)]
pub(crate) struct Kind {
    pub(crate) kind: String,
}

/// An object and its kind, to be written.
#[derive(Serialize)]
pub(crate) struct OfKind<T> {
    pub(crate) kind: &'static str,
    #[serde(flatten)]
    pub(crate) fields: T,
}

/// Bytes in hexadecimal.
#[derive(Deserialize)]
pub(crate) struct Hex(#[serde(with = "hex::serde")] pub(crate) Vec<u8>);

/// What [`object`] reads.
pub(crate) struct Object<T>(pub(crate) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        object(json).map(Self)
    }
}

/// Reads a whole text with `read`.
pub(crate) fn read<'a, T>(
    text: &'a str,
    read: impl FnOnce(&mut serde_json::Deserializer<StrRead<'a>>) -> serde_json::Result<T>,
) -> serde_json::Result<T> {
    let mut json = serde_json::Deserializer::from_str(text);
    let value = read(&mut json)?;
    json.end().map(|()| value)
}

/// Reads an object. From an array a derived `Deserialize` would take the fields too, by their places.
pub(crate) fn object<'de, D, T>(json: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    json.deserialize_map(Fields {
        pass_kind: false,
        value: PhantomData,
    })
}

/// Reads the other fields of an object whose kind is known.
pub(crate) fn of_kind<'de, D, T>(json: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    json.deserialize_map(Fields {
        pass_kind: true,
        value: PhantomData,
    })
}

/// Reads an array of at most `max` items. Of more, `max` + 1 are kept: whoever checks their number refuses that.
pub(crate) fn items<'de, D, T>(max: usize, json: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    let value = PhantomData;
    json.deserialize_seq(Items { max, value })
}

/// Reads a field that may be missing, but not be null.
pub(crate) fn present<'de, D, T>(json: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(json).map(Some)
}

/// The fields of an object, with or without its kind.
struct Fields<T> {
    pass_kind: bool,
    value: PhantomData<T>,
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Fields<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        if self.pass_kind {
            T::deserialize(MapAccessDeserializer::new(BesidesKind(map)))
        } else {
            T::deserialize(MapAccessDeserializer::new(map))
        }
    }
}

/// All fields but the kind.
struct BesidesKind<A>(A);

impl<'de, A: MapAccess<'de>> MapAccess<'de> for BesidesKind<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        while let Some(key) = self.0.next_key::<String>()? {
            if key != KIND {
                return seed.deserialize(key.into_deserializer()).map(Some);
            }
            self.0.next_value::<IgnoredAny>()?;
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.0.next_value_seed(seed)
    }
}

/// The items of an array.
struct Items<T> {
    max: usize,
    value: PhantomData<T>,
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Items<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Vec<T>, A::Error> {
        let mut items = Vec::new();
        while items.len() <= self.max {
            match array.next_element()? {
                Some(item) => items.push(item),
                None => return Ok(items),
            }
        }
        while array.next_element::<IgnoredAny>()?.is_some() {}
        Ok(items)
    }
}
