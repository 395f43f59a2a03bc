//! Writes a model file with another entry of its metadata, for tests/host.c: `with_metadata MODEL OUT NAME VALUE`.
//!
//! What the plugin does not read of a file is lost, so that other programs may not take the result.

use nexuszero_optimizer_onnx::onnx;
use prost::Message;
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [model, out, name, value] = arguments.as_slice() else {
        return Err("usage: with_metadata MODEL OUT NAME VALUE".into());
    };
    let mut model = onnx::Model::decode(std::fs::read(model)?.as_slice())?;
    let mut entries = model.metadata_props.iter_mut();
    let entry = entries.find(|entry| entry.key == *name);
    entry.ok_or("the model has no such entry")?.value = value.clone();
    std::fs::write(out, model.encode_to_vec())?;
    Ok(())
}
