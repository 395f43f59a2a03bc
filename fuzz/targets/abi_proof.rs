//! Sequences of C calls about proofs, their measurements and compression. What is proved verifies, and not in another context.
#![no_main]

use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;
use nexuszero::ffi::nxz_status::*;
use nexuszero::ffi::*;
use nexuszero_fuzz::abi::{
    add_known, add_protocol, bytes, checked, slice, string, text, Bytes, Calls, Handles, Input,
    Name, Number, Pick,
};
use nexuszero_fuzz::{c, vectors};
use std::ffi::c_void;

#[derive(Debug, Arbitrary)]
enum Call {
    Witness,
    SetSecret(Pick, Name, Bytes),
    Prove {
        protocol: Pick,
        statement: Pick,
        witness: Pick,
        context: Bytes,
        options: Options,
    },
    FromBytes(Bytes),
    Verify {
        protocol: Pick,
        statement: Pick,
        context: Bytes,
        proof: Pick,
        options: Options,
    },
    Describe(Pick),
    FreeProof(Pick),
    SetCodec {
        protocol: Pick,
        codec: Codec,
    },
    Metrics(Pick),
    ResetMetrics(Pick),
    Compressor(Number),
    SetLimits(Pick, u16, u32),
    SetCompressorCodec(Pick, Codec),
    Compress(Pick, Bytes),
    Decompress(Pick, Bytes),
    FreeCompressor(Pick),
    CompressOnce(Number, Bytes),
    DecompressOnce(Bytes, u32),
    Lz4(Bytes),
    Lz4Decompress(Bytes, u32),
    Names(Number),
}

#[derive(Debug, Arbitrary)]
struct Options {
    given: bool,
    struct_size: u8,
    request_id: Bytes,
}

/// A codec of the caller's, which does what `behaviour` says.
#[derive(Debug, Arbitrary)]
struct Codec {
    id: u8,
    name: u8,
    behaviour: u8,
}

/// What a codec reads when it is called: it lives as long as the process.
static BEHAVIOURS: [u8; 8] = [0, 1, 2, 3, 4, 5, 6, 7];

/// Behaviour 0 drops zeros at the end, and the others do something wrong.
unsafe extern "C" fn compress(
    behaviour: *mut c_void,
    input: *const u8,
    len: usize,
    output: *mut u8,
    capacity: usize,
    written: *mut usize,
) -> i32 {
    // SAFETY: the header says that so many bytes can be read and written, and the behaviour is one of the list.
    let (behaviour, input, output, written) = unsafe {
        let output = std::slice::from_raw_parts_mut(output, capacity);
        (
            *behaviour.cast::<u8>(),
            slice(input, len),
            output,
            &mut *written,
        )
    };
    let kept = input.len() - input.iter().rev().take_while(|byte| **byte == 0).count();
    *written = match behaviour {
        1 => return 1,
        2 => usize::MAX,
        3 => capacity,
        4 => capacity.min(kept / 2),
        _ => kept.min(capacity),
    };
    let len = kept.min(capacity);
    output[..len].copy_from_slice(&input[..len]);
    0
}

/// The same for the way back.
unsafe extern "C" fn decompress(
    behaviour: *mut c_void,
    input: *const u8,
    len: usize,
    output: *mut u8,
    capacity: usize,
    written: *mut usize,
) -> i32 {
    // SAFETY: the header says that so many bytes can be read and written, and the behaviour is one of the list.
    let (behaviour, input, output, written) = unsafe {
        let output = std::slice::from_raw_parts_mut(output, capacity);
        (
            *behaviour.cast::<u8>(),
            slice(input, len),
            output,
            &mut *written,
        )
    };
    let len = input.len().min(capacity);
    output.fill(0);
    output[..len].copy_from_slice(&input[..len]);
    *written = match behaviour {
        5 => return -1,
        6 => usize::MAX,
        7 => capacity / 2,
        _ => capacity,
    };
    0
}

impl Codec {
    fn to_c(&self) -> nxz_codec {
        let name = [c"fuzz", c""][usize::from(self.name == 0xff)];
        nxz_codec {
            struct_size: size_of::<nxz_codec>() as u32,
            id: self.id.into(),
            name: name.as_ptr(),
            user_data: (&raw const BEHAVIOURS[usize::from(self.behaviour) % BEHAVIOURS.len()])
                .cast_mut()
                .cast(),
            compress: Some(compress),
            decompress: (self.name != 0xfe).then_some(decompress),
            destroy: None,
        }
    }
}

