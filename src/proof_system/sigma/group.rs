//! The groups: prime order, one encoding per element and scalar.
//!
//! One trait over the traits of crates `group` and `ff`; a group adds how it decodes elements and which byte order its own
//! standard gives to scalars. All arithmetic of these crates is constant-time in scalars and points.

use crate::declassify::declassified;
use crate::error::Result;
use crate::lookup::Lookup;
use curve25519_dalek::ristretto::{CompressedRistretto, RistrettoPoint};
use p256::elliptic_curve::ff::{Field, PrimeField};
use p256::elliptic_curve::group::{prime::PrimeGroup, Group as _, GroupEncoding};
use p256::elliptic_curve::sec1::{FromSec1Point, ModulusSize};
use p256::elliptic_curve::subtle::ConstantTimeEq;
use p256::elliptic_curve::{CurveArithmetic, FieldBytesSize};
use zeroize::Zeroize;

/// Bytes of a scalar, the same in all groups.
pub const SCALAR_LEN: usize = 32;

/// A group by name. The discriminant is its number in encodings and in the C ABI; numbers are never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u32)]
pub enum GroupId {
    /// ristretto255 (RFC 9496).
    Ristretto255 = 1,
    /// P-256, also secp256r1 (NIST SP 800-186).
    P256 = 2,
    /// secp256k1 (SEC 2).
    Secp256k1 = 3,
}

impl GroupId {
    /// Every group of this build.
    pub const ALL: [Self; 3] = [Self::Ristretto255, Self::P256, Self::Secp256k1];

    const LOOKUP: Lookup<Self> = Lookup {
        field: "group",
        noun: "group",
        all: &Self::ALL,
        id: Self::id,
        name: Self::name,
    };

    /// The number used in encodings and in the C ABI.
    pub fn id(self) -> u32 {
        self as u32
    }

    /// The group with that number.
    pub fn from_id(id: u32) -> Result<Self> {
        Self::LOOKUP.by_id(id)
    }

    /// The group with that name.
    pub fn from_name(name: &str) -> Result<Self> {
        Self::LOOKUP.by_name(name)
    }

    /// The lower-case name used in command lines, JSON and benchmarks.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ristretto255 => "ristretto255",
            Self::P256 => "p256",
            Self::Secp256k1 => "secp256k1",
        }
    }

    /// The ciphersuite's identifier. The draft defines that of P-256; the others are named after its pattern.
    pub(super) fn suite(self) -> &'static str {
        match self {
            Self::Ristretto255 => "sigma-proofs_Shake128_ristretto255",
            Self::P256 => "sigma-proofs_Shake128_P256",
            Self::Secp256k1 => "sigma-proofs_Shake128_secp256k1",
        }
    }

    /// Classical security in bits: log2 of the √(πq/2m) group operations that Pollard's rho takes in a group of order q on classes of m
    /// elements, which m automorphisms that are easily computed carry into each other (Duursma, Gaudry, Morain: "Speeding up the discrete
    /// log computation on curves with automorphisms", ASIACRYPT 1999). All curves have negation; secp256k1, which is y² = x³ + 7, has also
    /// (x, y) ↦ (βx, y) with β³ = 1. Against a quantum computer with Shor's algorithm it is 0.
    pub fn security_bits(self) -> f64 {
        let (order_bits, automorphisms) = match self {
            Self::Ristretto255 => (252.0, 2.0),
            Self::P256 => (256.0, 2.0),
            Self::Secp256k1 => (256.0, 6.0),
        };
        (order_bits + (std::f64::consts::FRAC_PI_2 / automorphisms).log2()) / 2.0
    }

    /// The length of a secret in bytes.
    pub fn secret_len(self) -> usize {
        SCALAR_LEN
    }

    /// The length of a proof in bytes: challenge and response.
    pub fn proof_len(self) -> usize {
        2 * SCALAR_LEN
    }
}

/// A group of prime order. Elements are written additively.
pub trait Group: PrimeGroup<Scalar: Zeroize> + ConstantTimeEq + Zeroize {
    /// The group's name.
    const ID: GroupId;

    /// Whether the group's own standard writes scalars least significant byte first.
    const LITTLE_ENDIAN: bool;

    /// The element that `bytes` encode in one of the encodings that a statement accepts. None for every other string
    /// and for the identity.
    fn decode(bytes: &[u8]) -> Option<Self>;

    /// The canonical encoding, public from here on; the identity has none (draft-irtf-cfrg-sigma-protocols, "Group elements").
    fn encode(&self) -> Option<Vec<u8>> {
        let identity = bool::from(declassified(self.is_identity()));
        (!identity).then(|| self.public_bytes())
    }

