//! Every kind of statement through the pipeline: completeness at every level, lying witnesses, other statements, sizes.

mod common;

use common::claims::*;
use common::{name, protocol, single, witness};
use nexuszero::config::{Profile, SecurityLevel};
use nexuszero::error::ErrorKind;
use nexuszero::hash::HashAlgorithm;
use nexuszero::statement::one_of_many::DigestList;
use nexuszero::statement::range::{commit, DOMAIN};
use nexuszero::statement::{Claim, Claims, OneOfMany, Part, Preimage};

#[test]
fn messages_of_parts_prove_and_verify() {
    let salt = b"a public salt";
    for hash in HashAlgorithm::ALL {
        // Public, secret and hidden parts in every order.
        let pin = b"4929";
        let messages = [
            (
                vec![public(salt), secret("key", 32)],
                [&salt[..], KEY].concat(),
            ),
            (
                vec![secret("key", 32), public(salt)],
                [KEY, &salt[..]].concat(),
            ),
            (
                vec![secret("key", 32), public(salt), secret("key", 32)],
                [KEY, &salt[..], KEY].concat(),
            ),
        ];
        for (list, whole) in messages {
            let mut message = parts(list);
            if hash.is_keyed() {
                message.key = Some(secret("mac key", 4));
            }
            let digest = hash.digest_with_key(pin, &whole);
            let claim = Claim::Preimage(Preimage::new(hash, &digest, message).unwrap());
            let secrets = witness(&[("key", KEY), ("mac key", pin)]);
            complete(&single(claim), &secrets);
        }
        for around in [
            (&b""[..], &b"after"[..]),
            (b"before", b""),
            (b"before", b"after"),
        ] {
            let password = b"a password";
            let whole = [around.0, password, around.1, &KEY[..4]].concat();
            let mut message = parts(vec![
                public(around.0),
                Part::Hidden {
                    hidden: name("password"),
                },
                public(around.1),
                secret("tail", 4),
            ]);
            message.blocks = Some(hash.blocks(whole.len()));
            if hash.is_keyed() {
                message.key = Some(public(pin));
            }
            let digest = hash.digest_with_key(pin, &whole);
            let claim = Claim::Preimage(Preimage::new(hash, &digest, message).unwrap());
            let statement = single(claim);
            complete(
                &statement,
                &witness(&[("password", password), ("tail", &KEY[..4])]),
            );
            let wrong = refusal(
                &statement,
                &witness(&[("password", b"a passwort"), ("tail", &KEY[..4])]),
            );
            assert!(wrong.contains("digest"), "{wrong}");
        }
    }
}

#[test]
fn hmac_takes_secret_keys_of_every_length() {
    for hash in [HashAlgorithm::HmacSha256, HashAlgorithm::HmacSha512] {
        let block = hash.block_len();
        for len in [0, 1, 32, block - 1, block, block + 1, 2 * block] {
            let key: Vec<u8> = (0..len).map(|i| (i * 7 + 1) as u8).collect();
            let mut message = parts(vec![public(b"a message that everybody knows")]);
            message.key = Some(secret("key", len));
            let digest = hash.digest_with_key(&key, b"a message that everybody knows");
            let claim = Claim::Preimage(Preimage::new(hash, &digest, message).unwrap());
            let statement = single(claim);
            let protocol = protocol(SecurityLevel::L128, Profile::Fast);
            let proof = protocol.prove(&statement, &witness(&[("key", &key)]), b"");
            protocol
                .verify(&statement, b"", &proof.unwrap().proof_data)
                .unwrap();
            if len > 0 {
                let mut wrong = key.clone();
                wrong[len - 1] ^= 0x80;
                refusal(&statement, &witness(&[("key", &wrong)]));
            }
        }
    }
}

