"""Proving and verifying, witnesses, configurations and errors."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from pathlib import Path
from types import MappingProxyType

import pytest
from conftest import SECRET

import nexuszero
from nexuszero import (
    Config,
    ConfigurationError,
    FileError,
    Group,
    Hash,
    InvalidArgumentError,
    Limit,
    LimitExceededError,
    MalformedError,
    NexusZeroError,
    OptimizerOutcome,
    Preset,
    Problem,
    Profile,
    Proof,
    ProofGenerationError,
    Protocol,
    Source,
    Statement,
    Status,
    UnsupportedError,
    VerificationError,
    Witness,
    digest,
    group_generator,
)
from nexuszero._abi import ffi
from nexuszero.errors import error_of, member, problem_of


def test_a_proof_has_measurements(protocol: Protocol, statement: Statement, witness: Witness) -> None:
    proof = protocol.prove(statement, witness, b"nonce", request_id="login 17")
    cost, header, measured = protocol.estimate(statement), proof.header, proof.measurements
    assert cost.proof_size == header.size == measured.size_after == len(bytes(proof)) == len(proof)
    assert header.profile is measured.profile is Profile.FAST
    assert header.quantum_resistant is measured.quantum_resistant is True
    assert header.security_level == measured.security_level == 128
    assert header.degree == cost.degree == measured.degree > 0
    assert measured.source is Source.CONFIGURED and measured.optimizer_outcome is OptimizerOutcome.NONE
    assert 0 < measured.prove_ns < measured.total_ns and cost.security_bits == measured.security_bits >= 128
    parsed = proof.measurements_dict()
    assert parsed["request_id"] == "login 17" and parsed["statement"] == statement.name == "preimage/sha256"
    with pytest.raises(UnsupportedError):
        Proof.from_bytes(bytes(proof)).measurements


def test_what_a_verifier_refuses(protocol: Protocol, statement: Statement, witness: Witness) -> None:
    proof = protocol.prove(statement, witness, b"nonce")
    protocol.verify(statement, proof, b"nonce", request_id="check")
    protocol.verify(statement, Proof.from_bytes(memoryview(bytes(proof))), bytearray(b"nonce"))
    other = Statement.preimage(Hash.SHA256, digest(Hash.SHA256, b"other"), 1)
    with Protocol(Config(security_level=256)) as stronger:
        for verifier, claim, context in (
            (protocol, statement, b"another nonce"),
            (protocol, statement, b""),
            (protocol, other, b"nonce"),
            (stronger, statement, b"nonce"),
        ):
            with pytest.raises(VerificationError) as error:
                verifier.verify(claim, proof, context)
            assert error.value.status is Status.PROOF_VERIFICATION
    for encoding in (b"", b"no proof", SECRET * 100):
        with pytest.raises(MalformedError):
            Proof.from_bytes(encoding)
    with pytest.raises((VerificationError, MalformedError)):
        protocol.verify(statement, Proof.from_bytes(bytes(proof)[:-1]), b"nonce")


def test_proofs_differ(protocol: Protocol, statement: Statement, witness: Witness) -> None:
    assert bytes(protocol.prove(statement, witness)) != bytes(protocol.prove(statement, witness))


def test_false_statements_have_no_proofs(protocol: Protocol, statement: Statement) -> None:
    for witness in (Witness(), Witness.preimage(b"another"), Witness({"message": SECRET + b"!"}), Witness({"message": 5})):
        with pytest.raises(ProofGenerationError) as error:
            protocol.prove(statement, witness)
        assert error.value.field == "witness"
    assert protocol.metrics().error_count(nexuszero.Operation.PROVE, Status.PROOF_GENERATION) == 4


def test_witnesses_show_no_secrets(protocol: Protocol, statement: Statement) -> None:
    witness = Witness({"message": SECRET + b"?"})
    with pytest.raises(ProofGenerationError) as error:
        protocol.prove(statement, witness)
    for shown in (repr(witness), str(witness), repr(error.value), str(error.value)):
        assert SECRET.decode() not in shown and SECRET.hex() not in shown
    with pytest.raises(TypeError):
        pickle.dumps(witness)


def test_a_secret_is_copied(protocol: Protocol, statement: Statement) -> None:
    secret = bytearray(SECRET)
    witness = Witness.preimage(secret)
    secret[:] = bytes(len(secret))
    protocol.prove(statement, witness)
    witness.set("message", b"replaced")
    with pytest.raises(ProofGenerationError):
        protocol.prove(statement, witness)


def test_bad_secrets() -> None:
    witness = Witness()
    for name in ("", "x" * 65, "bell \a"):
        with pytest.raises(InvalidArgumentError):
            witness.set(name, b"")
        with pytest.raises(InvalidArgumentError):
            witness.set(name, 1)
    with pytest.raises(LimitExceededError):
        witness.set("long", bytes((1 << 24) + 1))
    for number in (-1, 2**64):
        with pytest.raises(OverflowError):
            witness.set("number", number)
    for value in ("text", None, 1.5, [1]):
        with pytest.raises(TypeError):
            witness.set("wrong", value)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        witness.set(b"name", b"")  # type: ignore[arg-type]


def test_wrong_types_are_type_errors(protocol: Protocol, statement: Statement, witness: Witness) -> None:
    proof = protocol.prove(statement, witness)
    with pytest.raises(TypeError, match="expected Statement, not Witness"):
        protocol.prove(witness, statement)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="expected Proof, not bytes"):
        protocol.verify(statement, bytes(proof))  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        protocol.prove(statement, witness, "text")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="expected Config, not NoneType"):
        protocol.reconfigure(None)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="expected Message"):
        Statement.preimage_parts(Hash.SHA256, bytes(32), b"bytes")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        digest("sha256", b"")  # type: ignore[arg-type]


def test_numbers_that_the_library_does_not_know() -> None:
    with pytest.raises(UnsupportedError):
        digest(99, b"")  # type: ignore[arg-type]
    with pytest.raises(UnsupportedError):
        Config(99)  # type: ignore[arg-type]


def test_request_ids(protocol: Protocol, statement: Statement, witness: Witness) -> None:
    proof = protocol.prove(statement, witness)
    for name in ("", "x" * 129, "new\nline"):
        with pytest.raises(InvalidArgumentError):
            protocol.prove(statement, witness, request_id=name)
        with pytest.raises(InvalidArgumentError):
            protocol.verify(statement, proof, request_id=name)
    for wrong in (b"id", 0):
        with pytest.raises(TypeError):
            protocol.verify(statement, proof, request_id=wrong)  # type: ignore[arg-type]


def test_layers_of_a_configuration(tmp_path: Path) -> None:
    with Config(Preset.FAST, security_level=192) as config:
        config.load_json('{"profile": "small", "security_level": 256}')
        config.load_toml("degree_cap = 5\n[custom]\nregion = 'north'\n")
        (tmp_path / "settings.json").write_text('{"threads": 2}')
        config.load_file(tmp_path / "settings.json")
        config.set("limits.max_work", 1 << 30)
        settings = config.to_dict()
        assert (settings["security_level"], settings["profile"], settings["degree_cap"]) == (192, "small", 5)
        assert settings["threads"] == 2 and settings["custom"] == {"region": "north"}
        assert settings["limits"]["max_work"] == 1 << 30
        sources = settings["sources"]
        assert sources["profile"] == "file" and sources["security_level"] == "setter"
        config.set("degree_cap", None)
        assert config.to_dict().get("degree_cap") is None


def test_setters(tmp_path: Path) -> None:
    config = Config(Preset.SECURE)
    config.set_security_level(128)
    config.set_profile(Profile.TINY)
    config.set_verify_after_generation(False)
    config.set_require_quantum_resistance(False)
    config.set_limit(Limit.CONTEXT_SIZE, 7)
    settings = config.to_dict()
    assert settings["security_level"] == 128 and settings["profile"] == "tiny"
    assert settings["verify_after_generation"] is False and settings["require_quantum_resistance"] is False
    assert settings["limits"]["max_context_size"] == 7
    again = Config()
    again.load_json(MappingProxyType({**settings, "limits": MappingProxyType(settings["limits"])}))
    assert again.to_dict()["limits"] == settings["limits"]
    with pytest.raises(TypeError):
        again.load_json({"custom": {"a set": {1}}})
    again.set("profile", Profile.FAST)
    again.set("compression.strategy", nexuszero.CompressionStrategy.TENSOR_TRAIN)
    assert again.to_dict()["profile"] == "fast" and again.to_dict()["compression"]["strategy"] == "tensor-train"


def test_the_environment_is_read_when_asked() -> None:
    program = "from nexuszero import Config; c = Config(); c.load_environment(); print(c.to_dict()['profile'])"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NEXUSZERO_")}
    run = subprocess.run(
        [sys.executable, "-c", program],
        env={**environment, "NEXUSZERO_PROFILE": "tiny"}, capture_output=True, text=True,
    )  # fmt: skip
    assert run.stdout == "tiny\n", run.stderr
    wrong = subprocess.run(
        [sys.executable, "-c", program],
        env={**environment, "NEXUSZERO_PROFIL": "tiny"}, capture_output=True, text=True,
    )  # fmt: skip
    assert wrong.returncode == 1 and "ConfigurationError" in wrong.stderr


def test_all_problems_are_reported_at_once(tmp_path: Path) -> None:
    config = Config()
    before = config.to_dict()
    with pytest.raises(ConfigurationError) as error:
        config.load_json({"profil": "fast", "limits": {"max_wrok": 3}, "security_level": 100})
    fields = {problem.field for problem in error.value.problems}
    assert len(fields) == 3 and "security_level" in fields
    assert error.value.message == error.value.problems[0].message and str(error.value).count(";") >= 2
    assert pickle.loads(pickle.dumps(error.value)).problems == error.value.problems
    assert config.to_dict() == before
    with pytest.raises(ConfigurationError):
        config.set_security_level(100)
    with pytest.raises(MalformedError):
        config.load_json("no JSON")
    with pytest.raises(FileError) as missing:
        config.load_file(tmp_path / "missing.toml")
    assert isinstance(missing.value, OSError) and missing.value.status is Status.IO
    assert pickle.loads(pickle.dumps(missing.value)).problems == missing.value.problems
    with pytest.raises(InvalidArgumentError):
        config.load_file(tmp_path / "settings.ini")
    with pytest.raises(ConfigurationError):
        Config(no_such_setting=1)


def test_reconfigure(protocol: Protocol, statement: Statement, witness: Witness) -> None:
    protocol.reconfigure(Config(profile="balanced"))
    assert protocol.prove(statement, witness).header.profile is Profile.BALANCED
    generator = group_generator(Group.P256)
    logarithm = Statement.discrete_log(Group.P256, generator, generator)
    protocol.prove(logarithm, Witness({"secret": bytes(31) + b"\1"}))
    protocol.reconfigure(Config(require_quantum_resistance=True))
    with pytest.raises(ConfigurationError):
        protocol.estimate(logarithm)
    with pytest.raises(ConfigurationError):
        protocol.reconfigure(Config(max_proof_size=1 << 40, security_level=256))
    assert protocol.estimate(statement).proof_size > 0


def test_limits(statement: Statement, witness: Witness) -> None:
    config = Config(Preset.FAST)
    config.set_limit(Limit.CONTEXT_SIZE, 4)
    with Protocol(config) as protocol, pytest.raises(LimitExceededError) as error:
        protocol.prove(statement, witness, b"12345")
    assert error.value.field == "context"


def test_statuses_of_newer_libraries() -> None:
    message = ffi.new("char[]", b"news")
    error = error_of(problem_of(99, message))
    assert type(error) is NexusZeroError and error.status == 99 and str(error) == "news"
    assert problem_of(99, ffi.new("char[]", b"")) == Problem(99, "unknown status", None)
    assert member(Source, 2) is Source.HEURISTIC and member(Source, 99) == 99


def test_default_configuration() -> None:
    with Protocol() as protocol:
        protocol.health_check()
        assert protocol.estimate(Statement.preimage(Hash.SHA256, bytes(32), 1)).security_bits >= 128


def test_json_of_statements_in_text(statement: Statement) -> None:
    assert Statement.from_json(statement.to_json()).to_bytes() == statement.to_bytes()
    assert json.loads(statement.to_json())["kind"] == "preimage"
