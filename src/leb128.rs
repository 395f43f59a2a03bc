//! Numbers in LEB128, each in its one encoding: the shortest, of at most 64 bits.

use unsigned_varint::{decode, encode};

/// The number that `bytes` begin with, and what follows it; nothing where they begin with none.
pub(crate) fn read(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let (number, rest) = decode::u64(bytes).ok()?;
    // The decoder drops what a tenth byte has beyond 64 bits.
    let read = &bytes[..bytes.len() - rest.len()];
    (encode::u64(number, &mut encode::u64_buffer()) == read).then_some((number, rest))
}

/// Appends a number.
pub(crate) fn put(out: &mut Vec<u8>, number: u64) {
    out.extend_from_slice(encode::u64(number, &mut encode::u64_buffer()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_longer_than_64_bits_is_no_number() {
        let tenth = |byte: u8| [&[0xff; 9][..], &[byte]].concat();
        assert_eq!(read(&tenth(0x01)), Some((u64::MAX, &[][..])));
        for byte in [0x00, 0x02, 0x03, 0x7f, 0x80, 0x81] {
            assert_eq!(read(&tenth(byte)), None, "{byte}");
        }
        for bytes in [&[][..], &[0x80], &[0x80, 0x00], &[0x80; 11]] {
            assert_eq!(read(bytes), None, "{bytes:?}");
        }
    }

    proptest! {
        #[test]
        fn numbers_lead_back(number: u64, rest: Vec<u8>) {
            let mut bytes = Vec::new();
            put(&mut bytes, number);
            bytes.extend_from_slice(&rest);
            prop_assert_eq!(read(&bytes), Some((number, &rest[..])));
        }

        /// What is read as a number is the one encoding of it.
        #[test]
        fn numbers_have_one_encoding(bytes in prop::collection::vec(any::<u8>(), 0..12)) {
            if let Some((number, rest)) = read(&bytes) {
                let mut again = Vec::new();
                put(&mut again, number);
                prop_assert_eq!(&again[..], &bytes[..bytes.len() - rest.len()]);
            }
        }
    }
}