#[test]
fn ranges_prove_and_verify() {
    let hashes = HashAlgorithm::ALL
        .into_iter()
        .filter(|hash| !hash.is_keyed());
    for hash in hashes {
        for (value, min, max) in [
            (0, 0, 0),
            (0, 0, u64::MAX),
            (u64::MAX, 0, u64::MAX),
            (u64::MAX, u64::MAX, u64::MAX),
            (18, 18, 120),
            (120, 18, 120),
            (1 << 40, (1 << 40) - 1, (1 << 40) + 1),
        ] {
            let protocol = protocol(SecurityLevel::L128, Profile::Fast);
            let statement = single(range(hash, value, min, max));
            let proof = protocol.prove(&statement, &opening(value), b"").unwrap();
            protocol.verify(&statement, b"", &proof.proof_data).unwrap();
        }
        complete(&single(range(hash, 77, 18, 120)), &opening(77));
        for (value, min, max) in [
            (17, 18, 120),
            (121, 18, 120),
            (0, 1, u64::MAX),
            (u64::MAX, 0, u64::MAX - 1),
        ] {
            let text = refusal(&single(range(hash, value, min, max)), &opening(value));
            assert!(text.contains("range"), "{text}");
        }
        let statement = single(range(hash, 77, 18, 120));
        let text = refusal(&statement, &opening(78));
        assert!(text.contains("commitment"), "{text}");
        let other = witness(&[("value", &77u64.to_le_bytes()), ("blinding", &[0; 32])]);
        assert!(refusal(&statement, &other).contains("commitment"));
    }
    let hash = HashAlgorithm::Sha256;
    let others = [
        (77, 18, 119),
        (77, 18, 121),
        (77, 17, 120),
        (77, 19, 120),
        (78, 18, 120),
    ];
    let others = others.map(|(value, min, max)| single(range(hash, value, min, max)));
    proves_only_itself(&single(range(hash, 77, 18, 120)), &opening(77), &others);
}

#[test]
fn claims_out_of_bounds_are_refused() {
    use nexuszero::error::Result;
    use nexuszero::statement::{Membership, Range};
    fn refused<T: std::fmt::Debug>(result: Result<T>, kind: ErrorKind, field: &str) {
        let error = result.unwrap_err();
        assert_eq!((error.kind(), error.field()), (kind, Some(field)));
    }
    let (hash, hmac) = (HashAlgorithm::Sha256, HashAlgorithm::HmacSha256);
    let range = |hash, bounds| Range::new(hash, &[0; 32], bounds, name("value"), name("blinding"));
    assert!(range(hash, (5, 5)).is_ok());
    refused(range(hash, (5, 4)), ErrorKind::InvalidArgument, "min");
    refused(range(hmac, (4, 5)), ErrorKind::InvalidArgument, "hash");
    let member = |entry_len| {
        let list = DigestList::new(vec![0; 3 * entry_len], entry_len).unwrap();
        OneOfMany::new(hash, list, key_message(), name("index"))
    };
    assert!(member(32).is_ok());
    refused(member(31), ErrorKind::InvalidArgument, "list");
    refused(member(64), ErrorKind::InvalidArgument, "list");
    let leaf = |hash, depth| {
        Membership::new(
            hash,
            &[0; 32],
            depth,
            key_message(),
            name("index"),
            name("path"),
        )
    };
    assert!(leaf(hash, Membership::MAX_DEPTH).is_ok());
    let deeper = Membership::MAX_DEPTH + 1;
    refused(leaf(hash, deeper), ErrorKind::LimitExceeded, "depth");
    refused(leaf(hmac, 1), ErrorKind::InvalidArgument, "hash");
}

#[test]
fn a_range_costs_little_more_than_its_commitment() {
    for hash in HashAlgorithm::ALL
        .into_iter()
        .filter(|hash| !hash.is_keyed())
    {
        for profile in Profile::ALL {
            let protocol = protocol(SecurityLevel::L128, profile);
            let size = |claim: Claim| protocol.estimate(&single(claim)).unwrap().proof_size;
            let plain = Preimage::stated(hash, &vec![0; hash.digest_len()], 55).unwrap();
            let plain = size(Claim::Preimage(plain));
            for (min, max) in [
                (18, 120),
                (1, u64::MAX - 1),
                (0x5555_5555_5555_5555, 0xaaaa_aaaa_aaaa_aaaa),
            ] {
                let ranged = size(range(hash, 77, min, max));
                assert!(
                    100 * ranged <= 105 * plain,
                    "{hash:?} {profile:?}: {ranged} and {plain}"
                );
            }
        }
    }
}

#[test]
fn one_of_many_proves_and_verifies() {
    for hash in HashAlgorithm::ALL
        .into_iter()
        .filter(|hash| !hash.is_keyed())
    {
        for (len, mine) in [(1, 0), (2, 1), (3, 2), (5, 0), (100, 99), (1024, 512)] {
            let list = list(hash, len, mine);
            let statement = single(one_of_many(hash, &list));
            let protocol = protocol(SecurityLevel::L128, Profile::Fast);
            let proof = protocol
                .prove(&statement, &member(mine as u64), b"")
                .unwrap();
            protocol.verify(&statement, b"", &proof.proof_data).unwrap();
            // Another place, one outside the list, and one that would stand for the last entry.
            for wrong in [(mine + 1) % len, len, len.next_power_of_two() - 1, 1 << 40] {
                if wrong != mine {
                    refusal(&statement, &member(wrong as u64));
                }
            }
        }
        let list = list(hash, 10, 3);
        complete(&single(one_of_many(hash, &list)), &member(3));
    }
    let hash = HashAlgorithm::Sha256;
    let right = single(one_of_many(hash, &list(hash, 10, 3)));
    // A digest that is not in the list at all.
    let stranger = single(one_of_many(hash, &list(hash, 10, 11)));
    for index in 0..11 {
        refusal(&stranger, &member(index));
    }
    let others = [
        list(hash, 10, 4),
        list(hash, 11, 3),
        list(hash, 9, 3),
        list(hash, 10, 11),
    ];
    let others = others.map(|list| single(one_of_many(hash, &list)));
    proves_only_itself(&right, &member(3), &others);
}

