mod encodings;
mod interop;
mod proofs;
mod vectors;

use super::group::Group;
use super::*;

/// The secret whose encoding repeats `byte`, and that fits every group.
fn secret(group: GroupId, byte: u8) -> Vec<u8> {
    let mut secret = vec![byte; group.secret_len()];
    let most_significant = match group {
        GroupId::Ristretto255 => 31,
        GroupId::P256 | GroupId::Secp256k1 => 0,
    };
    secret[most_significant] = 1;
    secret
}

/// The standard generator and another one.
fn generators(group: GroupId) -> [Vec<u8>; 2] {
    let standard = standard_generator(group);
    let other = public_value(group, &standard, &secret(group, 0x77)).unwrap();
    [standard, other]
}

fn kind_and_field<T: std::fmt::Debug>(result: Result<T>) -> (ErrorKind, Option<&'static str>) {
    let error = result.unwrap_err();
    let field = error.field().map(|field| &*field.to_owned().leak());
    (error.kind(), field)
}
