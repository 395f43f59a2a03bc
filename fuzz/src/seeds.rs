//! Writes the inputs that fuzzing begins with: real objects, from `tests/vectors` and made by the library.
//!
//!     seeds FOLDER        FOLDER/TARGET/0, FOLDER/TARGET/1, …
//!
//! The fuzzer cuts what is longer than a target's longest input (`scripts/fuzz`, which looks for that).

// Its callbacks are what the instrumentation of the library calls.
use libfuzzer_sys as _;

use lz4_flex::frame::{BlockMode, FrameEncoder, FrameInfo};
use nexuszero::archive::{Archive, Entry, Mode};
use nexuszero::compression::hybrid::Hybrid;
use nexuszero::compression::tensor_train::TensorTrain;
use nexuszero::compression::{Codec, CompressionConfig, Manager, Strategy};
use nexuszero::config::layers::LayeredConfig;
use nexuszero::config::Preset;
use nexuszero::statement::encoding::Objects;
use nexuszero_fuzz::forge::{self, piece};
use nexuszero_fuzz::vectors::{self, CONTEXT};
use std::io::{Cursor, Write};
use std::path::Path;

type Seeds = Vec<Vec<u8>>;
type Make = fn() -> Seeds;

fn proofs() -> Seeds {
    let mut seeds = Seeds::new();
    for (which, vector) in (0..).zip(vectors::proofs(16 << 10)) {
        let proof = &vector.proof;
        seeds.push([&[which, 0][..], proof].concat());
        seeds.push([&[which, 1][..], &proof[8..]].concat());
        seeds.push(vec![which, 2]);
        seeds.push([&[which, 2][..], &[20, 0, 1, 200, 1, 0x80]].concat());
        let frame = manager(Strategy::Lz4).compress(&proof[8..]);
        let frame = frame.expect("a frame");
        seeds.push([&[which, 3][..], &frame.data].concat());
    }
    seeds
}

fn statements() -> Seeds {
    let all = vectors::statements().into_iter();
    all.map(|vector| vector.statement.encode(Objects::Whole))
        .collect()
}

fn statements_json() -> Seeds {
    let all = vectors::statements().into_iter();
    all.map(|vector| vector.statement.to_json().into_bytes())
        .collect()
}

fn circuits() -> Seeds {
    let files = [
        "adder.txt",
        "comparator.txt",
        "every_gate.txt",
        "multiplexer.txt",
    ];
    let file = |file| std::fs::read(vectors::folder("bristol").join(file)).expect("a circuit");
    let small = [
        "1 3\n2 1 1\n1 1\n\n2 1 0 1 2 AND\n",
        "2 4\n1 2\n1 1\n\n2 1 0 1 2 XOR\n1 1 2 3 INV\n",
        "2 4\n1 1\n1 3\n\n1 1 1 1 EQ\n2 1 0 1 2 AND\n1 1 2 3 EQW\n",
        "1 6\n1 4\n1 2\n\n4 2 0 1 2 3 4 5 MAND\n",
    ];
    let texts = files
        .map(file)
        .into_iter()
        .chain(small.map(|text| text.into()));
    let mut seeds: Seeds = texts
        .map(|text| [&text[..], b"\0\x5a\xc3"].concat())
        .collect();
    // Gates, as the target makes a circuit of them; a zero would end them.
    for seed in 0..8 {
        let gates = noise(2 + 3 * 20 * (1 + usize::from(seed)), seed).into_iter();
        seeds.push(
            [
                vec![0xff],
                gates.map(|byte| byte.max(1)).collect(),
                vec![0, 0x3c],
            ]
            .concat(),
        );
    }
    seeds
}

fn entry(name: &str, label: &str) -> Entry {
    let vector = vectors::named(name);
    Entry {
        statement: vector.statement.clone(),
        context: CONTEXT.to_vec(),
        proof: vector.proof.clone(),
        metrics: r#"{"total_ns":1234567,"ratio":0.50}"#.into(),
        label: label.into(),
        time: 1_700_000_000_000,
    }
}

