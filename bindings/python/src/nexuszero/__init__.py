"""NexusZero: zero-knowledge proofs from symmetric cryptography, and of discrete logarithms.

A prover who knows a secret convinces a verifier that it satisfies a public statement, and the verifier learns nothing else about it.

    from nexuszero import Hash, Proof, Protocol, Statement, Witness, digest, hash_blocks

    secret = b"correct horse battery staple"
    with Protocol() as protocol:
        statement = Statement.preimage(Hash.SHA256, digest(Hash.SHA256, secret), hash_blocks(Hash.SHA256, len(secret)))
        proof = protocol.prove(statement, Witness.preimage(secret), b"nonce")
        protocol.verify(statement, Proof.from_bytes(bytes(proof)), b"nonce")

Objects that own memory of the library are context managers, and are also released when they are collected. Calls let other
threads of the interpreter run. Numbers that do not fit into what the library takes raise OverflowError, and arguments of another
type TypeError; everything else that a call refuses is a `NexusZeroError`.

A process that forks must not go on with objects of its parent in the child.
"""

from nexuszero._call import Buffer, Json
from nexuszero.archive import Archive, ArchiveEntry
from nexuszero.batch import Batch, BatchItem, BatchTotals, Progress, ProveItem, VerifyItem
from nexuszero.circuits import Circuit, CircuitSize
from nexuszero.compression import (
    Codec,
    Compressor,
    codec_name,
    compress,
    compressed_codec,
    decompress,
    lz4_compress,
    lz4_decompress,
)
from nexuszero.config import Config
from nexuszero.constants import (
    BLINDING_SIZE,
    FINGERPRINT_SIZE,
    MAX_BLOCKS,
    MAX_CLAIMS,
    MAX_DEPTH,
    MAX_DIGEST_SIZE,
    MAX_LABEL_SIZE,
    MAX_LIST_SIZE,
    MAX_NAME_SIZE,
    MAX_PARTS,
    MAX_SECRET_SIZE,
)
from nexuszero.enums import (
    ArchiveMode,
    CodecNumber,
    CompressionStrategy,
    Group,
    Hash,
    Limit,
    LogLevel,
    Operation,
    OptimizerOutcome,
    Preset,
    Profile,
    Source,
)
from nexuszero.errors import (
    BusyError,
    CancelledError,
    ClosedError,
    CompressionError,
    ConfigurationError,
    FileError,
    InternalError,
    InvalidArgumentError,
    LimitExceededError,
    MalformedError,
    NexusZeroError,
    OptimizationError,
    PanicError,
    Problem,
    ProofGenerationError,
    Status,
    UnsupportedError,
    VerificationError,
)
from nexuszero.hashing import commit, digest, group_generator, group_public_value, hash_blocks, hmac, new_blinding
from nexuszero.messages import Hidden, Message, Part, Secret
from nexuszero.metrics import Metrics, MetricsFigures, OperationFigures
from nexuszero.proofs import Measurements, Proof, ProofHeader, aggregate, compare
from nexuszero.protocol import ProofCost, Protocol
from nexuszero.sets import DigestList, MerkleTree
from nexuszero.sinks import LogSink, MetricsSink, Optimizer, logging_sink
from nexuszero.statements import Statement
from nexuszero.system import abi_version, cpu_backend, cpu_backends, has_feature, health_check, version
from nexuszero.witness import Witness

__all__ = [
    "Archive",
    "ArchiveEntry",
    "ArchiveMode",
    "BLINDING_SIZE",
    "Batch",
    "BatchItem",
    "BatchTotals",
    "Buffer",
    "BusyError",
    "CancelledError",
    "Circuit",
    "CircuitSize",
    "ClosedError",
    "Codec",
    "CodecNumber",
    "CompressionError",
    "CompressionStrategy",
    "Compressor",
    "Config",
    "ConfigurationError",
    "DigestList",
    "FINGERPRINT_SIZE",
    "FileError",
    "Group",
    "Hash",
    "Hidden",
    "InternalError",
    "InvalidArgumentError",
    "Json",
    "Limit",
    "LimitExceededError",
    "LogLevel",
    "LogSink",
    "MAX_BLOCKS",
    "MAX_CLAIMS",
    "MAX_DEPTH",
    "MAX_DIGEST_SIZE",
    "MAX_LABEL_SIZE",
    "MAX_LIST_SIZE",
    "MAX_NAME_SIZE",
    "MAX_PARTS",
    "MAX_SECRET_SIZE",
    "MalformedError",
    "Measurements",
    "MerkleTree",
    "Message",
    "Metrics",
    "MetricsFigures",
    "MetricsSink",
    "NexusZeroError",
    "Operation",
    "OperationFigures",
    "OptimizationError",
    "Optimizer",
    "OptimizerOutcome",
    "PanicError",
    "Part",
    "Preset",
    "Problem",
    "Profile",
    "Progress",
    "Proof",
    "ProofCost",
    "ProofGenerationError",
    "ProofHeader",
    "Protocol",
    "ProveItem",
    "Secret",
    "Source",
    "Statement",
    "Status",
    "UnsupportedError",
    "VerificationError",
    "VerifyItem",
    "Witness",
    "abi_version",
    "aggregate",
    "codec_name",
    "commit",
    "compare",
    "compress",
    "compressed_codec",
    "cpu_backend",
    "cpu_backends",
    "decompress",
    "digest",
    "group_generator",
    "group_public_value",
    "has_feature",
    "hash_blocks",
    "health_check",
    "hmac",
    "logging_sink",
    "lz4_compress",
    "lz4_decompress",
    "new_blinding",
    "version",
]
