//! A row as something to measure: a protocol at a level, in a profile, with a statement and a witness.

use crate::subject::{Facts, Failure, Subject};
use crate::workload::Instance;
use nexuszero::optimizer::Prediction;
use nexuszero::pipeline::Protocol;
use std::rc::Rc;
use std::time::Duration;

/// Bound into every proof; what it says does not matter to the time.
const CONTEXT: &[u8] = b"nexuszero benchmark";

pub struct Proving {
    name: String,
    protocol: Protocol,
    instance: Rc<Instance>,
    proof: Vec<u8>,
    facts: Option<Facts>,
}

impl Proving {
    pub fn new(name: String, protocol: Protocol, instance: Rc<Instance>) -> Self {
        Self {
            name,
            protocol,
            instance,
            proof: Vec::new(),
            facts: None,
        }
    }
}

impl Subject for Proving {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn prove(&mut self) -> Result<(), Failure> {
        let (statement, witness) = &*self.instance;
        let proof = self.protocol.prove(statement, witness, CONTEXT)?;
        let metrics = proof.metrics.ok_or("a new proof has no metrics")?;
        self.facts = Some(Facts {
            proof_bytes: proof.proof_data.len(),
            security_bits: metrics.security_bits,
            predicted: Prediction {
                prove: Duration::from_nanos(metrics.predicted_prove_ns),
                verify: Duration::from_nanos(metrics.predicted_verify_ns),
            },
        });
        self.proof = proof.proof_data;
        Ok(())
    }

    fn verify(&mut self) -> Result<(), Failure> {
        let (statement, _) = &*self.instance;
        Ok(self.protocol.verify(statement, CONTEXT, &self.proof)?)
    }

    fn facts(&self) -> Option<Facts> {
        self.facts
    }
}
