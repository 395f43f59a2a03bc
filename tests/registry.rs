//! The tables of statements and hash functions for readers name exactly what is registered.

use nexuszero::config::layers::{LayeredConfig, ENVIRONMENT_PREFIX};
use nexuszero::config::Preset;
use nexuszero::hash::HashAlgorithm;
use nexuszero::proof_system::sigma::GroupId;
use nexuszero::statement::KINDS;
use std::collections::BTreeSet;

fn read(path: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(path).unwrap()
}

/// The names in the first column of the table whose head begins with `head`.
fn first_column(text: &str, head: &str) -> BTreeSet<String> {
    let rows = text.lines().skip_while(|line| !line.starts_with(head));
    rows.skip(2)
        .take_while(|line| line.starts_with('|'))
        .map(|row| {
            row.split('`')
                .nth(1)
                .expect("a name in backquotes")
                .to_owned()
        })
        .collect()
}

#[test]
fn tables_list_every_kind_of_statement() {
    let kinds = BTreeSet::from(KINDS.map(str::to_owned));
    assert_eq!(first_column(&read("README.md"), "| statement |"), kinds);
    assert_eq!(first_column(&read("docs/statements.md"), "| kind |"), kinds);
    // The header's table: constructor, kind, what the prover knows.
    let header = read("include/nexuszero.h");
    let rows = header
        .lines()
        .filter(|line| line.starts_with("//   nxz_statement_"));
    let listed = rows.map(|row| row.split_whitespace().nth(2).unwrap().to_owned());
    assert_eq!(listed.collect::<BTreeSet<_>>(), kinds);
}

#[test]
fn the_table_of_settings_is_complete_and_tells_the_defaults() {
    let config = LayeredConfig::preset(Preset::Default);
    let json: serde_json::Value = serde_json::from_str(&config.to_json()).unwrap();
    let text = read("docs/configuration.md");
    let mut settings = BTreeSet::new();
    for name in json["sources"].as_object().unwrap().keys() {
        let value = &json
            .pointer(&format!("/{}", name.replace('.', "/")))
            .unwrap();
        let value = match value {
            serde_json::Value::Null => "absent".to_owned(),
            serde_json::Value::String(text) => format!("`{text}`"),
            other => other.to_string(),
        };
        let variable = name.replace('.', "_").to_uppercase();
        let row = format!("| `{name}` | `{ENVIRONMENT_PREFIX}{variable}` |");
        let row = text.lines().find(|line| line.starts_with(&row));
        assert!(
            row.is_some_and(|row| row.ends_with(&format!("| {value} |"))),
            "{name}"
        );
        settings.insert(name.clone());
    }
    assert_eq!(first_column(&text, "| setting |"), settings);
}

#[test]
fn readers_find_every_hash_function_and_group() {
    for path in ["README.md", "docs/statements.md"] {
        let text = read(path);
        for hash in HashAlgorithm::ALL {
            assert!(
                text.contains(&format!("`{}`", hash.name())),
                "{path}: {}",
                hash.name()
            );
        }
    }
    let statements = read("docs/statements.md");
    for group in GroupId::ALL {
        assert!(
            statements.contains(&format!("`{}`", group.name())),
            "{}",
            group.name()
        );
    }
    let protocol = read("docs/protocol.md");
    for hash in HashAlgorithm::ALL {
        let row = format!(
            "| {} | {} | {} |",
            hash.digest_len(),
            hash.block_len(),
            hash.message_range(1).1.abs_diff(hash.block_len())
        );
        let line = format!("| {} | ", hash.id());
        let degrees: Vec<_> = hash.degrees().iter().map(u8::to_string).collect();
        let degrees = degrees.join(", ");
        let found = protocol.lines().any(|text| {
            text.starts_with(&line)
                && text.contains(&row)
                && text.ends_with(&format!("| {degrees} |"))
        });
        assert!(
            found,
            "docs/protocol.md has no row {} for {}",
            hash.id(),
            hash.name()
        );
    }
}