fn archives() -> Seeds {
    let statement = |name: &str| {
        let whole = vectors::named(name).statement.encode(Objects::Whole);
        piece(
            forge::STATEMENT,
            &[&leb128(whole.len()), &whole[..]].concat(),
        )
    };
    let record = |statement: u8, template: u8, numbers: &[u8]| {
        let proof = &vectors::named("discrete-log-p256").proof;
        let start = [statement, template, 1, 5];
        let numbers = [&[numbers.len() as u8], numbers].concat();
        piece(
            forge::RECORD,
            &[&start[..], b"label", &[2], b"no", &numbers, proof].concat(),
        )
    };
    let template = piece(forge::TEMPLATE, b"{\"a\":\xff}");
    let discrete_log = statement("discrete-log-p256");
    let blob = piece(forge::BLOB, b"a list");
    let referring = piece(forge::STATEMENT, &[1, 3, 1, 1, 4]);
    let forged = [
        [&discrete_log[..], &record(0, 0, b"")].concat(),
        [
            &discrete_log[..],
            &template,
            &record(0, 2, &[7]),
            &record(0, 2, &[8]),
        ]
        .concat(),
        [
            &statement("one-of-many")[..],
            &blob,
            &referring,
            &record(0, 0, b""),
        ]
        .concat(),
        [
            &discrete_log[..],
            &piece(forge::RECORD | forge::BROKEN, b"?"),
            &discrete_log,
        ]
        .concat(),
    ];
    let mut memory = Archive::over(
        Cursor::new(Vec::new()),
        Mode::Append,
        manager(Strategy::Lz4),
    )
    .expect("a new archive");
    for (name, label) in [
        ("discrete-log-p256", "one"),
        ("discrete-log-p256", "two"),
        ("circuit-adder", "three"),
        ("one-of-many", "four"),
    ] {
        memory.append(&entry(name, label)).expect("an entry");
    }
    let real = memory.storage().get_ref().clone();
    let torn = real[..real.len() - 20].to_vec();
    let raw = [real, torn].map(|file| [&[1], &file[..]].concat());
    let forged = forged.map(|pieces| [&[0], &pieces[..]].concat());
    raw.into_iter().chain(forged).collect()
}

fn leb128(number: usize) -> Vec<u8> {
    match number {
        0..0x80 => vec![number as u8],
        _ => [&[number as u8 | 0x80], &leb128(number >> 7)[..]].concat(),
    }
}

fn configs() -> Seeds {
    let shown = LayeredConfig::preset(Preset::Secure).to_json();
    let texts = [
        (0, shown.as_str()),
        (
            0,
            r#"{"security_level":192,"limits":{"max_work":1000},"custom":{"a":[1,null,0.1]}}"#,
        ),
        (
            1,
            "profile = \"fast\"\nmax_verify_time = 1.5\n[limits]\nmax_proof_size = 20_000\n",
        ),
        (
            1,
            "[optimizer]\ndeadline = 5\n[custom]\nwhen = 2026-01-01\nlist = [1, 2.5, { x = 1 }]\n",
        ),
        (
            1,
            "custom.a.b = { c.d = [{ e.f = 1 }, [2]] }\n[[custom.g]]\nh.i = 3\n[custom.g.j]\n",
        ),
        (
            2,
            "NEXUSZERO_PROFILE=small\nNEXUSZERO_LIMITS_MAX_WORK=8\nNEXUSZERO_CUSTOM_X=text\n",
        ),
        (3, "max_verify_time=0.25"),
        (3, "custom.region=\"north\""),
    ];
    texts
        .map(|(how, text)| [&[how], text.as_bytes()].concat())
        .into()
}

fn replies() -> Seeds {
    let texts = [
        r#"{"version":1,"candidate":3}"#,
        r#"{"version":1,"profile":"small","degree_cap":9}"#,
        r#"{"version":1,"profile":"fast","degree_cap":4,"threads":1}"#,
        r#"{"version":1,"candidate":null}"#,
        r#"[1,2,3]"#,
    ];
    texts.map(|text| text.into()).into()
}

/// Contents of several kinds.
fn contents() -> Seeds {
    let table = (0..1024_u16).flat_map(|i| ((1 + i / 32) * (1 + i % 32)).to_le_bytes());
    let ramp = (0..256_u32).flat_map(|i| (1000 + 3 * i).to_le_bytes());
    let halves = (0..128_u32).flat_map(|i| (f64::from(i) / 2.0).to_le_bytes());
    let waves = (0..256_u32).flat_map(|i| (f64::from(i) / 9.0).sin().to_le_bytes());
    vec![
        table.collect(),
        ramp.collect(),
        halves.collect(),
        waves.collect(),
        b"a".repeat(300),
        vectors::named("circuit-adder")
            .statement
            .encode(Objects::Whole),
        noise(600, 1),
    ]
}

