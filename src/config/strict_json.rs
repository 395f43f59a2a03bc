//! JSON in which no key stands twice in an object. RFC 8259, section 4, leaves the meaning of such texts open; here they are mistakes. And
//! TOML as such values: numbers that JSON does not have are mistakes too.

use super::toml_depth;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::fmt;

/// The value of a JSON text.
pub(super) fn from_str(text: &str) -> Result<Value, serde_json::Error> {
    serde_json::from_str::<Strict>(text).map(|strict| strict.0)
}

/// The value of a TOML document.
pub(super) fn from_toml(text: &str) -> Result<Value, toml::de::Error> {
    toml_depth::check(text).map_err(toml::de::Error::custom)?;
    let Strict(value) = toml::from_str(text)?;
    if has_date(&value) {
        return Err(toml::de::Error::custom("dates and times are no values"));
    }
    Ok(value)
}

/// Whether there is what crate `toml` makes of a date: an object with this one key.
fn has_date(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(has_date),
        Value::Object(entries) => {
            entries.contains_key("$__toml_private_datetime") || entries.values().any(has_date)
        }
        _ => false,
    }
}

struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Self)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        let number = Number::from_f64(value).ok_or_else(|| E::custom("not a finite number"))?;
        Ok(number.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        while let Some(Strict(item)) = items.next_element()? {
            all.push(item);
        }
        Ok(all.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut all = Map::new();
        while let Some((key, Strict(value))) = entries.next_entry::<String, _>()? {
            if all.contains_key(&key) {
                return Err(A::Error::custom(format!("the key `{key}` stands twice")));
            }
            all.insert(key, value);
        }
        Ok(all.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn keys_that_stand_twice_are_named() {
        for text in [r#"{"a":1,"a":1}"#, r#"[{"b":{"a":1,"c":2,"a":3}}]"#] {
            let error = from_str(text).unwrap_err().to_string();
            assert!(error.contains("`a`"), "{error}");
        }
        assert!(from_str(r#"{"a":{"a":1},"b":{"a":[]}}"#).is_ok());
        assert!(from_str(&"[".repeat(100_000)).is_err());
    }

    #[test]
    fn toml_has_no_dates() {
        for date in ["1979-05-27", "1979-05-27T07:32:00Z", "07:32:00"] {
            for text in [format!("a = {date}"), format!("a = [{{b = [{date}]}}]")] {
                let error = from_toml(&text).unwrap_err().to_string();
                assert!(error.contains("dates"), "{error}");
            }
        }
    }

    #[test]
    fn toml_numbers_are_those_of_json() {
        let value = from_toml("a = 1_000\nb = -0.5\n[c]\nd = [true]").unwrap();
        let expected = serde_json::json!({"a": 1000, "b": -0.5, "c": {"d": [true]}});
        assert_eq!(value, expected);
        for number in ["nan", "inf", "-inf"] {
            let error = from_toml(&format!("a = {number}")).unwrap_err();
            assert!(error.to_string().contains("finite"), "{error}");
        }
    }

    proptest! {
        /// Whatever has no key twice is read as the library reads it.
        #[test]
        fn other_texts_mean_what_they_always_mean(
            key in "[a-z]{0,3}", text in "\\PC{0,10}", number: f64, whole: i64, large: u64, switch: bool
        ) {
            let value = serde_json::json!({ key: [text, number, {"x": whole}, large, switch, null] });
            let text = value.to_string();
            prop_assert_eq!(from_str(&text).unwrap(), serde_json::from_str::<Value>(&text).unwrap());
        }
    }
}
