//! Compression from the outside.

mod payloads;

use nexuszero::compression::{CompressionConfig, Manager, Strategy};
use std::time::Instant;

fn manager(strategy: Strategy) -> Manager {
    Manager::new(CompressionConfig {
        strategy,
        ..CompressionConfig::default()
    })
    .unwrap()
}

#[test]
fn ratios() {
    for (name, payload) in payloads::low_rank() {
        print!("{name:40} {:7}", payload.len());
        for strategy in [
            Strategy::Lz4,
            Strategy::TensorTrain,
            Strategy::Hybrid,
            Strategy::Adaptive,
        ] {
            let m = manager(strategy);
            let t = Instant::now();
            let c = m.compress(&payload).unwrap();
            let e = t.elapsed();
            let t = Instant::now();
            assert!(m.decompress(&c.data).unwrap() == payload);
            print!(
                " | {:8} {:7.2} {:6.1}ms {:5.1}ms",
                c.codec,
                c.ratio(),
                e.as_secs_f64() * 1e3,
                t.elapsed().as_secs_f64() * 1e3
            );
        }
        println!();
    }
}
#[test]
fn print_known() {
    use nexuszero::compression::Codec;
    let product = |i: u16| 16 * (1 + i / 32) * (1 + i % 32);
    let mut numbers: Vec<u16> = (0..1024).map(product).collect();
    numbers[1023] = 3;
    let c: Vec<u8> = numbers.iter().flat_map(|n| n.to_le_bytes()).collect();
    for codec in [
        &nexuszero::compression::tensor_train::TensorTrain as &dyn Codec,
        &nexuszero::compression::hybrid::Hybrid,
    ] {
        let x = codec.compress(&c).unwrap();
        println!("{} {:?}", x.len(), x);
    }
}
