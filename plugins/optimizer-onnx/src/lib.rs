//! The trained optimizer as a plugin: the C host names it to `nxz_protocol_load_optimizer`, with the model file in its configuration.
//!
//! It answers as the Python class `NeuralOptimizer` does with the same file. What a model file says is described there, in
//! `bindings/python/src/nexuszero/optimizer/model.py`; requests and replies in `docs/optimizer.md`.
//!
//! Data flows one way: [`config`] names a file, [`model`] is made of it ([`onnx`] reads it, [`network`] checks and runs the graph,
//! [`features`] its expressions); then [`request`] reads a question, [`model`] predicts, [`choice`] chooses. `ffi` is the C boundary, and
//! the only file with unsafe code.

pub mod choice;
pub mod config;
pub mod error;
pub mod features;
mod ffi;
pub mod model;
pub mod network;
pub mod onnx;
pub mod optimizer;
pub mod request;
