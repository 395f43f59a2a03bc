"""What a protocol counts, and what is computed of proofs."""

from __future__ import annotations

import pytest

from nexuszero import (
    InvalidArgumentError,
    Operation,
    Proof,
    Protocol,
    Statement,
    Status,
    UnsupportedError,
    VerificationError,
    Witness,
    aggregate,
    compare,
)


def test_a_protocol_counts(protocol: Protocol, statement: Statement, witness: Witness) -> None:
    proofs = [protocol.prove(statement, witness) for _ in range(3)]
    protocol.verify(statement, proofs[0])
    for _ in range(2):
        with pytest.raises(VerificationError):
            protocol.verify(statement, proofs[0], b"other")
    with protocol.metrics() as metrics:
        summary = metrics.summary
        assert (summary.prove.succeeded, summary.prove.failed) == (3, 0)
        assert (summary.verify.succeeded, summary.verify.failed) == (1, 2)
        assert summary.proof_bytes_after == sum(map(len, proofs)) and summary.statements == 1
        assert 0 < summary.prove.min_ns <= summary.prove.mean_ns <= summary.prove.max_ns <= summary.elapsed_ns
        assert summary.prove.standard_deviation_ns >= 0 and summary.prove.per_second > 0
        assert metrics.error_count(Operation.VERIFY, Status.PROOF_VERIFICATION) == 2
        assert metrics.error_count(Operation.PROVE, Status.PANIC) == 0
        with pytest.raises(InvalidArgumentError):
            metrics.error_count(Operation.PROVE, Status.OK)
        with pytest.raises(UnsupportedError):
            metrics.error_count(5, Status.PANIC)  # type: ignore[arg-type]
        parsed = metrics.to_dict()
        assert parsed["prove"]["latency_ns"]["count"] == 3
        assert parsed["verify"]["failures"]["proof_verification"] == 2
        assert 'nexuszero_proofs_total{statement="preimage/sha256"} 3' in metrics.to_prometheus()
        protocol.reset_metrics()
        assert metrics.summary == summary
        comparison = metrics.compare(protocol.metrics())["fields"]["prove_ns"]
        assert comparison["base"]["count"] == 3 and comparison["other"]["count"] == 0
    with protocol.metrics() as metrics:
        assert metrics.summary.prove.succeeded == metrics.summary.verify.failed == 0


def test_aggregates(protocol: Protocol, statement: Statement, witness: Witness) -> None:
    proofs = [protocol.prove(statement, witness) for _ in range(3)]
    assert aggregate(iter(proofs))["fields"]["prove_ns"]["count"] == aggregate(proofs)["proofs"] == 3
    assert aggregate([])["proofs"] == 0
    size = compare(proofs[:1], (proof for proof in proofs[1:]))["fields"]["size_after"]
    assert size["base"]["count"] == 1 and size["other"]["count"] == 2 and size["difference"] == 0
    received = Proof.from_bytes(bytes(proofs[0]))
    with pytest.raises(UnsupportedError):
        aggregate([received])
    with pytest.raises(UnsupportedError):
        compare(proofs, [received])
    with pytest.raises(TypeError):
        aggregate([statement])  # type: ignore[list-item]
