//! What is timed: operations on a secret, from the inner loops to whole proofs, and two controls.

use nexuszero::backend::Backend;
use nexuszero::config::{Profile, SecurityLevel, MAX_DEGREE};
use nexuszero::field::Gf;
use nexuszero::hash::HashAlgorithm;
use nexuszero::merkle::MerkleTree;
use nexuszero::proof_system::sigma::{public_value, standard_generator, GroupId};
use nexuszero::proof_system::voleith::bavc::Tree;
use nexuszero::proof_system::voleith::params::ParameterSet;
use nexuszero::proof_system::voleith::universal_hash::VoleHash;
use nexuszero::proof_system::voleith::vole;
use nexuszero::proof_system::{for_statement, Parameters, Randomness};
use nexuszero::statement::one_of_many::DigestList;
use nexuszero::statement::range::commit;
use nexuszero::statement::{
    Claim, Claims, DiscreteLog, Membership, Message, OneOfMany, Preimage, Range, SecretName,
    Statement, Witness,
};
use nexuszero::symmetric::prg::{self, Keys, Streams};
use std::borrow::Borrow;
use std::hint::black_box;
use std::sync::OnceLock;

/// A run on one secret, with all that it needs.
pub type Run = Box<dyn FnMut()>;

/// An operation.
pub struct Operation {
    /// Its name.
    pub name: &'static str,
    /// Bytes of its secret.
    secret_len: usize,
    /// Makes a run. The randomness of a proof comes from the source: were it always the same, a fixed secret would have one transcript, and
    /// how long its nonce is searched for, which is public, would look like a leak.
    pub prepare: fn(&[u8], &mut Source) -> Run,
}

impl Operation {
    /// The secret of the fixed class. It is random too: zeros would be special to an operation that leaks only of them.
    pub fn fixed(&self) -> Vec<u8> {
        Source(FIXED).bytes(self.secret_len)
    }
}

/// Pseudorandom numbers for inputs and orders (xorshift64*); nothing secret is made of them.
pub struct Source(u64);

/// The seed of the fixed secrets.
const FIXED: u64 = 0x9e37_79b9_7f4a_7c15;

impl Source {
    /// The same in every process.
    pub fn new() -> Self {
        Self(0x2545_f491_4f6c_dd1d)
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32
    }

    /// The next bytes.
    pub fn bytes(&mut self, len: usize) -> Vec<u8> {
        (0..len).map(|_| self.number() as u8).collect()
    }
}

/// Compares with the fixed secret and stops at the first difference.
pub const LEAKING: &str = "control, leaking";
/// Compares with it to the end.
pub const STEADY: &str = "control, constant";

/// All operations, the controls first.
pub fn all() -> Vec<Operation> {
    let operation = |name, secret_len, prepare| Operation {
        name,
        secret_len,
        prepare,
    };
    vec![
        operation(LEAKING, CONTROL_LEN, leaking),
        operation(STEADY, CONTROL_LEN, steady),
        operation("products of elements", 16 * 256, products),
        operation("universal hash", 1024, universal_hash),
        operation("PRG", 16 * 32, expand),
        operation("vector commitments", 16, vector_commitments),
        operation("digest, sha256", 200, |s, _| {
            digest(HashAlgorithm::Sha256, s)
        }),
        operation("digest, sha3-256", 200, |s, _| {
            digest(HashAlgorithm::Sha3_256, s)
        }),
        operation("digest, blake3", 200, |s, _| {
            digest(HashAlgorithm::Blake3, s)
        }),
        operation("digest, hmac-sha256", 32, hmac),
        operation("commitment", 32, commitment),
        operation("public value, ristretto255", 32, |s, _| {
            exponentiate(GroupId::Ristretto255, s)
        }),
        operation("public value, p256", 32, |s, _| {
            exponentiate(GroupId::P256, s)
        }),
        operation("public value, secp256k1", 32, |s, _| {
            exponentiate(GroupId::Secp256k1, s)
        }),
        operation("proof, ristretto255", 32, |s, source| {
            discrete_log(GroupId::Ristretto255, s, source)
        }),
        operation("proof, p256", 32, |s, source| {
            discrete_log(GroupId::P256, s, source)
        }),
        operation("proof, secp256k1", 32, |s, source| {
            discrete_log(GroupId::Secp256k1, s, source)
        }),
        operation("proof, preimage", 32, preimage),
        operation("proof, range", 32, range),
        operation("proof, one of many", 1, one_of_many),
        operation("proof, membership", 1, membership),
    ]
}

const CONTROL_LEN: usize = 256;

