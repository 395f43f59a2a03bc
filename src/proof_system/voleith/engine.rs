//! The engine as a [`ProofSystem`]: from statements to instances, and from levels to code for that λ.

use super::cost;
use super::encoding::{Header, Layout, SYSTEM};
use super::security::Security;
use super::{prover, verifier, Instance};
use crate::circuit::count::Analysis;
use crate::circuit::plain::Plain;
use crate::error::{ErrorKind, ProtocolError, Result};
use crate::hash::HashAlgorithm;
use crate::level::{Profile, SecurityLevel, MAX_DEGREE};
use crate::proof_system::{
    check_known, Counts, Estimate, Execution, Parameters, ProofSystem, Randomness, Resources,
};
use crate::stack;
use crate::statement::conjunction::ScopedClaims;
use crate::statement::encoding::Objects;
use crate::statement::{self, Claims, Statement, Witness};

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

/// The circuit of the claims under a degree cap, and its analysis.
///
/// A gadget whose smallest degree is above the cap fixes the degree of the whole. That degree is then the cap for the
/// others too, which can only make the proof smaller. So the circuit always stays within the cap it was made with, and is
/// what [`Claims::at`] gives for its own degree: the verifier, who knows nothing but the degree, finds the same.
fn circuit(claims: &Claims, level: SecurityLevel, degree_cap: u8) -> (ScopedClaims<'_>, Analysis) {
    let circuit = claims.at(level, degree_cap);
    let analysis = circuit.analysis();
    if analysis.degree <= degree_cap {
        return (circuit, analysis);
    }
    let circuit = claims.at(level, analysis.degree);
    let analysis = circuit.analysis();
    (circuit, analysis)
}

/// The analyses of the claims at every degree that they can have, ascending.
fn analyses(claims: &Claims, level: SecurityLevel) -> Vec<Analysis> {
    let mut found = Vec::new();
    let mut cap = MAX_DEGREE;
    // From the largest one down, each by forbidding the one before, until the cap is below the smallest.
    loop {
        let analysis = claims.at(level, cap).analysis();
        if analysis.degree > cap {
            break;
        }
        cap = analysis.degree - 1;
        found.push(analysis);
    }
    found.reverse();
    found
}

/// What a proof of claims with this analysis is and costs.
fn estimate(parameters: Parameters, analysis: &Analysis) -> Result<Estimate> {
    let set = header(parameters, analysis)?.parameters();
    let layout = Layout::new(&set, analysis);
    let security = Security::of(&set, analysis);
    Ok(Estimate {
        proof_size: layout.len as u64,
        security_bits: security.bits,
        quantum_security_bits: security.quantum_bits,
        level: SecurityLevel::ALL
            .into_iter()
            .rfind(|level| security.bits >= f64::from(level.bits())),
        hiding_bits: security.hiding,
        work: cost::verifier_work(&set, analysis, &layout),
        memory: cost::prover_memory(&set, analysis, &layout),
        thread_memory: cost::thread_memory(&set, analysis, &layout),
        max_threads: cost::max_threads(&set, &layout),
        committed_bits: analysis.committed as u64,
        constraints: analysis.constraints as u64,
        degree: analysis.degree.into(),
        counts: Counts {
            leaves: set.leaves() as u64,
            row_bytes: layout.row_len as u64,
            products: analysis.products as u64,
            steps: analysis.steps as u64,
            entries: analysis.entries as u64,
            grinding_bits: set.grinding_bits(analysis.degree) as u32,
        },
    })
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
        let (_, analysis) = circuit(claims(statement)?, parameters.level, parameters.degree_cap);
        estimate(parameters, &analysis)
    }

    fn choices(
        &self,
        level: SecurityLevel,
        statement: &Statement,
    ) -> Result<Vec<(Parameters, Estimate)>> {
        let mut found = Vec::new();
        for analysis in analyses(claims(statement)?, level) {
            for profile in Profile::ALL {
                let parameters = Parameters {
                    level,
                    profile,
                    degree_cap: analysis.degree,
                };
                found.push((parameters, estimate(parameters, &analysis)?));
            }
        }
        Ok(found)
    }

    fn prove(
        &self,
        parameters: Parameters,
        resources: Resources<'_>,
        statement: &Statement,
        witness: &Witness,
        context: &[u8],
        randomness: &Randomness,
    ) -> Result<Vec<u8>> {
        stack::wiped(|| {
            let claims = claims(statement)?;
            let inputs = claims.secret_inputs(witness)?;
            let (circuit, analysis) = circuit(claims, parameters.level, parameters.degree_cap);
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
            at_level!(
                header.level,
                prover::prove(header, &instance, resources, &bits, randomness)
            )
        })
    }

    fn read_details(&self, proof: &[u8]) -> Result<(u32, u32)> {
        let header = Header::read(proof)?;
        Ok((header.profile.id(), header.degree.into()))
    }

    fn verify(
        &self,
        resources: Resources<'_>,
        statement: &Statement,
        context: &[u8],
        proof: &[u8],
    ) -> Result<()> {
        let claimed = Header::read(proof)?;
        // Whatever degree the proof claims, the circuit is the verifier's own; the claim only chooses among those of the
        // statement, and must be one of them.
        let circuit = claims(statement)?.at(claimed.level, claimed.degree);
        let analysis = circuit.analysis();
        if claimed.degree != analysis.degree {
            return Err(ProtocolError::in_field(
                ErrorKind::ProofVerification,
                "proof",
                format!("no proof of this statement has degree {}", claimed.degree),
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
        at_level!(
            claimed.level,
            verifier::verify(claimed, &instance, resources, proof)
        )
    }

    fn health_check(&self, execution: Execution) -> Result<()> {
        let (statement, witness) = statement::known(HashAlgorithm::Sha256)?;
        let parameters = Parameters {
            level: SecurityLevel::L128,
            profile: Profile::Fast,
            degree_cap: MAX_DEGREE,
        };
        check_known(self, parameters, execution, &statement, &witness)
    }
}
