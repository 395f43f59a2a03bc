//! What the payload is an array of: the type of its elements, their numeric values, and how far a prediction is from them.
//!
//! Every element has a code of 64 bits in which neighbouring values have neighbouring codes: integers themselves, floating-point numbers
//! by the order of their bit patterns, so that a difference of codes counts units in the last place. Residuals are differences of codes
//! and therefore exact whatever the prediction was.

use super::super::wire::{malformed, Reader};
use crate::error::Result;

/// The type of the elements, little-endian.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Element {
    kind: Kind,
    /// Bytes: 1, 2, 4 or 8.
    pub(super) width: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Unsigned,
    Signed,
    /// IEEE 754 binary32 or binary64.
    Float,
    /// The same, where every element is an integer times 2^exponent. These integers are predicted like any others, which the bit
    /// patterns of such numbers cannot be.
    Scaled {
        exponent: i16,
    },
}

/// Smallest and largest exponent of [`Kind::Scaled`]: integers times these powers are normal numbers of their type.
const SCALES: std::ops::RangeInclusive<i16> = -100..=100;
/// Bytes of the largest element.
pub(super) const MAX_WIDTH: usize = 8;

impl Element {
    /// The types that say nothing of their content.
    pub(super) const PLAIN: [Self; 10] = [
        Self::new(Kind::Unsigned, 1),
        Self::new(Kind::Signed, 1),
        Self::new(Kind::Unsigned, 2),
        Self::new(Kind::Signed, 2),
        Self::new(Kind::Unsigned, 4),
        Self::new(Kind::Signed, 4),
        Self::new(Kind::Unsigned, 8),
        Self::new(Kind::Signed, 8),
        Self::new(Kind::Float, 4),
        Self::new(Kind::Float, 8),
    ];

    const fn new(kind: Kind, width: usize) -> Self {
        Self { kind, width }
    }

    /// Integers times the largest power of two, where all of `bytes` are such floating-point numbers.
    pub(super) fn scaled(width: usize, bytes: &[u8]) -> Option<Self> {
        let float = Self::new(Kind::Float, width);
        let mut exponent = i32::MAX;
        for bytes in bytes.chunks_exact(width) {
            let value = float.float(float.load(bytes));
            if !value.is_finite() {
                return None;
            }
            if value != 0.0 {
                let bits = value.to_bits();
                let mantissa = bits & ((1 << 52) - 1) | 1 << 52;
                let scale = (bits >> 52 & 0x7ff) as i32 - 1075;
                exponent = exponent.min(scale + mantissa.trailing_zeros() as i32);
            }
        }
        let exponent = i16::try_from(exponent)
            .ok()
            .filter(|e| SCALES.contains(e))?;
        let element = Self::new(Kind::Scaled { exponent }, width);
        // What the integers cannot say is a negative zero, and numbers too far apart.
        let exact = bytes
            .chunks_exact(width)
            .all(|bytes| element.store(element.code(bytes))[..width] == *bytes);
        exact.then_some(element)
    }

    /// Reads the type: class in the high and log2 of the width in the low four bits, then the exponent of [`Kind::Scaled`].
    pub(super) fn read(reader: &mut Reader) -> Result<Self> {
        let byte = reader.byte()?;
        let width = 1_usize << (byte & 0x0f).min(4);
        let kind = match byte >> 4 {
            0 if width <= MAX_WIDTH => Kind::Unsigned,
            1 if width <= MAX_WIDTH => Kind::Signed,
            2 if matches!(width, 4 | 8) => Kind::Float,
            3 if matches!(width, 4 | 8) => {
                let exponent = i16::from_le_bytes(reader.array()?);
                if !SCALES.contains(&exponent) {
                    return Err(malformed(format!("2^{exponent} is no scale of elements")));
                }
                Kind::Scaled { exponent }
            }
            _ => {
                return Err(malformed(format!(
                    "no type of elements has the number {byte}"
                )))
            }
        };
        Ok(Self { kind, width })
    }

