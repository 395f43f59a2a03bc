//! The engine on small circuits of chosen degree: completeness, and provers that lie at one step and are honest
//! everywhere else (so that only the check against that lie can catch them).

mod common;

use common::{bits, header, instance, preimage, witness, MessageLength, Windows};
use nexuszero::backend::Backend;
use nexuszero::buffers::Buffers;
use nexuszero::circuit::plain::Plain;
use nexuszero::circuit::Circuit;
use nexuszero::config::{Profile, SecurityLevel, MAX_DEGREE};
use nexuszero::error::ErrorKind;
use nexuszero::field::Gf;
use nexuszero::hash::HashAlgorithm;
use nexuszero::proof_system::voleith::bavc::Tree;
use nexuszero::proof_system::voleith::encoding::Header;
use nexuszero::proof_system::voleith::transcript::{self, Challenge3};
use nexuszero::proof_system::voleith::universal_hash::VoleHash;
use nexuszero::proof_system::voleith::{check, prover, verifier, vole, Instance};
use nexuszero::proof_system::{for_statement, Execution, Parameters, Resources};
use nexuszero::statement::Preimage;
use nexuszero::symmetric::row_sums::xor_into;
use proptest::prelude::*;
use std::num::NonZero;

/// Calls `$function::<N>` with the N of a level.
macro_rules! at_level {
    ($level:expr, $function:ident($($arg:expr),*)) => {
        match $level {
            SecurityLevel::L128 => $function::<2>($($arg),*),
            SecurityLevel::L192 => $function::<3>($($arg),*),
            SecurityLevel::L256 => $function::<4>($($arg),*),
        }
    };
}

fn windows_on_all<const N: usize>(header: Header, inputs: &[u8], executions: &[Execution]) {
    let circuit = Windows::new(inputs, header.degree.into());
    let instance = instance(&circuit, &header);
    assert_eq!(instance.analysis.degree, header.degree);
    let witness = Plain::witness(&circuit, inputs, inputs.len()).unwrap();
    same_on_all::<N, _>(header, &instance, &witness, executions);
}

/// Every backend with each of these numbers of threads.
fn executions(threads: &[usize]) -> Vec<Execution> {
    let of = |&backend| {
        let threads = threads.iter();
        threads.map(move |&threads| Execution {
            backend,
            threads: NonZero::new(threads).unwrap(),
        })
    };
    Backend::available().iter().flat_map(of).collect()
}

