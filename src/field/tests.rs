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

        // Lengths around those of a register, at any place.
        for len in (0..=9).chain([31, 32]) {
            for start in [0, 5] {
                check_kernels(backend, &a[start..][..len], &b[start..][..len]);
            }
        }

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

/// Every kernel on slices of one length.
fn check_kernels<const N: usize>(backend: Backend, a: &[Gf<N>], b: &[Gf<N>]) {
    let case = format!("{N} {} {}", a.len(), backend.name());
    let each = |f: &dyn Fn(Gf<N>, Gf<N>) -> Gf<N>| -> Vec<Gf<N>> {
        a.iter().zip(b).map(|(&x, &y)| f(x, y)).collect()
    };
    // A place behind the slice, which must stay as it is.
    let mut room = vec![Gf([7; N]); a.len() + 1];
    let mut check = |name: &str, expected: Vec<Gf<N>>, kernel: &dyn Fn(&mut [Gf<N>])| {
        let (out, behind) = room.split_at_mut(a.len());
        out.copy_from_slice(a);
        kernel(out);
        assert!(*out == expected && behind == [Gf([7; N])], "{name} {case}");
    };
    check("sum", each(&|x, y| x + y), &|out| {
        Gf::add_assign_slices(backend, out, b);
    });
    check("sum of none", each(&|_, _| Gf::ZERO), &|out| {
        Gf::sum_slices(backend, out, []);
    });
    check("sum of three", each(&|_, y| y), &|out| {
        Gf::sum_slices(backend, out, [a, b, a]);
    });
    check("product", each(&reference), &|out| {
        Gf::mul_slices(backend, out, a, b);
    });
    check(
        "product of sums",
        each(&|x, y| reference(x + y, y) + x + y),
        &|out| Gf::mul_sums(backend, out, [a, b], [b], [a, b]),
    );
    let Some(&factor) = b.first() else { return };
    check("scale", each(&|x, _| reference(x, factor)), &|out| {
        Gf::scale(backend, out, a, factor);
    });

    check_at_points(backend, a, b, [factor]);
    check_at_points(backend, a, b, [factor, a[0]]);
    check_at_points(backend, a, b, [factor, Gf::ONE, a[0], factor + a[0]]);
}

/// The kernels for wires of so many elements, against `reference`.
fn check_at_points<const N: usize, const P: usize>(
    backend: Backend,
    a: &[Gf<N>],
    b: &[Gf<N>],
    factors: [Gf<N>; P],
) {
    let case = format!("{N} {P} {} {}", a.len(), backend.name());
    let expected: Vec<_> = a
        .iter()
        .map(|&x| factors.map(|factor| reference(x, factor)))
        .collect();
    let mut found = vec![[Gf::ZERO; P]; a.len()];
    Gf::scale_each(backend, &mut found, a, &factors);
    assert!(found == expected, "scale each {case}");
    let mut sums = [Gf::ZERO; P];
    for (row, &y) in expected.iter().zip(b) {
        for (sum, &x) in sums.iter_mut().zip(row) {
            *sum += reference(x, y);
        }
    }
    let found = Gf::inner_products(backend, &found, b);
    assert!(found == sums, "inner products {case}");
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
