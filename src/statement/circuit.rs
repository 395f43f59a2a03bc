//! "I know inputs on which this Boolean circuit gives these outputs."

use super::claim::{Kind, Scope};
use super::encoding::{malformed, Reader, Writer};
use super::message::{Message, Part};
use super::secrets::{unfit, SecretList, SecretName, SecretWires, Size, Witness};
use crate::circuit::bristol::gadget::assert_outputs;
use crate::circuit::bristol::plan::{Plan, Plans};
use crate::circuit::bristol::{BooleanCircuit, CircuitLimits};
use crate::circuit::padding::push_bits;
use crate::circuit::Evaluator;
use crate::declassify::equal;
use crate::error::{ErrorKind, ProtocolError, Result};
use crate::hash::{object_digest, OBJECT_DIGEST_LEN};
use crate::json::{self, Hex, Object};
use crate::level::SecurityLevel;
use crate::recent::Recent;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;
use std::sync::Arc;
use zeroize::Zeroizing;

/// A circuit, to be used by any number of statements. Cheap to clone.
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Circuit(Arc<Shared>);

struct Shared {
    circuit: BooleanCircuit,
    digest: [u8; OBJECT_DIGEST_LEN],
    /// Bytes of its canonical text.
    text_len: usize,
    /// Searches for plans take time; the few results that were used last are kept.
    plans: Recent<PlansKey, Arc<Plans>>,
}

/// What the plans depend on: the level, and which input bits are secret. Among them the degree cap chooses.
type PlansKey = (SecurityLevel, Vec<bool>);

/// Results that are kept.
const MAX_PLANS: usize = 8;

impl Circuit {
    /// The circuit that a text in Bristol Fashion describes. Errors name the line.
    pub fn from_bristol(text: &[u8]) -> Result<Self> {
        let circuit = BooleanCircuit::parse(text, &CircuitLimits::default())?;
        let text = circuit.to_bristol();
        Ok(Self(Arc::new(Shared {
            digest: object_digest(b"circuit", text.as_bytes()),
            text_len: text.len(),
            circuit,
            plans: Recent::new(MAX_PLANS),
        })))
    }

    /// The circuit itself.
    pub fn gates(&self) -> &BooleanCircuit {
        &self.0.circuit
    }

    /// The digest of its canonical text, which transcripts bind.
    pub fn digest(&self) -> &[u8; OBJECT_DIGEST_LEN] {
        &self.0.digest
    }

    /// The input values that a message states part by part: public bits, or a secret of as many bytes as they take. That they are as
    /// many as the circuit has is checked with the claim.
    pub fn stated_inputs(&self, message: &Message) -> Result<Vec<Input>> {
        if message.key.is_some() {
            return Err(invalid("inputs", "a circuit takes no key".into()));
        }
        let mut widths = self.gates().input_widths().iter();
        let input = |part: &Part| {
            let width = widths.next();
            match part {
                Part::Public { public } => Ok(Input::Public {
                    public: public.clone(),
                }),
                Part::Secret { len, .. } if width.is_some_and(|w| *len != w.div_ceil(8)) => {
                    let message = "a secret has another length than its input value";
                    Err(invalid("inputs", message.into()))
                }
                Part::Secret { secret, .. } => Ok(Input::Secret {
                    secret: secret.clone(),
                }),
                Part::Hidden { .. } => {
                    let message = "the inputs of a circuit have stated lengths";
                    Err(invalid("inputs", message.into()))
                }
            }
        };
        message.parts.iter().map(input).collect()
    }

    /// Which wires are committed.
    fn plan(&self, scope: Scope, secret: Vec<bool>) -> Plan {
        let found = self.0.plans.get((scope.level, secret), |(level, secret)| {
            let lambda = level.bits() as usize;
            Arc::new(Plans::search(&self.0.circuit, secret, lambda))
        });
        found.under(scope.degree_cap)
    }
}

impl fmt::Debug for Circuit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Circuit({})", hex::encode(self.0.digest))
    }
}

impl PartialEq for Circuit {
    fn eq(&self, other: &Self) -> bool {
        self.0.digest == other.0.digest
    }
}

impl Eq for Circuit {}

impl TryFrom<String> for Circuit {
    type Error = ProtocolError;

    fn try_from(text: String) -> Result<Self> {
        Self::from_bristol(text.as_bytes())
    }
}

