//! The verifier (`docs/protocol.md`, "Verifier").

use super::bavc::Tree;
use super::check;
use super::encoding::Header;
use super::transcript::{self, Challenge3};
use super::universal_hash::VoleHash;
use super::vole;
use super::Instance;
use crate::circuit::Circuit;
use crate::error::{ErrorKind, ProtocolError, Result};
use crate::field::Gf;
use crate::proof_system::preamble::malformed;
use crate::proof_system::Resources;
use crate::symmetric::row_sums::xor_into;

fn invalid(message: &str) -> ProtocolError {
    ProtocolError::in_field(ErrorKind::ProofVerification, "proof", message)
}

/// Checks a proof whose header is `header`. `instance` has the parameters of the header and the statement, context
/// and analysis of the verifier's own making.
pub fn verify<const N: usize, C: Circuit + ?Sized>(
    header: Header,
    instance: &Instance<'_, C>,
    resources: Resources<'_>,
    proof: &[u8],
) -> Result<()> {
    let backend = resources.execution.backend;
    let set = &instance.parameters;
    let layout = instance.layout();
    if proof.len() != layout.len {
        return Err(malformed(format!(
            "a proof of this statement has {} bytes, got {}",
            layout.len,
            proof.len()
        )));
    }
    if proof[..Header::LEN] != header.to_bytes() || !instance.agrees_with(header) {
        return Err(malformed("the header is not the one that was announced"));
    }
    let part = |range: &std::ops::Range<usize>| &proof[range.clone()];
    let (corrections, u_tilde) = (part(&layout.corrections), part(&layout.u_tilde));
    let (d, encoded_opening) = (part(&layout.d), part(&layout.opening));
    let (delta, iv_pre) = (part(&layout.challenge3), part(&layout.iv_pre));
    let counter = u32::from_le_bytes(part(&layout.counter).try_into().expect("four bytes"));
    let higher: Vec<Gf<N>> = part(&layout.coefficients)
        .chunks_exact(8 * N)
        .map(Gf::from_bytes)
        .collect();

    if !transcript::d_is_canonical(&layout, instance.analysis.committed, d) {
        return Err(malformed("unused bits of the witness part are set"));
    }
    if !transcript::delta_is_canonical(set, delta) {
        return Err(malformed("the challenge has bits where it must be zero"));
    }
    let opening = set
        .opening(transcript::positions(set, delta))
        .ok_or_else(|| invalid("the challenge takes more nodes than an opening may have"))?;
    let used = (2 * set.tau + opening.nodes.len()) * 8 * N;
    if encoded_opening[used..].iter().any(|&byte| byte != 0) {
        return Err(malformed("unused bytes of the opening are set"));
    }

    let mu = transcript::statement_digest::<N, C>(header, instance);
    let iv = transcript::iv::<N>(iv_pre);
    let tree = Tree::<N> {
        set,
        iv: &iv,
        backend,
    };
    let (h, q) = vole::reconstruct(
        &tree,
        resources,
        &opening,
        encoded_opening,
        corrections,
        layout.row_len,
    );
    let challenge1 = transcript::challenge1::<N>(&mu, &h, corrections, iv_pre);

    let hash = VoleHash::<N>::new(backend, &challenge1, layout.row_len);
    let delta_bit = |t: usize| delta[t / 8] >> (t % 8) & 1;
    let columns = (0..set.lambda).map(|t| {
        let mut column = hash.hash(q.get(t));
        if delta_bit(t) == 1 {
            xor_into(&mut column, u_tilde);
        }
        column
    });
    let challenge2 = transcript::challenge2::<N>(&challenge1, u_tilde, columns, d);

    let mask_bits = (usize::from(header.degree) - 1) * 64 * N;
    let mut q = vole::rows::<N>(resources, &q, 8 * layout.witness_len + mask_bits);
    let delta_element = Gf::from_bytes(delta);
    for (r, q) in q.iter_mut().enumerate().take(8 * layout.witness_len) {
        *q += delta_element.masked(d[r / 8] >> (r % 8) & 1);
    }
    let mut a = vec![check::constant_term(
        instance,
        resources,
        &challenge2,
        delta_element,
        &q,
        &higher,
    )];
    a.extend(higher);

    // One equality checks everything: h, the column hashes and a_0 are not in the proof but under this hash.
    match Challenge3::new(set, &challenge2, &a).at::<N>(counter) {
        Some(expected) if expected == delta => Ok(()),
        _ => Err(invalid(
            "the proof does not hold for this statement and context",
        )),
    }
}
