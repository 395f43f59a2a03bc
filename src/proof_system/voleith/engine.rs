//! The engine as a [`ProofSystem`]: from statements to instances, and from levels to code for that λ.

use super::encoding::{Header, SYSTEM};
use super::params::MAX_DEGREE;
use super::security::Security;
use super::{prover, verifier, Instance};
use crate::backend::Backend;
use crate::circuit::count::Analysis;
use crate::circuit::plain::Plain;
use crate::config::{Profile, SecurityLevel};
use crate::error::{ErrorKind, ProtocolError, Result};
use crate::hash::HashAlgorithm;
use crate::proof_system::{Estimate, Parameters, ProofSystem, Randomness};
use crate::stack::StackWipe;
use crate::statement::encoding::Objects;
use crate::statement::{Claim, Claims, Preimage, SecretName, Statement, Witness};
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

/// The claims of a statement that this system supports.
fn claims(statement: &Statement) -> Result<&Claims> {
    match statement {
        Statement::Claims(claims) => Ok(claims),
        Statement::DiscreteLog(_) => Err(ProtocolError::in_field(
            ErrorKind::Unsupported,
            "statement",
            "it has no circuit",
        )),
    }
}

impl ProofSystem for VoleInTheHead {
    fn name(&self) -> &'static str {
        "vole-in-the-head"
    }

    fn number(&self) -> u8 {
        SYSTEM
    }

    fn is_quantum_resistant(&self) -> bool {
        true
    }

    fn supports(&self, statement: &Statement) -> bool {
        claims(statement).is_ok()
    }

    fn estimate(&self, parameters: Parameters, statement: &Statement) -> Result<Estimate> {
        let circuit = claims(statement)?.at(parameters.level);
        let analysis = Analysis::of(&circuit);
        let set = header(parameters, &analysis)?.parameters();
        let instance = Instance {
            circuit: &circuit,
            analysis,
            parameters: set,
            statement: &[],
            context: &[],
        };
        let layout = instance.layout();
        let security = Security::of(&set, &analysis);
        // Per leaf: its row, its commitment (2λ bits) and its share of the tree (2λ bits an inner node).
        let blocks_per_leaf = layout.row_len.div_ceil(16) + 4 * set.lambda / 128;
        // A product of field elements takes about as long as eight AES blocks at λ = 128, and four times as long at 256.
        let product_blocks = 8 * (set.lambda / 64).pow(2) / 4;
        Ok(Estimate {
            proof_size: layout.len as u64,
            security_bits: security.bits,
            quantum_security_bits: security.quantum_bits,
            level: SecurityLevel::ALL
                .into_iter()
                .rfind(|level| security.bits >= f64::from(level.bits())),
            hiding_bits: security.hiding,
            work: set.leaves() as u64 * blocks_per_leaf as u64
                + analysis.products as u64 * product_blocks as u64,
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
        randomness: &Randomness,
    ) -> Result<Vec<u8>> {
        let _wipe = StackWipe;
        let claims = claims(statement)?;
        let inputs = claims.secret_inputs(witness)?;
        let circuit = claims.at(parameters.level);
        let analysis = Analysis::of(&circuit);
        let header = header(parameters, &analysis)?;
        let bits = Plain::witness(&circuit, &inputs, analysis.committed).ok_or_else(|| {
            ProtocolError::in_field(
                ErrorKind::ProofGeneration,
                "witness",
                "it does not satisfy the statement",
            )
        })?;
        let encoded = statement.encode(Objects::Digests);
        let instance = Instance {
            circuit: &circuit,
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

    fn read_details(&self, proof: &[u8]) -> Result<(u32, u32)> {
        let header = Header::read(proof)?;
        Ok((header.profile.id(), header.degree.into()))
    }

    fn verify(&self, statement: &Statement, context: &[u8], proof: &[u8]) -> Result<()> {
        let claimed = Header::read(proof)?;
        let circuit = claims(statement)?.at(claimed.level);
        let analysis = Analysis::of(&circuit);
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
        let encoded = statement.encode(Objects::Digests);
        let instance = Instance {
            circuit: &circuit,
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
        let claim = Preimage::stated(hash, &hash.digest(message), message.len())?;
        let statement = Statement::Claims(Claims::single(Claim::Preimage(claim))?);
        let mut witness = Witness::new();
        witness.set(
            SecretName::new(Preimage::SECRET)?,
            Zeroizing::new(message.to_vec()),
        )?;
        let parameters = Parameters {
            level: SecurityLevel::L128,
            profile: Profile::Fast,
        };
        let proof = self.prove(parameters, &statement, &witness, &[], &[0; 64])?;
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