    /// The canonical encoding of an element other than the identity, public from here on. The coordinates with which it was computed stay
    /// secret: they tell more of a scalar than the element does (Naccache, Smart, Stern: "Projective Coordinates Leak", EUROCRYPT 2004).
    fn public_bytes(&self) -> Vec<u8>;

    /// The scalar that `bytes` encode in the byte order of the group's own standard. None unless it is below the order.
    fn decode_secret(bytes: &[u8]) -> Option<Self::Scalar> {
        let mut repr = <Self::Scalar as PrimeField>::Repr::default();
        if bytes.len() != repr.as_ref().len() {
            return None;
        }
        repr.as_mut().copy_from_slice(bytes);
        let scalar = Self::Scalar::from_repr(repr);
        repr.as_mut().zeroize();
        // Whether it fits is public; the scalar is taken out without a branch.
        let fits = bool::from(declassified(scalar.is_some()));
        fits.then(|| scalar.unwrap_or(Self::Scalar::ZERO))
    }

    /// The scalar of which `bytes` are the encoding in a proof: most significant byte first, below the order.
    fn decode_scalar(bytes: &[u8; SCALAR_LEN]) -> Option<Self::Scalar> {
        let mut bytes = *bytes;
        if Self::LITTLE_ENDIAN {
            bytes.reverse();
        }
        let scalar = Self::decode_secret(&bytes);
        bytes.zeroize();
        scalar
    }

    /// The encoding of a scalar in proofs and transcripts: most significant byte first, in every group.
    fn encode_scalar(scalar: &Self::Scalar) -> [u8; SCALAR_LEN] {
        let mut repr = scalar.to_repr();
        let mut bytes: [u8; SCALAR_LEN] = repr.as_ref().try_into().expect("32-byte scalars");
        repr.as_mut().zeroize();
        if Self::LITTLE_ENDIAN {
            bytes.reverse();
        }
        bytes
    }

    /// `DecodeUint` (draft-irtf-cfrg-fiat-shamir): `bytes`, least significant first and a multiple of 8, modulo the order.
    /// From uniform bytes, n more than a scalar has, the result is uniform but for 2^(−8n).
    fn reduce(bytes: &[u8]) -> Self::Scalar {
        let limb_base = Self::Scalar::from(u64::MAX) + Self::Scalar::ONE;
        bytes
            .rchunks_exact(8)
            .map(|limb| u64::from_le_bytes(limb.try_into().expect("8 bytes")))
            .fold(Self::Scalar::ZERO, |sum, limb| {
                sum * limb_base + Self::Scalar::from(limb)
            })
    }
}

impl Group for RistrettoPoint {
    const ID: GroupId = GroupId::Ristretto255;
    const LITTLE_ENDIAN: bool = true;

    /// RFC 9496, section 4.3.1. All-zero bytes are the identity.
    fn decode(bytes: &[u8]) -> Option<Self> {
        let point = CompressedRistretto::from_slice(bytes).ok()?.decompress()?;
        (point != Self::identity()).then_some(point)
    }

    fn public_bytes(&self) -> Vec<u8> {
        declassified(self.compress()).to_bytes().to_vec()
    }
}

impl Group for p256::ProjectivePoint {
    const ID: GroupId = GroupId::P256;
    const LITTLE_ENDIAN: bool = false;

    fn decode(bytes: &[u8]) -> Option<Self> {
        decode_sec1::<p256::NistP256>(bytes)
    }

    fn public_bytes(&self) -> Vec<u8> {
        declassified(self.to_affine()).to_bytes().to_vec()
    }
}

impl Group for k256::ProjectivePoint {
    const ID: GroupId = GroupId::Secp256k1;
    const LITTLE_ENDIAN: bool = false;

    fn decode(bytes: &[u8]) -> Option<Self> {
        decode_sec1::<k256::Secp256k1>(bytes)
    }

    fn public_bytes(&self) -> Vec<u8> {
        declassified(self.to_affine()).to_bytes().to_vec()
    }
}

/// SEC 1, section 2.3.4, compressed or uncompressed. The one-byte identity, the hybrid tags 06 and 07, and tag 05 of the
/// `sec1` crate's compact form are refused: each element has one encoding per length.
fn decode_sec1<C>(bytes: &[u8]) -> Option<C::ProjectivePoint>
where
    C: CurveArithmetic,
    C::AffinePoint: FromSec1Point<C>,
    FieldBytesSize<C>: ModulusSize,
{
    match (bytes.first()?, bytes.len()) {
        (0x02 | 0x03, 33) | (0x04, 65) => {
            let point = C::AffinePoint::from_sec1_bytes(bytes).ok()?;
            Some(point.into())
        }
        _ => None,
    }
}
