//! What a row proves: statements, described by what their size and time depend on, with witnesses.

use crate::circuits::Published;
use crate::subject::Failure;
use nexuszero::hash::HashAlgorithm;
use nexuszero::merkle::MerklePath;
use nexuszero::proof_system::sigma::{public_value, standard_generator, GroupId};
use nexuszero::statement::one_of_many::DigestList;
use nexuszero::statement::range::{self, BLINDING_LEN};
use nexuszero::statement::{
    Claim, Claims, DiscreteLog, Membership, Message, OneOfMany, Part, Preimage, Range, SecretName,
    Statement, Witness,
};

/// A statement and a witness for it.
pub type Instance = (Statement, Witness);

/// Something to prove.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Workload {
    /// The preimage of a digest: one secret of so many bytes. An HMAC has a secret key of [`KEY_LEN`] bytes besides.
    Preimage {
        hash: HashAlgorithm,
        len: usize,
        length: Length,
    },
    /// A committed number is within bounds.
    Range { hash: HashAlgorithm },
    /// The digest of a key is one of 2^`log_entries`.
    OneOfMany {
        hash: HashAlgorithm,
        log_entries: u32,
    },
    /// A key is a leaf of a Merkle tree.
    Membership { hash: HashAlgorithm, depth: usize },
    /// The secret input of a Boolean circuit with known outputs.
    Circuit { circuit: Published },
    /// A key is one of 2^`log_voters`, and this is its nullifier for a poll.
    Vote {
        hash: HashAlgorithm,
        log_voters: u32,
    },
    /// The discrete logarithm of a group element.
    DiscreteLog { group: GroupId },
}

/// Whether a statement tells how long its secret is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    Stated,
    Hidden,
}

/// Bytes of a secret key.
pub const KEY_LEN: usize = 32;

const KEY: &str = "key";
const POLL: &[u8] = b"nexuszero benchmark";

impl Workload {
    /// The statement's name in the contract.
    pub fn name(self) -> String {
        match self {
            Self::Preimage { hash, .. } => format!("preimage/{}", hash.name()),
            Self::Range { .. } => "range".into(),
            Self::OneOfMany { log_entries, .. } => format!("one-of-many/{}", 1u64 << log_entries),
            Self::Membership { hash, depth } => format!("membership/{}-{depth}", hash.name()),
            Self::Circuit { circuit } => format!("circuit/{}", circuit.name),
            Self::Vote { .. } => "conjunction/vote".into(),
            Self::DiscreteLog { group } => format!("discrete-log/{}", group.name()),
        }
    }

    /// Bytes of the secret that the statement is about, without what belongs to the proof only: keys of HMACs, paths,
    /// indices.
    pub fn input_bytes(self) -> usize {
        match self {
            Self::Preimage { len, .. } => len,
            Self::Range { .. } => size_of::<u64>() + BLINDING_LEN,
            Self::OneOfMany { .. } | Self::Membership { .. } | Self::Vote { .. } => KEY_LEN,
            Self::Circuit { circuit } => circuit.secret_len,
            Self::DiscreteLog { group } => group.secret_len(),
        }
    }

    /// `stated` or `hidden`, where a statement leaves that choice.
    pub fn length(self) -> Option<&'static str> {
        match self {
            Self::Preimage { length, .. } => Some(match length {
                Length::Stated => "stated",
                Length::Hidden => "hidden",
            }),
            _ => None,
        }
    }

    /// The statement, and a witness for it.
    pub fn build(self) -> Result<Instance, Failure> {
        match self {
            Self::Preimage { hash, len, length } => preimage(hash, len, length),
            Self::Range { hash } => range(hash),
            Self::OneOfMany { hash, log_entries } => one_of_many(hash, log_entries),
            Self::Membership { hash, depth } => membership(hash, depth),
            Self::Circuit { circuit } => published(circuit),
            Self::Vote { hash, log_voters } => vote(hash, log_voters),
            Self::DiscreteLog { group } => discrete_log(group),
        }
    }
}

fn preimage(hash: HashAlgorithm, len: usize, length: Length) -> Result<Instance, Failure> {
    let name = SecretName::new(Preimage::SECRET)?;
    let mut message = match length {
        Length::Stated => Message::stated(name, len),
        Length::Hidden => Message::hidden(name, hash.blocks(len)),
    };
    let mut secrets = vec![(Preimage::SECRET, filler(len))];
    if hash.is_keyed() {
        message.key = Some(key_part()?);
        secrets.push((KEY, filler(KEY_LEN)));
    }
    let digest = hash.digest_with_key(&filler(KEY_LEN), &filler(len));
    let claim = Preimage::new(hash, &digest, message)?;
    Ok((single(Claim::Preimage(claim))?, witness(secrets)?))
}

