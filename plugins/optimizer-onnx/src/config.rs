//! The configuration of the plugin: `{"model": "/path/model.onnx", "optional": false}`.

use crate::error::{Code, Error, Result};
use serde::Deserialize;
use std::path::PathBuf;

/// What a host says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The model file.
    pub model: PathBuf,
    /// Whether the plugin starts also where the model cannot be used, and then answers nothing.
    #[serde(default)]
    pub optional: bool,
}

impl Config {
    /// Reads JSON.
    pub fn read(json: &[u8]) -> Result<Self> {
        serde_json::from_slice(json).map_err(|error| {
            let message = format!(
                "the configuration is {{\"model\": PATH}}, with \"optional\": true where proofs shall do without: {error}"
            );
            Error::new(Code::Configuration, message)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_and_whether_it_is_optional() {
        for (json, optional) in [
            (r#"{"model": "/a b/model.onnx"}"#, false),
            (r#"{"model": "/a b/model.onnx", "optional": false}"#, false),
            (r#"{"optional": true, "model": "/a b/model.onnx"}"#, true),
        ] {
            let config = Config::read(json.as_bytes()).unwrap();
            assert_eq!(config.model.to_str(), Some("/a b/model.onnx"));
            assert_eq!(config.optional, optional);
        }
        for wrong in [
            "",
            "/a/model.onnx",
            "{}",
            "[]",
            r#"{"model": null}"#,
            r#"{"model": 7}"#,
            r#"{"optional": true}"#,
            r#"{"model": "a", "optional": null}"#,
            r#"{"model": "a", "optional": 1}"#,
            r#"{"model": "a", "threads": 2}"#,
            r#"{"model": "a", "model": "b"}"#,
            r#"{"model": "a"} x"#,
        ] {
            let error = Config::read(wrong.as_bytes()).unwrap_err();
            assert_eq!(error.code, Code::Configuration, "{wrong}");
        }
        assert!(Config::read(b"{\"model\": \"\xff\"}").is_err());
    }
}