/// The targets for lists, at `balanced`.
#[test]
fn lists_add_little_to_a_preimage() {
    let protocol = protocol(SecurityLevel::L128, Profile::Balanced);
    for hash in [
        HashAlgorithm::Sha256,
        HashAlgorithm::Sha3_256,
        HashAlgorithm::Blake3,
    ] {
        let size = |claim: Claim| protocol.estimate(&single(claim)).unwrap().proof_size;
        let plain = Preimage::stated(hash, &[0; 32], KEY.len()).unwrap();
        let plain = size(Claim::Preimage(plain));
        for (len, percent) in [(1 << 10, 115), (1 << 16, 145)] {
            let entries = DigestList::new(vec![1; 32 * len], 32).unwrap();
            let many = size(one_of_many(hash, &entries));
            assert!(
                100 * many <= percent * plain,
                "{hash:?} {len}: {many} and {plain}"
            );
        }
    }
}

#[test]
fn membership_proves_and_verifies() {
    for hash in HashAlgorithm::ALL
        .into_iter()
        .filter(|hash| !hash.is_keyed())
    {
        for (leaves, mine) in [(1, 0), (2, 1), (3, 2), (5, 4), (8, 3)] {
            let tree = tree(hash, leaves, mine);
            let (depth, right) = leaf(&tree, mine);
            let statement = single(membership(hash, &tree.root(), depth));
            let protocol = protocol(SecurityLevel::L128, Profile::Fast);
            let proof = protocol.prove(&statement, &right, b"").unwrap();
            protocol.verify(&statement, b"", &proof.proof_data).unwrap();
        }
    }
    let hash = HashAlgorithm::Sha256;
    let tree = tree(hash, 8, 3);
    let (depth, right) = leaf(&tree, 3);
    let statement = single(membership(hash, &tree.root(), depth));
    complete(&statement, &right);
    // Another place, a changed sibling, another leaf.
    refusal(&statement, &leaf(&tree, 4).1);
    let path = tree.path(3).unwrap();
    let mut siblings = path.siblings.clone();
    siblings[40] ^= 1;
    let index = path.directions.to_le_bytes();
    refusal(
        &statement,
        &witness(&[("key", KEY), ("index", &index), ("path", &siblings)]),
    );
    refusal(
        &statement,
        &witness(&[
            ("key", &[0; 32]),
            ("index", &index),
            ("path", &path.siblings),
        ]),
    );
    let text = refusal(&statement, &witness(&[("key", KEY), ("index", &index)]));
    assert!(text.contains("`path` is missing"), "{text}");
    let mut root = tree.root();
    root[0] ^= 1;
    let others = [
        single(membership(hash, &root, depth)),
        single(membership(hash, &tree.root(), depth + 1)),
        single(membership(HashAlgorithm::Sha3_256, &tree.root(), depth)),
    ];
    proves_only_itself(&statement, &right, &others);
}

/// One vote for each scope: a key of the list, and its nullifier. The secret key is committed once.
#[test]
fn conjunctions_share_their_secrets() {
    let hash = HashAlgorithm::Sha256;
    let list = list(hash, 100, 42);
    let both = vec![one_of_many(hash, &list), nullifier(b"poll 7")];
    let statement = conjunction(both.clone());
    let size = complete(&statement, &member(42));
    let sum: usize = both
        .iter()
        .map(|claim| complete(&single(claim.clone()), &member(42)))
        .sum();
    // One opening, one set of masks, one commitment of the key.
    assert!(size + 4500 < sum, "{size} together, {sum} apart");

    // A nullifier of another key is refused, although both claims alone are true.
    let digest = hash.digest(&[&[7; 32][..], b"poll 7"].concat());
    let message = parts(vec![secret("key", 32), public(b"poll 7")]);
    let foreign = Claim::Preimage(Preimage::new(hash, &digest, message.clone()).unwrap());
    refusal(&conjunction(vec![both[0].clone(), foreign]), &member(42));

    // Reordered, dropped, swapped and renamed claims are other statements.
    let mut renamed = message;
    renamed.parts[0] = secret("kex", 32);
    let digest = hash.digest(&[KEY, b"poll 7"].concat());
    let renamed = Claim::Preimage(Preimage::new(hash, &digest, renamed).unwrap());
    let others = [
        conjunction(vec![both[1].clone(), both[0].clone()]),
        single(both[0].clone()),
        single(both[1].clone()),
        conjunction(vec![both[0].clone(), nullifier(b"poll 8")]),
        conjunction(vec![both[0].clone(), both[0].clone()]),
        conjunction(vec![both[0].clone(), both[1].clone(), both[1].clone()]),
        conjunction(vec![both[0].clone(), renamed]),
    ];
    proves_only_itself(&statement, &member(42), &others);
}