/// Every way to compute a proof gives the same bytes, and every way to verify accepts them.
fn same_on_all<const N: usize, C: Circuit + Sync>(
    header: Header,
    instance: &Instance<'_, C>,
    witness: &[u8],
    executions: &[Execution],
) {
    // One after the other, they hand on their memory too.
    let buffers = Buffers::keeping(1 << 20);
    let prove = |&execution| {
        let resources = Resources {
            execution,
            buffers: &buffers,
        };
        let proof = prover::prove::<N, _>(header, instance, resources, witness, &[7; 64]).unwrap();
        verifier::verify::<N, _>(header, instance, resources, &proof).unwrap();
        proof
    };
    let first = prove(&executions[0]);
    assert_eq!(first.len(), instance.layout().len);
    for execution in &executions[1..] {
        assert!(prove(execution) == first, "{execution:?} differs");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn any_degree_and_length_proves_and_verifies(
        degree in 1usize..=MAX_DEGREE.into(),
        extra in 0usize..100,
        seed: u64,
        level in prop::sample::select(&SecurityLevel::ALL[..]),
        profile in prop::sample::select(&[Profile::Fast, Profile::Balanced][..]),
    ) {
        let header = header(level, profile, degree);
        let inputs = bits(degree + extra, seed);
        at_level!(level, windows_on_all(header, &inputs, &executions(&[1])));
    }
}

/// No bit of a proof depends on the processor or on the number of threads.
fn every_backend_and_number_of_threads_gives_the_same_proof(level: SecurityLevel) {
    for profile in Profile::ALL {
        // Trees of many leaves take their time.
        let threads: &[usize] = match (profile, level) {
            (Profile::Fast | Profile::Balanced, _) => &[1, 2, 3],
            // Level 192 has vectors of two depths.
            (Profile::Small, SecurityLevel::L192) => &[1, 2],
            (_, SecurityLevel::L128) => &[1, 3],
            _ => &[1],
        };
        let all = executions(threads);
        let header = header(level, profile, 3);
        at_level!(level, windows_on_all(header, &bits(61, 5), &all));
        if threads.len() > 1 {
            hash_on_all(level, profile, &all);
        }
    }
}

#[test]
fn every_backend_and_number_of_threads_gives_the_same_proof_at_128() {
    every_backend_and_number_of_threads_gives_the_same_proof(SecurityLevel::L128);
}

#[test]
fn every_backend_and_number_of_threads_gives_the_same_proof_at_192() {
    every_backend_and_number_of_threads_gives_the_same_proof(SecurityLevel::L192);
}

#[test]
fn every_backend_and_number_of_threads_gives_the_same_proof_at_256() {
    every_backend_and_number_of_threads_gives_the_same_proof(SecurityLevel::L256);
}

/// The same for a statement about a hash.
fn hash_on_all(level: SecurityLevel, profile: Profile, executions: &[Execution]) {
    let message = b"a secret of some bytes";
    let statement = preimage(
        HashAlgorithm::Sha256,
        message,
        MessageLength::Stated(message.len()),
    );
    let witness = witness(&[(Preimage::SECRET, message)]);
    let parameters = Parameters {
        level,
        profile,
        degree_cap: MAX_DEGREE,
    };
    let system = for_statement(&statement).unwrap();
    let prove = |execution: Execution| {
        let (context, randomness) = (b"context", &[7; 64]);
        let resources = execution.into();
        system
            .prove(
                parameters, resources, &statement, &witness, context, randomness,
            )
            .unwrap()
    };
    let first = prove(executions[0]);
    for &execution in executions {
        assert!(prove(execution) == first, "{execution:?} differs");
        system
            .verify(execution.into(), &statement, b"context", &first)
            .unwrap();
    }
}

/// Where a prover lies.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Lie {
    None,
    /// One committed bit.
    Witness,
    /// The corrections of every vector, in one position.
    Corrections,
    /// ũ.
    UTilde,
    /// The hash of one column.
    ColumnHash,
    /// One of a_1 to a_(D-1).
    Coefficient,
    /// a_0, which only the hash sees.
    ConstantTerm,
    /// The commitment of a hidden leaf.
    HiddenCommitment,
    /// An opened node.
    Node,
    /// The commitment h.
    Commitment,
}

/// The prover of `voleith::prover`, step by step, with one lie. All later challenges are derived from the lie.
fn lying_prover<const N: usize>(
    header: Header,
    instance: &Instance<'_, Windows>,
    witness: &[u8],
    lie: Lie,
) -> Vec<u8> {
    let backend = Backend::detect();
    let set = &instance.parameters;
    let layout = instance.layout();
    let mut proof = vec![0; layout.len];
    proof[..Header::LEN].copy_from_slice(&header.to_bytes());
    let mut witness = witness.to_vec();
    if lie == Lie::Witness {
        // Inside a window whose other bits are ones, so that the statement is really false.
        let flip = witness.windows(3).position(|w| w == [1, 1, 1]).unwrap();
        witness[flip] ^= 1;
    }
    let mut packed = vec![0; layout.witness_len];
    for (i, bit) in witness.iter().enumerate() {
        packed[i / 8] |= bit << (i % 8);
    }

    let mu = transcript::statement_digest::<N, _>(header, instance);
    let (root_key, iv_pre) = transcript::root_key::<N>(&packed, &mu, &[9; 64]);
    let iv = transcript::iv::<N>(&iv_pre);
    let tree = Tree::<N> {
        set,
        iv: &iv,
        backend,
    };
    let mut committed = vole::commit(&tree, backend.into(), &root_key, layout.row_len);
    if lie == Lie::Corrections {
        for row in committed.corrections.chunks_exact_mut(layout.row_len) {
            row[0] ^= 1;
        }
    }
    if lie == Lie::Commitment {
        committed.h[0] ^= 1;
    }
    let challenge1 =
        transcript::challenge1::<N>(&mu, &committed.h, &committed.corrections, &iv_pre);
    let hash = VoleHash::<N>::new(backend, &challenge1, layout.row_len);
    let mut u_tilde = hash.hash(&committed.u);
    if lie == Lie::UTilde {
        u_tilde[3] ^= 4;
    }
    let mut d = packed.clone();
    xor_into(&mut d, &committed.u);
    let unused = 8 * d.len() - witness.len();
    *d.last_mut().unwrap() &= 0xff >> unused;
    let columns = (0..set.lambda).map(|t| {
        let mut column = hash.hash(committed.v.get(t));
        if lie == Lie::ColumnHash && t == 5 {
            column[0] ^= 1;
        }
        column
    });
    let challenge2 = transcript::challenge2::<N>(&challenge1, &u_tilde, columns, &d);
    let mask_len = (usize::from(header.degree) - 1) * 8 * N;
    let v = vole::rows::<N>(
        backend.into(),
        &committed.v,
        8 * (layout.witness_len + mask_len),
    );
    let u_masks = &committed.u[layout.witness_len..][..mask_len];
    let mut a = check::coefficients(instance, backend.into(), &challenge2, &witness, &v, u_masks);
    match lie {
        Lie::Coefficient => a[1] += Gf::ONE,
        Lie::ConstantTerm => a[0] += Gf::ONE,
        _ => {}
    }
    let (counter, delta, opening) = Challenge3::new(set, &challenge2, &a)
        .grind::<N, _>(backend, |delta| {
            set.opening(transcript::positions(set, delta))
        })
        .unwrap();
    tree.write_opening(&root_key, &opening, &mut proof[layout.opening.clone()]);
    match lie {
        Lie::HiddenCommitment => proof[layout.opening.start] ^= 1,
        Lie::Node => proof[layout.opening.start + set.tau * 16 * N] ^= 1,
        _ => {}
    }
    proof[layout.corrections.clone()].copy_from_slice(&committed.corrections);
    proof[layout.u_tilde.clone()].copy_from_slice(&u_tilde);
    proof[layout.d.clone()].copy_from_slice(&d);
    for (j, a) in a[1..].iter().enumerate() {
        let start = layout.coefficients.start + 8 * N * j;
        a.write_bytes(&mut proof[start..start + 8 * N]);
    }
    proof[layout.challenge3.clone()].copy_from_slice(&delta);
    proof[layout.iv_pre.clone()].copy_from_slice(&iv_pre);
    proof[layout.counter.clone()].copy_from_slice(&counter.to_le_bytes());
    proof
}

