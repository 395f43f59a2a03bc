//! The prover (`docs/protocol.md`, "Prover").

use super::bavc::Tree;
use super::check;
use super::encoding::Header;
use super::transcript::{self, Challenge3};
use super::universal_hash::VoleHash;
use super::vole;
use super::Instance;
use crate::circuit::Circuit;
use crate::declassify::declassify;
use crate::error::{ErrorKind, ProtocolError, Result};
use crate::proof_system::{Randomness, Resources};
use crate::symmetric::row_sums::xor_into;
use zeroize::Zeroizing;

/// Makes a proof. `witness` are the committed bits of a satisfied circuit (bytes 0 or 1, as the plain reading gives
/// them); `randomness` is fresh from the operating system, or fixed to reproduce a known answer.
///
/// A witness that does not satisfy the circuit gives a proof that does not verify.
pub fn prove<const N: usize, C: Circuit + Sync + ?Sized>(
    header: Header,
    instance: &Instance<'_, C>,
    resources: Resources<'_>,
    witness: &[u8],
    randomness: &Randomness,
) -> Result<Vec<u8>> {
    assert!(
        instance.agrees_with(header),
        "header and instance belong together"
    );
    let backend = resources.execution.backend;
    let set = &instance.parameters;
    let layout = instance.layout();
    let packed = pack(witness);
    let mut proof = vec![0; layout.len];
    proof[..Header::LEN].copy_from_slice(&header.to_bytes());

    let mu = transcript::statement_digest::<N, C>(header, instance);
    let (root_key, mut iv_pre) = transcript::root_key::<N>(&packed, &mu, randomness);
    declassify(&mut iv_pre);
    proof[layout.iv_pre.clone()].copy_from_slice(&iv_pre);
    let iv = transcript::iv::<N>(&iv_pre);
    let tree = Tree::<N> {
        set,
        iv: &iv,
        backend,
    };

    let mut committed = vole::commit(&tree, resources, &root_key, layout.row_len);
    // What each challenge depends on is public: it is in the proof, or the verifier computes it.
    declassify(&mut committed.h);
    declassify(&mut committed.corrections);
    proof[layout.corrections.clone()].copy_from_slice(&committed.corrections);
    let challenge1 =
        transcript::challenge1::<N>(&mu, &committed.h, &committed.corrections, &iv_pre);

    let hash = VoleHash::<N>::new(backend, &challenge1, layout.row_len);
    let mut u_tilde = hash.hash(&committed.u);
    let mut d = packed;
    xor_into(&mut d, &committed.u);
    clear_padding(&mut d, witness.len());
    let columns = (0..set.lambda).map(|t| hash.hash(committed.v.get(t)));
    let mut challenge2 = transcript::challenge2::<N>(&challenge1, &u_tilde, columns, &d);
    declassify(&mut u_tilde);
    declassify(&mut d);
    declassify(&mut challenge2);
    proof[layout.u_tilde.clone()].copy_from_slice(&u_tilde);
    proof[layout.d.clone()].copy_from_slice(&d);

    let mask_len = (usize::from(header.degree) - 1) * 8 * N;
    let v = vole::rows::<N>(resources, &committed.v, 8 * (layout.witness_len + mask_len));
    let u_masks = &committed.u[layout.witness_len..][..mask_len];
    let mut a = check::coefficients(instance, resources, &challenge2, witness, &v, u_masks);
    declassify(&mut a);
    for (a, out) in a[1..]
        .iter()
        .zip(proof[layout.coefficients.clone()].chunks_exact_mut(8 * N))
    {
        a.write_bytes(out);
    }

    let (counter, delta, opening) = Challenge3::new(set, &challenge2, &a)
        .grind::<N, _>(backend, |delta| {
            set.opening(transcript::positions(set, delta))
        })
        .ok_or_else(|| {
            ProtocolError::new(
                ErrorKind::ProofGeneration,
                "no counter gives an opening that fits; try again",
            )
        })?;
    let opened = &mut proof[layout.opening.clone()];
    tree.write_opening(&root_key, &opening, opened);
    declassify(opened);
    proof[layout.challenge3.clone()].copy_from_slice(&delta);
    proof[layout.counter].copy_from_slice(&counter.to_le_bytes());
    Ok(proof)
}

/// Bits (bytes 0 or 1) to bytes, least significant bit first; unused bits are zero.
fn pack(bits: &[u8]) -> Zeroizing<Vec<u8>> {
    let pack = |byte: &[u8]| {
        byte.iter()
            .enumerate()
            .fold(0, |sum, (i, bit)| sum | bit << i)
    };
    let mut out = Zeroizing::new(Vec::with_capacity(bits.len().div_ceil(8)));
    out.extend(bits.chunks(8).map(pack));
    out
}

/// Sets the bits from `bits` on to zero.
fn clear_padding(bytes: &mut [u8], bits: usize) {
    if let (Some(last), used @ 1..) = (bytes.last_mut(), bits % 8) {
        *last &= (1 << used) - 1;
    }
}
