//! Configuration: what a protocol does, and what it refuses.

pub mod layers;
pub mod settings;
mod strict_json;
mod toml_depth;

use crate::backend::Backend;
use crate::compression::CompressionConfig;
use crate::error::{ErrorKind, Problems, ProtocolError, Result};
use crate::proof_system::Execution;
use serde_json::Value;
use std::collections::BTreeMap;
use std::num::NonZero;
use std::time::Duration;

pub use crate::level::{Profile, SecurityLevel, MAX_DEGREE};

/// A ready-made configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// 128 bits, `balanced`.
    Default,
    /// 128 bits, `fast`.
    Fast,
    /// 256 bits, `balanced`, every proof verified before it is returned, discrete logarithms refused.
    Secure,
}

/// Bounds that are checked before anything is allocated or computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Longest proof, in bytes, that is made or looked at.
    pub max_proof_size: u64,
    /// Longest context, in bytes.
    pub max_context_size: u64,
    /// Most work that one proof may cost its verifier, in AES blocks (about 0.3 to 1 ns each with AES instructions); field
    /// products are counted as so many blocks as they take time.
    pub max_work: u64,
    /// Longest canonical encoding of a statement, in bytes, lists and circuits included.
    pub max_statement_size: u64,
    /// Most bytes of secrets in a witness.
    pub max_witness_size: u64,
    /// Most gates that the circuits of a statement may have together, each product of a `MAND` counted as one. Planning them takes
    /// seconds for each million, which `max_work` does not count; the default allows one circuit of the largest size.
    pub max_circuit_size: u64,
    /// Most heap memory, in bytes, that making one proof may take as predicted: verifying it takes no more. Where threads need more, one
    /// works alone; where a prover's configured parameters need more, the fastest ones that do not are taken; else the call fails.
    pub max_memory: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_proof_size: 64 << 20,
            max_context_size: 1 << 20,
            max_work: 1 << 32,
            max_statement_size: 256 << 20,
            max_witness_size: 64 << 20,
            max_circuit_size: 1 << 20,
            max_memory: 4 << 30,
        }
    }
}

/// Refuses what is larger than a limit.
pub(crate) fn within(
    field: &'static str,
    what: &str,
    value: u64,
    limit: u64,
    unit: &str,
) -> Result<()> {
    if value <= limit {
        return Ok(());
    }
    Err(ProtocolError::in_field(
        ErrorKind::LimitExceeded,
        field,
        format!("{what} takes {value} {unit}, the limit is {limit}"),
    ))
}

/// What happens when a proof does not pass the verification after its generation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnVerifyFailure {
    /// The call fails, and there is no proof.
    Error,
    /// The proof is returned, and a warning is logged and counted.
    Warning,
}

impl OnVerifyFailure {
    /// Every choice.
    pub const ALL: [Self; 2] = [Self::Error, Self::Warning];

    /// The lower-case name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// How an optimizer that was plugged in is treated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptimizerConfig {
    /// How long its answer is waited for.
    pub deadline: Duration,
    /// Answers that are kept; 0 keeps none.
    pub cache_size: u32,
    /// Failures in a row after which it is left to rest.
    pub max_failures: u32,
    /// How long it rests before it is asked again.
    pub rest: Duration,
}

impl Default for OptimizerConfig {
    fn default() -> Self {
        Self {
            deadline: Duration::from_millis(50),
            cache_size: 256,
            max_failures: 3,
            rest: Duration::from_secs(30),
        }
    }
}

/// What a protocol does. Prover and verifier take the level from here, never from a proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProtocolConfig {
    /// The level that every proof must have, made or verified.
    pub security_level: SecurityLevel,
    /// Choose profile, degree cap and threads for each statement, the fastest that satisfy `max_proof_size` and
    /// `max_verify_time`; `profile` and `degree_cap` are then not looked at.
    pub use_optimizer: bool,
    /// The profile of the proofs that are made. Proofs of every profile are verified.
    pub profile: Profile,
    /// Largest degree of the check where gadgets have a choice; `None` is the smallest proof.
    pub degree_cap: Option<u8>,
    /// Longest proof, in bytes, that is to be made.
    pub max_proof_size: Option<u64>,
    /// Longest time that verification of a proof that is made may take on this processor, as predicted.
    pub max_verify_time: Option<Duration>,
    /// Compress what is returned, where that makes it smaller.
    pub use_compression: bool,
    /// Verify each new proof before returning it.
    pub verify_after_generation: bool,
    /// What happens when it does not verify.
    pub on_verify_failure: OnVerifyFailure,
    /// Refuse statements whose proofs quantum computers break: discrete logarithms.
    pub require_quantum_resistance: bool,
    /// The kernels to use; `None` is the best of this processor.
    pub backend: Option<Backend>,
    /// Threads that one call may use, the caller's included; 0 is one for each processor core in a batch, and one in any other call.
    pub threads: u32,
    /// Bounds on inputs and work.
    pub limits: Limits,
    /// The optimizer.
    pub optimizer: OptimizerConfig,
    /// Compression.
    pub compression: CompressionConfig,
    /// Values that the library passes on to callbacks and does not look at.
    pub custom: BTreeMap<String, Value>,
}

