//! The configuration of the plugin: `{"model": "/path/model.onnx"}`.

use crate::error::{Code, Error, Result};
use serde::Deserialize;
use std::path::PathBuf;

/// What a host says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The model file.
    pub model: PathBuf,
}

impl Config {
    /// Reads JSON.
    pub fn read(json: &[u8]) -> Result<Self> {
        serde_json::from_slice(json).map_err(|error| {
            let message = format!("the configuration is {{\"model\": PATH}}: {error}");
            Error::new(Code::Configuration, message)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_and_nothing_else() {
        let config = Config::read(br#"{"model": "/a b/model.onnx"}"#).unwrap();
        assert_eq!(config.model.to_str(), Some("/a b/model.onnx"));
        for wrong in [
            "",
            "/a/model.onnx",
            "{}",
            "[]",
            r#"{"model": null}"#,
            r#"{"model": 7}"#,
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
