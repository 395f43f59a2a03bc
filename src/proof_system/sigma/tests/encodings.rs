//! Elements and scalars: one encoding each, and no identity.

use super::*;
use crate::proof_system::sigma::transcript::tag;
use p256::elliptic_curve::ff::Field;
use p256::elliptic_curve::sec1::ToSec1Point;

const INVALID_SECRET: (ErrorKind, Option<&str>) = (ErrorKind::InvalidArgument, Some("secret"));

fn accepts(group: GroupId, encoding: &str) -> bool {
    check_element(group, &hex::decode(encoding).unwrap(), "element").is_ok()
}

#[test]
fn groups_say_what_they_are() {
    for group in GroupId::ALL {
        assert_eq!(GroupId::from_id(group.id()).unwrap(), group);
        let generator = standard_generator(group);
        let len = if group == GroupId::Ristretto255 {
            32
        } else {
            33
        };
        assert_eq!(generator.len(), len);
        assert_eq!(
            check_element(group, &generator, "element").unwrap(),
            generator
        );
        assert_eq!(group.proof_len(), 64);
    }
    for id in [0, 4, u32::MAX] {
        assert_eq!(
            kind_and_field(GroupId::from_id(id)),
            (ErrorKind::Unsupported, Some("group"))
        );
    }
    let bits = GroupId::ALL.map(|group| (group.name(), format!("{:.3}", group.security_bits())));
    let expected = [
        ("ristretto255", "125.826".to_string()),
        ("p256", "127.826".to_string()),
        ("secp256k1", "127.033".to_string()),
    ];
    assert_eq!(bits, expected);
}

/// RFC 9496, appendix A.1; NIST SP 800-186, section 3.2.1.3; SEC 2, section 2.4.1.
#[test]
fn standard_generators_are_those_of_the_standards() {
    let expected = [
        "e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76",
        "036b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
        "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
    ];
    assert_eq!(
        GroupId::ALL.map(|id| hex::encode(standard_generator(id))),
        expected
    );
}

/// The invalid encodings of RFC 9496, appendix A.2: not below the field's order, negative, no square, negative xy, y = 0.
#[test]
fn bad_encodings_of_ristretto255_are_refused() {
    let bad = [
        "00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "f3ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ed57ffd8c914fb201471d1c3d245ce3c746fcbe63a3679d51b6a516ebebe0e20",
        "26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371",
        "3eb858e78f5a7254d8c9731174a94f76755fd3941c0ac93735c07ba14579630e",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ];
    for encoding in bad {
        assert!(!accepts(GroupId::Ristretto255, encoding), "{encoding}");
    }
    assert!(
        !accepts(GroupId::Ristretto255, &"00".repeat(32)),
        "identity"
    );
    let generator = hex::encode(standard_generator(GroupId::Ristretto255));
    for wrong in ["", &generator[2..], &format!("{generator}00")] {
        assert!(!accepts(GroupId::Ristretto255, wrong), "{wrong}");
    }
}

/// The encodings of the generator that SEC 1 has, and which of them are refused.
fn sec1_forms(group: GroupId, uncompressed: &str) {
    let compressed = standard_generator(group);
    let both = hex::decode(uncompressed).unwrap();
    assert_eq!(check_element(group, &both, "element").unwrap(), compressed);

    let (x, y) = uncompressed[2..].split_at(64);
    let one_more = format!("{:02x}", both[64] ^ 1);
    for (encoding, why) in [
        (String::new(), "nothing"),
        ("00".into(), "identity"),
        ("00".repeat(33), "identity of fixed length"),
        ("00".repeat(65), "identity of fixed length"),
        (
            format!("04{}", "00".repeat(64)),
            "the origin is not on the curve",
        ),
        (format!("05{x}"), "compact"),
        (format!("06{x}{y}"), "hybrid"),
        (format!("07{x}{y}"), "hybrid"),
        (format!("04{x}"), "uncompressed without y"),
        (format!("02{x}{y}"), "compressed with y"),
        (format!("02{}", &x[2..]), "short"),
        (format!("02{x}00"), "long"),
        (format!("04{x}{}{one_more}", &y[..62]), "not on the curve"),
        (x.to_string(), "x alone"),
    ] {
        assert!(!accepts(group, &encoding), "{why}");
    }
}

