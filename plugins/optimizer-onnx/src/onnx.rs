//! The parts of an ONNX file that are read, by the names and numbers of `onnx.proto3`. What is not here is skipped.
//!
//! Attributes are left undecoded: they are where graphs nest, and none of the operators that are run has one.

/// `ModelProto`.
#[derive(Clone, PartialEq, prost::Message)]
pub struct Model {
    /// The computation.
    #[prost(message, optional, tag = "7")]
    pub graph: Option<Graph>,
    /// What its maker had to say.
    #[prost(message, repeated, tag = "14")]
    pub metadata_props: Vec<Entry>,
}

/// `StringStringEntryProto`.
#[derive(Clone, PartialEq, prost::Message)]
pub struct Entry {
    /// Its name.
    #[prost(string, tag = "1")]
    pub key: String,
    /// Its text.
    #[prost(string, tag = "2")]
    pub value: String,
}

/// `GraphProto`.
#[derive(Clone, PartialEq, prost::Message)]
pub struct Graph {
    /// Operators, in an order in which they can be run.
    #[prost(message, repeated, tag = "1")]
    pub node: Vec<Node>,
    /// Constants.
    #[prost(message, repeated, tag = "5")]
    pub initializer: Vec<Tensor>,
}

/// `NodeProto`: an operator.
#[derive(Clone, PartialEq, prost::Message)]
pub struct Node {
    /// Names of values.
    #[prost(string, repeated, tag = "1")]
    pub input: Vec<String>,
    /// Names of values.
    #[prost(string, repeated, tag = "2")]
    pub output: Vec<String>,
    /// The operator.
    #[prost(string, tag = "4")]
    pub op_type: String,
    /// Undecoded.
    #[prost(bytes = "vec", repeated, tag = "5")]
    pub attribute: Vec<Vec<u8>>,
    /// Whose operator; empty: that of the standard.
    #[prost(string, tag = "7")]
    pub domain: String,
}

/// `TensorProto`: a constant.
#[derive(Clone, PartialEq, prost::Message)]
pub struct Tensor {
    /// Its shape.
    #[prost(int64, repeated, tag = "1")]
    pub dims: Vec<i64>,
    /// [`FLOAT`].
    #[prost(int32, tag = "2")]
    pub data_type: i32,
    /// Its name as a value.
    #[prost(string, tag = "8")]
    pub name: String,
    /// Its elements, little-endian, row by row.
    #[prost(bytes = "vec", tag = "9")]
    pub raw_data: Vec<u8>,
}

/// The `data_type` of float32.
pub const FLOAT: i32 = 1;