fn control(secret: &[u8], equal: fn(&[u8], &[u8]) -> bool) -> Run {
    let (secret, reference) = (secret.to_vec(), Source(FIXED).bytes(CONTROL_LEN));
    Box::new(move || {
        black_box(equal(black_box(&secret), &reference));
    })
}

fn leaking(secret: &[u8], _: &mut Source) -> Run {
    control(secret, |a, b| {
        a.iter().zip(b).all(|(a, b)| black_box(a) == b)
    })
}

fn steady(secret: &[u8], _: &mut Source) -> Run {
    control(secret, |a, b| {
        let differing = a
            .iter()
            .zip(b)
            .fold(0, |all, (a, b)| all | black_box(a) ^ b);
        differing == 0
    })
}

fn elements(bytes: &[u8]) -> Vec<Gf<2>> {
    bytes.chunks_exact(16).map(Gf::from_bytes).collect()
}

fn products(secret: &[u8], _: &mut Source) -> Run {
    let left = elements(secret);
    let right = elements(&Source::new().bytes(secret.len()));
    let mut out = vec![Gf::ZERO; left.len()];
    Box::new(move || {
        Gf::mul_slices(Backend::detect(), &mut out, black_box(&left), &right);
        black_box(&out);
    })
}

fn universal_hash(secret: &[u8], _: &mut Source) -> Run {
    let secret = secret.to_vec();
    let key = Source::new().bytes(VoleHash::<2>::KEY_LEN);
    let hash = VoleHash::<2>::new(Backend::detect(), &key, secret.len());
    Box::new(move || {
        black_box(hash.hash(black_box(&secret)));
    })
}

fn expand(secret: &[u8], _: &mut Source) -> Run {
    const LEN: usize = 1024;
    let keys = secret.to_vec();
    let mut out = vec![0; keys.len() / 16 * LEN];
    Box::new(move || {
        let stream = Streams {
            out: &mut out,
            stride: LEN,
            len: LEN,
            tweak: 1,
            tweak_step: 0,
        };
        let keys = Keys::dense::<2>(black_box(&keys));
        prg::expand::<2>(Backend::detect(), &[7; 16], keys, &mut [stream]);
        black_box(&out);
    })
}

/// The whole tree of a `fast` proof and its rows.
fn vector_commitments(secret: &[u8], _: &mut Source) -> Run {
    let root = secret.to_vec();
    let set = ParameterSet::of(SecurityLevel::L128, Profile::Fast);
    Box::new(move || {
        let backend = Backend::detect();
        let tree = Tree::<2> {
            set: &set,
            iv: &[7; 16],
            backend,
        };
        black_box(vole::commit(&tree, backend.into(), black_box(&root), 256));
    })
}

fn digest(hash: HashAlgorithm, secret: &[u8]) -> Run {
    let secret = secret.to_vec();
    Box::new(move || {
        black_box(hash.digest_of_secret(&[], black_box(&secret)));
    })
}

fn hmac(secret: &[u8], _: &mut Source) -> Run {
    let secret = secret.to_vec();
    Box::new(move || {
        black_box(HashAlgorithm::HmacSha256.digest_of_secret(black_box(&secret), b"message"));
    })
}

fn blinding(secret: &[u8]) -> [u8; 32] {
    secret.try_into().expect("32 bytes")
}

fn commitment(secret: &[u8], _: &mut Source) -> Run {
    let secret = blinding(secret);
    Box::new(move || {
        black_box(commit(HashAlgorithm::Sha256, 77, black_box(&secret)).expect("no HMAC"));
    })
}

/// Below the order of every group, whichever end is the more significant one.
fn scalar(secret: &[u8]) -> Vec<u8> {
    let mut scalar = secret.to_vec();
    (scalar[0], scalar[31]) = (scalar[0] >> 4, scalar[31] >> 4);
    scalar
}

fn exponentiate(group: GroupId, secret: &[u8]) -> Run {
    let (generator, scalar) = (standard_generator(group), scalar(secret));
    Box::new(move || {
        black_box(public_value(group, &generator, black_box(&scalar)).expect("below the order"));
    })
}

fn name(text: &str) -> SecretName {
    SecretName::new(text).expect("a name")
}

fn witness(secrets: &[(&str, &[u8])]) -> Witness {
    let mut witness = Witness::new();
    for (text, value) in secrets {
        let value = value.to_vec().into();
        witness.set(name(text), value).expect("a short secret");
    }
    witness
}