impl ProtocolConfig {
    /// The configuration of a preset.
    pub fn preset(preset: Preset) -> Self {
        let base = Self {
            security_level: SecurityLevel::L128,
            use_optimizer: false,
            profile: Profile::Balanced,
            degree_cap: None,
            max_proof_size: None,
            max_verify_time: None,
            use_compression: false,
            verify_after_generation: false,
            on_verify_failure: OnVerifyFailure::Error,
            require_quantum_resistance: false,
            backend: None,
            threads: 0,
            limits: Limits::default(),
            optimizer: OptimizerConfig::default(),
            compression: CompressionConfig::default(),
            custom: BTreeMap::new(),
        };
        match preset {
            Preset::Default => base,
            Preset::Fast => Self {
                profile: Profile::Fast,
                ..base
            },
            Preset::Secure => Self {
                security_level: SecurityLevel::L256,
                verify_after_generation: true,
                require_quantum_resistance: true,
                ..base
            },
        }
    }

    /// How a call is computed. A single proof or verification spawns no thread unless the configuration says how many.
    pub fn execution(&self) -> Execution {
        Execution {
            backend: self.backend.unwrap_or_else(Backend::detect),
            threads: NonZero::new(self.threads as usize).unwrap_or(NonZero::<usize>::MIN),
        }
    }

    /// Everything that contradicts itself, each with the name of its setting.
    pub fn validate(&self) -> Result<()> {
        let mut problems = Problems::default();
        let mut refuse = |setting: &'static str, message: String| {
            let error = ProtocolError::in_field(ErrorKind::Configuration, setting, message);
            problems.check(Err::<(), _>(error));
        };
        let limits = &self.limits;
        for (setting, limit) in [
            (settings::LIMIT_PROOF_SIZE, limits.max_proof_size),
            (settings::LIMIT_WORK, limits.max_work),
            (settings::LIMIT_STATEMENT_SIZE, limits.max_statement_size),
            (settings::LIMIT_WITNESS_SIZE, limits.max_witness_size),
            (settings::LIMIT_MEMORY, limits.max_memory),
        ] {
            if limit == 0 {
                refuse(setting, "a limit of 0 refuses every proof".into());
            }
        }
        if self.max_proof_size == Some(0) {
            refuse(settings::MAX_PROOF_SIZE, "no proof has 0 bytes".into());
        }
        if self.max_verify_time == Some(Duration::ZERO) {
            let message = "no verification takes no time";
            refuse(settings::MAX_VERIFY_TIME, message.into());
        }
        if self.max_proof_size > Some(limits.max_proof_size) {
            let message = format!(
                "proofs of more than {} bytes are refused by `{}`",
                limits.max_proof_size,
                settings::LIMIT_PROOF_SIZE
            );
            refuse(settings::MAX_PROOF_SIZE, message);
        }
        if self
            .degree_cap
            .is_some_and(|cap| !(1..=MAX_DEGREE).contains(&cap))
        {
            let message = format!("a degree is 1 to {MAX_DEGREE}");
            refuse(settings::DEGREE_CAP, message);
        }
        if self.threads > MAX_THREADS {
            refuse(settings::THREADS, format!("at most {MAX_THREADS}"));
        }
        if self.optimizer.deadline.is_zero() {
            let message = "an optimizer without time cannot answer";
            refuse(settings::OPTIMIZER_DEADLINE, message.into());
        }
        if self.compression.max_ratio == 0 {
            let message = "nothing can be decompressed to 0 bytes for each byte";
            refuse(settings::COMPRESSION_MAX_RATIO, message.into());
        }
        problems.finish()
    }
}

/// Most threads of a call.
pub const MAX_THREADS: u32 = 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_computed_as_the_configuration_says() {
        let mut config = ProtocolConfig::preset(Preset::Default);
        assert_eq!(config.execution(), Execution::default());
        config.threads = 3;
        for &backend in Backend::available() {
            config.backend = Some(backend);
            let threads = NonZero::new(3).unwrap();
            assert_eq!(config.execution(), Execution { backend, threads });
        }
    }

    #[test]
    fn contradictions_are_reported_together() {
        for preset in [Preset::Default, Preset::Fast, Preset::Secure] {
            assert_eq!(ProtocolConfig::preset(preset).validate(), Ok(()));
        }
        let mut config = ProtocolConfig::preset(Preset::Default);
        config.limits.max_work = 0;
        config.limits.max_proof_size = 100;
        config.max_proof_size = Some(101);
        config.max_verify_time = Some(Duration::ZERO);
        config.degree_cap = Some(0);
        config.threads = MAX_THREADS + 1;
        config.optimizer.deadline = Duration::ZERO;
        config.compression.max_ratio = 0;
        let error = config.validate().unwrap_err();
        let fields: Vec<_> = error.problems().map(|p| p.field().unwrap()).collect();
        assert_eq!(
            fields,
            [
                settings::LIMIT_WORK,
                settings::MAX_VERIFY_TIME,
                settings::MAX_PROOF_SIZE,
                settings::DEGREE_CAP,
                settings::THREADS,
                settings::OPTIMIZER_DEADLINE,
                settings::COMPRESSION_MAX_RATIO,
            ]
        );
    }
}