fn lies_are_rejected<const N: usize>(header: Header) {
    for seed in 1..6 {
        let inputs = bits(61, seed);
        let circuit = Windows::new(&inputs, header.degree.into());
        let instance = instance(&circuit, &header);
        let verify = |lie| {
            let proof = lying_prover::<N>(header, &instance, &inputs, lie);
            verifier::verify::<N, _>(header, &instance, Backend::detect().into(), &proof)
        };
        let backend = Backend::detect();
        let honest =
            prover::prove::<N, _>(header, &instance, backend.into(), &inputs, &[9; 64]).unwrap();
        let harness = lying_prover::<N>(header, &instance, &inputs, Lie::None);
        assert_eq!(harness, honest, "the harness is the prover");
        assert_eq!(verify(Lie::None), Ok(()));
        for lie in [
            Lie::Witness,
            Lie::Corrections,
            Lie::UTilde,
            Lie::ColumnHash,
            Lie::Coefficient,
            Lie::ConstantTerm,
            Lie::HiddenCommitment,
            Lie::Node,
            Lie::Commitment,
        ] {
            let error = verify(lie).expect_err(&format!("{lie:?} went through"));
            assert_eq!(error.kind(), ErrorKind::ProofVerification, "{lie:?}");
        }
    }
}

#[test]
fn a_lie_at_any_step_is_rejected() {
    for level in SecurityLevel::ALL {
        at_level!(
            level,
            lies_are_rejected(header(level, Profile::Balanced, 3))
        );
    }
}

/// Every byte of a proof changed, every truncation and some extensions: none verifies.
#[test]
fn no_changed_proof_verifies() {
    let header = header(SecurityLevel::L128, Profile::Fast, 3);
    let inputs = bits(61, 77);
    let circuit = Windows::new(&inputs, 3);
    let instance = instance(&circuit, &header);
    let backend = Backend::detect();
    let proof =
        prover::prove::<2, _>(header, &instance, backend.into(), &inputs, &[1; 64]).unwrap();
    let verify = |proof: &[u8]| verifier::verify::<2, _>(header, &instance, backend.into(), proof);
    assert_eq!(verify(&proof), Ok(()));
    for at in 0..proof.len() {
        let mut changed = proof.clone();
        changed[at] ^= 1 << (at % 8);
        let error = verify(&changed).expect_err(&format!("byte {at} may be changed"));
        assert!(matches!(
            error.kind(),
            ErrorKind::ProofVerification | ErrorKind::Malformed
        ));
    }
    for len in (0..proof.len()).step_by(97).chain([proof.len() - 1]) {
        assert_eq!(
            verify(&proof[..len]).unwrap_err().kind(),
            ErrorKind::Malformed
        );
    }
    let mut longer = proof.clone();
    longer.push(0);
    assert_eq!(verify(&longer).unwrap_err().kind(), ErrorKind::Malformed);
}

