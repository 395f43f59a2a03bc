//! "I know a message whose digest is in this list", without telling which.

use super::claim::{Kind, Scope};
use super::encoding::{Reader, Writer};
use super::message::Message;
use super::secrets::{unfit, SecretList, SecretName, SecretWires, Size, Witness};
use crate::circuit::compare::assert_in_range;
use crate::circuit::padding::push_bits;
use crate::circuit::table::{Table, MAX_ENTRIES};
use crate::circuit::{Evaluator, Target};
use crate::declassify::{declassified, equal};
use crate::error::{ErrorKind, ProtocolError, Result};
use crate::hash::{object_digest, HashAlgorithm, OBJECT_DIGEST_LEN};
use crate::json::{self, Hex};
use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::sync::Arc;
use zeroize::Zeroizing;

/// A list of digests, to be used by any number of statements. Cheap to clone.
#[derive(Clone, Debug)]
pub struct DigestList(Arc<Digests>);

#[derive(Debug)]
struct Digests {
    table: Table,
    digest: [u8; OBJECT_DIGEST_LEN],
}

impl DigestList {
    /// Most digests of a list.
    pub const MAX_LEN: usize = MAX_ENTRIES;

    /// A list of `entries.len() / entry_len` digests of `entry_len` bytes each, one after the other. Order matters: a proof tells
    /// nothing of it, but holds for the same list only.
    pub fn new(entries: Vec<u8>, entry_len: usize) -> Result<Self> {
        let table = Table::new(entries, entry_len)?;
        let digest = object_digest(b"list", &canonical(&table));
        Ok(Self(Arc::new(Digests { table, digest })))
    }

    /// Refuses digests of so many bytes together that are no list.
    pub fn check_len(len: usize, entry_len: usize) -> Result<()> {
        Table::check_len(len, entry_len)
    }

    /// Number of digests.
    pub fn len(&self) -> usize {
        self.0.table.count()
    }

    /// Never: a list has at least one digest.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// Bytes of each digest.
    pub fn entry_len(&self) -> usize {
        self.0.table.entry_len()
    }

    /// The digest of the list itself, which transcripts bind.
    pub fn digest(&self) -> &[u8; OBJECT_DIGEST_LEN] {
        &self.0.digest
    }

    /// The place of a digest in the list, the first if there are several. Not in constant time: for public digests, or for a
    /// prover whose timing nobody observes.
    pub fn position(&self, digest: &[u8]) -> Option<usize> {
        self.0.table.entries().position(|entry| entry == digest)
    }

    fn read(bytes: &[u8]) -> Result<Self> {
        let mut input = Reader::new(bytes);
        let entry_len = input.size()?;
        let entries = input.bytes()?.to_vec();
        input.finish()?;
        Self::new(entries, entry_len)
    }
}

/// Bytes of [`canonical`].
fn canonical_len(table: &Table) -> usize {
    16 + table.bytes().len()
}

/// Entry length and entries, each with its length (`docs/protocol.md`).
fn canonical(table: &Table) -> Vec<u8> {
    let mut out = Writer::new(super::encoding::Objects::Whole);
    out.u64(table.entry_len() as u64);
    out.bytes(table.bytes());
    out.into_bytes()
}

impl PartialEq for DigestList {
    fn eq(&self, other: &Self) -> bool {
        self.0.digest == other.0.digest
    }
}

impl Eq for DigestList {}

impl Serialize for DigestList {
    fn serialize<S: Serializer>(&self, json: S) -> std::result::Result<S::Ok, S::Error> {
        json.collect_seq(self.0.table.entries().map(hex::encode))
    }
}

impl<'de> Deserialize<'de> for DigestList {
    fn deserialize<D: Deserializer<'de>>(json: D) -> std::result::Result<Self, D::Error> {
        json.deserialize_seq(Entries)
    }
}

/// The digests of a list, put one after the other as they are read.
struct Entries;

