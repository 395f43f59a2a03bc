//! Discrete logarithms as a [`ProofSystem`]: the library's header, and what the session is bound to.

use super::GroupId;
use crate::error::{ErrorKind, ProtocolError, Result};
use crate::level::{Profile, SecurityLevel, MAX_DEGREE};
use crate::proof_system::preamble::{malformed, Preamble};
use crate::proof_system::{
    check_known, Counts, Estimate, Execution, Parameters, ProofSystem, Randomness, Resources,
};
use crate::statement::encoding::Objects;
use crate::statement::{DiscreteLog, SecretName, Statement, Witness};
use std::num::NonZero;
use zeroize::Zeroizing;

/// The number of this proof system in the header.
pub const SYSTEM: u8 = 2;

/// Separates the library's proofs from other uses of the same protocol.
const LABEL: &[u8] = b"NexusZero discrete-logarithm proof, version 2";

/// Schnorr proofs over prime-order groups. Not quantum-resistant.
pub struct Sigma;

fn discrete_log(statement: &Statement) -> Result<&DiscreteLog> {
    match statement {
        Statement::DiscreteLog(statement) => Ok(statement),
        Statement::Claims(_) => Err(ProtocolError::in_field(
            ErrorKind::Unsupported,
            "statement",
            "it is no discrete logarithm",
        )),
    }
}

/// What every group counts as: NIST SP 800-57 part 1, table 2, rates orders of 256 bits at 128 bits of security, and RFC 7748, section 4.1,
/// the curve of ristretto255.
const LEVEL: SecurityLevel = SecurityLevel::L128;

fn preamble(group: GroupId) -> [u8; Preamble::LEN] {
    let preamble = Preamble {
        system: SYSTEM,
        level: LEVEL,
        details: [group.id() as u8, 0],
    };
    preamble.to_bytes()
}

/// The header of `proof`, if it is one of this system.
fn header(proof: &[u8]) -> Result<Preamble> {
    let preamble = Preamble::read_of(SYSTEM, proof)?;
    match preamble.level {
        LEVEL => Ok(preamble),
        other => Err(malformed(format!(
            "no proof of a discrete logarithm has level {}",
            other.bits()
        ))),
    }
}

/// What a proof is bound to besides the instance: header, statement and context, each with its length.
fn session(header: &[u8], statement: &Statement, context: &[u8]) -> Vec<u8> {
    let mut session = Vec::new();
    for part in [LABEL, header, &statement.encode(Objects::Digests), context] {
        session.extend_from_slice(&(part.len() as u64).to_le_bytes());
        session.extend_from_slice(part);
    }
    session
}

