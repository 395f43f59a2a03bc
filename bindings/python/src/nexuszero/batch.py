"""Many proofs at once, on several threads."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, NamedTuple

from nexuszero._abi import ffi
from nexuszero._call import Buffer, Json, array, call, create, data, read_json, read_record, request, structure
from nexuszero._callbacks import PROGRESS, lent
from nexuszero._handle import Owned
from nexuszero._library import lib
from nexuszero.errors import NexusZeroError, Status, error_of, problem_of
from nexuszero.proofs import Proof
from nexuszero.statements import Statement
from nexuszero.witness import Witness

Progress = Callable[[int, int], bool | None]
"""Told how many items are done, and of how many. True cancels those that have not begun.

It is called after each item, by any of the threads that work on the batch, one at a time; after it asked to cancel also for the items
that were under way, after an exception not again."""


class ProveItem(NamedTuple):
    """A proof to be made; a plain tuple will do."""

    statement: Statement
    witness: Witness
    context: Buffer = b""


class VerifyItem(NamedTuple):
    """A proof to be verified; a plain tuple will do."""

    statement: Statement
    proof: Proof
    context: Buffer = b""


@dataclass(frozen=True)
class BatchItem:
    """How one item went."""

    status: int
    """A `Status`: what `prove` or `verify` would have raised for; `CANCELLED` for an item that did not begin."""
    message: str
    """A sentence about why it failed; for one that did not, the name of the status."""

    @property
    def ok(self) -> bool:
        """Whether it succeeded."""
        return self.status == Status.OK


@dataclass(frozen=True)
class BatchTotals:
    """What was measured of a batch."""

    threads: int
    """Threads that were there to take items, each with those that it may use for one."""
    items: int
    """Items."""
    succeeded: int
    """Items that succeeded."""
    failed: int
    """Items that failed."""
    cancelled: int
    """Items that did not begin, because the batch was cancelled."""
    total_ns: int
    """Wall-clock time of the whole batch in nanoseconds."""
    peak_memory: int
    """Most heap bytes that the library held at once for the batch; 0 in a build without the feature `allocator`."""
    per_second: float
    """Items that succeeded in a second."""


class Batch(Owned):
    """The results of a batch, in the order of its items: `len(batch)`, `batch[i]`, `for item in batch`.

    Threads: any number may use it.
    """

    def __init__(self) -> None:
        """Without results. `Protocol.prove_batch` and `verify_batch` make batches."""
        super().__init__(create(lib.nxz_batch_free, lib.nxz_batch_new))
        self.error: NexusZeroError | None = None
        """Why the first item failed that did; None where all succeeded."""

    def raise_for_failures(self) -> None:
        """Raises the like of `error` if there is one."""
        if self.error:
            # One of its own: the traceback would refer to the caller's frames as long as the batch is there.
            raise error_of(*self.error.problems)

    def __len__(self) -> int:
        with self._handle as pointer:
            return int(lib.nxz_batch_count(pointer))

    def __getitem__(self, index: int) -> BatchItem:
        """Raises: IndexError for an item that does not exist. Indices count from 0; negative ones do not count from the end."""
        index = operator.index(index)
        with self._handle as pointer:
            if not 0 <= index < lib.nxz_batch_count(pointer):
                raise IndexError(f"the batch has no item {index}")
            problem = problem_of(lib.nxz_batch_status(pointer, index), lib.nxz_batch_message(pointer, index))
            return BatchItem(problem.status, problem.message)

    def __iter__(self) -> Iterator[BatchItem]:
        return (self[index] for index in range(len(self)))

    def proof(self, index: int) -> Proof:
        """The proof that an item made, with its measurements.

        Raises: InvalidArgumentError for an item that has none, because it failed or was a verification.
        """
        return Proof(create(lib.nxz_proof_free, lib.nxz_batch_proof, self, index))

    def proofs(self) -> list[Proof]:
        """The proofs of all items.

        Raises: as `raise_for_failures`.
        """
        self.raise_for_failures()
        return [self.proof(index) for index in range(len(self))]

    @property
    def totals(self) -> BatchTotals:
        """What was measured of the batch as a whole."""
        return read_record(BatchTotals, "nxz_batch_totals", lib.nxz_batch_summary, self)

    def to_dict(self) -> Json:
        """The same under `summary`, and under `proofs` the distribution of every number of the proofs made, as `aggregate`."""
        return read_json(lib.nxz_batch_metrics_json, self)


@dataclass(frozen=True)
class Options:
    """What a caller may say of a batch; see `Protocol.prove_batch`."""

    threads: int
    request_id: str | None
    progress: Progress | None


def prove(protocol: Owned, items: Sequence[ProveItem], options: Options) -> Batch:
    """See `Protocol.prove_batch`."""
    contexts = _Buffers([item.context for item in items])
    with (
        array("nxz_statement", [Statement._checked(item.statement) for item in items]) as statements,
        array("nxz_witness", [Witness._checked(item.witness) for item in items]) as witnesses,
    ):
        columns = statements, witnesses, contexts.pointers, contexts.lengths, len(items)
        return _run(lib.nxz_batch_prove, protocol, columns, options)


def verify(protocol: Owned, items: Sequence[VerifyItem], options: Options) -> Batch:
    """See `Protocol.verify_batch`."""
    contexts = _Buffers([item.context for item in items])
    with (
        array("nxz_statement", [Statement._checked(item.statement) for item in items]) as statements,
        array("nxz_proof", [Proof._checked(item.proof) for item in items]) as proofs,
    ):
        columns = statements, contexts.pointers, contexts.lengths, proofs, len(items)
        return _run(lib.nxz_batch_verify, protocol, columns, options)


class _Buffers:
    """Arrays of pointers and lengths, which live as long as this."""

    def __init__(self, buffers: list[Buffer]) -> None:
        views = [data(buffer) for buffer in buffers]
        self._views = views
        self.pointers = ffi.new("uint8_t *[]", [view for view, _ in views])
        self.lengths = ffi.new("size_t[]", [length for _, length in views])


def _run(function: Any, protocol: Owned, columns: tuple[Any, ...], options: Options) -> Batch:
    """Runs a batch. That items failed is told by the batch; everything else is raised."""
    native = structure("nxz_batch_options", threads=options.threads, **request(options.request_id))
    raised: list[BaseException] = []
    batch = Batch()
    try:
        with ExitStack() as uses:
            if options.progress:
                native.user_data = uses.enter_context(lent(_cancelling(options.progress, raised), protocol))
                native.progress = PROGRESS
            call(function, batch, protocol, *columns, native)
    except NexusZeroError as error:
        if not len(batch):
            raise
        # Its traceback would refer to the frame that refers to the batch.
        batch.error = error.with_traceback(None)
    if raised:
        raise raised.pop()
    return batch


def _cancelling(progress: Progress, raised: list[BaseException]) -> Progress:
    """The same, with exceptions kept in `raised` and taken for the wish to cancel."""

    def watch(done: int, total: int) -> bool | None:
        if raised:
            return True
        try:
            return progress(done, total)
        except BaseException as exception:
            raised.append(exception)
            return True

    return watch
