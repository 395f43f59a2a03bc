//! A small circuit with many witnesses, for tests of the engine itself; statements and witnesses in a few words.
#![allow(dead_code)]

pub mod claims;

use nexuszero::circuit::count::Analysis;
use nexuszero::circuit::{Circuit, Evaluator};
use nexuszero::config::{Preset, ProtocolConfig};
use nexuszero::config::{Profile, SecurityLevel};
use nexuszero::error::Result;
use nexuszero::hash::HashAlgorithm;
use nexuszero::pipeline::Protocol;
use nexuszero::proof_system::voleith::encoding::Header;
use nexuszero::proof_system::voleith::Instance;
use nexuszero::statement::{
    Claim, Claims, Message, Part, Preimage, SecretName, Statement, Witness,
};
use zeroize::Zeroizing;

/// What a preimage statement says of the length of its message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageLength {
    Stated(usize),
    Hidden { blocks: usize },
}

pub fn protocol(security_level: SecurityLevel, profile: Profile) -> Protocol {
    Protocol::new(ProtocolConfig {
        security_level,
        profile,
        ..ProtocolConfig::preset(Preset::Default)
    })
    .unwrap()
}

pub fn name(text: &str) -> SecretName {
    SecretName::new(text).unwrap()
}

pub fn single(claim: Claim) -> Statement {
    Statement::Claims(Claims::single(claim).unwrap())
}

/// The statement about one secret message; HMACs get the public key `key`.
pub fn try_preimage(
    hash: HashAlgorithm,
    digest: &[u8],
    length: MessageLength,
) -> Result<Statement> {
    let secret = name(Preimage::SECRET);
    let mut message = match length {
        MessageLength::Stated(len) => Message::stated(secret, len),
        MessageLength::Hidden { blocks } => Message::hidden(secret, blocks),
    };
    if hash.is_keyed() {
        message.key = Some(Part::Public {
            public: b"key".to_vec(),
        });
    }
    let claim = Preimage::new(hash, digest, message)?;
    Ok(Statement::Claims(Claims::single(Claim::Preimage(claim))?))
}

pub fn preimage(hash: HashAlgorithm, message: &[u8], length: MessageLength) -> Statement {
    try_preimage(hash, &hash.digest_with_key(b"key", message), length).unwrap()
}

pub fn witness(secrets: &[(&str, &[u8])]) -> Witness {
    let mut witness = Witness::new();
    for (secret, value) in secrets {
        witness
            .set(name(secret), Zeroizing::new(value.to_vec()))
            .unwrap();
    }
    witness
}

/// "I know `inputs` bits whose products in windows of `degree` neighbours have the parities `parities`."
pub struct Windows {
    pub inputs: usize,
    pub degree: usize,
    pub parities: Vec<bool>,
}

impl Windows {
    pub fn new(bits: &[u8], degree: usize) -> Self {
        let parities = bits
            .windows(degree)
            .map(|window| window.iter().all(|&bit| bit == 1))
            .collect();
        Self {
            inputs: bits.len(),
            degree,
            parities,
        }
    }
}

impl Circuit for Windows {
    fn synthesize<E: Evaluator>(&self, evaluator: &mut E) {
        let mut bits = evaluator.buffer(self.inputs);
        evaluator.input(&mut bits);
        let mut products = evaluator.buffer(self.parities.len());
        products.copy_from_slice(&bits[..self.parities.len()]);
        for offset in 1..self.degree {
            let left = products.clone();
            let right = &bits[offset..offset + self.parities.len()];
            evaluator.and(&mut products, &left, right);
        }
        for (product, &parity) in products.iter_mut().zip(&self.parities) {
            let parity = [evaluator.constant(parity)];
            evaluator.xor_assign(std::slice::from_mut(product), &parity);
        }
        evaluator.assert_zero(&products);
    }
}

/// xorshift64, from a state other than 0: for whatever only has to be scattered.
pub fn scattered(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}

pub fn bits(len: usize, seed: u64) -> Vec<u8> {
    let mut state = seed | 1;
    let bit = |_| u8::from(!scattered(&mut state).is_multiple_of(4));
    (0..len).map(bit).collect()
}

/// Bits, as bytes 0 or 1, in bytes, from the least significant bit on.
pub fn packed(bits: &[u8]) -> Vec<u8> {
    let pack = |bits: &[u8]| bits.iter().rev().fold(0, |byte, bit| byte << 1 | bit);
    bits.chunks(8).map(pack).collect()
}

pub fn instance<'a>(circuit: &'a Windows, header: &Header) -> Instance<'a, Windows> {
    Instance {
        circuit,
        analysis: Analysis::of(circuit),
        parameters: header.parameters(),
        statement: b"windows",
        context: b"context",
    }
}

pub fn header(level: SecurityLevel, profile: Profile, degree: usize) -> Header {
    Header {
        level,
        profile,
        degree: degree as u8,
    }
}
