//! The engine as a [`ProofSystem`]: from statements to instances, and from levels to code for that λ.

use super::encoding::Header;
use super::params::MAX_DEGREE;
use super::security::Security;
use super::{prover, verifier, Instance};
use crate::backend::Backend;
use crate::circuit::count::Analysis;
use crate::circuit::plain::Plain;
use crate::config::{Profile, SecurityLevel};
use crate::error::{ErrorKind, ProtocolError, Result};
use crate::hash::HashAlgorithm;
use crate::proof_system::{Estimate, Parameters, ProofSystem};
use crate::statement::{MessageLength, Preimage, Statement, Witness};
use zeroize::Zeroizing;

/// VOLE in the head.
pub struct VoleInTheHead;

/// Calls a function of the engine with the N of a level.
macro_rules! at_level {
    ($level:expr, $module:ident :: $function:ident $args:tt) => {
        match $level {
            SecurityLevel::L128 => $module::$function::<2, _> $args,
            SecurityLevel::L192 => $module::$function::<3, _> $args,
            SecurityLevel::L256 => $module::$function::<4, _> $args,
        }
    };
}

fn header(parameters: Parameters, analysis: &Analysis) -> Result<Header> {
    if analysis.degree == 0 || analysis.degree > MAX_DEGREE {
        return Err(ProtocolError::new(
            ErrorKind::Internal,
            format!("the circuit has degree {}", analysis.degree),
        ));
    }
    Ok(Header {
        level: parameters.level,
        profile: parameters.profile,
        degree: analysis.degree,
    })
}

impl ProofSystem for VoleInTheHead {
    fn name(&self) -> &'static str {
        "vole-in-the-head"
    }

    fn supports(&self, statement: &Statement) -> bool {
        match statement {
            Statement::Preimage(_) => true,
        }
    }

    fn estimate(&self, parameters: Parameters, statement: &Statement) -> Result<Estimate> {
        let analysis = Analysis::of(statement);
        let set = header(parameters, &analysis)?.parameters();
        let instance = Instance {
            circuit: statement,
            analysis,
            parameters: set,
            statement: &[],
            context: &[],
        };
        let layout = instance.layout();
        let security = Security::of(&set, &analysis);
        // Per leaf: its row, its commitment (2λ bits) and its share of the tree (2λ bits an inner node).
        let blocks_per_leaf = layout.row_len.div_ceil(16) + 4 * set.lambda / 128;
        Ok(Estimate {
            proof_size: layout.len as u64,
            security_bits: security.bits,
            quantum_security_bits: security.quantum_bits,
            work: (set.leaves() * blocks_per_leaf) as u64,
            committed_bits: analysis.committed as u64,
            constraints: analysis.constraints as u64,
            degree: analysis.degree.into(),
        })
    }

    fn prove(
        &self,
        parameters: Parameters,
        statement: &Statement,
        witness: &Witness,
        context: &[u8],
        randomness: &[u8; 32],
    ) -> Result<Vec<u8>> {
        let inputs = statement.secret_inputs(witness)?;
        let analysis = Analysis::of(statement);
        let header = header(parameters, &analysis)?;
        let bits = Plain::witness(statement, &inputs, analysis.committed).ok_or_else(|| {
            ProtocolError::in_field(
                ErrorKind::ProofGeneration,
                "witness",
                "it does not satisfy the statement",
            )
        })?;
        let encoded = statement.encode();
        let instance = Instance {
            circuit: statement,
            analysis,
            parameters: header.parameters(),
            statement: &encoded,
            context,
        };
        let backend = Backend::detect();
        at_level!(
            header.level,
            prover::prove(header, &instance, backend, &bits, randomness)
        )
    }

    fn parameters(&self, proof: &[u8]) -> Result<Parameters> {
        let Header { level, profile, .. } = Header::read(proof)?;
        Ok(Parameters { level, profile })
    }

    fn verify(&self, statement: &Statement, context: &[u8], proof: &[u8]) -> Result<()> {
        let claimed = Header::read(proof)?;
        let analysis = Analysis::of(statement);
        if claimed.degree != analysis.degree {
            return Err(ProtocolError::in_field(
                ErrorKind::ProofVerification,
                "proof",
                format!(
                    "a proof of this statement has degree {}, got {}",
                    analysis.degree, claimed.degree
                ),
            ));
        }
        let encoded = statement.encode();
        let instance = Instance {
            circuit: statement,
            analysis,
            parameters: claimed.parameters(),
            statement: &encoded,
            context,
        };
        let backend = Backend::detect();
        at_level!(
            claimed.level,
            verifier::verify(claimed, &instance, backend, proof)
        )
    }

    fn health_check(&self) -> Result<()> {
        let message = b"abc";
        let hash = HashAlgorithm::Sha256;
        let length = MessageLength::Stated(message.len());
        let statement = Statement::Preimage(Preimage::new(hash, &hash.digest(message), length)?);
        let witness = Witness::Preimage(Zeroizing::new(message.to_vec()));
        let parameters = Parameters {
            level: SecurityLevel::L128,
            profile: Profile::Fast,
        };
        let proof = self.prove(parameters, &statement, &witness, &[], &[0; 32])?;
        self.verify(&statement, &[], &proof)?;
        match self.verify(&statement, b"another context", &proof) {
            Err(error) if error.kind() == ErrorKind::ProofVerification => Ok(()),
            _ => Err(ProtocolError::new(
                ErrorKind::Internal,
                "a proof verified in another context",
            )),
        }
    }
}
