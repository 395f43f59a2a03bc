//! Every field against bit-by-bit arithmetic, every backend against the portable one.

use super::*;
use proptest::prelude::*;

/// Schoolbook product: shift and add, with `times_x` alone.
fn reference<const N: usize>(a: Gf<N>, b: Gf<N>) -> Gf<N> {
    let mut sum = Gf::ZERO;
    for i in (0..64 * N).rev() {
        sum = sum.times_x();
        sum += a.masked((b.0[i / 64] >> (i % 64)) as u8 & 1);
    }
    sum
}

fn special<const N: usize>() -> Vec<Gf<N>> {
    let mut all = vec![Gf::ZERO, Gf::ONE, Gf([u64::MAX; N]), Gf::from_u64(2)];
    for i in 0..N {
        for limb in [1, 1 << 63, u64::MAX, 0x8000_0000_0000_0001] {
            let mut limbs = [0; N];
            limbs[i] = limb;
            all.push(Gf(limbs));
        }
    }
    all
}

fn check_field<const N: usize>(random: &[u64]) {
    let mut elements = special::<N>();
    elements.extend(random.chunks_exact(N).map(|c| Gf(c.try_into().unwrap())));
    for &backend in Backend::available() {
        let (mut a, mut b) = (Vec::new(), Vec::new());
        for &x in &elements {
            for &y in &elements {
                a.push(x);
                b.push(y);
            }
        }
        let expected: Vec<_> = a.iter().zip(&b).map(|(&x, &y)| reference(x, y)).collect();
        let mut out = vec![Gf::ZERO; a.len()];
        Gf::mul_slices(backend, &mut out, &a, &b);
        assert!(out == expected, "mul {N} {}", backend.name());

        let sum = expected.iter().fold(Gf::ZERO, |s, &x| s + x);
        assert!(
            Gf::inner_product(backend, &a, &b) == sum,
            "inner product {N}"
        );

        let factor = *elements.last().unwrap();
        Gf::scale(backend, &mut out, &a, factor);
        assert!(a.iter().zip(&out).all(|(&x, &y)| reference(x, factor) == y));

        for &x in &elements {
            let product = x.times(x.inverse(backend), backend);
            assert!(
                product
                    == if x == Gf::ZERO {
                        Gf::ZERO
                    } else {
                        Gf::<N>::ONE
                    }
            );
            assert!(x.times_small(0b1011) == reference(x, Gf::from_u64(0b1011)));
        }

        let (first, base) = (elements[5], factor);
        for len in [0, 1, 2, 3, 7, 8, 33] {
            let mut weights = vec![Gf::ZERO; len];
            Gf::horner_weights(backend, &mut weights, first, base);
            let mut power = first;
            for weight in weights.iter().rev() {
                assert!(*weight == power);
                power = reference(power, base);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]
    #[test]
    fn fields_match_schoolbook_arithmetic(random in prop::collection::vec(any::<u64>(), 24)) {
        check_field::<1>(&random);
        check_field::<2>(&random);
        check_field::<3>(&random);
        check_field::<4>(&random);
    }
}

#[test]
fn bytes_round_trip() {
    let bytes: Vec<u8> = (1..=24).collect();
    assert_eq!(Gf::<3>::from_bytes(&bytes).to_bytes(), bytes);
    assert!(Gf::<3>::from_bytes(&bytes[..2]) == Gf::from_u64(0x0201));
}
