//! Scattered numbers where nothing depends on what they are: places of samples, inputs of tests.

/// xorshift64 (Marsaglia, "Xorshift RNGs", J. Statistical Software 8(14), 2003, section 4), from a state other than 0.
pub(crate) struct Xorshift(pub u64);

impl Xorshift {
    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
}
