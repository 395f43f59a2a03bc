//! Whether bytes are close to random, from a sample: the question before any work, because proofs and everything encrypted are.

/// Shorter input is too short to tell.
const MIN_LEN: usize = 512;
/// From this length on, the eight positions of bytes in a word are told apart: of numbers with many digits, the last ones are random and
/// the first are not.
const LANES_LEN: usize = 4096;
/// Bits of entropy of a random byte, less what a sample is in error.
const RANDOM_ENTROPY: f64 = 7.75;
/// Words of eight bytes that are looked at.
const SAMPLE: usize = 2048;

/// Whether the bytes look random: the entropy of single bytes is that of random ones, at every position in a word, and nothing is
/// repeated.
pub(super) fn is_near_random(input: &[u8]) -> bool {
    if input.len() < MIN_LEN {
        return false;
    }
    let lanes = if input.len() < LANES_LEN { 1 } else { 8 };
    let words = input.len() / 8;
    let step = words.div_ceil(SAMPLE);
    let mut counts = [[0_u32; 256]; 8];
    for word in input.chunks_exact(8).step_by(step) {
        for (i, &byte) in word.iter().enumerate() {
            counts[i % lanes][usize::from(byte)] += 1;
        }
    }
    counts[..lanes]
        .iter()
        .all(|lane| entropy(lane) >= RANDOM_ENTROPY)
        && !has_repeats(input)
}

/// Entropy in bits of what was counted so often, with the correction for small samples of Miller ("Note on the bias of information
/// estimates", 1955).
fn entropy(counts: &[u32; 256]) -> f64 {
    let total: u32 = counts.iter().sum();
    let seen = counts.iter().filter(|&&count| count > 0);
    let bias =
        (seen.clone().count() - 1) as f64 / (2.0 * f64::from(total) * std::f64::consts::LN_2);
    let term = |&count: &u32| {
        let share = f64::from(count) / f64::from(total);
        -share * share.log2()
    };
    seen.map(term).sum::<f64>() + bias
}

/// Bytes in which repetitions are looked for.
const REPEATS_LEN: usize = 256 << 10;
/// Slots of the table of words seen.
const SLOTS_LOG: u32 = 12;

/// Whether words of eight bytes come again. Which words are remembered, one in 32, is decided by their content, so that a repetition is
/// found at any distance.
fn has_repeats(input: &[u8]) -> bool {
    let input = &input[..input.len().min(REPEATS_LEN)];
    let mut seen = vec![0_u64; 1 << SLOTS_LOG];
    let (mut sampled, mut repeated) = (0, 0);
    for word in input.windows(8) {
        let word = u64::from_le_bytes(word.try_into().expect("windows of eight"));
        // Fibonacci hashing, with what keeps zeros from being looked at more often than others.
        let hash = (word ^ 0x5bd1_e995_7b4c_8f2d).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        if hash >> 59 == 0 {
            let slot = &mut seen[(hash >> (59 - SLOTS_LOG)) as usize];
            sampled += 1;
            repeated += u32::from(*slot == word);
            *slot = word;
        }
    }
    repeated * 64 > sampled
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xorshift::Xorshift;

    /// Bytes that are random to any test here.
    fn random(len: usize) -> Vec<u8> {
        let mut numbers = Xorshift(1);
        (0..len).map(|_| (numbers.number() >> 32) as u8).collect()
    }

    #[test]
    fn random_bytes_are_told_from_others() {
        for len in [512, 700, 1000, 4095, 4096, 5000, 100_000, 1 << 20] {
            assert!(is_near_random(&random(len)), "{len}");
        }
        assert!(!is_near_random(&random(100)));
        // A proof ends with up to some hundred bytes of padding.
        assert!(is_near_random(&[random(10_000), vec![0; 100]].concat()));
        assert!(!is_near_random(&random(1000).repeat(20)));
        let floats: Vec<u8> = (0..1000)
            .flat_map(|i| f64::from(i).sqrt().to_le_bytes())
            .collect();
        assert!(!is_near_random(&floats));
        let text: Vec<u8> = (0..1000)
            .flat_map(|i| format!("{i}, ").into_bytes())
            .collect();
        assert!(!is_near_random(&text));
    }
}