impl ProofSystem for Sigma {
    fn name(&self) -> &'static str {
        "sigma"
    }

    fn number(&self) -> u8 {
        SYSTEM
    }

    fn is_quantum_resistant(&self) -> bool {
        false
    }

    fn supports(&self, statement: &Statement) -> bool {
        discrete_log(statement).is_ok()
    }

    fn estimate(&self, _parameters: Parameters, statement: &Statement) -> Result<Estimate> {
        let group = discrete_log(statement)?.group();
        Ok(Estimate {
            proof_size: (Preamble::LEN + group.proof_len()) as u64,
            security_bits: group.security_bits(),
            quantum_security_bits: 0.0,
            level: Some(LEVEL),
            hiding_bits: f64::INFINITY,
            work: 0,
            memory: 0,
            thread_memory: 0,
            max_threads: NonZero::<usize>::MIN,
            committed_bits: 0,
            constraints: 0,
            degree: 0,
            counts: Counts::default(),
        })
    }

    fn choices(
        &self,
        level: SecurityLevel,
        statement: &Statement,
    ) -> Result<Vec<(Parameters, Estimate)>> {
        let parameters = Parameters {
            level,
            profile: Profile::Fast,
            degree_cap: MAX_DEGREE,
        };
        Ok(vec![(parameters, self.estimate(parameters, statement)?)])
    }

    fn prove(
        &self,
        _parameters: Parameters,
        _resources: Resources<'_>,
        statement: &Statement,
        witness: &Witness,
        context: &[u8],
        randomness: &Randomness,
    ) -> Result<Vec<u8>> {
        let claim = discrete_log(statement)?;
        let mut proof = preamble(claim.group()).to_vec();
        let session = session(&proof, statement, context);
        let made = super::prove(
            claim.group(),
            claim.generator(),
            claim.public_value(),
            claim.exponent(witness)?,
            &session,
            randomness,
        );
        // What is wrong with the secret is a matter of the witness here.
        proof.extend(made.map_err(|error| match error.field() {
            Some("secret") => {
                ProtocolError::in_field(ErrorKind::ProofGeneration, "witness", error.message())
            }
            _ => error,
        })?);
        Ok(proof)
    }

    fn read_details(&self, proof: &[u8]) -> Result<(u32, u32)> {
        let [group, zero] = header(proof)?.details;
        GroupId::from_id(group.into()).map_err(|error| malformed(error.message()))?;
        if zero != 0 {
            return Err(malformed("the last byte of the header is set"));
        }
        Ok((0, 0))
    }

    fn verify(
        &self,
        _resources: Resources<'_>,
        statement: &Statement,
        context: &[u8],
        proof: &[u8],
    ) -> Result<()> {
        let claim = discrete_log(statement)?;
        header(proof)?;
        let header = preamble(claim.group());
        let Some(body) = proof.strip_prefix(&header[..]) else {
            return Err(ProtocolError::in_field(
                ErrorKind::ProofVerification,
                "proof",
                "the proof is for another group",
            ));
        };
        let session = session(&header, statement, context);
        super::verify(
            claim.group(),
            claim.generator(),
            claim.public_value(),
            &session,
            body,
        )
    }

    fn health_check(&self, execution: Execution) -> Result<()> {
        let parameters = Parameters {
            level: SecurityLevel::L128,
            profile: Profile::Fast,
            degree_cap: 0,
        };
        for group in GroupId::ALL {
            let generator = super::standard_generator(group);
            let secret = super::known_secret(group);
            let public_value = super::public_value(group, &generator, &secret)?;
            let name = SecretName::new(DiscreteLog::SECRET)?;
            let claim = DiscreteLog::new(group, &generator, &public_value, name.clone())?;
            let statement = Statement::DiscreteLog(claim);
            let mut witness = Witness::new();
            witness.set(name, Zeroizing::new(secret))?;
            check_known(self, parameters, execution, &statement, &witness)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proof_system::ProofInfo;

    fn proven() -> (Statement, Vec<u8>) {
        let group = GroupId::P256;
        let generator = crate::proof_system::sigma::standard_generator(group);
        let secret = [1; 32];
        let public = crate::proof_system::sigma::public_value(group, &generator, &secret).unwrap();
        let name = SecretName::new("secret").unwrap();
        let claim = DiscreteLog::new(group, &generator, &public, name.clone()).unwrap();
        let statement = Statement::DiscreteLog(claim);
        let mut witness = Witness::new();
        witness.set(name, Zeroizing::new(secret.to_vec())).unwrap();
        let parameters = Parameters {
            level: SecurityLevel::L128,
            profile: Profile::Fast,
            degree_cap: 0,
        };
        let execution = Execution::default();
        let proof = Sigma.prove(
            parameters,
            execution.into(),
            &statement,
            &witness,
            b"context",
            &[3; 64],
        );
        (statement, proof.unwrap())
    }

    /// Without the pipeline, which looks at the header too.
    #[test]
    fn every_byte_of_the_header_is_checked() {
        let (statement, proof) = proven();
        let verify =
            |proof: &[u8]| Sigma.verify(Execution::default().into(), &statement, b"context", proof);
        assert_eq!(verify(&proof), Ok(()));
        for at in 0..Preamble::LEN {
            for byte in 0..=255 {
                let mut changed = proof.clone();
                changed[at] = byte;
                assert_eq!(verify(&changed).is_ok(), byte == proof[at], "{at} {byte}");
            }
        }
        // Without a statement to compare with, too.
        let said = |at: usize, byte: u8| {
            let mut changed = proof.clone();
            changed[at] = byte;
            let error = ProofInfo::read(&changed).unwrap_err();
            (error.kind(), error.message().to_owned())
        };
        let malformed = |message: &str| (ErrorKind::Malformed, message.to_owned());
        let group = "no group has the number 9";
        assert_eq!(said(Preamble::LEN - 2, 9), malformed(group));
        let zero = "the last byte of the header is set";
        assert_eq!(said(Preamble::LEN - 1, 1), malformed(zero));
        let system = "no proof system has the number 9".to_owned();
        assert_eq!(said(4, 9), (ErrorKind::Unsupported, system));
    }

    /// A proof that is right but for the level in its header, to which the challenge is bound too.
    #[test]
    fn there_is_one_level() {
        let (statement, proof) = proven();
        let claim = discrete_log(&statement).unwrap();
        for level in SecurityLevel::ALL {
            let header = Preamble {
                level,
                ..header(&proof).unwrap()
            };
            let mut proof = header.to_bytes().to_vec();
            let session = session(&proof, &statement, b"context");
            let (generator, public_value) = (claim.generator(), claim.public_value());
            let made = crate::proof_system::sigma::prove(
                claim.group(),
                generator,
                public_value,
                &[1; 32],
                &session,
                &[3; 64],
            );
            proof.extend(made.unwrap());
            let execution = Execution::default();
            let verified = Sigma.verify(execution.into(), &statement, b"context", &proof);
            assert_eq!(verified.is_ok(), level == LEVEL);
            assert_eq!(Sigma.read_details(&proof).is_ok(), level == LEVEL);
        }
    }

    /// `docs/protocol.md`, 8.2.
    #[test]
    fn the_session_is_the_documented_one() {
        let (statement, proof) = proven();
        let header = &proof[..Preamble::LEN];
        let encoded = statement.encode(Objects::Digests);
        let mut expected = Vec::new();
        for part in [
            &b"NexusZero discrete-logarithm proof, version 2"[..],
            header,
            &encoded,
            b"c",
        ] {
            expected.extend(u64::try_from(part.len()).unwrap().to_le_bytes());
            expected.extend(part);
        }
        assert_eq!(session(header, &statement, b"c"), expected);
    }
}
