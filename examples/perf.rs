//! scratch
use nexuszero::{config::*, hash::*, pipeline::*, statement::*};
fn main() {
    for hash in HashAlgorithm::ALL {
        for (lv, profs) in [
            (SecurityLevel::L128, &Profile::ALL[..]),
            (SecurityLevel::L256, &Profile::ALL[..2]),
        ] {
            for &profile in profs {
                for length in [
                    MessageLength::Stated(32),
                    MessageLength::Hidden { blocks: 1 },
                ] {
                    let cfg = ProtocolConfig {
                        profile,
                        security_level: lv,
                        ..ProtocolConfig::preset(Preset::Default)
                    };
                    let p = Protocol::new(cfg).unwrap();
                    let msg = vec![7u8; 32];
                    let st = Statement::Preimage(
                        Preimage::new(hash, &hash.digest(&msg), length).unwrap(),
                    );
                    let w = Witness::Preimage(zeroize::Zeroizing::new(msg));
                    let n = if profile.id() > 2 { 3 } else { 20 };
                    let mut best = (f64::MAX, f64::MAX);
                    let mut len = 0;
                    let mut m = None;
                    for _ in 0..n {
                        let t = std::time::Instant::now();
                        let proof = p.prove(&st, &w, b"").unwrap();
                        let a = t.elapsed().as_secs_f64() * 1e3;
                        let t = std::time::Instant::now();
                        p.verify(&st, b"", &proof.proof_data).unwrap();
                        let b = t.elapsed().as_secs_f64() * 1e3;
                        best = (best.0.min(a), best.1.min(b));
                        len = proof.proof_data.len();
                        m = proof.metrics;
                    }
                    let m = m.unwrap();
                    println!("{} {:?} {:?} {:?}: {} B prove {:.2} verify {:.2} ms bits {} ℓ {} C {} D {} val {} par {}", hash.name(), lv, profile, length, len, best.0, best.1, m.security_bits, m.committed_bits, m.constraints, m.degree, m.validate_ns, m.parameters_ns);
                }
            }
        }
    }
}