impl<'de> Visitor<'de> for Entries {
    type Value = DigestList;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of digests")
    }

    fn visit_seq<A: SeqAccess<'de>>(
        self,
        mut array: A,
    ) -> std::result::Result<DigestList, A::Error> {
        let mut entries = Vec::new();
        let (mut count, mut entry_len) = (0, 0);
        while let Some(Hex(entry)) = array.next_element()? {
            if count == 0 {
                entry_len = entry.len();
            } else if entry.len() != entry_len {
                return Err(A::Error::custom("the digests of a list have one length"));
            }
            entries.extend_from_slice(&entry);
            count += 1;
            if count > DigestList::MAX_LEN {
                // The list is refused below.
                break;
            }
        }
        DigestList::new(entries, entry_len).map_err(A::Error::custom)
    }
}

/// The public part: hash function, list, the message with its secrets named, and the name of the place in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OneOfMany {
    hash: HashAlgorithm,
    list: DigestList,
    #[serde(deserialize_with = "json::object")]
    message: Message,
    /// The name of the place in the list, counted from 0.
    index: SecretName,
}

impl OneOfMany {
    /// The usual name of the place in the list.
    pub const INDEX: &str = "index";

    /// A claim about a message whose digest is in `list`.
    pub fn new(
        hash: HashAlgorithm,
        list: DigestList,
        message: Message,
        index: SecretName,
    ) -> Result<Self> {
        let claim = Self {
            hash,
            list,
            message,
            index,
        };
        claim.validate()?;
        Ok(claim)
    }
}

impl Kind for OneOfMany {
    fn name(&self) -> String {
        format!("one-of-many/{}", self.list.len())
    }

    fn validate(&self) -> Result<()> {
        if self.list.entry_len() != self.hash.digest_len() {
            let message = format!(
                "a {} digest has {} bytes, the list has {}",
                self.hash.name(),
                self.hash.digest_len(),
                self.list.entry_len()
            );
            return Err(ProtocolError::in_field(
                ErrorKind::InvalidArgument,
                "list",
                message,
            ));
        }
        self.message.validate(self.hash)
    }

    fn write(&self, out: &mut Writer) {
        out.u32(self.hash.id());
        let table = &self.list.0.table;
        out.object(self.list.digest(), canonical_len(table), || {
            canonical(table)
        });
        self.message.write(out);
        self.index.write(out);
    }

    fn read(input: &mut Reader<'_>) -> Result<Self> {
        Ok(Self {
            hash: HashAlgorithm::from_id(input.u32()?)?,
            list: DigestList::read(input.bytes()?)?,
            message: Message::read(input)?,
            index: SecretName::read(input)?,
        })
    }

    fn mention(&self, secrets: &mut SecretList) -> Result<()> {
        self.message.mention(self.hash, secrets)?;
        secrets.mention(&self.index, Size::Number(self.list.0.table.index_bits()))
    }

    fn check(&self, witness: &Witness) -> Result<()> {
        let table = &self.list.0.table;
        let index = Zeroizing::new(witness.number(&self.index)?);
        if declassified(*index >= table.count() as u64) {
            return Err(unfit("the index is outside the list"));
        }
        let mut place = Zeroizing::new(Vec::with_capacity(64));
        push_bits(&mut place, &index.to_le_bytes());
        let entry = table.select(&place[..table.index_bits()]);
        let mut digest = Zeroizing::new(Vec::with_capacity(8 * self.hash.digest_len()));
        push_bits(&mut digest, &self.message.digest(self.hash, witness)?);
        if !equal(&entry, &digest) {
            return Err(unfit(
                "the digest of the message is not in that place of the list",
            ));
        }
        Ok(())
    }

    fn inputs(&self, witness: &Witness) -> Result<Zeroizing<Vec<u8>>> {
        self.message.inputs(self.hash, witness)
    }

    fn synthesize<E: Evaluator>(
        &self,
        evaluator: &mut E,
        secrets: &SecretWires<E::Wire>,
        scope: Scope,
    ) {
        let mut digest = evaluator.buffer(8 * self.hash.digest_len());
        let target = Target::Wires(&mut digest);
        self.message
            .synthesize(evaluator, self.hash, secrets, target, scope.degree_cap);
        let table = &self.list.0.table;
        let index = secrets.get(&self.index);
        // Places behind the last entry stand for it. In a conjunction other claims may use the same number, so it must be one
        // of a place that there is.
        let degree = self.hash.degree(scope.degree_cap).max(index.len() as u8);
        assert_in_range(evaluator, index, 0, table.count() as u64 - 1, degree);
        evaluator.assert_entry(index, &digest, table);
    }
}
