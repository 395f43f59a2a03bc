"""Batches: results, failures, progress, cancelling."""

from __future__ import annotations

import threading

import pytest
from conftest import SECRET

from nexuszero import (
    Batch,
    InvalidArgumentError,
    ProofGenerationError,
    Protocol,
    ProveItem,
    Statement,
    Status,
    VerificationError,
    VerifyItem,
    Witness,
)


def test_prove_and_verify(protocol: Protocol, statement: Statement, witness: Witness) -> None:
    contexts = [bytearray(b"nonce %d" % index) for index in range(5)]
    with protocol.prove_batch([(statement, witness, context) for context in contexts], threads=2) as proved:
        assert len(proved) == 5 and all(item.ok for item in proved) and proved.error is None
        proofs = proved.proofs()
        totals = proved.totals
        assert (totals.items, totals.succeeded, totals.failed, totals.cancelled) == (5, 5, 0, 0)
        assert totals.threads == 2 and totals.total_ns > 0 and totals.per_second > 0
        summary = proved.to_dict()
        assert summary["summary"]["items"] == 5 and summary["proofs"]["fields"]["prove_ns"]["count"] == 5
    assert proofs[3].measurements.prove_ns > 0
    checked = protocol.verify_batch(VerifyItem(statement, proof, context) for proof, context in zip(proofs, contexts, strict=True))
    checked.raise_for_failures()
    assert [item.status for item in checked] == [Status.OK] * 5
    with pytest.raises(InvalidArgumentError):
        checked.proof(0)
    protocol.verify(statement, proofs[4], contexts[4])


def test_items_that_fail_touch_no_other(protocol: Protocol, statement: Statement, witness: Witness) -> None:
    wrong = Witness.preimage(b"something else")
    batch = protocol.prove_batch([(statement, witness), ProveItem(statement, wrong), (statement, witness, b"c")])
    assert [item.ok for item in batch] == [True, False, True]
    assert batch[1].status is Status.PROOF_GENERATION and batch[1].message and SECRET.decode() not in batch[1].message
    assert isinstance(batch.error, ProofGenerationError)
    with pytest.raises(ProofGenerationError):
        batch.proofs()
    with pytest.raises(InvalidArgumentError):
        batch.proof(1)
    for index in (-1, 3):
        with pytest.raises(IndexError):
            batch[index]
    checked = protocol.verify_batch([(statement, batch.proof(0)), (statement, batch.proof(2)), (statement, batch.proof(2), b"c")])
    assert [item.status for item in checked] == [Status.OK, Status.PROOF_VERIFICATION, Status.OK]
    assert batch.totals.failed == checked.totals.failed == 1
    with pytest.raises(VerificationError):
        checked.raise_for_failures()


def test_empty_batches(protocol: Protocol) -> None:
    for batch in (protocol.prove_batch([]), protocol.verify_batch([]), Batch()):
        assert len(batch) == 0 and list(batch) == [] and batch.error is None and batch.totals.items == 0


def test_names_of_requests(protocol: Protocol, statement: Statement, witness: Witness) -> None:
    batch = protocol.prove_batch([(statement, witness)] * 2, request_id="order")
    assert [proof.measurements_dict()["request_id"] for proof in batch.proofs()] == ["order/0", "order/1"]


def test_progress(protocol: Protocol, statement: Statement, witness: Witness) -> None:
    told: list[tuple[int, int]] = []
    protocol.prove_batch([(statement, witness)] * 4, threads=2, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_cancelling(protocol: Protocol, statement: Statement, witness: Witness) -> None:
    batch = protocol.prove_batch([(statement, witness)] * 6, threads=1, progress=lambda done, total: done == 2)
    assert [item.status for item in batch] == [Status.OK] * 2 + [Status.CANCELLED] * 4
    assert batch.totals.cancelled == 4 and batch.error is not None and batch.error.status is Status.CANCELLED
    assert len(batch.proof(1)) > 0


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("exception", [LookupError("told enough"), KeyboardInterrupt()])
def test_an_exception_in_progress_is_raised(
    protocol: Protocol, statement: Statement, witness: Witness, threads: int, exception: BaseException
) -> None:
    told = []

    def progress(done: int, total: int) -> None:
        told.append(done)
        raise exception

    with pytest.raises(type(exception)) as raised:
        protocol.prove_batch([(statement, witness)] * 8, threads=threads, progress=progress)
    assert raised.value is exception and told == [1]
    assert protocol.metrics().summary.prove.succeeded <= threads


def test_progress_may_use_the_protocol(protocol: Protocol, statement: Statement, witness: Witness) -> None:
    seen = set()

    def progress(done: int, total: int) -> None:
        seen.add(threading.get_ident())
        if not protocol.closed:
            protocol.verify(statement, protocol.prove(statement, witness))
            protocol.close()

    with protocol.prove_batch([(statement, witness)] * 4, threads=2, progress=progress) as batch:
        batch.raise_for_failures()
    assert protocol.closed and seen


def test_bad_arguments_are_raised(protocol: Protocol, statement: Statement, witness: Witness) -> None:
    with pytest.raises(InvalidArgumentError):
        protocol.prove_batch([(statement, witness)], threads=1025)
    with pytest.raises(InvalidArgumentError):
        protocol.prove_batch([(statement, witness)], request_id="x" * 108)
    with pytest.raises(InvalidArgumentError):
        protocol.prove_batch([(statement, witness)], request_id="")
    with pytest.raises(OverflowError):
        protocol.prove_batch([(statement, witness)], threads=-1)
    with pytest.raises(TypeError):
        protocol.verify_batch([(statement, witness)])  # type: ignore[list-item]
    with pytest.raises(TypeError):
        protocol.prove_batch([(statement, witness, "text")])  # type: ignore[list-item]
    witness.close()
    with pytest.raises(ValueError, match="closed"):
        protocol.prove_batch([(statement, witness)])
