//! Proofs of discrete logarithms in every group: the secret decoded and compared, nonce, commitment, response.

use super::common::claims::discrete_log;
use super::{finds_nothing, memcheck, secret_copy, secret_randomness, secret_witness};
use crate::backend::Backend;
use crate::config::{Profile, SecurityLevel};
use crate::error::Result;
use crate::proof_system::sigma::{public_value, standard_generator, GroupId};
use crate::proof_system::{for_statement, Parameters};
use crate::statement::{DiscreteLog, SecretName, Statement};

/// A secret of every group: below the order whichever end is the more significant one.
const SECRET: [u8; 32] = {
    let mut secret = [0xa7; 32];
    (secret[0], secret[31]) = (1, 1);
    secret
};

fn prove(statement: &Statement, secret: &[u8]) -> Result<Vec<u8>> {
    eprintln!("{}", statement.name());
    let parameters = Parameters {
        level: SecurityLevel::L128,
        profile: Profile::Fast,
        degree_cap: 2,
    };
    let witness = secret_witness(&vec![("secret", secret.to_vec())]);
    let randomness = secret_randomness();
    let system = for_statement(statement)?;
    system.prove(
        parameters,
        Backend::detect().into(),
        statement,
        &witness,
        b"",
        &randomness,
    )
}

/// The same secret to another base than the standard one, which has no tables.
fn to_another_base(group: GroupId) -> Statement {
    let generator = public_value(group, &standard_generator(group), &[1; 32]).unwrap();
    let public = public_value(group, &generator, &SECRET).unwrap();
    let name = SecretName::new("secret").unwrap();
    Statement::DiscreteLog(DiscreteLog::new(group, &generator, &public, name).unwrap())
}

#[test]
#[ignore = "needs valgrind"]
fn no_branch_or_address_of_a_proof_depends_on_a_secret() {
    finds_nothing(|| {
        for group in GroupId::ALL {
            for statement in [discrete_log(group, &SECRET), to_another_base(group)] {
                memcheck::take_declassified();
                prove(&statement, &SECRET).unwrap();
                // Commitment and response, which both were secret up to there.
                assert!(memcheck::take_declassified() >= 64);
            }
        }
    });
}

/// A secret of another public value, one that is 0, and one that is not below the order.
#[test]
#[ignore = "needs valgrind"]
fn nor_of_a_refusal() {
    finds_nothing(|| {
        for group in GroupId::ALL {
            let statement = discrete_log(group, &SECRET);
            for secret in [[1; 32], [0; 32], [0xff; 32]] {
                let error = prove(&statement, &secret).unwrap_err();
                assert_eq!(error.field(), Some("witness"));
            }
        }
    });
}

#[test]
#[ignore = "needs valgrind"]
fn nor_of_a_public_value() {
    finds_nothing(|| {
        for group in GroupId::ALL {
            memcheck::take_declassified();
            let secret = secret_copy(&SECRET);
            let public = public_value(group, &standard_generator(group), &secret).unwrap();
            assert!(memcheck::take_declassified() >= public.len());
        }
    });
}