/// Statements with fast proofs, and their witnesses.
const KNOWN: [&str; 3] = [
    "circuit-adder",
    "discrete-log-ristretto255",
    "preimage-blake3-stated",
];
/// Configurations of the protocols.
const CONFIGS: [&str; 4] = [
    r#"{"profile":"fast"}"#,
    r#"{"profile":"fast","use_compression":true,"compression":{"strategy":"hybrid"},"verify_after_generation":true}"#,
    r#"{"profile":"fast","require_quantum_resistance":true,"limits":{"max_proof_size":4000}}"#,
    r#"{"use_optimizer":true,"max_verify_time":20,"threads":2}"#,
];
/// Proofs that one input may make, each taking as long as a hundred other calls.
const MAX_PROOFS: usize = 3;

struct State {
    protocols: Handles<nxz_protocol>,
    statements: Handles<nxz_statement>,
    witnesses: Handles<nxz_witness>,
    proofs: Handles<nxz_proof>,
    compressors: Handles<nxz_compressor>,
    made: usize,
}

impl State {
    fn new() -> Self {
        let mut state = Self {
            protocols: Handles::new(nxz_protocol_free),
            statements: Handles::new(nxz_statement_free),
            witnesses: Handles::new(nxz_witness_free),
            proofs: Handles::new(nxz_proof_free),
            compressors: Handles::new(nxz_compressor_free),
            made: 0,
        };
        for json in CONFIGS {
            add_protocol(&mut state.protocols, json);
        }
        for name in KNOWN {
            let vector = vectors::named(name);
            add_known(&mut state.statements, &mut state.witnesses, vector);
        }
        assert_eq!(
            state.protocols.len() + state.statements.len(),
            CONFIGS.len() + KNOWN.len()
        );
        state
    }

    fn run(&mut self, call: Call) {
        match call {
            Call::Witness => {
                self.witnesses
                    .make(|out, error| c!(nxz_witness_new(out, error)));
            }
            Call::SetSecret(witness, name, value) => {
                let witness = self.witnesses.get(witness);
                let (name, value) = (name.resolve(), value.resolve(|len| vec![0; len.into()]));
                let (text, text_len, data, len) =
                    (name.text(), name.len(), value.data(), value.len());
                checked(|error| c!(nxz_witness_set(witness, text, text_len, data, len, error)));
            }
            Call::Prove { .. } if self.made >= MAX_PROOFS => {}
            Call::Prove {
                protocol,
                statement,
                witness,
                context,
                options,
            } => {
                self.made += 1;
                self.prove(protocol, statement, witness, &context, &options);
            }
            Call::FromBytes(bytes) => {
                let bytes = bytes.resolve(known_proof);
                let (data, len) = (bytes.data(), bytes.len());
                self.proofs
                    .make(|out, error| c!(nxz_proof_from_bytes(data, len, out, error)));
            }
            Call::Verify {
                protocol,
                statement,
                context,
                proof,
                options,
            } => {
                let (protocol, statement) =
                    (self.protocols.get(protocol), self.statements.get(statement));
                verify(
                    protocol,
                    statement,
                    &context,
                    self.proofs.get(proof),
                    &options,
                );
            }
            Call::Describe(proof) => describe(self.proofs.get(proof)),
            Call::FreeProof(proof) => self.proofs.free(proof),
            Call::SetCodec { protocol, codec } => {
                let (protocol, codec) = (self.protocols.get(protocol), codec.to_c());
                checked(|error| c!(nxz_protocol_set_codec(protocol, &codec, error)));
            }
            Call::Metrics(protocol) => metrics(self.protocols.get(protocol)),
            Call::ResetMetrics(protocol) => {
                let protocol = self.protocols.get(protocol);
                checked(|error| c!(nxz_protocol_reset_metrics(protocol, error)));
            }
            Call::Names(number) => {
                let number = number.get();
                for name in [
                    nxz_codec_name(number),
                    nxz_compression_strategy_name(number),
                ] {
                    assert!(text(|| name).is_none_or(|name| !name.is_empty()));
                }
            }
            call => self.compression(call),
        }
    }