#[test]
fn elements_of_sec1_curves_have_one_encoding_per_length() {
    let generator = p256::ProjectivePoint::GENERATOR.to_affine();
    sec1_forms(GroupId::P256, &hex::encode(generator.to_sec1_point(false)));
    let generator = k256::ProjectivePoint::GENERATOR.to_affine();
    sec1_forms(
        GroupId::Secp256k1,
        &hex::encode(generator.to_sec1_point(false)),
    );
}

/// An x on the curve is accepted, and the same number plus the order of the field is not.
#[test]
fn coordinates_are_below_the_order_of_the_field() {
    let small = |x: u8| format!("02{}{x:02x}", "00".repeat(31));
    assert!(accepts(GroupId::P256, &small(5)));
    assert!(!accepts(
        GroupId::P256,
        "02ffffffff00000001000000000000000000000001000000000000000000000004"
    ));
    assert!(!accepts(GroupId::P256, &small(1)), "no square root");
    assert!(accepts(GroupId::Secp256k1, &small(1)));
    assert!(!accepts(
        GroupId::Secp256k1,
        "02fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc30"
    ));
    assert!(!accepts(GroupId::Secp256k1, &small(5)), "no square root");
}

fn scalars_are_canonical<G: Group>() {
    let order_less_one = G::encode_scalar(&-G::Scalar::ONE);
    let mut order = order_less_one;
    order[31] += 1;
    assert_eq!(G::decode_scalar(&order_less_one), Some(-G::Scalar::ONE));
    assert_eq!(G::decode_scalar(&order), None);
    assert_eq!(G::decode_scalar(&[0xff; 32]), None);

    // A reduction takes the same numbers, least significant byte first, and more.
    let reduced = |bytes: &[u8]| G::reduce(&bytes.iter().rev().copied().collect::<Vec<_>>());
    assert_eq!(reduced(&order_less_one), -G::Scalar::ONE);
    assert_eq!(reduced(&order), G::Scalar::ZERO);
    let shifted = [&order_less_one[..], &[0; 32]].concat();
    let power = (0..256).fold(G::Scalar::ONE, |power, _| power + power);
    assert_eq!(reduced(&shifted), -power);

    // Secrets are in the order of the group's standard.
    let native = |mut bytes: [u8; 32]| {
        if G::LITTLE_ENDIAN {
            bytes.reverse();
        }
        bytes
    };
    let generator = standard_generator(G::ID);
    let value = public_value(G::ID, &generator, &native(order_less_one)).unwrap();
    assert_eq!(value, (-G::generator()).encode().unwrap());
    for bad in [&native(order)[..], &[0xff; 32], &[1; 31], &[1; 33], &[]] {
        assert_eq!(
            kind_and_field(public_value(G::ID, &generator, bad)),
            INVALID_SECRET
        );
    }
    let zero = public_value(G::ID, &generator, &[0; 32]);
    assert_eq!(kind_and_field(zero), INVALID_SECRET);
}

#[test]
fn scalars_are_below_the_order_of_the_group() {
    scalars_are_canonical::<RistrettoPoint>();
    scalars_are_canonical::<p256::ProjectivePoint>();
    scalars_are_canonical::<k256::ProjectivePoint>();
}

#[test]
fn tags_name_suite_and_flavour_and_frame_the_session() {
    let of = |group, session: &[u8]| tag(group, session).unwrap();
    assert_eq!(
        of(GroupId::P256, b"abc"),
        b"NexusZero-V01-discrete_logarithm-CMPT-with-sigma-proofs_Shake128_P256\x03\0\0\0abc"
    );
    let mut tags: Vec<_> = GroupId::ALL
        .into_iter()
        .flat_map(|group| [of(group, b""), of(group, b"\0"), of(group, b"\0\0\0\0")])
        .collect();
    tags.sort();
    tags.dedup();
    assert_eq!(tags.len(), 9);
}
