//! What is between the C boundary and the model: texts in, texts out.

use crate::choice::choose;
use crate::config::Config;
use crate::error::{Error, Result};
use crate::model::{Model, Prediction};
use crate::request::Request;

/// A model that answers requests, or why an optional one does not.
#[derive(Debug)]
pub struct Optimizer {
    model: Result<Model>,
}

impl Optimizer {
    /// With the model file that a configuration names.
    pub fn new(config: &[u8]) -> Result<Self> {
        let config = Config::read(config)?;
        let model = Model::read(&config.model);
        match model {
            Err(error) if !config.optional => Err(error),
            model => Ok(Self { model }),
        }
    }

    /// With a model.
    pub fn of(model: Model) -> Self {
        Self { model: Ok(model) }
    }

    /// The model.
    pub fn model(&self) -> Result<&Model> {
        self.model.as_ref().map_err(Clone::clone)
    }

    /// The reply to a request.
    pub fn answer(&self, request: &[u8]) -> Result<String> {
        let model = self.model()?;
        let request = Request::read(request)?;
        let rows = request.rows()?;
        let predictions = rows.iter().map(|row| model.predict(row));
        let predictions: Vec<Prediction> = predictions.collect::<Result<_>>()?;
        let place = choose(&rows, &predictions, model.verify_margin())
            .ok_or_else(|| Error::malformed("no candidate satisfies the constraints"))?;
        let index = rows[place].candidate.index;
        Ok(format!(r#"{{"version":1,"candidate":{index}}}"#))
    }
}