    /// Appends the type.
    pub(super) fn put(self, out: &mut Vec<u8>) {
        let width = self.width.trailing_zeros() as u8;
        match self.kind {
            Kind::Unsigned => out.push(width),
            Kind::Signed => out.push(1 << 4 | width),
            Kind::Float => out.push(2 << 4 | width),
            Kind::Scaled { exponent } => {
                out.push(3 << 4 | width);
                out.extend_from_slice(&exponent.to_le_bytes());
            }
        }
    }

    /// Bits of a code, and of a residual.
    pub(super) fn code_bits(self) -> u32 {
        match self.kind {
            Kind::Scaled { .. } => 64,
            _ => 8 * self.width as u32,
        }
    }

    /// The code of an element.
    pub(super) fn code(self, bytes: &[u8]) -> u64 {
        let raw = self.load(bytes);
        match self.kind {
            Kind::Unsigned | Kind::Signed => raw,
            Kind::Float => self.flip(raw, raw >> (self.code_bits() - 1) & 1 == 1),
            Kind::Scaled { exponent } => {
                (self.float(raw) * power_of_two(-i32::from(exponent))) as i64 as u64
            }
        }
    }

    /// The element with that code, in the first `width` bytes.
    pub(super) fn store(self, code: u64) -> [u8; MAX_WIDTH] {
        match self.kind {
            Kind::Unsigned | Kind::Signed => code.to_le_bytes(),
            Kind::Float => self
                .flip(code, code >> (self.code_bits() - 1) & 1 == 0)
                .to_le_bytes(),
            Kind::Scaled { exponent } => {
                let value = code as i64 as f64 * power_of_two(exponent.into());
                match self.width {
                    4 => u64::from((value as f32).to_bits()).to_le_bytes(),
                    _ => value.to_bits().to_le_bytes(),
                }
            }
        }
    }

    /// The number that an element stands for; 0 for what is not finite.
    pub(super) fn value(self, bytes: &[u8]) -> f64 {
        let raw = self.load(bytes);
        let value = match self.kind {
            Kind::Unsigned => raw as f64,
            Kind::Signed => sign_extended(raw, self.code_bits()) as f64,
            Kind::Float => self.float(raw),
            Kind::Scaled { .. } => self.code(bytes) as i64 as f64,
        };
        if value.is_finite() {
            value
        } else {
            0.0
        }
    }

    /// The difference of values that one step of codes makes, for values of that size.
    pub(super) fn step(self, size: f64) -> f64 {
        match (self.kind, self.width) {
            (Kind::Float, 4) => size * power_of_two(-23),
            (Kind::Float, _) => size * power_of_two(-52),
            _ => 1.0,
        }
    }

    /// The code next to a predicted number: rounded to the nearest, to even where there are two, and kept in the range of the type.
    /// Subnormal numbers count as 0, because programs exist that tell the processor to treat them so.
    fn nearest(self, value: f64) -> u64 {
        let value = if value.is_finite() { value } else { 0.0 };
        let bits = self.code_bits();
        let raw = match (self.kind, self.width) {
            (Kind::Unsigned, _) => {
                return (value.round_ties_even() as u64).min(u64::MAX >> (64 - bits))
            }
            (Kind::Signed | Kind::Scaled { .. }, _) => {
                let bound = i64::MAX >> (64 - bits);
                return (value.round_ties_even() as i64).clamp(-bound - 1, bound) as u64;
            }
            (Kind::Float, 4) if value.abs() < power_of_two(-125) => 0,
            (Kind::Float, 4) => u64::from((value as f32).to_bits()),
            (Kind::Float, _) if value.abs() < power_of_two(-1021) => 0,
            (Kind::Float, _) => value.to_bits(),
        };
        self.flip(raw, raw >> (bits - 1) & 1 == 1)
    }

    /// How far the code is from a prediction: small in either direction is a small number.
    pub(super) fn residual(self, code: u64, prediction: f64) -> u64 {
        let difference = code.wrapping_sub(self.nearest(prediction));
        let difference = sign_extended(difference, self.code_bits());
        (difference << 1 ^ difference >> 63) as u64
    }

