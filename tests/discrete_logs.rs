//! Discrete logarithms through the pipeline: proved and verified where they are allowed, refused where they are not.

mod common;

use common::claims::*;
use common::{protocol, single, witness};
use nexuszero::config::{Preset, Profile, ProtocolConfig, SecurityLevel};
use nexuszero::error::ErrorKind;
use nexuszero::pipeline::Protocol;
use nexuszero::proof_system::sigma::GroupId;

#[test]
fn discrete_logarithms_prove_and_verify_where_they_are_allowed() {
    let exponent = [1; 32];
    let secrets = witness(&[("secret", &exponent)]);
    for group in GroupId::ALL {
        let statement = discrete_log(group, &exponent);
        assert!(!statement.is_quantum_resistant());
        let allowed = protocol(SecurityLevel::L128, Profile::Balanced);
        let proof = allowed.prove(&statement, &secrets, b"context").unwrap();
        assert_eq!(
            allowed.verify(&statement, b"context", &proof.proof_data),
            Ok(())
        );
        let error = allowed
            .verify(&statement, b"other", &proof.proof_data)
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ProofVerification);
        let metrics = proof.metrics.unwrap();
        assert!(!metrics.quantum_resistant && metrics.profile.is_none());
        for at in 0..proof.proof_data.len() {
            let mut changed = proof.proof_data.clone();
            changed[at] ^= 1 << (at % 8);
            assert!(
                allowed.verify(&statement, b"context", &changed).is_err(),
                "byte {at}"
            );
        }
        let error = allowed
            .prove(&statement, &witness(&[("secret", &[2; 32])]), b"")
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ProofGeneration);

        // A level that no such group reaches, and a configuration that refuses them.
        let high = protocol(SecurityLevel::L192, Profile::Balanced);
        let error = high.prove(&statement, &secrets, b"").unwrap_err();
        assert_eq!(error.field(), Some("security_level"));
        let strict = Protocol::new(ProtocolConfig {
            require_quantum_resistance: true,
            ..ProtocolConfig::preset(Preset::Default)
        })
        .unwrap();
        for error in [
            strict.prove(&statement, &secrets, b"").err(),
            strict
                .verify(&statement, b"context", &proof.proof_data)
                .err(),
        ] {
            let error = error.unwrap();
            assert_eq!(error.kind(), ErrorKind::Configuration);
            assert_eq!(error.field(), Some("require_quantum_resistance"));
        }

        // A proof of the other system is refused in either direction.
        let claim = single(nullifier(b""));
        let other = allowed.prove(&claim, &member(0), b"").unwrap().proof_data;
        for (statement, proof) in [(&statement, &other), (&claim, &proof.proof_data)] {
            let error = allowed.verify(statement, b"", proof).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::ProofVerification);
            assert!(error.message().contains("system"), "{error}");
        }
    }
    assert!(ProtocolConfig::preset(Preset::Secure).require_quantum_resistance);
}