fn lz4_frames() -> Seeds {
    let mut seeds = Seeds::new();
    for content in contents() {
        for (mode, checksums, size) in [
            (BlockMode::Linked, true, true),
            (BlockMode::Independent, false, false),
        ] {
            let info = FrameInfo::new()
                .block_mode(mode)
                .block_checksums(checksums)
                .content_checksum(checksums)
                .content_size(size.then_some(content.len() as u64));
            let mut encoder = FrameEncoder::with_frame_info(info, vec![0xff, 0xff]);
            encoder.write_all(&content).expect("memory");
            seeds.push(encoder.finish().expect("a frame"));
        }
    }
    seeds
}

fn tensor_streams() -> Seeds {
    let mut seeds = Seeds::new();
    for content in contents() {
        for (how, codec) in [(0, &TensorTrain as &dyn Codec), (1, &Hybrid)] {
            let stream = codec.compress(&content).expect("a stream");
            seeds.push([&[how, 0xff, 0xff], &stream[..]].concat());
            seeds.push([&[how | 2, 0, 0], &content[..]].concat());
        }
    }
    seeds
}

fn manager(strategy: Strategy) -> Manager {
    let config = CompressionConfig {
        strategy,
        ..CompressionConfig::default()
    };
    Manager::new(config).expect("a good configuration")
}

fn frames() -> Seeds {
    let mut seeds = Seeds::new();
    for content in contents() {
        for strategy in Strategy::ALL {
            let frame = manager(strategy).compress(&content).expect("a frame");
            seeds.push([&[strategy.id() as u8, 200, 20], &frame.data[..]].concat());
        }
        seeds.push([&[4, 200, 20], &content[..]].concat());
    }
    seeds
}

fn merkle_paths() -> Seeds {
    let numbers = (0..8).flat_map(|hash| [(hash, 0), (hash, 7)]);
    numbers
        .map(|(hash, at)| {
            [
                &[hash, at, 32, 5, 0, 0, 0, 0, 0, 0, 0][..],
                &noise(192, hash),
            ]
            .concat()
        })
        .collect()
}

fn witnesses() -> Seeds {
    let mut seeds = Seeds::new();
    for (which, vector) in (0..).zip(vectors::statements()) {
        let count = vector.secrets.len();
        seeds.push([&[which], &vec![1; count][..]].concat());
        seeds.push([&[which], &[2, 3, 0, 0, 1].repeat(count)[..]].concat());
        let replaced =
            |(_, value): &(String, Vec<u8>)| [&[3, value.len() as u8], &value[..]].concat();
        seeds.push(
            [
                vec![which],
                vector.secrets.iter().flat_map(replaced).collect(),
            ]
            .concat(),
        );
    }
    seeds
}

/// Bytes without a pattern (xorshift64).
fn noise(len: usize, seed: u8) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15 ^ u64::from(seed);
    let step = |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 32) as u8
    };
    (0..len).map(step).collect()
}

/// Any bytes are a sequence of calls.
fn calls() -> Seeds {
    (0..=0xff)
        .step_by(4)
        .map(|seed| noise(64 + 4 * usize::from(seed), seed))
        .collect()
}

fn main() {
    let folder = std::env::args().nth(1).expect("a folder");
    let all: [(&str, Make); 19] = [
        ("proof", proofs),
        ("statement", statements),
        ("statement_json", statements_json),
        ("circuit", circuits),
        ("archive", archives),
        ("config", configs),
        ("reply", replies),
        ("lz4", lz4_frames),
        ("tensor_train", tensor_streams),
        ("manager", frames),
        ("merkle", merkle_paths),
        ("witness", witnesses),
        ("abi_config", calls),
        ("abi_objects", calls),
        ("abi_statement", calls),
        ("abi_proof", calls),
        ("abi_archive", calls),
        ("abi_batch", calls),
        ("abi_attached", calls),
    ];
    for (target, seeds) in all {
        let folder = Path::new(&folder).join(target);
        std::fs::create_dir_all(&folder).expect("a folder");
        for (i, seed) in seeds().into_iter().enumerate() {
            std::fs::write(folder.join(i.to_string()), seed).expect("a file");
        }
    }
}