    /// The code that lies so far from a prediction.
    pub(super) fn corrected(self, prediction: f64, residual: u64) -> u64 {
        let difference = residual >> 1 ^ (residual & 1).wrapping_neg();
        self.nearest(prediction).wrapping_add(difference)
    }

    fn load(self, bytes: &[u8]) -> u64 {
        let mut raw = [0; MAX_WIDTH];
        raw[..self.width].copy_from_slice(&bytes[..self.width]);
        u64::from_le_bytes(raw)
    }

    fn float(self, raw: u64) -> f64 {
        match self.width {
            4 => f32::from_bits(raw as u32).into(),
            _ => f64::from_bits(raw),
        }
    }

    /// Bit patterns of floating-point numbers and codes in their order: all bits of negative numbers are flipped, the sign of others.
    fn flip(self, bits: u64, negative: bool) -> u64 {
        let all = u64::MAX >> (64 - self.code_bits());
        bits ^ if negative { all } else { (all >> 1) + 1 }
    }
}

fn sign_extended(value: u64, bits: u32) -> i64 {
    (value << (64 - bits)) as i64 >> (64 - bits)
}

/// 2^exponent, for exponents of normal numbers.
pub(super) fn power_of_two(exponent: i32) -> f64 {
    f64::from_bits(((1023 + exponent) as u64) << 52)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whatever the element and the prediction are.
        #[test]
        fn residuals_are_exact(bytes: [u8; 8], prediction in any::<u64>().prop_map(f64::from_bits)) {
            for element in Element::PLAIN {
                let bytes = &bytes[..element.width];
                let residual = element.residual(element.code(bytes), prediction);
                prop_assert!(residual <= u64::MAX >> (64 - element.code_bits()));
                let stored = element.store(element.corrected(prediction, residual));
                prop_assert_eq!(&stored[..element.width], bytes);
            }
        }

        #[test]
        fn predictions_of_the_value_itself_are_right(number in -1e15..1e15, small: i32) {
            let bytes = number.to_le_bytes();
            let double = Element::new(Kind::Float, 8);
            prop_assert_eq!(double.residual(double.code(&bytes), double.value(&bytes)), 0);
            let scaled = Element::scaled(8, &f64::from(small).to_le_bytes());
            if small != 0 {
                let bytes = f64::from(small).to_le_bytes();
                let scaled = scaled.unwrap();
                prop_assert_eq!(scaled.residual(scaled.code(&bytes), scaled.value(&bytes)), 0);
            }
        }
    }

    #[test]
    fn only_common_multiples_are_scaled() {
        let bytes =
            |numbers: &[f64]| -> Vec<u8> { numbers.iter().flat_map(|n| n.to_le_bytes()).collect() };
        let scaled = Element::scaled(8, &bytes(&[0.5, 0.0, -7.25])).unwrap();
        assert_eq!(scaled.kind, Kind::Scaled { exponent: -2 });
        for numbers in [
            &[-0.0, 1.0][..],
            &[f64::NAN],
            &[f64::INFINITY, 1.0],
            &[1e300, 1.0],
            &[0.0],
        ] {
            assert_eq!(Element::scaled(8, &bytes(numbers)), None);
        }
        let singles: Vec<u8> = [1.5_f32, 16384.0]
            .iter()
            .flat_map(|n| n.to_le_bytes())
            .collect();
        let scaled = Element::scaled(4, &singles).unwrap();
        assert_eq!(scaled.kind, Kind::Scaled { exponent: -1 });
    }

    #[test]
    fn types_lead_back() {
        let scaled = Element::new(Kind::Scaled { exponent: -7 }, 4);
        for element in Element::PLAIN.into_iter().chain([scaled]) {
            let mut bytes = Vec::new();
            element.put(&mut bytes);
            assert_eq!(Element::read(&mut Reader(&bytes)), Ok(element));
        }
        for bad in [
            &[0x04_u8][..],
            &[0x21],
            &[0x40],
            &[0x33, 101, 0],
            &[0x33, 1],
            &[0x0f],
        ] {
            assert!(Element::read(&mut Reader(bad)).is_err());
        }
    }
}
