//! Statements of every kind with witnesses, in a few words.

use super::{name, protocol, single, witness};
use nexuszero::config::{Profile, SecurityLevel};
use nexuszero::error::ErrorKind;
use nexuszero::hash::HashAlgorithm;
use nexuszero::merkle::MerkleTree;
use nexuszero::proof_system::sigma::{public_value, standard_generator, GroupId};
use nexuszero::statement::circuit::{Circuit, Input};
use nexuszero::statement::one_of_many::DigestList;
use nexuszero::statement::range::commit;
use nexuszero::statement::{
    CircuitClaim, Claim, Claims, DiscreteLog, Membership, Message, OneOfMany, Part, Preimage,
    Range, Statement, Witness,
};

pub const KEY: &[u8] = b"0123456789abcdef0123456789abcdef";
pub const BLINDING: [u8; 32] = [0x5c; 32];

pub fn secret(text: &str, len: usize) -> Part {
    Part::Secret {
        secret: name(text),
        len,
    }
}

pub fn public(bytes: &[u8]) -> Part {
    Part::Public {
        public: bytes.to_vec(),
    }
}

pub fn parts(parts: Vec<Part>) -> Message {
    Message {
        key: None,
        parts,
        blocks: None,
    }
}

pub fn key_message() -> Message {
    parts(vec![secret("key", KEY.len())])
}

pub fn range(hash: HashAlgorithm, value: u64, min: u64, max: u64) -> Claim {
    let commitment = commit(hash, value, &BLINDING).unwrap();
    let (value, blinding) = (name("value"), name("blinding"));
    Claim::Range(Range::new(hash, &commitment, (min, max), value, blinding).unwrap())
}

pub fn opening(value: u64) -> Witness {
    witness(&[("value", &value.to_le_bytes()), ("blinding", &BLINDING)])
}

/// Digests of numbered keys; number `mine` is that of [`KEY`].
pub fn list(hash: HashAlgorithm, len: usize, mine: usize) -> DigestList {
    let entries = (0..len).flat_map(|i| {
        if i == mine {
            hash.digest(KEY)
        } else {
            hash.digest(&i.to_le_bytes())
        }
    });
    DigestList::new(entries.collect(), hash.digest_len()).unwrap()
}

pub fn one_of_many(hash: HashAlgorithm, list: &DigestList) -> Claim {
    Claim::OneOfMany(OneOfMany::new(hash, list.clone(), key_message(), name("index")).unwrap())
}

pub fn member(index: u64) -> Witness {
    witness(&[("key", KEY), ("index", &index.to_le_bytes())])
}

/// A tree of numbered leaves; number `mine` is [`KEY`].
pub fn tree(hash: HashAlgorithm, leaves: usize, mine: usize) -> MerkleTree {
    let mut tree = MerkleTree::new(hash).unwrap();
    for i in 0..leaves {
        if i == mine {
            tree.push_leaf(KEY);
        } else {
            tree.push_leaf(&i.to_le_bytes());
        }
    }
    tree
}

pub fn membership(hash: HashAlgorithm, root: &[u8], depth: usize) -> Claim {
    let (index, path) = (name("index"), name("path"));
    Claim::Membership(Membership::new(hash, root, depth, key_message(), index, path).unwrap())
}

pub fn leaf(tree: &MerkleTree, index: usize) -> (usize, Witness) {
    let path = tree.path(index).unwrap();
    let secrets: [(&str, &[u8]); 3] = [
        ("key", KEY),
        ("index", &path.directions.to_le_bytes()),
        ("path", &path.siblings),
    ];
    let depth = path.depth(tree.hash());
    (depth, witness(&secrets))
}

pub fn nullifier(scope: &[u8]) -> Claim {
    let digest = HashAlgorithm::Sha256.digest(&[KEY, scope].concat());
    let message = parts(vec![secret("key", KEY.len()), public(scope)]);
    Claim::Preimage(Preimage::new(HashAlgorithm::Sha256, &digest, message).unwrap())
}

pub fn discrete_log(group: GroupId, secret: &[u8]) -> Statement {
    let generator = standard_generator(group);
    let public_value = public_value(group, &generator, secret).unwrap();
    let claim = DiscreteLog::new(group, &generator, &public_value, name("secret")).unwrap();
    Statement::DiscreteLog(claim)
}

/// A file of `tests/vectors/bristol`, decompressed.
pub fn circuit(file: &str) -> Circuit {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/bristol/");
    let mut text = std::fs::read(format!("{folder}{file}")).unwrap();
    if file.ends_with(".xz") {
        let mut plain = Vec::new();
        lzma_rs::xz_decompress(&mut &text[..], &mut plain).unwrap();
        text = plain;
    }
    Circuit::from_bristol(&text).unwrap()
}

pub fn public_input(bytes: &[u8]) -> Input {
    Input::Public {
        public: bytes.to_vec(),
    }
}

pub fn secret_input(text: &str) -> Input {
    Input::Secret { secret: name(text) }
}

/// A secret number of 32 bits that, added to a public one, gives a public sum (33 bits).
pub fn addend(public: u32, sum: u64) -> Claim {
    let inputs = vec![secret_input("addend"), public_input(&public.to_le_bytes())];
    let outputs = &sum.to_le_bytes()[..5];
    Claim::Circuit(CircuitClaim::new(circuit("adder.txt"), inputs, outputs).unwrap())
}

pub fn conjunction(claims: Vec<Claim>) -> Statement {
    Statement::Claims(Claims::conjunction(claims).unwrap())
}

