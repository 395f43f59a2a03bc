//! The graph of a model: a chain of `MatMul`, `Add` and `Relu` from the value `features` to the value `residuals`.
//!
//! Only such a chain is taken, of so many layers and steps, and no constant is used twice: what a row costs is bounded, and a network is
//! never larger than its file.

use crate::error::{Code, Error, Result};
use crate::onnx::{Graph, Node, Tensor, FLOAT};
use std::collections::HashMap;

const INPUT: &str = "features";
const OUTPUT: &str = "residuals";
/// Those of a trained model are fewer than ten.
const MAX_LAYERS: usize = 64;
/// For a row: elements of the matrices, and values of each `Add` and `Relu`. A trained model has about a thousand.
const MAX_STEPS: usize = 1 << 14;

/// A chain of layers that fit each other.
#[derive(Debug)]
pub struct Network {
    layers: Vec<Layer>,
    outputs: usize,
}

#[derive(Debug)]
enum Layer {
    /// A matrix of a line for each input, of so many columns.
    MatMul {
        weights: Vec<f32>,
        columns: usize,
    },
    /// A vector.
    Add(Vec<f32>),
    Relu,
}

impl Network {
    /// Reads a graph that takes `inputs` features.
    pub fn read(graph: &Graph, inputs: usize) -> Result<Self> {
        if graph.node.len() > MAX_LAYERS {
            let message = format!("a graph has at most {MAX_LAYERS} operators");
            return Err(Error::new(Code::LimitExceeded, message));
        }
        let constants = graph.initializer.iter();
        let mut constants: HashMap<&str, &Tensor> = constants
            .map(|tensor| (tensor.name.as_str(), tensor))
            .collect();
        let (mut value, mut width, mut steps) = (INPUT, inputs, 0);
        let mut layers = Vec::with_capacity(graph.node.len());
        for (place, node) in graph.node.iter().enumerate() {
            let (layer, output) = Layer::read(node, value, width, &mut constants).ok_or_else(|| {
                Error::malformed(format!(
                    "operator {place} of the graph, {:?}, does not continue a chain of MatMul, Add and Relu of {width} values",
                    node.op_type
                ))
            })?;
            steps += match &layer {
                Layer::MatMul { weights, columns } => {
                    width = *columns;
                    weights.len()
                }
                Layer::Add(_) | Layer::Relu => width,
            };
            layers.push(layer);
            value = output;
        }
        if steps > MAX_STEPS {
            let message = format!("a graph has at most {MAX_STEPS} steps");
            return Err(Error::new(Code::LimitExceeded, message));
        }
        if value != OUTPUT {
            return Err(Error::malformed(format!(
                "the graph does not end in {OUTPUT}"
            )));
        }
        Ok(Self {
            layers,
            outputs: width,
        })
    }

    /// How many values it gives.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// The values for a row of features, as many as it was read for.
    pub fn run(&self, features: Vec<f32>) -> Vec<f32> {
        self.layers
            .iter()
            .fold(features, |values, layer| layer.run(values))
    }
}

impl Layer {
    /// The layer of a node that takes `value`, and the name of what it gives. The constant that it uses is taken out.
    fn read<'a>(
        node: &'a Node,
        value: &str,
        width: usize,
        constants: &mut HashMap<&'a str, &'a Tensor>,
    ) -> Option<(Self, &'a str)> {
        let [output] = node.output.as_slice() else {
            return None;
        };
        if !node.domain.is_empty() || !node.attribute.is_empty() {
            return None;
        }
        let inputs: Vec<&str> = node.input.iter().map(String::as_str).collect();
        let layer = match (node.op_type.as_str(), inputs.as_slice()) {
            ("MatMul", [input, weights]) if *input == value => {
                let (shape, weights) = elements(constants.remove(weights)?)?;
                match shape[..] {
                    [lines, columns] if lines == width => Self::MatMul { weights, columns },
                    _ => return None,
                }
            }
            ("Add", [input, biases]) if *input == value => {
                let (shape, biases) = elements(constants.remove(biases)?)?;
                if shape != [width] {
                    return None;
                }
                Self::Add(biases)
            }
            ("Relu", [input]) if *input == value => Self::Relu,
            _ => return None,
        };
        Some((layer, output))
    }

    fn run(&self, mut values: Vec<f32>) -> Vec<f32> {
        match self {
            Self::MatMul { weights, columns } => {
                let mut sums = vec![0.0; *columns];
                for (value, line) in values.iter().zip(weights.chunks_exact(*columns)) {
                    for (sum, weight) in sums.iter_mut().zip(line) {
                        *sum += value * weight;
                    }
                }
                return sums;
            }
            Self::Add(biases) => {
                for (value, bias) in values.iter_mut().zip(biases) {
                    *value += bias;
                }
            }
            Self::Relu => {
                // What is no number stays so, and is noticed at the end.
                for value in values.iter_mut().filter(|value| **value < 0.0) {
                    *value = 0.0;
                }
            }
        }
        values
    }
}

