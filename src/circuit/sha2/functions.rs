//! The functions of the SHA-2 family (FIPS 180-4): constants, and what a round is made of, natively and on wires.

use crate::circuit::Evaluator;

/// The first 64 bits of the fractional parts of the cube roots of the first 80 primes (FIPS 180-4, 4.2.3). The round
/// constants of SHA-256 are their upper halves (4.2.2).
const K: [u64; 80] = [
    0x428a_2f98_d728_ae22,
    0x7137_4491_23ef_65cd,
    0xb5c0_fbcf_ec4d_3b2f,
    0xe9b5_dba5_8189_dbbc,
    0x3956_c25b_f348_b538,
    0x59f1_11f1_b605_d019,
    0x923f_82a4_af19_4f9b,
    0xab1c_5ed5_da6d_8118,
    0xd807_aa98_a303_0242,
    0x1283_5b01_4570_6fbe,
    0x2431_85be_4ee4_b28c,
    0x550c_7dc3_d5ff_b4e2,
    0x72be_5d74_f27b_896f,
    0x80de_b1fe_3b16_96b1,
    0x9bdc_06a7_25c7_1235,
    0xc19b_f174_cf69_2694,
    0xe49b_69c1_9ef1_4ad2,
    0xefbe_4786_384f_25e3,
    0x0fc1_9dc6_8b8c_d5b5,
    0x240c_a1cc_77ac_9c65,
    0x2de9_2c6f_592b_0275,
    0x4a74_84aa_6ea6_e483,
    0x5cb0_a9dc_bd41_fbd4,
    0x76f9_88da_8311_53b5,
    0x983e_5152_ee66_dfab,
    0xa831_c66d_2db4_3210,
    0xb003_27c8_98fb_213f,
    0xbf59_7fc7_beef_0ee4,
    0xc6e0_0bf3_3da8_8fc2,
    0xd5a7_9147_930a_a725,
    0x06ca_6351_e003_826f,
    0x1429_2967_0a0e_6e70,
    0x27b7_0a85_46d2_2ffc,
    0x2e1b_2138_5c26_c926,
    0x4d2c_6dfc_5ac4_2aed,
    0x5338_0d13_9d95_b3df,
    0x650a_7354_8baf_63de,
    0x766a_0abb_3c77_b2a8,
    0x81c2_c92e_47ed_aee6,
    0x9272_2c85_1482_353b,
    0xa2bf_e8a1_4cf1_0364,
    0xa81a_664b_bc42_3001,
    0xc24b_8b70_d0f8_9791,
    0xc76c_51a3_0654_be30,
    0xd192_e819_d6ef_5218,
    0xd699_0624_5565_a910,
    0xf40e_3585_5771_202a,
    0x106a_a070_32bb_d1b8,
    0x19a4_c116_b8d2_d0c8,
    0x1e37_6c08_5141_ab53,
    0x2748_774c_df8e_eb99,
    0x34b0_bcb5_e19b_48a8,
    0x391c_0cb3_c5c9_5a63,
    0x4ed8_aa4a_e341_8acb,
    0x5b9c_ca4f_7763_e373,
    0x682e_6ff3_d6b2_b8a3,
    0x748f_82ee_5def_b2fc,
    0x78a5_636f_4317_2f60,
    0x84c8_7814_a1f0_ab72,
    0x8cc7_0208_1a64_39ec,
    0x90be_fffa_2363_1e28,
    0xa450_6ceb_de82_bde9,
    0xbef9_a3f7_b2c6_7915,
    0xc671_78f2_e372_532b,
    0xca27_3ece_ea26_619c,
    0xd186_b8c7_21c0_c207,
    0xeada_7dd6_cde0_eb1e,
    0xf57d_4f7f_ee6e_d178,
    0x06f0_67aa_7217_6fba,
    0x0a63_7dc5_a2c8_98a6,
    0x113f_9804_bef9_0dae,
    0x1b71_0b35_131c_471b,
    0x28db_77f5_2304_7d84,
    0x32ca_ab7b_40c7_2493,
    0x3c9e_be0a_15c9_bebc,
    0x431d_67c4_9c10_0d4c,
    0x4cc5_d4be_cb3e_42b6,
    0x597f_299c_fc65_7e2a,
    0x5fcb_6fab_3ad6_faec,
    0x6c44_198c_4a47_5817,
];

/// The initial hash value of SHA-512 (5.3.5); the upper halves are that of SHA-256 (5.3.3).
const H0_512: [u64; 8] = [
    0x6a09_e667_f3bc_c908,
    0xbb67_ae85_84ca_a73b,
    0x3c6e_f372_fe94_f82b,
    0xa54f_f53a_5f1d_36f1,
    0x510e_527f_ade6_82d1,
    0x9b05_688c_2b3e_6c1f,
    0x1f83_d9ab_fb41_bd6b,
    0x5be0_cd19_137e_2179,
];