/// The secrets of a sample, by name.
pub type Secrets = Vec<(&'static str, Vec<u8>)>;

/// One statement of every kind, and more where a kind has forms of its own, with witnesses: name, statement, secrets.
pub fn samples() -> Vec<(String, Statement, Secrets)> {
    let mut all = Vec::new();
    let mut add = |name: &str, statement, secrets| all.push((name.to_owned(), statement, secrets));
    let key = || ("key", KEY.to_vec());
    for hash in HashAlgorithm::ALL {
        let mut stated = key_message();
        let mut hidden = Message::hidden(name("password"), hash.blocks(11));
        if hash.is_keyed() {
            stated.key = Some(secret("mac key", 7));
            hidden.key = Some(public(b"mac key"));
        }
        let digest = hash.digest_with_key(b"mac key", KEY);
        let claim = Preimage::new(hash, &digest, stated).unwrap();
        let secrets = vec![key(), ("mac key", b"mac key".to_vec())];
        let label = format!("preimage-{}-stated", hash.name());
        add(&label, single(Claim::Preimage(claim)), secrets);
        let digest = hash.digest_with_key(b"mac key", b"my password");
        let claim = Preimage::new(hash, &digest, hidden).unwrap();
        let secrets = vec![("password", b"my password".to_vec())];
        let label = format!("preimage-{}-hidden", hash.name());
        add(&label, single(Claim::Preimage(claim)), secrets);
    }
    let sha256 = HashAlgorithm::Sha256;
    let digest = sha256.digest(b"saltmy passwordpeppertail");
    let message = Message {
        key: None,
        parts: vec![
            public(b"salt"),
            Part::Hidden {
                hidden: name("password"),
            },
            public(b"pepper"),
            secret("tail", 4),
        ],
        blocks: Some(1),
    };
    let claim = Preimage::new(sha256, &digest, message).unwrap();
    let secrets = vec![
        ("password", b"my password".to_vec()),
        ("tail", b"tail".to_vec()),
    ];
    add("preimage-parts", single(Claim::Preimage(claim)), secrets);

    let number = |number: u64| number.to_le_bytes().to_vec();
    let opening = || vec![("value", number(77)), ("blinding", BLINDING.to_vec())];
    add(
        "range-sha256",
        single(range(sha256, 77, 18, 120)),
        opening(),
    );
    let blake3 = HashAlgorithm::Blake3;
    add(
        "range-blake3",
        single(range(blake3, 77, 18, 120)),
        opening(),
    );

    let digests = list(sha256, 10, 3);
    let member = || vec![key(), ("index", number(3))];
    add(
        "one-of-many",
        single(one_of_many(sha256, &digests)),
        member(),
    );

    for hash in [sha256, HashAlgorithm::Sha3_256, blake3] {
        let tree = tree(hash, 6, 3);
        let path = tree.path(3).unwrap();
        let secrets = vec![
            key(),
            ("index", number(path.directions)),
            ("path", path.siblings.to_vec()),
        ];
        let depth = path.depth(hash);
        let label = format!("membership-{}", hash.name());
        add(
            &label,
            single(membership(hash, &tree.root(), depth)),
            secrets,
        );
    }
    let vote = vec![one_of_many(sha256, &digests), nullifier(b"poll 7")];
    add("conjunction", conjunction(vote), member());
    let addends = vec![("addend", 0xfedc_ba98_u32.to_le_bytes().to_vec())];
    add(
        "circuit-adder",
        single(addend(0x1234_5678, 0x1_1111_1110)),
        addends,
    );
    for group in GroupId::ALL {
        let label = format!("discrete-log-{}", group.name());
        add(
            &label,
            discrete_log(group, &[1; 32]),
            vec![("secret", vec![1; 32])],
        );
    }
    all
}

/// A witness of those secrets.
pub fn witness_of(secrets: &[(&str, Vec<u8>)]) -> Witness {
    let secrets: Vec<_> = secrets
        .iter()
        .map(|(name, value)| (*name, &value[..]))
        .collect();
    witness(&secrets)
}

/// Proves and verifies at every level, and returns the size at level 128.
pub fn complete(statement: &Statement, witness: &Witness) -> usize {
    let sizes = SecurityLevel::ALL.map(|level| {
        let protocol = protocol(level, Profile::Fast);
        let proof = protocol.prove(statement, witness, b"context").unwrap();
        let estimate = protocol.estimate(statement).unwrap();
        assert_eq!(proof.proof_data.len() as u64, estimate.proof_size);
        protocol
            .verify(statement, b"context", &proof.proof_data)
            .unwrap();
        let other = protocol.verify(statement, b"other", &proof.proof_data);
        assert_eq!(other.unwrap_err().kind(), ErrorKind::ProofVerification);
        proof.proof_data.len()
    });
    sizes[0]
}

/// The refusal of a witness, which tells nothing of it.
pub fn refusal(statement: &Statement, witness: &Witness) -> String {
    let protocol = protocol(SecurityLevel::L128, Profile::Fast);
    let error = protocol.prove(statement, witness, b"").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ProofGeneration);
    assert_eq!(error.field(), Some("witness"));
    error.message().to_owned()
}

/// A proof of the first statement proves none of the others.
pub fn proves_only_itself(statement: &Statement, witness: &Witness, others: &[Statement]) {
    let protocol = protocol(SecurityLevel::L128, Profile::Fast);
    let proof = protocol.prove(statement, witness, b"").unwrap().proof_data;
    assert_eq!(protocol.verify(statement, b"", &proof), Ok(()));
    for (i, other) in others.iter().enumerate() {
        assert_ne!(other, statement);
        let error = protocol.verify(other, b"", &proof).unwrap_err();
        assert!(
            matches!(
                error.kind(),
                ErrorKind::ProofVerification | ErrorKind::Malformed
            ),
            "{i}: {error}"
        );
    }
}
