//! Proof systems behind one trait, and the registry that finds the right one for a statement or a proof.

pub mod preamble;
pub mod sigma;
pub mod voleith;

use crate::backend::Backend;
use crate::buffers::Buffers;
use crate::error::{ErrorKind, ProtocolError, Result};
use crate::level::{Profile, SecurityLevel};
use crate::statement::{Statement, Witness};
use preamble::{Preamble, VERSION};
use serde::Serialize;
use sigma::engine::Sigma;
use std::num::NonZero;
use voleith::engine::VoleInTheHead;

/// What parameters mean for a statement, before any work.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// Exact proof size in bytes.
    pub proof_size: u64,
    /// Computed classical security in bits.
    pub security_bits: f64,
    /// Computed security in bits against a quantum adversary; 0 for a discrete logarithm.
    pub quantum_security_bits: f64,
    /// The highest level that this security reaches, if any.
    #[serde(skip)]
    pub level: Option<SecurityLevel>,
    /// -log2 of the statistical advantage in telling 2^32 proofs from simulated ones.
    pub hiding_bits: f64,
    /// What the verifier computes, in AES blocks: the measure of `Limits::max_work`.
    pub work: u64,
    /// Heap bytes that proving holds at once, at most, on one thread unless [`Self::on`] says how many; of a circuit from a file without its plan, which is made once and kept
    /// with the circuit. 0 for a discrete logarithm, which takes next to none.
    pub memory: u64,
    /// Heap bytes that each thread but the first adds to that, at most.
    #[serde(skip)]
    pub thread_memory: u64,
    /// Threads that find enough to do in making or verifying a proof.
    #[serde(skip)]
    pub max_threads: NonZero<usize>,
    /// Bits committed for the statement; 0 for a discrete logarithm.
    pub committed_bits: u64,
    /// Constraints checked.
    pub constraints: u64,
    /// Degree of the check.
    pub degree: u32,
    /// What the time of a proof follows from.
    pub counts: Counts,
}

/// How often the steps that take time are done. All are 0 for a discrete logarithm.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Leaves of the tree of vector commitments.
    pub leaves: u64,
    /// Bytes that each leaf is stretched to.
    pub row_bytes: u64,
    /// Products of field elements in one evaluation of the circuit. A prover evaluates it as often as the degree says, a verifier
    /// once.
    pub products: u64,
    /// Sums and products in one evaluation, those of a whole slice counted once.
    pub steps: u64,
    /// Entries of the lists that are selected from; each is also a product.
    pub entries: u64,
    /// log2 of the hashes that give an acceptable challenge on average.
    pub grinding_bits: u32,
}

impl Estimate {
    /// How the proof is made where it may be made so, by as many of the threads as find enough to do, and what it takes
    /// then.
    pub fn on(&self, execution: Execution) -> (Execution, Self) {
        let threads = execution.threads.min(self.max_threads);
        let memory = self.memory + (threads.get() as u64 - 1) * self.thread_memory;
        let estimate = Self {
            memory,
            ..self.clone()
        };
        let execution = Execution {
            threads,
            ..execution
        };
        (execution, estimate)
    }
}

/// What the header of a proof says. It is the prover's claim; only verification checks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ProofInfo {
    /// Version of the proof format.
    pub version: u32,
    /// The number of the proof system.
    pub system: u32,
    /// Security level in bits.
    pub security_level: u32,
    /// The profile's number; 0 where the proof system has no profiles.
    pub profile: u32,
    /// The degree of the check; 0 where there is none.
    pub degree: u32,
    /// Whether proofs of this system resist quantum computers.
    pub quantum_resistant: bool,
    /// Bytes of the whole proof.
    pub size: u64,
}

impl ProofInfo {
    /// Reads the header of `proof`: `Malformed` or `Unsupported` where it is none of this build's.
    pub fn read(proof: &[u8]) -> Result<Self> {
        let preamble = Preamble::read(proof)?;
        let system = REGISTRY
            .into_iter()
            .find(|system| system.number() == preamble.system)
            .ok_or_else(|| {
                ProtocolError::in_field(
                    ErrorKind::Unsupported,
                    "proof",
                    format!("no proof system has the number {}", preamble.system),
                )
            })?;
        let (profile, degree) = system.read_details(proof)?;
        Ok(Self {
            version: VERSION.into(),
            system: preamble.system.into(),
            security_level: preamble.level.bits(),
            profile,
            degree,
            quantum_resistant: system.is_quantum_resistant(),
            size: proof.len() as u64,
        })
    }
}

/// Fresh bytes from the operating system for one proof: 2λ bits at the highest level, so that among many proofs none can be
/// found by searching for its randomness.
pub type Randomness = [u8; 64];