/// The header decides nothing that the instance decides otherwise.
#[test]
fn a_header_of_another_instance_is_refused() {
    let announced = header(SecurityLevel::L128, Profile::Fast, 3);
    let inputs = bits(61, 9);
    let circuit = Windows::new(&inputs, 3);
    let instance = instance(&circuit, &announced);
    let backend = Backend::detect();
    let proof =
        prover::prove::<2, _>(announced, &instance, backend.into(), &inputs, &[1; 64]).unwrap();
    for other in [
        header(SecurityLevel::L128, Profile::Balanced, 3),
        header(SecurityLevel::L192, Profile::Fast, 3),
        header(SecurityLevel::L128, Profile::Fast, 2),
        header(SecurityLevel::L128, Profile::Fast, 4),
    ] {
        let mut changed = proof.clone();
        changed[..Header::LEN].copy_from_slice(&other.to_bytes());
        let error =
            verifier::verify::<2, _>(other, &instance, backend.into(), &changed).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Malformed, "{other:?}: {error}");
    }
}

/// Parts that are zero in canonical proofs are checked, and say so.
#[test]
fn non_canonical_proofs_are_malformed() {
    let header = header(SecurityLevel::L128, Profile::Balanced, 3);
    let inputs = bits(61, 4);
    let circuit = Windows::new(&inputs, 3);
    let instance = instance(&circuit, &header);
    let layout = instance.layout();
    let backend = Backend::detect();
    let mut randomness = [1; 64];
    // A proof with unused node space.
    let proof = loop {
        let proof =
            prover::prove::<2, _>(header, &instance, backend.into(), &inputs, &randomness).unwrap();
        if proof[layout.opening.end - 1] == 0 && proof[layout.opening.end - 2] == 0 {
            break proof;
        }
        randomness[0] += 1;
    };
    for (at, bit) in [
        (layout.d.end - 1, 7), // 61 committed bits: the last three of d are unused
        (layout.opening.end - 1, 0), // unused node bytes
        (layout.challenge3.end - 1, 7), // the top w bits of Δ
    ] {
        let mut changed = proof.clone();
        changed[at] ^= 1 << bit;
        let error =
            verifier::verify::<2, _>(header, &instance, backend.into(), &changed).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Malformed, "byte {at}: {error}");
    }
}

/// The same randomness with another witness or another context gives another tree: nothing is reused.
#[test]
fn repeated_randomness_reuses_nothing() {
    let header = header(SecurityLevel::L128, Profile::Fast, 2);
    let (one, mut other) = (bits(64, 3), bits(64, 3));
    // A bit beside two zeros can change without changing any product: two witnesses of one statement.
    other[..3].fill(0);
    let mut one = one;
    one[..3].copy_from_slice(&[1, 0, 0]);
    let circuit = Windows::new(&one, 2);
    assert_eq!(circuit.parities, Windows::new(&other, 2).parities);
    let backend = Backend::detect();
    let prove = |witness: &[u8], context: &'static [u8]| {
        let instance = Instance {
            context,
            ..instance(&circuit, &header)
        };
        prover::prove::<2, _>(header, &instance, backend.into(), witness, &[5; 64]).unwrap()
    };
    let proofs = [prove(&one, b"a"), prove(&one, b"b"), prove(&other, b"a")];
    assert_eq!(
        prove(&one, b"a"),
        proofs[0],
        "all inputs equal: the same proof"
    );
    for (i, a) in proofs.iter().enumerate() {
        for b in &proofs[..i] {
            assert_eq!(a.len(), b.len());
            // No run of 16 bytes in common anywhere past the header, wherever it stands.
            let windows: std::collections::HashSet<_> = a[Header::LEN..]
                .windows(16)
                .filter(|w| w.iter().any(|&byte| byte != 0))
                .collect();
            assert!(!b[Header::LEN..].windows(16).any(|w| windows.contains(w)));
        }
    }
}
