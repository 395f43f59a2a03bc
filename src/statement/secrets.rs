//! Named secrets: what a statement knows of them, and the witness that holds them.
//!
//! A statement names each of its secrets and states its size; claims of a conjunction that name the same secret speak of the
//! same bits, which are committed once.

use super::encoding::{malformed, Reader, Writer};
use crate::circuit::bytes::Bytes;
use crate::circuit::padding::push_bits;
use crate::circuit::Evaluator;
use crate::declassify::declassified;
use crate::error::{ErrorKind, Problems, ProtocolError, Result};
use crate::stack;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use zeroize::{Zeroize, Zeroizing};

/// The name of a secret: 1 to 64 bytes of UTF-8 without control characters. Names are public.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SecretName(String);

impl SecretName {
    /// Longest name, in bytes.
    pub const MAX_LEN: usize = 64;

    /// A checked name.
    pub fn new(name: &str) -> Result<Self> {
        if name.is_empty() || name.len() > Self::MAX_LEN || name.chars().any(char::is_control) {
            return Err(ProtocolError::in_field(
                ErrorKind::InvalidArgument,
                "name",
                format!(
                    "the name of a secret has 1 to {} bytes and no control characters",
                    Self::MAX_LEN
                ),
            ));
        }
        Ok(Self(name.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn write(&self, out: &mut Writer) {
        out.bytes(self.0.as_bytes());
    }

    pub(super) fn read(input: &mut Reader<'_>) -> Result<Self> {
        let text =
            std::str::from_utf8(input.bytes()?).map_err(|_| malformed("a name is not UTF-8"))?;
        Self::new(text).map_err(|error| malformed(error.message()))
    }
}

impl fmt::Display for SecretName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for SecretName {
    type Error = ProtocolError;

    fn try_from(name: String) -> Result<Self> {
        Self::new(&name)
    }
}

impl From<SecretName> for String {
    fn from(name: SecretName) -> Self {
        name.0
    }
}

/// The size of a secret, as a statement states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// So many bits, packed into bytes from the least significant bit on; unused bits of the last byte are zero.
    Bits(usize),
    /// A number of so many bits (at most 64), held as eight little-endian bytes.
    Number(usize),
    /// A byte string whose length is secret: at least and at most so many bytes. It stands in one claim only.
    Hidden {
        /// Shortest length.
        shortest: usize,
        /// Longest length.
        longest: usize,
    },
}

impl Size {
    /// A byte string of that length.
    pub fn bytes(len: usize) -> Self {
        Self::Bits(len.saturating_mul(8))
    }

    /// Committed bits, where the size is stated.
    fn bits(self) -> Option<usize> {
        match self {
            Self::Bits(bits) | Self::Number(bits) => Some(bits),
            Self::Hidden { .. } => None,
        }
    }
}

/// The secrets of a statement in the order of their first mention, which is the order of commitment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SecretList {
    order: Vec<(SecretName, Size)>,
    sizes: BTreeMap<SecretName, Size>,
}

impl SecretList {
    /// The most secrets of a statement: one for each input bit of the largest circuit. Each costs the verifier time and memory however few
    /// bits it has.
    const MAX: usize = 1 << 16;

    /// Mentions a secret. Refused if it was mentioned with another size before, has a hidden length and was mentioned at all, or
    /// is one too many.
    pub fn mention(&mut self, name: &SecretName, size: Size) -> Result<()> {
        let refused = |message: String| {
            Err(ProtocolError::in_field(
                ErrorKind::InvalidArgument,
                "secret",
                message,
            ))
        };
        match self.sizes.get(name) {
            None if self.order.len() == Self::MAX => {
                let message = format!("a statement has at most {} secrets", Self::MAX);
                return Err(ProtocolError::in_field(
                    ErrorKind::LimitExceeded,
                    "secret",
                    message,
                ));
            }
            None => {
                self.order.push((name.clone(), size));
                self.sizes.insert(name.clone(), size);
            }
            Some(Size::Hidden { .. }) => {
                return refused(format!(
                    "`{name}` has a hidden length and can stand in one place only"
                ))
            }
            Some(Size::Number(_)) if matches!(size, Size::Bits(_)) => {
                return refused(format!("`{name}` is an index, and cannot be anything else"))
            }
            Some(Size::Bits(_)) if matches!(size, Size::Number(_)) => {
                return refused(format!("`{name}` is no index, and cannot be one"))
            }
            Some(known) if *known != size => {
                return refused(format!("`{name}` has different sizes in different places"))
            }
            Some(_) => {}
        }
        Ok(())
    }

    /// The secrets.
    pub fn iter(&self) -> impl Iterator<Item = (&SecretName, Size)> {
        self.order.iter().map(|(name, size)| (name, *size))
    }

    /// Commits every secret of stated size.
    pub(super) fn commit<E: Evaluator>(&self, evaluator: &mut E) -> SecretWires<E::Wire> {
        let mut wires = BTreeMap::new();
        for (name, size) in self.iter() {
            if let Some(bits) = size.bits() {
                let mut out = evaluator.buffer(bits);
                evaluator.input(&mut out);
                wires.insert(name.clone(), out);
            }
        }
        SecretWires(wires)
    }

    /// Checks that the witness has every secret, of the right size, and reports all that it has not.
    pub(super) fn check_sizes(&self, witness: &Witness) -> Result<()> {
        let mut problems = Problems::default();
        for (name, size) in self.iter() {
            problems.check(witness.checked(name, size));
        }
        problems.finish()
    }

