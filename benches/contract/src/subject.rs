//! What can be measured: something that makes a proof (or a signature) and checks it.

use nexuszero::optimizer::Prediction;

/// Why a benchmark stops. A row that fails to prove or to verify must not end up as a fast row.
pub type Failure = Box<dyn std::error::Error>;

/// A row or a baseline. `prove` and `verify` are timed; everything else belongs into the constructor.
pub trait Subject {
    /// What to call it when it fails.
    fn name(&self) -> String;

    /// Makes a new proof and keeps it for `verify`.
    fn prove(&mut self) -> Result<(), Failure>;

    /// Checks the proof of the last `prove`.
    fn verify(&mut self) -> Result<(), Failure>;

    /// Size and computed security of the last proof; baselines have nothing to say here.
    fn facts(&self) -> Option<Facts> {
        None
    }
}

/// What a proof says about itself.
#[derive(Clone, Copy)]
pub struct Facts {
    pub proof_bytes: usize,
    pub security_bits: f64,
    /// What the cost model predicts for this processor.
    pub predicted: Prediction,
}