/// The initial hash value of SHA-384 (5.3.4).
const H0_384: [u64; 8] = [
    0xcbbb_9d5d_c105_9ed8,
    0x629a_292a_367c_d507,
    0x9159_015a_3070_dd17,
    0x152f_ecd8_f70e_5939,
    0x6733_2667_ffc0_0b31,
    0x8eb4_4a87_6858_1511,
    0xdb0c_2e0d_64f9_8fa7,
    0x47b5_481d_befa_4fa4,
];

/// One of the functions of FIPS 180-4, 4.1.2 and 4.1.3: two rotations, and a third or a shift.
pub(super) struct Sigma {
    rotations: [usize; 2],
    last: usize,
    shifts: bool,
}

const fn sigma(rotations: [usize; 2], last: usize, shifts: bool) -> Sigma {
    Sigma {
        rotations,
        last,
        shifts,
    }
}

/// A member of the family.
pub(super) struct Variant {
    /// Bits of a word.
    pub(super) bits: usize,
    /// Rounds of the compression function.
    pub(super) rounds: usize,
    /// The words of a state that make the digest.
    pub(super) digest_words: usize,
    initial: &'static [u64; 8],
    pub(super) big_sigma: [Sigma; 2],
    pub(super) small_sigma: [Sigma; 2],
}

pub(super) static SHA_256: Variant = Variant {
    bits: 32,
    rounds: 64,
    digest_words: 8,
    initial: &H0_512,
    big_sigma: [sigma([2, 13], 22, false), sigma([6, 11], 25, false)],
    small_sigma: [sigma([7, 18], 3, true), sigma([17, 19], 10, true)],
};

const fn sha_512(initial: &'static [u64; 8], digest_words: usize) -> Variant {
    Variant {
        bits: 64,
        rounds: 80,
        digest_words,
        initial,
        big_sigma: [sigma([28, 34], 39, false), sigma([14, 18], 41, false)],
        small_sigma: [sigma([1, 8], 7, true), sigma([19, 61], 6, true)],
    }
}

pub(super) static SHA_512: Variant = sha_512(&H0_512, 8);
pub(super) static SHA_384: Variant = sha_512(&H0_384, 6);

impl Variant {
    /// The round constant K_t.
    pub(super) fn k(&self, t: usize) -> u64 {
        K[t] >> (64 - self.bits)
    }

    /// Word i of the initial hash value.
    pub(super) fn initial(&self, i: usize) -> u64 {
        self.initial[i] >> (64 - self.bits)
    }

    /// `value` modulo the number of words.
    pub(super) fn word(&self, value: u64) -> u64 {
        value & u64::MAX >> (64 - self.bits)
    }

    /// The sum of words.
    pub(super) fn sum<const N: usize>(&self, words: [u64; N]) -> u64 {
        self.word(words.into_iter().fold(0, u64::wrapping_add))
    }

    /// The negative of a word.
    pub(super) fn negative(&self, word: u64) -> u64 {
        self.word(word.wrapping_neg())
    }

    /// A sigma function of a public word or inside a hint.
    pub(super) fn sigma(&self, sigma: &Sigma, x: u64) -> u64 {
        let rotated = |by: usize| self.word(x >> by | x << (self.bits - by));
        let [a, b] = sigma.rotations.map(rotated);
        let last = match sigma.shifts {
            true => x >> sigma.last,
            false => rotated(sigma.last),
        };
        a ^ b ^ last
    }
}

impl Sigma {
    /// Writes the wires for `x` into `out`.
    pub(super) fn wires<E: Evaluator>(
        &self,
        evaluator: &mut E,
        out: &mut [E::Wire],
        x: &[E::Wire],
    ) {
        let bits = x.len();
        let [a, b] = self.rotations;
        // Between the places where a term wraps around, all are slices of x.
        let mut cuts = [0, bits - a, bits - b, bits - self.last, bits];
        cuts.sort_unstable();
        for cut in cuts.windows(2) {
            let (start, end) = (cut[0], cut[1]);
            let term = |by: usize| &x[(start + by) % bits..][..end - start];
            let out = &mut out[start..end];
            if self.shifts && start >= bits - self.last {
                evaluator.xor(out, [term(a), term(b)]);
            } else {
                evaluator.xor(out, [term(a), term(b), term(self.last)]);
            }
        }
    }
}

/// Ch (FIPS 180-4, equations 4.2 and 4.8), in the form that needs one product.
pub(super) fn ch(x: u64, y: u64, z: u64) -> u64 {
    z ^ (x & (y ^ z))
}

/// Maj (equations 4.3 and 4.9), likewise.
pub(super) fn maj(x: u64, y: u64, z: u64) -> u64 {
    z ^ ((x ^ z) & (y ^ z))
}
