//! The published circuits that are rows: files of `tests/vectors/bristol`, whose first input is the secret.

use crate::subject::Failure;
use nexuszero::statement::circuit::{Circuit, Input};
use nexuszero::statement::{CircuitClaim, SecretName};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors/bristol/");

/// A circuit of two inputs, the first one secret, and one output, all of whole bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Published {
    pub name: &'static str,
    file: &'static str,
    /// Bytes of the secret input.
    pub secret_len: usize,
    /// Bytes of the public one.
    public_len: usize,
}

/// The key of a known plaintext and ciphertext.
pub const AES_128: Published = Published {
    name: "aes-128",
    file: "aes_128.txt.xz",
    secret_len: 16,
    public_len: 16,
};

/// The block that the compression function takes from one known state to another.
pub const SHA256: Published = Published {
    name: "sha256",
    file: "sha256.txt.xz",
    secret_len: 64,
    public_len: 32,
};

impl Published {
    /// The claim to know `secret`, by that name, which goes with `public`.
    pub fn claim(self, name: &str, secret: &[u8], public: &[u8]) -> Result<CircuitClaim, Failure> {
        let packed = std::fs::read(format!("{FOLDER}{}", self.file))?;
        let mut text = Vec::new();
        lzma_rs::xz_decompress(&mut &packed[..], &mut text)
            .map_err(|error| format!("{}: {error:?}", self.file))?;
        let circuit = Circuit::from_bristol(&text)?;
        let public = public[..self.public_len].to_vec();
        let inputs = bits(&[secret, &public].concat());
        let outputs = bytes(&circuit.gates().evaluate(&inputs));
        let secret = SecretName::new(name)?;
        let inputs = vec![Input::Secret { secret }, Input::Public { public }];
        Ok(CircuitClaim::new(circuit, inputs, &outputs)?)
    }
}

/// Bits, least significant first.
fn bits(bytes: &[u8]) -> Vec<u8> {
    bytes
        .iter()
        .flat_map(|byte| (0..8).map(move |i| byte >> i & 1))
        .collect()
}

fn bytes(bits: &[u8]) -> Vec<u8> {
    bits.chunks(8)
        .map(|bits| bits.iter().rev().fold(0, |byte, bit| byte << 1 | bit))
        .collect()
}