/// Makes a proof of a `fast` profile at level 128.
fn prove(statement: &Statement, witness: &Witness, randomness: &Randomness) {
    let parameters = Parameters {
        level: SecurityLevel::L128,
        profile: Profile::Fast,
        degree_cap: MAX_DEGREE,
    };
    let system = for_statement(statement).expect("a proof system");
    let backend = Backend::detect();
    let proof = system.prove(
        parameters,
        backend.into(),
        statement,
        witness,
        b"",
        randomness,
    );
    black_box(proof.expect("a true statement"));
}

fn single(claim: Claim) -> Statement {
    Statement::Claims(Claims::single(claim).expect("one claim"))
}

/// Makes a proof of a statement, of which everything that is kept has been computed.
fn proof(
    statement: impl Borrow<Statement> + 'static,
    witness: Witness,
    source: &mut Source,
) -> Run {
    if let Statement::Claims(claims) = statement.borrow() {
        claims.at(SecurityLevel::L128, MAX_DEGREE).analysis();
    }
    let randomness: Randomness = std::array::from_fn(|_| source.number() as u8);
    Box::new(move || prove(statement.borrow(), &witness, &randomness))
}

fn discrete_log(group: GroupId, secret: &[u8], source: &mut Source) -> Run {
    let (generator, scalar) = (standard_generator(group), scalar(secret));
    let public = public_value(group, &generator, &scalar).expect("below the order");
    let statement = DiscreteLog::new(group, &generator, &public, name("x")).expect("elements");
    proof(
        Statement::DiscreteLog(statement),
        witness(&[("x", &scalar)]),
        source,
    )
}

fn preimage(secret: &[u8], source: &mut Source) -> Run {
    let hash = HashAlgorithm::Sha3_256;
    let claim = Preimage::stated(hash, &hash.digest(secret), secret.len()).expect("a digest");
    proof(
        single(Claim::Preimage(claim)),
        witness(&[(Preimage::SECRET, secret)]),
        source,
    )
}

fn range(secret: &[u8], source: &mut Source) -> Run {
    let hash = HashAlgorithm::Sha256;
    let digest = commit(hash, 77, &blinding(secret)).expect("no HMAC");
    let claim = Range::new(hash, &digest, (18, 120), name("value"), name("blinding"));
    let secrets: [(&str, &[u8]); 2] = [("value", &77u64.to_le_bytes()), ("blinding", secret)];
    proof(
        single(Claim::Range(claim.expect("a range"))),
        witness(&secrets),
        source,
    )
}

/// The secret with this number, of those that a list or a tree is made of.
fn numbered(number: u8) -> [u8; 32] {
    std::array::from_fn(|i| number.wrapping_mul(151).wrapping_add(i as u8))
}

fn key_message() -> Message {
    Message::stated(name("key"), 32)
}

/// One statement for all, the secret being a place in a list of 256 digests.
fn one_of_many(secret: &[u8], source: &mut Source) -> Run {
    static STATEMENT: OnceLock<Statement> = OnceLock::new();
    let statement = STATEMENT.get_or_init(|| {
        let hash = HashAlgorithm::Sha256;
        let entries = (0..=u8::MAX)
            .flat_map(|i| hash.digest(&numbered(i)))
            .collect();
        let list = DigestList::new(entries, hash.digest_len()).expect("a list");
        let claim = OneOfMany::new(hash, list, key_message(), name("index")).expect("a claim");
        single(Claim::OneOfMany(claim))
    });
    let index = u64::from(secret[0]).to_le_bytes();
    let key = numbered(secret[0]);
    let witness = witness(&[("key", &key), ("index", &index)]);
    proof(statement, witness, source)
}

/// The same with a leaf of a tree of 256.
fn membership(secret: &[u8], source: &mut Source) -> Run {
    static TREE: OnceLock<(Statement, MerkleTree)> = OnceLock::new();
    let (statement, tree) = TREE.get_or_init(|| {
        let hash = HashAlgorithm::Blake3;
        let mut tree = MerkleTree::new(hash).expect("it is no HMAC");
        (0..=u8::MAX).for_each(|i| tree.push_leaf(&numbered(i)));
        let (index, path) = (name("index"), name("path"));
        let claim = Membership::new(hash, &tree.root(), 8, key_message(), index, path);
        (single(Claim::Membership(claim.expect("a claim"))), tree)
    });
    let path = tree.path(secret[0].into()).expect("a leaf");
    let secrets: [(&str, &[u8]); 3] = [
        ("key", &numbered(secret[0])),
        ("index", &path.directions.to_le_bytes()),
        ("path", &path.siblings),
    ];
    proof(statement, witness(&secrets), source)
}