/// Shape and elements of a constant: finite float32, at least one, and as many as the shape says.
fn elements(tensor: &Tensor) -> Option<(Vec<usize>, Vec<f32>)> {
    let shape = tensor.dims.iter().map(|&dim| usize::try_from(dim));
    let shape = shape.collect::<std::result::Result<Vec<_>, _>>().ok()?;
    let count = shape
        .iter()
        .try_fold(1usize, |all, dim| all.checked_mul(*dim))?;
    let (elements, rest) = tensor.raw_data.as_chunks();
    let elements: Vec<f32> = elements
        .iter()
        .map(|bytes| f32::from_le_bytes(*bytes))
        .collect();
    let sound = tensor.data_type == FLOAT
        && rest.is_empty()
        && count == elements.len()
        && count > 0
        && elements.iter().all(|element| element.is_finite());
    sound.then_some((shape, elements))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tensor(name: &str, dims: &[i64], elements: &[f32]) -> Tensor {
        Tensor {
            dims: dims.to_vec(),
            data_type: FLOAT,
            name: name.into(),
            raw_data: elements
                .iter()
                .flat_map(|element| element.to_le_bytes())
                .collect(),
        }
    }

    fn node(op_type: &str, input: &[&str], output: &str) -> Node {
        Node {
            input: input.iter().map(|&name| name.into()).collect(),
            output: vec![output.into()],
            op_type: op_type.into(),
            ..Node::default()
        }
    }

    /// relu(x · w + b) · v
    fn graph() -> Graph {
        Graph {
            node: vec![
                node("MatMul", &["features", "w"], "p"),
                node("Add", &["p", "b"], "s"),
                node("Relu", &["s"], "h"),
                node("MatMul", &["h", "v"], "residuals"),
            ],
            initializer: vec![
                tensor("w", &[2, 3], &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]),
                tensor("b", &[3], &[0.5, -100.0, 0.0]),
                tensor("v", &[3, 1], &[1.0, 1.0, 2.0]),
            ],
        }
    }

    #[test]
    fn what_a_chain_computes() {
        let network = Network::read(&graph(), 2).unwrap();
        assert_eq!(network.outputs(), 1);
        assert_eq!(network.run(vec![1.0, 10.0]), [41.5 + 2.0 * 63.0]);
    }

    #[test]
    fn what_is_no_chain() {
        assert!(
            Network::read(&graph(), 3).is_err(),
            "another number of features"
        );
        type Change = fn(&mut Graph);
        let changes: [Change; 17] = [
            |graph| graph.node.clear(),
            |graph| drop(graph.node.pop()),
            |graph| drop(graph.initializer.pop()),
            |graph| graph.node.swap(0, 1),
            |graph| graph.node[0].input[0] = "w".into(),
            |graph| graph.node[0].input[1] = "b".into(),
            |graph| graph.node[1].input[1] = "w".into(),
            |graph| graph.node[2].op_type = "Loop".into(),
            |graph| graph.node[2].domain = "elsewhere".into(),
            |graph| graph.node[2].attribute.push(vec![0]),
            |graph| graph.node[2].output.push("more".into()),
            |graph| graph.node[3].output[0] = "other".into(),
            |graph| graph.initializer[0].dims = vec![-2, -3],
            |graph| graph.initializer[0].dims = vec![2, 1 << 62, 1 << 62],
            |graph| graph.initializer[0].data_type = 11,
            |graph| graph.initializer[1].raw_data.truncate(11),
            |graph| graph.initializer[1] = tensor("b", &[3], &[f32::NAN; 3]),
        ];
        for (place, change) in changes.iter().enumerate() {
            let mut changed = graph();
            change(&mut changed);
            assert!(Network::read(&changed, 2).is_err(), "{place}");
        }
    }

    #[test]
    fn the_number_of_layers_is_limited() {
        let mut long = graph();
        long.node.extend(vec![
            node("Relu", &["residuals"], "residuals");
            MAX_LAYERS - 4
        ]);
        assert!(Network::read(&long, 2).is_ok());
        long.node.push(node("Relu", &["residuals"], "residuals"));
        assert_eq!(
            Network::read(&long, 2).unwrap_err().code,
            Code::LimitExceeded
        );
    }
}
