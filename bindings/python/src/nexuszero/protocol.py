"""The prover and verifier."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass

from nexuszero import batch
from nexuszero._call import Buffer, c_string, call, create, data, path, read_record, request, structure, text
from nexuszero._callbacks import EVENT, OPTIMIZE, PROOF, attach
from nexuszero._handle import Owned
from nexuszero._library import lib
from nexuszero.batch import Batch, Progress, ProveItem, VerifyItem
from nexuszero.compression import Codec, set_codec
from nexuszero.config import Config
from nexuszero.enums import LogLevel
from nexuszero.metrics import Metrics
from nexuszero.proofs import Proof
from nexuszero.sinks import LogSink, MetricsSink, Optimizer
from nexuszero.statements import Statement
from nexuszero.witness import Witness


@dataclass(frozen=True)
class ProofCost:
    """What a proof will cost, computed before any of it is made."""

    degree: int
    """Degree of the check."""
    proof_size: int
    """Exact size of the proof in bytes."""
    work: int
    """What the verifier computes, in AES blocks; compared with `Limit.WORK`."""
    committed_bits: int
    """Bits committed for the statement."""
    constraints: int
    """Constraints checked."""
    security_bits: float
    """Computed security in bits against a classical adversary."""
    quantum_security_bits: float
    """Computed security in bits against a quantum adversary."""
    hiding_bits: float
    """-log2 of the statistical advantage in telling 2^32 proofs from simulated ones."""
    memory: int
    """Heap bytes that proving holds at once, at most; 0 for a discrete logarithm."""


class Protocol(Owned):
    """A configured prover and verifier.

        with Protocol() as protocol:
            proof = protocol.prove(statement, witness, nonce)
            protocol.verify(statement, proof, nonce)

    Callbacks (sinks, optimizer, codec) are called by every thread that uses the protocol, at the same time where several do; only an
    optimizer has a thread of its own. They may use the protocol, and close it. An exception in a callback goes to the log
    `nexuszero`, and nothing else comes of it but what is said at the callback; KeyboardInterrupt and SystemExit are raised by the
    call that the callback belongs to, if both are on one thread. Callbacks are kept until they are replaced or the protocol is
    closed; one that refers to its protocol keeps it from being collected. When the interpreter ends, it waits for those that run.

    Threads: any number may use one protocol.
    """

    def __init__(self, config: Config | None = None) -> None:
        """Without a configuration, as `Preset.DEFAULT`. The configuration is copied.

        Raises: ConfigurationError with a problem for each contradiction.
        """
        chosen = Config._checked(Config() if config is None else config)
        super().__init__(create(lib.nxz_protocol_free, lib.nxz_protocol_new, chosen._alone()))

    def reconfigure(self, config: Config) -> None:
        """Puts another configuration in force. Calls that have begun go on with the one before.

        Raises: ConfigurationError for a configuration that contradicts itself; the one before stays in force.
        """
        call(lib.nxz_protocol_reconfigure, self, Config._checked(config)._alone())

    def estimate(self, statement: Statement) -> ProofCost:
        """What a proof will cost with this protocol. The statement need not be true.

        Raises: LimitExceededError; ConfigurationError for a statement that the protocol refuses.
        """
        return read_record(ProofCost, "nxz_proof_cost", lib.nxz_estimate, self, Statement._checked(statement))

    def prove(self, statement: Statement, witness: Witness, context: Buffer = b"", *, request_id: str | None = None) -> Proof:
        """Makes a proof, bound to `context`: a nonce, a session identifier, a message. It runs without the interpreter's lock.

        `request_id` names the request in logs and metrics, at most 128 bytes; without one, a random name is made.

        Raises: ProofGenerationError where the witness does not satisfy the statement; ConfigurationError for a statement that the
        protocol refuses, or whose proofs do not reach its level; LimitExceededError; InvalidArgumentError for a bad request id.
        """
        arguments = self, Statement._checked(statement), Witness._checked(witness), *data(context)
        if request_id is None:
            return Proof(create(lib.nxz_proof_free, lib.nxz_prove, *arguments))
        options = structure("nxz_call_options", **request(request_id))
        return Proof(create(lib.nxz_proof_free, lib.nxz_prove_with, *arguments, options))

    def verify(self, statement: Statement, proof: Proof, context: Buffer = b"", *, request_id: str | None = None) -> None:
        """Returns if the proof proves this statement, bound to this context, at the level of this protocol; otherwise it raises.

        All three are the verifier's own: nothing is taken from the proof.

        Raises: VerificationError for an invalid proof, also of another statement, context or level; MalformedError for bytes that are
        no proof; UnsupportedError for a proof that this build cannot read; ConfigurationError as `prove`; LimitExceededError.
        """
        arguments = self, Statement._checked(statement), *data(context), Proof._checked(proof)
        if request_id is None:
            call(lib.nxz_verify, *arguments)
        else:
            options = structure("nxz_call_options", **request(request_id))
            call(lib.nxz_verify_with, *arguments, options)

    def prove_batch(
        self,
        items: Iterable[ProveItem | tuple[Statement, Witness] | tuple[Statement, Witness, Buffer]],
        *,
        threads: int = 0,
        request_id: str | None = None,
        progress: Progress | None = None,
    ) -> Batch:
        """Proves many statements on several threads. What happens to one touches no other.

        All are proved with the configuration, and with what is attached, as they are when it begins.

        `threads` is at most 1024; 0 is as the setting `threads` says. Item i is called `request_id` with `/i` behind it, at most 107
        bytes without that. An exception in `progress` cancels what has not begun, and is raised here.

        Raises: for bad arguments alone. That items failed is told by the result (`Batch.raise_for_failures`).
        """
        options = batch.Options(threads, request_id, progress)
        return batch.prove(self, [ProveItem(*item) for item in items], options)

    def verify_batch(
        self,
        items: Iterable[VerifyItem | tuple[Statement, Proof] | tuple[Statement, Proof, Buffer]],
        *,
        threads: int = 0,
        request_id: str | None = None,
        progress: Progress | None = None,
    ) -> Batch:
        """Verifies many proofs on several threads, otherwise as `prove_batch`. A proof counts as valid only if its item is `ok`."""
        options = batch.Options(threads, request_id, progress)
        return batch.verify(self, [VerifyItem(*item) for item in items], options)

    def metrics(self) -> Metrics:
        """What was counted so far."""
        return Metrics(create(lib.nxz_metrics_free, lib.nxz_protocol_metrics, self))

    def reset_metrics(self) -> None:
        """Starts counting from nothing."""
        call(lib.nxz_protocol_reset_metrics, self)

    def set_log_sink(self, sink: LogSink | None, level: LogLevel = LogLevel.INFO) -> None:
        """Sends the events of calls that begin from now on, up to a level, to a function; None: to nobody, as at first."""
        attach(lib.nxz_protocol_set_log_sink, self, "nxz_log_sink", sink, max_level=level, on_event=EVENT)

    def set_metrics_sink(self, sink: MetricsSink | None) -> None:
        """Tells a function about the proofs of calls that begin from now on; None: nobody, as at first. A slow sink makes `prove` slow."""
        attach(lib.nxz_protocol_set_metrics_sink, self, "nxz_metrics_sink", sink, on_proof=PROOF)

    def set_optimizer(self, optimizer: Optimizer | None, *, name: str = "python") -> None:
        """Lets a function choose profile, degree cap and threads for calls from now on, where the configuration has `use_optimizer`.

            protocol.set_optimizer(lambda request: {"version": 1, "candidate": request["candidates"][0]["index"]})

        Where the reply is late (`optimizer.deadline`, 50 ms), missing or wrong, or an exception is raised, the heuristic of the library
        chooses. `name` is for logs. None takes the optimizer out.
        """
        fields = {"name": c_string(name), "optimize": OPTIMIZE}
        attach(lib.nxz_protocol_set_optimizer, self, "nxz_optimizer", optimizer, **fields)

    def load_optimizer(self, file: str | os.PathLike[str], config: str = "") -> None:
        """Loads an optimizer from a shared object, and gives it `config`. It runs code of the object in this process.

        Raises: ConfigurationError for a file that cannot be loaded; UnsupportedError for an object that is no plugin, or of another
        ABI number; OptimizationError where the plugin refuses to start. The optimizer before then stays.
        """
        call(lib.nxz_protocol_load_optimizer, self, *path(file), *text(config))

    def set_codec(self, codec: Codec | None) -> None:
        """Compresses with a codec in place of the configured strategy, where the configuration has `use_compression`.

        Where it fails, the proof is returned as it was made. Only a protocol with the same codec verifies what it compressed.

        Raises: InvalidArgumentError for a bad number or name.
        """
        set_codec(lib.nxz_protocol_set_codec, self, codec)

    def health_check(self) -> None:
        """As `nexuszero.health_check`, with the backend, threads, codec and optimizer of this protocol.

        Raises: the error of whatever failed.
        """
        call(lib.nxz_protocol_health_check, self)
