//! "I know a leaf of the Merkle tree with this root", without telling which (RFC 6962, section 2.1).

use super::claim::{Kind, Scope};
use super::encoding::{Reader, Writer};
use super::message::Message;
use super::secrets::{unfit, SecretList, SecretName, SecretWires, Size, Witness};
use crate::circuit::bytes::Bytes;
use crate::circuit::merkle::ordered_children;
use crate::circuit::message::{self, Content};
use crate::circuit::{Evaluator, Target};
use crate::error::{ErrorKind, ProtocolError, Result};
use crate::hash::HashAlgorithm;
use crate::json;
use crate::merkle::{verify_path, MerklePath, LEAF_PREFIX, NODE_PREFIX};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// The public part: hash function, root, depth of the leaf, the leaf with its secrets named, and the names of index and
/// path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Membership {
    hash: HashAlgorithm,
    #[serde(with = "hex::serde")]
    root: Vec<u8>,
    depth: usize,
    #[serde(deserialize_with = "json::object")]
    leaf: Message,
    /// The name of the turns from leaf to root: bit i is 1 where the node at height i is a right child. In a tree of 2^depth
    /// leaves this is the number of the leaf.
    index: SecretName,
    /// The name of the siblings from leaf to root, one digest after the other.
    path: SecretName,
}

impl Membership {
    /// The greatest depth.
    pub const MAX_DEPTH: usize = 32;
    /// The usual name of the index.
    pub const INDEX: &str = "index";
    /// The usual name of the path.
    pub const PATH: &str = "path";

    /// A claim about a leaf at `depth` below `root`; its message is `leaf` without the prefix of RFC 6962.
    pub fn new(
        hash: HashAlgorithm,
        root: &[u8],
        depth: usize,
        leaf: Message,
        index: SecretName,
        path: SecretName,
    ) -> Result<Self> {
        let claim = Self {
            hash,
            root: root.to_vec(),
            depth,
            leaf,
            index,
            path,
        };
        claim.validate()?;
        Ok(claim)
    }

    /// The message that the leaf's hash is of.
    fn leaf_message(&self) -> Message {
        self.leaf.prefixed(&[LEAF_PREFIX])
    }
}

impl Kind for Membership {
    fn name(&self) -> String {
        format!("membership/{}-{}", self.hash.name(), self.depth)
    }

    fn validate(&self) -> Result<()> {
        self.hash.check_unkeyed("trees")?;
        self.hash.check_digest(&self.root, "root")?;
        if self.depth > Self::MAX_DEPTH {
            let message = format!(
                "at most {} levels can be proved, got {}",
                Self::MAX_DEPTH,
                self.depth
            );
            return Err(ProtocolError::in_field(
                ErrorKind::LimitExceeded,
                "depth",
                message,
            ));
        }
        self.leaf_message().validate(self.hash)
    }

    fn write(&self, out: &mut Writer) {
        out.u32(self.hash.id());
        out.bytes(&self.root);
        out.u64(self.depth as u64);
        self.leaf.write(out);
        self.index.write(out);
        self.path.write(out);
    }

    fn read(input: &mut Reader<'_>) -> Result<Self> {
        Ok(Self {
            hash: HashAlgorithm::from_id(input.u32()?)?,
            root: input.bytes()?.to_vec(),
            depth: input.size()?,
            leaf: Message::read(input)?,
            index: SecretName::read(input)?,
            path: SecretName::read(input)?,
        })
    }

    fn mention(&self, secrets: &mut SecretList) -> Result<()> {
        self.leaf_message().mention(self.hash, secrets)?;
        secrets.mention(&self.index, Size::Number(self.depth))?;
        secrets.mention(&self.path, Size::bytes(self.depth * self.hash.digest_len()))
    }

    fn check(&self, witness: &Witness) -> Result<()> {
        let leaf = self.leaf.assemble(witness)?;
        let path = MerklePath {
            directions: witness.number(&self.index)?,
            siblings: witness.get(&self.path)?.to_vec(),
        };
        if !verify_path(self.hash, &self.root, &leaf, &path) {
            return Err(unfit("leaf, index and path do not lead to the root"));
        }
        Ok(())
    }

    fn inputs(&self, witness: &Witness) -> Result<Zeroizing<Vec<u8>>> {
        self.leaf_message().inputs(self.hash, witness)
    }

    fn synthesize<E: Evaluator>(
        &self,
        evaluator: &mut E,
        secrets: &SecretWires<E::Wire>,
        scope: Scope,
    ) {
        let bits = 8 * self.hash.digest_len();
        let mut node = evaluator.buffer(bits);
        let leaf = self.leaf_message();
        if self.depth == 0 {
            let target = Target::Public(&self.root);
            return leaf.synthesize(evaluator, self.hash, secrets, target, scope.degree_cap);
        }
        let target = Target::Wires(&mut node);
        leaf.synthesize(evaluator, self.hash, secrets, target, scope.degree_cap);
        let turns = secrets.get(&self.index);
        let siblings = secrets.get(&self.path).chunks_exact(bits);
        let (mut left, mut right) = (evaluator.buffer(bits), evaluator.buffer(bits));
        let prefix = Bytes::constant(evaluator, &[NODE_PREFIX]);
        for (height, (turn, sibling)) in turns.iter().zip(siblings).enumerate() {
            ordered_children(evaluator, &node, sibling, turn, &mut left, &mut right);
            let [left, right] = [&left, &right].map(|wires| Bytes::from_wires(evaluator, wires));
            let children = Bytes::concat(evaluator, &[&prefix, &left, &right]);
            let target = if height + 1 == self.depth {
                Target::Public(&self.root)
            } else {
                Target::Wires(&mut node)
            };
            let no_key = Bytes::constant(evaluator, &[]);
            message::hash(
                evaluator,
                self.hash,
                &no_key,
                &Content::Stated(children),
                target,
                scope.degree_cap,
            );
        }
    }
}