    fn prove(
        &mut self,
        protocol: Pick,
        statement: Pick,
        witness: Pick,
        context: &Bytes,
        options: &Options,
    ) {
        let (protocol, statement) = (self.protocols.get(protocol), self.statements.get(statement));
        let witness = self.witnesses.get(witness);
        let context = context.resolve(known_context);
        let request_id = options.request_id.resolve(|_| b"request 1".to_vec());
        let options = options.to_c(&request_id);
        let options = options
            .as_ref()
            .map_or(std::ptr::null(), std::ptr::from_ref);
        let (data, len) = (context.data(), context.len());
        let proof = self.proofs.make(|out, error| {
            c!(nxz_prove_with(
                protocol, statement, witness, data, len, options, out, error
            ))
        });
        let Some(proof) = proof else {
            return;
        };
        describe(proof);
        let verified =
            checked(|error| c!(nxz_verify(protocol, statement, data, len, proof, error)));
        assert_eq!(verified, NXZ_OK);
        let other = [context.bytes().expect("it was taken"), b"other"].concat();
        let (data, len) = (other.as_ptr(), other.len());
        let refused = checked(|error| c!(nxz_verify(protocol, statement, data, len, proof, error)));
        assert_eq!(refused, NXZ_ERR_PROOF_VERIFICATION);
    }

    fn compression(&mut self, call: Call) {
        match call {
            Call::Compressor(strategy) => {
                let strategy = strategy.get();
                self.compressors
                    .make(|out, error| c!(nxz_compressor_new(strategy, out, error)));
            }
            Call::SetLimits(compressor, ratio, size) => {
                let (compressor, ratio) = (self.compressors.get(compressor), ratio.into());
                let size = u64::from(size) % (1 << 24);
                checked(|error| c!(nxz_compressor_set_limits(compressor, ratio, size, error)));
            }
            Call::SetCompressorCodec(compressor, codec) => {
                let (compressor, codec) = (self.compressors.get(compressor), codec.to_c());
                checked(|error| c!(nxz_compressor_set_codec(compressor, &codec, error)));
            }
            Call::Compress(compressor, content) => {
                let (compressor, content) =
                    (self.compressors.get(compressor), content.resolve(payload));
                let (data, len) = (content.data(), content.len());
                let frame = bytes(|out, error| {
                    c!(nxz_compressor_compress(compressor, data, len, out, error))
                });
                let Some(frame) = frame else {
                    return;
                };
                assert!(frame.len() <= len + 1);
                let (data, frame_len) = (frame.as_ptr(), frame.len());
                assert!(!nxz_codec_name(c!(nxz_compressed_codec(data, frame_len))).is_null());
                let again = bytes(|out, error| {
                    c!(nxz_compressor_decompress(
                        compressor, data, frame_len, out, error
                    ))
                });
                assert_eq!(again.as_deref(), content.bytes());
            }
            Call::Decompress(compressor, frame) => {
                let (compressor, frame) =
                    (self.compressors.get(compressor), frame.resolve(known_frame));
                let (data, len) = (frame.data(), frame.len());
                bytes(|out, error| {
                    c!(nxz_compressor_decompress(compressor, data, len, out, error))
                });
            }
            Call::FreeCompressor(compressor) => self.compressors.free(compressor),
            Call::CompressOnce(strategy, content) => {
                let (strategy, content) = (strategy.get(), content.resolve(payload));
                let (data, len) = (content.data(), content.len());
                let frame = bytes(|out, error| c!(nxz_compress(strategy, data, len, out, error)));
                assert!(frame.is_none_or(|frame| frame.len() <= len + 1));
            }
            Call::DecompressOnce(frame, max_size) => {
                let (frame, max_size) =
                    (frame.resolve(known_frame), u64::from(max_size) % (1 << 24));
                let (data, len) = (frame.data(), frame.len());
                let content =
                    bytes(|out, error| c!(nxz_decompress(data, len, max_size, out, error)));
                assert!(content.is_none_or(|content| content.len() as u64 <= max_size));
            }
            Call::Lz4(content) => {
                let content = content.resolve(payload);
                let (data, len) = (content.data(), content.len());
                if let Some(frame) = bytes(|out, error| c!(nxz_lz4_compress(data, len, out, error)))
                {
                    let (data, frame_len) = (frame.as_ptr(), frame.len());
                    let again = bytes(|out, error| {
                        c!(nxz_lz4_decompress(data, frame_len, len as u64, out, error))
                    });
                    assert_eq!(again.as_deref(), content.bytes());
                }
            }
            Call::Lz4Decompress(frame, max_size) => {
                let (frame, max_size) = (frame.resolve(known_lz4), u64::from(max_size) % (1 << 24));
                let (data, len) = (frame.data(), frame.len());
                let content =
                    bytes(|out, error| c!(nxz_lz4_decompress(data, len, max_size, out, error)));
                assert!(content.is_none_or(|content| content.len() as u64 <= max_size));
            }
            _ => unreachable!("a call about compression"),
        }
    }
}