impl From<Circuit> for String {
    fn from(circuit: Circuit) -> Self {
        circuit.0.circuit.to_bristol()
    }
}

/// One input value of the circuit. Bits are packed from the least significant bit on; unused bits are zero.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, try_from = "Object<InputFields>")]
pub enum Input {
    /// Public bits.
    Public {
        /// The packed bits.
        #[serde(serialize_with = "hex::serde::serialize")]
        public: Vec<u8>,
    },
    /// A secret of as many bits as the input is wide.
    Secret {
        /// Its name.
        secret: SecretName,
    },
}

/// The fields that inputs have in JSON.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InputFields {
    #[serde(default, deserialize_with = "json::present")]
    public: Option<Hex>,
    #[serde(default, deserialize_with = "json::present")]
    secret: Option<SecretName>,
}

impl TryFrom<Object<InputFields>> for Input {
    type Error = &'static str;

    fn try_from(Object(fields): Object<InputFields>) -> std::result::Result<Self, &'static str> {
        match (fields.public, fields.secret) {
            (Some(Hex(public)), None) => Ok(Self::Public { public }),
            (None, Some(secret)) => Ok(Self::Secret { secret }),
            _ => Err("an input has `public` or `secret`"),
        }
    }
}

/// The public part: the circuit, one entry for each input value, and the expected output values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CircuitClaim {
    circuit: Circuit,
    #[serde(deserialize_with = "inputs")]
    inputs: Vec<Input>,
    /// The output values, each packed into whole bytes, one after the other.
    #[serde(with = "hex::serde")]
    outputs: Vec<u8>,
}

/// As many inputs as any circuit has: the circuit itself may come after them.
fn inputs<'de, D: Deserializer<'de>>(json: D) -> std::result::Result<Vec<Input>, D::Error> {
    let max = CircuitLimits::default().input_bits;
    let inputs = json::items(max, json)?;
    if inputs.len() > max {
        let message = format!("a circuit has at most {max} input values");
        return Err(D::Error::custom(message));
    }
    Ok(inputs)
}

impl CircuitClaim {
    /// A claim about the inputs of `circuit` that are secret.
    pub fn new(circuit: Circuit, inputs: Vec<Input>, outputs: &[u8]) -> Result<Self> {
        let claim = Self {
            circuit,
            inputs,
            outputs: outputs.to_vec(),
        };
        claim.validate()?;
        Ok(claim)
    }

    /// Which input bits are secret, in order.
    fn secret_mask(&self) -> Vec<bool> {
        let widths = self.circuit.gates().input_widths().iter();
        let inputs = widths.zip(&self.inputs);
        inputs
            .flat_map(|(width, input)| vec![matches!(input, Input::Secret { .. }); *width])
            .collect()
    }
}

fn check_count(circuit: &Circuit, inputs: usize) -> Result<()> {
    let values = circuit.gates().input_widths().len();
    if inputs != values {
        let message = format!("the circuit has {values} input values, got {inputs}");
        return Err(invalid("inputs", message));
    }
    Ok(())
}

fn invalid(field: &'static str, message: String) -> ProtocolError {
    ProtocolError::in_field(ErrorKind::InvalidArgument, field, message)
}

/// The bits (bytes 0 or 1) of values of these widths, each packed into whole bytes.
fn unpack(widths: &[usize], bytes: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut bits = Zeroizing::new(Vec::with_capacity(8 * bytes.len()));
    let mut rest = bytes;
    for width in widths {
        let (value, after) = rest.split_at(width.div_ceil(8));
        rest = after;
        let start = bits.len();
        push_bits(&mut bits, value);
        bits.truncate(start + width);
    }
    bits
}

/// Refuses packed bits of another width, or with unused bits set.
fn check_packed(field: &'static str, width: usize, bytes: &[u8]) -> Result<()> {
    if bytes.len() != width.div_ceil(8) {
        return Err(invalid(
            field,
            format!(
                "{width} bits take {} bytes, got {}",
                width.div_ceil(8),
                bytes.len()
            ),
        ));
    }
    if !width.is_multiple_of(8) && bytes[bytes.len() - 1] >> (width % 8) != 0 {
        return Err(invalid(
            field,
            format!("bits beyond the {width} of a value are set"),
        ));
    }
    Ok(())
}

impl Kind for CircuitClaim {
    fn name(&self) -> String {
        "circuit".to_owned()
    }