/// Level, profile and degree cap of proofs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameters {
    /// The level.
    pub level: SecurityLevel,
    /// The profile.
    pub profile: Profile,
    /// Constraints of gadgets that have a choice stay at or below this degree. Where a statement has a gadget whose smallest
    /// degree is above, that degree is the cap: it is paid for anyway. `MAX_DEGREE` caps nothing.
    /// Ignored by systems without a degree.
    pub degree_cap: u8,
}

/// How a call is computed. No bit of its result depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Execution {
    /// The processor instructions to use.
    pub backend: Backend,
    /// Threads that work on the call, the caller's included. One spawns nothing.
    pub threads: NonZero<usize>,
}

impl Default for Execution {
    /// The best backend of this processor, on the caller's thread.
    fn default() -> Self {
        Self {
            backend: Backend::detect(),
            threads: NonZero::<usize>::MIN,
        }
    }
}

impl From<Backend> for Execution {
    /// On the caller's thread.
    fn from(backend: Backend) -> Self {
        Self {
            backend,
            threads: NonZero::<usize>::MIN,
        }
    }
}

/// What a call works with.
#[derive(Clone, Copy)]
pub struct Resources<'a> {
    /// How it is computed.
    pub execution: Execution,
    /// Where its memory comes from.
    pub buffers: &'a Buffers,
}

impl<T: Into<Execution>> From<T> for Resources<'static> {
    /// With memory of its own.
    fn from(execution: T) -> Self {
        static NONE_KEPT: Buffers = Buffers::keeping(0);
        Self {
            execution: execution.into(),
            buffers: &NONE_KEPT,
        }
    }
}

/// A way to prove statements. It knows nothing of configuration files, compression or metrics.
pub trait ProofSystem: Sync {
    /// The lower-case name.
    fn name(&self) -> &'static str;

    /// The number in the header of its proofs.
    fn number(&self) -> u8;

    /// Whether its proofs resist quantum computers.
    fn is_quantum_resistant(&self) -> bool;

    /// Whether it can prove `statement`.
    fn supports(&self, statement: &Statement) -> bool;

    /// What a proof of `statement` with these parameters is and costs.
    fn estimate(&self, parameters: Parameters, statement: &Statement) -> Result<Estimate>;

    /// Every choice of parameters at `level` that makes a difference, with its estimate: from the lowest degree to the highest,
    /// and for each from the fastest profile to the smallest. One for a system without a degree, which has no profiles either.
    fn choices(
        &self,
        level: SecurityLevel,
        statement: &Statement,
    ) -> Result<Vec<(Parameters, Estimate)>>;

    /// Proves `statement`, bound to `context`. Refuses a witness that does not satisfy it.
    fn prove(
        &self,
        parameters: Parameters,
        resources: Resources<'_>,
        statement: &Statement,
        witness: &Witness,
        context: &[u8],
        randomness: &Randomness,
    ) -> Result<Vec<u8>>;

    /// Profile and degree that the header of one of its proofs claims; 0 for what it does not have.
    fn read_details(&self, proof: &[u8]) -> Result<(u32, u32)>;

    /// Checks that `proof` proves `statement`, bound to `context`. The parameters are those that the proof claims; whether
    /// they are good enough is the caller's policy, to be applied before.
    fn verify(
        &self,
        resources: Resources<'_>,
        statement: &Statement,
        context: &[u8],
        proof: &[u8],
    ) -> Result<()>;

    /// Runs a known answer through prover and verifier.
    fn health_check(&self, execution: Execution) -> Result<()>;
}

/// Every proof system of this build.
pub const REGISTRY: [&dyn ProofSystem; 2] = [&VoleInTheHead, &Sigma];

/// The proof system for a statement.
pub fn for_statement(statement: &Statement) -> Result<&'static dyn ProofSystem> {
    REGISTRY
        .into_iter()
        .find(|system| system.supports(statement))
        .ok_or_else(|| {
            ProtocolError::in_field(
                ErrorKind::Unsupported,
                "statement",
                format!("no proof system proves {}", statement.name()),
            )
        })
}

/// Proves a statement whose witness is known: the proof verifies, and in another context it does not.
fn check_known(
    system: &dyn ProofSystem,
    parameters: Parameters,
    execution: Execution,
    statement: &Statement,
    witness: &Witness,
) -> Result<()> {
    let resources = Resources::from(execution);
    let proof = system.prove(parameters, resources, statement, witness, &[], &[0; 64])?;
    system.verify(resources, statement, &[], &proof)?;
    match system.verify(resources, statement, b"another context", &proof) {
        Err(error) if error.kind() == ErrorKind::ProofVerification => Ok(()),
        Err(error) => Err(error),
        Ok(()) => Err(ProtocolError::new(
            ErrorKind::Internal,
            "a proof verified in another context",
        )),
    }
}

/// Runs the health check of every proof system; the first failure is returned.
pub fn health_check(execution: Execution) -> Result<()> {
    REGISTRY
        .into_iter()
        .try_for_each(|system| system.health_check(execution))
}