impl Options {
    fn to_c(&self, request_id: &Input) -> Option<nxz_call_options> {
        let full = size_of::<nxz_call_options>() as u32;
        self.given.then(|| nxz_call_options {
            struct_size: match self.struct_size {
                0..=0xdf => full,
                size => full.min(u32::from(size & 0x1f)),
            },
            reserved: 0,
            request_id: request_id.text(),
            request_id_len: request_id.len(),
        })
    }
}

fn known_context(which: u8) -> Vec<u8> {
    [vectors::CONTEXT, b""][usize::from(which % 2)].into()
}

fn known_proof(which: u8) -> Vec<u8> {
    let name = KNOWN[usize::from(which) % KNOWN.len()];
    vectors::named(name).proof.clone()
}

/// A payload that codecs can do something with.
fn payload(which: u8) -> Vec<u8> {
    let number = |i: u16| i.wrapping_mul(which.into()).wrapping_add(i % 32);
    (0..1024).flat_map(|i| number(i).to_le_bytes()).collect()
}

fn known_frame(which: u8) -> Vec<u8> {
    let (strategy, content) = (u32::from(which % 5), payload(which));
    let (data, len) = (content.as_ptr(), content.len());
    bytes(|out, error| c!(nxz_compress(strategy, data, len, out, error))).expect("a good payload")
}

fn known_lz4(which: u8) -> Vec<u8> {
    let content = payload(which);
    let (data, len) = (content.as_ptr(), content.len());
    bytes(|out, error| c!(nxz_lz4_compress(data, len, out, error))).expect("a good payload")
}

fn verify(
    protocol: *const nxz_protocol,
    statement: *const nxz_statement,
    context: &Bytes,
    proof: *const nxz_proof,
    options: &Options,
) {
    let context = context.resolve(known_context);
    let request_id = options.request_id.resolve(|_| b"request 2".to_vec());
    let options = options.to_c(&request_id);
    let options = options
        .as_ref()
        .map_or(std::ptr::null(), std::ptr::from_ref);
    let (data, len) = (context.data(), context.len());
    checked(|error| {
        c!(nxz_verify_with(
            protocol, statement, data, len, proof, options, error
        ))
    });
}

fn describe(proof: *const nxz_proof) {
    let mut len = 1;
    let data = c!(nxz_proof_data(proof, &mut len));
    assert_eq!(data.is_null(), len == 0);
    // SAFETY: their fields are numbers.
    let (mut header, mut measured): (nxz_proof_header, nxz_proof_measurements) =
        unsafe { std::mem::zeroed() };
    header.struct_size = size_of::<nxz_proof_header>() as u32;
    measured.struct_size = size_of::<nxz_proof_measurements>() as u32;
    if checked(|error| c!(nxz_proof_info(proof, &mut header, error))) == NXZ_OK {
        assert_eq!(header.size, len as u64);
    }
    let status = checked(|error| c!(nxz_proof_metrics(proof, &mut measured, error)));
    let json = string(|out, error| c!(nxz_proof_metrics_json(proof, out, error)));
    assert_eq!(status == NXZ_OK, json.is_some());
    if status == NXZ_OK {
        assert_eq!(measured.size_after, len as u64);
    }
}

fn metrics(protocol: *const nxz_protocol) {
    let mut all = Handles::new(nxz_metrics_free);
    let Some(metrics) = all.make(|out, error| c!(nxz_protocol_metrics(protocol, out, error)))
    else {
        return;
    };
    // SAFETY: all its fields are numbers.
    let mut figures: nxz_metrics_figures = unsafe { std::mem::zeroed() };
    figures.struct_size = size_of::<nxz_metrics_figures>() as u32;
    let status = checked(|error| c!(nxz_metrics_summary(metrics, &mut figures, error)));
    assert_eq!(status, NXZ_OK);
    let json = string(|out, error| c!(nxz_metrics_to_json(metrics, out, error)));
    let prometheus = string(|out, error| c!(nxz_metrics_to_prometheus(metrics, out, error)));
    let same = string(|out, error| c!(nxz_metrics_compare(metrics, metrics, out, error)));
    for text in [json, same] {
        let text = text.expect("a text");
        serde_json::from_str::<serde_json::Value>(&text).expect("JSON");
    }
    assert!(prometheus.is_some());
}

fuzz_target!(|calls: Calls<Call>| {
    let mut state = State::new();
    for call in calls.0 {
        state.run(call);
    }
});