/// Two lists of different lengths under one index: the place must be one that both have, also where the shorter list's
/// polynomial would go on with its last entry. The prover here takes the circuit's word, not that of the native check.
#[test]
fn one_index_is_one_place_in_every_list() {
    use nexuszero::circuit::count::Analysis;
    use nexuszero::circuit::plain::Plain;
    use nexuszero::config::MAX_DEGREE;
    let hash = HashAlgorithm::Blake3;
    // With the key at these places of the lists.
    let satisfiable = |first, second, place: usize| {
        let claims = vec![
            one_of_many(hash, &list(hash, 5, first)),
            one_of_many(hash, &list(hash, 8, second)),
        ];
        let claims = Claims::conjunction(claims).unwrap();
        let mut inputs: Vec<u8> = Vec::new();
        let bits = |byte: &u8| (0..8).map(|i| byte >> i & 1).collect::<Vec<u8>>();
        inputs.extend(KEY.iter().flat_map(bits));
        inputs.extend((0..3).map(|i| (place >> i & 1) as u8));
        let circuit = claims.at(SecurityLevel::L128, MAX_DEGREE);
        Plain::witness(&circuit, &inputs, Analysis::of(&circuit).committed).is_some()
    };
    for place in 0..8 {
        assert_eq!(satisfiable(4, 4, place), place == 4, "{place}");
        assert!(!satisfiable(4, 7, place), "{place}");
    }
}

/// A commitment that is in a list, and whose number is in a range.
#[test]
fn a_listed_commitment_opens_to_a_number_in_the_range() {
    let hash = HashAlgorithm::Sha3_256;
    let commitments = (0..20u64).flat_map(|value| commit(hash, value, &BLINDING).unwrap());
    let list = DigestList::new(commitments.collect(), 32).unwrap();
    let committed = parts(vec![
        public(DOMAIN),
        secret("value", 8),
        secret("blinding", 32),
    ]);
    let listed = OneOfMany::new(hash, list, committed, name("index")).unwrap();
    let statement = |min, max| {
        conjunction(vec![
            range(hash, 13, min, max),
            Claim::OneOfMany(listed.clone()),
        ])
    };
    let secrets: [(&str, &[u8]); 3] = [
        ("value", &13u64.to_le_bytes()),
        ("blinding", &BLINDING),
        ("index", &13u64.to_le_bytes()),
    ];
    complete(&statement(10, 15), &witness(&secrets));
    refusal(&statement(14, 15), &witness(&secrets));
}

#[test]
fn keys_have_a_stated_length() {
    let hash = HashAlgorithm::HmacSha256;
    let mut message = parts(vec![public(b"message")]);
    message.key = Some(Part::Hidden {
        hidden: name("key"),
    });
    let error = Preimage::new(hash, &[0; 32], message).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    assert_eq!(error.message(), "the length of a key is stated");
}

#[test]
fn secrets_have_one_size_and_hidden_ones_one_place() {
    let hash = HashAlgorithm::Sha256;
    let refused = |claims: Vec<Claim>| Claims::conjunction(claims).unwrap_err();
    let short = Preimage::new(hash, &[0; 32], parts(vec![secret("key", 31)])).unwrap();
    let error = refused(vec![nullifier(b""), Claim::Preimage(short)]);
    assert_eq!(
        (error.kind(), error.field()),
        (ErrorKind::InvalidArgument, Some("secret"))
    );
    let hidden = || Claim::Preimage(Preimage::hidden(hash, &[0; 32], 1).unwrap());
    assert_eq!(refused(vec![hidden(), hidden()]).field(), Some("secret"));
    assert_eq!(refused(vec![hidden()]).kind(), ErrorKind::InvalidArgument);
    assert_eq!(refused(vec![]).kind(), ErrorKind::InvalidArgument);
    let many = vec![nullifier(b""); Claims::MAX + 1];
    assert_eq!(refused(many).kind(), ErrorKind::LimitExceeded);
}