    /// The bits of every secret of stated size (bytes 0 or 1) in that order.
    pub(super) fn inputs(&self, witness: &Witness) -> Result<Vec<Zeroizing<Vec<u8>>>> {
        let mut all = Vec::new();
        for (name, size) in self.iter() {
            let value = witness.checked(name, size)?;
            if let Some(bits) = size.bits() {
                let mut out = Zeroizing::new(Vec::with_capacity(8 * value.len()));
                push_bits(&mut out, value);
                let beyond = out[bits..].iter().fold(0, |any, bit| any | bit);
                if declassified(beyond) != 0 {
                    return Err(unfit(format!(
                        "the secret `{name}` has bits beyond its stated size"
                    )));
                }
                out.truncate(bits);
                all.push(out);
            }
        }
        Ok(all)
    }
}

/// The wires of the secrets of stated size.
pub struct SecretWires<W: Zeroize>(BTreeMap<SecretName, Zeroizing<Vec<W>>>);

impl<W: Copy + Zeroize> SecretWires<W> {
    /// The wires of a secret that the claim mentioned.
    pub fn get(&self, name: &SecretName) -> &[W] {
        &self.0[name]
    }

    /// The same as a byte string.
    pub fn bytes<E: Evaluator<Wire = W>>(&self, evaluator: &E, name: &SecretName) -> Bytes<W> {
        Bytes::from_wires(evaluator, self.get(name))
    }
}

/// The prover's refusal of a witness that does not fit.
pub(super) fn unfit(message: impl Into<String>) -> ProtocolError {
    ProtocolError::in_field(ErrorKind::ProofGeneration, "witness", message)
}

/// The secrets that satisfy a statement, by name. Zeroized when dropped; never printed.
#[derive(Default)]
pub struct Witness(BTreeMap<SecretName, Zeroizing<Vec<u8>>>);

impl Witness {
    /// The longest secret, in bytes: a witness holds no longer one, whatever the statement.
    pub const MAX_SECRET_LEN: usize = 1 << 24;

    /// Without any secret.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a secret, or replaces it: a byte string, or the little-endian bytes of a number.
    pub fn set(&mut self, name: SecretName, value: Zeroizing<Vec<u8>>) -> Result<()> {
        Self::check_len(&value)?;
        self.0.insert(name, value);
        Ok(())
    }

    /// The same with a copy of `value`; one that is too long is refused before it is copied. Nothing of it stays on the stack or in
    /// registers.
    pub fn set_copy(&mut self, name: SecretName, value: &[u8]) -> Result<()> {
        Self::check_len(value)?;
        stack::wiped(|| self.set(name, Zeroizing::new(value.to_vec())))
    }

    /// The same with a number.
    pub fn set_number(&mut self, name: SecretName, value: u64) -> Result<()> {
        stack::wiped(|| self.set_copy(name, &value.to_le_bytes()))
    }

    // How long it is may be a secret.
    fn check_len(value: &[u8]) -> Result<()> {
        if value.len() <= Self::MAX_SECRET_LEN {
            return Ok(());
        }
        Err(ProtocolError::in_field(
            ErrorKind::LimitExceeded,
            "value",
            format!("a secret has at most {} bytes", Self::MAX_SECRET_LEN),
        ))
    }

    /// Bytes of all secrets together.
    pub fn size(&self) -> u64 {
        self.0.values().map(|value| value.len() as u64).sum()
    }

    /// The value of a secret that is there and, by [`Self::checked`], has the right size.
    pub(super) fn get(&self, name: &SecretName) -> Result<&[u8]> {
        self.0
            .get(name)
            .map(|value| value.as_slice())
            .ok_or_else(|| unfit(format!("the secret `{name}` is missing")))
    }

    /// The value of a secret of a certain size.
    fn checked(&self, name: &SecretName, size: Size) -> Result<&[u8]> {
        let value = self.get(name)?;
        match size {
            Size::Bits(bits) if value.len() != bits.div_ceil(8) => {
                Err(unfit(format!("the secret `{name}` does not have the stated length")))
            }
            Size::Number(_) if value.len() != 8 => {
                Err(unfit(format!("the secret `{name}` is a number and takes eight bytes")))
            }
            Size::Hidden { shortest, longest } if !(shortest..=longest).contains(&value.len()) => {
                Err(unfit(format!(
                    "the secret `{name}` does not have a length that gives the stated number of blocks"
                )))
            }
            _ => Ok(value),
        }
    }

    /// A secret of eight bytes as a number.
    pub(super) fn number(&self, name: &SecretName) -> Result<u64> {
        let value = self.checked(name, Size::Number(64))?;
        Ok(u64::from_le_bytes(value.try_into().expect("eight bytes")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_has_so_many_secrets_and_no_more() {
        let mut secrets = SecretList::default();
        let mut mention = |i: usize| {
            let name = SecretName::new(&format!("secret {i}")).unwrap();
            secrets.mention(&name, Size::Bits(1))
        };
        (0..SecretList::MAX).for_each(|i| mention(i).unwrap());
        let error = mention(SecretList::MAX).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::LimitExceeded);
        assert_eq!(mention(7), Ok(()), "it is there already");
    }

    #[test]
    fn an_index_is_nothing_else() {
        let name = SecretName::new("place").unwrap();
        for (first, second) in [
            (Size::Number(8), Size::Bits(8)),
            (Size::Bits(8), Size::Number(8)),
            (Size::Number(8), Size::Number(9)),
        ] {
            let mut secrets = SecretList::default();
            secrets.mention(&name, first).unwrap();
            secrets.mention(&name, first).unwrap();
            let error = secrets.mention(&name, second).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidArgument);
            let is_index = error.message().contains("index");
            assert_eq!(is_index, second != Size::Number(9), "{error}");
        }
    }
}
