//! What is between the C boundary and the model: texts in, texts out.

use crate::choice::choose;
use crate::config::Config;
use crate::error::{Error, Result};
use crate::model::{Model, Prediction};
use crate::request::Request;

/// A model that answers requests.
#[derive(Debug)]
pub struct Optimizer {
    model: Model,
}

impl Optimizer {
    /// With the model file that a configuration names.
    pub fn new(config: &[u8]) -> Result<Self> {
        let model = Model::read(&Config::read(config)?.model)?;
        Ok(Self { model })
    }

    /// With a model.
    pub fn of(model: Model) -> Self {
        Self { model }
    }

    /// The reply to a request.
    pub fn answer(&self, request: &[u8]) -> Result<String> {
        let request = Request::read(request)?;
        let rows = request.rows()?;
        let predictions = rows.iter().map(|row| self.model.predict(row));
        let predictions: Vec<Prediction> = predictions.collect::<Result<_>>()?;
        let place = choose(&rows, &predictions, self.model.verify_margin())
            .ok_or_else(|| Error::malformed("no candidate satisfies the constraints"))?;
        let index = rows[place].candidate.index;
        Ok(format!(r#"{{"version":1,"candidate":{index}}}"#))
    }
}