fn range(hash: HashAlgorithm) -> Result<Instance, Failure> {
    let (value, bounds) = (1990_u64, (1900, 2007));
    let blinding = [0x5c; BLINDING_LEN];
    let claim = Range::new(
        hash,
        &range::commit(hash, value, &blinding)?,
        bounds,
        SecretName::new(Range::VALUE)?,
        SecretName::new(Range::BLINDING)?,
    )?;
    let secrets = vec![
        (Range::VALUE, value.to_le_bytes().to_vec()),
        (Range::BLINDING, blinding.to_vec()),
    ];
    Ok((single(Claim::Range(claim))?, witness(secrets)?))
}

fn one_of_many(hash: HashAlgorithm, log_entries: u32) -> Result<Instance, Failure> {
    let (claim, secrets) = entry(hash, log_entries)?;
    Ok((single(claim)?, witness(secrets)?))
}

fn membership(hash: HashAlgorithm, depth: usize) -> Result<Instance, Failure> {
    // A path with its root is all that a proof sees of a tree: no tree of 2^depth leaves is made.
    let path = MerklePath {
        directions: 0xa5a5_a5a5 & ((1 << depth) - 1),
        siblings: filler(depth * hash.digest_len()),
    };
    let root = path
        .root(hash, &filler(KEY_LEN))
        .ok_or("siblings are whole digests")?;
    let claim = Membership::new(
        hash,
        &root,
        depth,
        key_message()?,
        SecretName::new(Membership::INDEX)?,
        SecretName::new(Membership::PATH)?,
    )?;
    let secrets = vec![
        (KEY, filler(KEY_LEN)),
        (Membership::INDEX, path.directions.to_le_bytes().to_vec()),
        (Membership::PATH, path.siblings.clone()),
    ];
    Ok((single(Claim::Membership(claim))?, witness(secrets)?))
}

fn published(circuit: Published) -> Result<Instance, Failure> {
    let secret = filler(circuit.secret_len);
    let claim = circuit.claim(KEY, &secret, &filler(64))?;
    Ok((
        single(Claim::Circuit(claim))?,
        witness(vec![(KEY, secret)])?,
    ))
}

fn vote(hash: HashAlgorithm, log_voters: u32) -> Result<Instance, Failure> {
    let (voter, secrets) = entry(hash, log_voters)?;
    let mut message = key_message()?;
    message.parts.push(Part::Public {
        public: POLL.to_vec(),
    });
    let nullifier = hash.digest(&[&filler(KEY_LEN), POLL].concat());
    let nullifier = Claim::Preimage(Preimage::new(hash, &nullifier, message)?);
    let claims = Claims::conjunction(vec![voter, nullifier])?;
    Ok((Statement::Claims(claims), witness(secrets)?))
}

fn discrete_log(group: GroupId) -> Result<Instance, Failure> {
    let secret = vec![1; group.secret_len()];
    let generator = standard_generator(group);
    let claim = DiscreteLog::new(
        group,
        &generator,
        &public_value(group, &generator, &secret)?,
        SecretName::new(DiscreteLog::SECRET)?,
    )?;
    let secrets = vec![(DiscreteLog::SECRET, secret)];
    Ok((Statement::DiscreteLog(claim), witness(secrets)?))
}

type Secrets = Vec<(&'static str, Vec<u8>)>;

/// A list with the digest of the key somewhere in the middle.
fn entry(hash: HashAlgorithm, log_entries: u32) -> Result<(Claim, Secrets), Failure> {
    let (count, mine) = (1u64 << log_entries, (1u64 << log_entries) / 3);
    let mut entries = Vec::with_capacity(count as usize * hash.digest_len());
    for place in 0..count {
        if place == mine {
            entries.extend(hash.digest(&filler(KEY_LEN)));
        } else {
            entries.extend(hash.digest(&place.to_le_bytes()));
        }
    }
    let list = DigestList::new(entries, hash.digest_len())?;
    let index = SecretName::new(OneOfMany::INDEX)?;
    let claim = OneOfMany::new(hash, list, key_message()?, index)?;
    let secrets = vec![
        (KEY, filler(KEY_LEN)),
        (OneOfMany::INDEX, mine.to_le_bytes().to_vec()),
    ];
    Ok((Claim::OneOfMany(claim), secrets))
}

fn key_part() -> Result<Part, Failure> {
    Ok(Part::Secret {
        secret: SecretName::new(KEY)?,
        len: KEY_LEN,
    })
}

fn key_message() -> Result<Message, Failure> {
    Ok(Message::stated(SecretName::new(KEY)?, KEY_LEN))
}

fn single(claim: Claim) -> Result<Statement, Failure> {
    Ok(Statement::Claims(Claims::single(claim)?))
}

fn witness(secrets: Secrets) -> Result<Witness, Failure> {
    let mut witness = Witness::new();
    for (name, value) in secrets {
        witness.set(SecretName::new(name)?, value.into())?;
    }
    Ok(witness)
}

/// Bytes that repeat no short pattern; which ones they are does not matter to the time.
fn filler(len: usize) -> Vec<u8> {
    (0..len).map(|i| (i * 151 + 7) as u8).collect()
}