    fn validate(&self) -> Result<()> {
        check_count(&self.circuit, self.inputs.len())?;
        let widths = self.circuit.gates().input_widths();
        for (width, input) in widths.iter().zip(&self.inputs) {
            if let Input::Public { public } = input {
                check_packed("inputs", *width, public)?;
            }
        }
        let mut rest = &self.outputs[..];
        for width in self.circuit.gates().output_widths() {
            let (value, after) = rest
                .split_at_checked(width.div_ceil(8))
                .unwrap_or((rest, &[]));
            check_packed("outputs", *width, value)?;
            rest = after;
        }
        if !rest.is_empty() {
            return Err(invalid(
                "outputs",
                format!("{} bytes follow the last value", rest.len()),
            ));
        }
        Ok(())
    }

    fn write(&self, out: &mut Writer) {
        let circuit = &self.circuit;
        out.object(circuit.digest(), circuit.0.text_len, || {
            circuit.gates().to_bristol().into_bytes()
        });
        out.u32(self.inputs.len() as u32);
        for input in &self.inputs {
            match input {
                Input::Public { public } => {
                    out.u8(0);
                    out.bytes(public);
                }
                Input::Secret { secret } => {
                    out.u8(1);
                    secret.write(out);
                }
            }
        }
        out.bytes(&self.outputs);
    }

    fn read(input: &mut Reader<'_>) -> Result<Self> {
        let circuit = Circuit::from_bristol(input.bytes()?)?;
        let inputs = input.items(
            |count| check_count(&circuit, count),
            |input| {
                Ok(match input.u8()? {
                    0 => Input::Public {
                        public: input.bytes()?.to_vec(),
                    },
                    1 => Input::Secret {
                        secret: SecretName::read(input)?,
                    },
                    other => return Err(malformed(format!("an input has no kind {other}"))),
                })
            },
        )?;
        let outputs = input.bytes()?.to_vec();
        Ok(Self {
            circuit,
            inputs,
            outputs,
        })
    }

    /// Wires that gates write, so that one line with many products counts as all of them.
    fn gates(&self) -> usize {
        let circuit = self.circuit.gates();
        circuit.wires() - circuit.input_bits()
    }

    fn mention(&self, secrets: &mut SecretList) -> Result<()> {
        for (width, input) in self.circuit.gates().input_widths().iter().zip(&self.inputs) {
            if let Input::Secret { secret } = input {
                secrets.mention(secret, Size::Bits(*width))?;
            }
        }
        Ok(())
    }

    fn check(&self, witness: &Witness) -> Result<()> {
        // All of it at once: a buffer that grows would leave secrets behind.
        let widths = self.circuit.gates().input_widths();
        let len = widths.iter().map(|width| width.div_ceil(8)).sum();
        let mut packed = Zeroizing::new(Vec::with_capacity(len));
        for input in &self.inputs {
            packed.extend_from_slice(match input {
                Input::Public { public } => public,
                Input::Secret { secret } => witness.get(secret)?,
            });
        }
        let inputs = unpack(widths, &packed);
        let outputs = self.circuit.gates().evaluate(&inputs);
        let stated = unpack(self.circuit.gates().output_widths(), &self.outputs);
        if !equal(&outputs, &stated) {
            return Err(unfit("the circuit gives other outputs on these inputs"));
        }
        Ok(())
    }

    fn synthesize<E: Evaluator>(
        &self,
        evaluator: &mut E,
        secrets: &SecretWires<E::Wire>,
        scope: Scope,
    ) {
        let mut wires = evaluator.buffer(0);
        wires.reserve_exact(self.circuit.gates().input_widths().iter().sum());
        for (width, input) in self.circuit.gates().input_widths().iter().zip(&self.inputs) {
            match input {
                Input::Public { public } => wires.extend(
                    unpack(&[*width], public)
                        .iter()
                        .map(|bit| evaluator.constant(*bit == 1)),
                ),
                Input::Secret { secret } => wires.extend_from_slice(secrets.get(secret)),
            }
        }
        let outputs = unpack(self.circuit.gates().output_widths(), &self.outputs);
        let outputs: Vec<bool> = outputs.iter().map(|bit| *bit == 1).collect();
        let plan = self.circuit.plan(scope, self.secret_mask());
        assert_outputs(evaluator, &plan, &wires, &outputs);
    }
}
