"""Files of proofs."""

from __future__ import annotations

import json
import operator
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from nexuszero._call import Buffer, Json, call, create, data, digest, number, path, read_bytes, read_json, read_text, text
from nexuszero._handle import Owned
from nexuszero._library import lib
from nexuszero.enums import ArchiveMode
from nexuszero.errors import MalformedError, Problem, Status
from nexuszero.proofs import Proof
from nexuszero.statements import Statement

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


class Archive(Owned):
    """A file of proofs with their statements, contexts, labels and measurements, to which entries are appended.

        with Archive.create("proofs.nxa") as archive:
            archive.append(statement, proof, context, label="first")
            print(archive[0].label, len(archive))

    A chain of digests shows accidents. It does not show forgery, unless the fingerprint was kept elsewhere; and what is read from an
    archive is not verified. Everything that reads raises MalformedError for what is damaged and FileError for what cannot be read.

    Threads: any number may use one archive; their calls take turns.
    """

    @classmethod
    def create(cls, file: str | os.PathLike[str]) -> Archive:
        """Makes an archive in a new file and opens it for appending.

        Raises: FileError for a file that exists already or cannot be made.
        """
        return cls(create(lib.nxz_archive_free, lib.nxz_archive_create, *path(file)))

    @classmethod
    def open(cls, file: str | os.PathLike[str], mode: ArchiveMode = ArchiveMode.READ) -> Archive:
        """Opens the archive in a file.

        Raises: FileError for a file that cannot be opened, or that somebody else has open for appending; MalformedError for a file
        that is no archive, and for a damaged one with `ArchiveMode.APPEND`; LimitExceededError, except with `ArchiveMode.READ`, for
        one whose last part is larger than 256 MiB or than there is memory for; UnsupportedError for a newer format.
        """
        return cls(create(lib.nxz_archive_free, lib.nxz_archive_open, *path(file), mode))

    def append(self, statement: Statement, proof: Proof, context: Buffer = b"", *, label: str = "") -> int:
        """Appends an entry, all of it or nothing, and gives its index. The proof is not verified.

        When the call returns, the entry survives a crash of the program; for a power failure see `flush`. A label has at most 256
        bytes of UTF-8.

        Raises: FileError where the entry cannot be written, and always after a flush that failed; InvalidArgumentError for an archive
        open for reading; LimitExceededError for a longer label, a statement of more than 256 MiB with its lists and circuits, or more
        than that of context and proof.
        """
        entry = Statement._checked(statement), *data(context), Proof._checked(proof), *text(label)
        return number(lib.nxz_archive_append, self, *entry)

    def flush(self) -> None:
        """Makes everything that was appended, by writers before too, survive a power failure. `close` does the same, but cannot tell if it
        fails.

        Raises: FileError, and then always: what is on the disk is not known, and the archive can be read and not appended to.
        """
        call(lib.nxz_archive_flush, self)

    def __len__(self) -> int:
        with self._handle as pointer:
            return int(lib.nxz_archive_len(pointer))

    def __getitem__(self, index: int) -> ArchiveEntry:
        """Raises: IndexError for an entry that does not exist. Indices count from 0; negative ones do not count from the end."""
        index = operator.index(index)
        if not 0 <= index < len(self):
            raise IndexError(f"the archive has no entry {index}")
        return ArchiveEntry(self, index)

    def __iter__(self) -> Iterator[ArchiveEntry]:
        return (ArchiveEntry(self, index) for index in range(len(self)))

    @property
    def fingerprint(self) -> bytes:
        """32 bytes that depend on every byte of the archive. That of an archive that was only opened counts after `check`."""
        return digest(lib.nxz_archive_fingerprint, self)

    def check(self) -> None:
        """Reads the whole archive and checks the chain, and that every entry is complete and well formed. Proofs are not verified.

        Raises: MalformedError for a damaged archive.
        """
        call(lib.nxz_archive_check, self)

    def summary(self) -> Json:
        """Counts, sizes, the fingerprint, and how the file ended at opening (`docs/archive.md`). Reads the whole archive."""
        return read_json(lib.nxz_archive_summary_json, self)


@dataclass(frozen=True)
class ArchiveEntry:
    """An entry of an archive. Each property reads from the file, and the archive must be open."""

    archive: Archive
    """The archive."""
    index: int
    """The index, counted from 0."""

    @property
    def statement(self) -> Statement:
        """The statement."""
        return Statement(create(lib.nxz_statement_free, lib.nxz_archive_statement, self.archive, self.index))

    @property
    def proof(self) -> Proof:
        """The proof, not verified and without measurements."""
        return Proof(create(lib.nxz_proof_free, lib.nxz_archive_proof, self.archive, self.index))

    @property
    def context(self) -> bytes:
        """What the proof is said to be bound to."""
        return read_bytes(lib.nxz_archive_context, self.archive, self.index)

    @property
    def label(self) -> str:
        """The label. A NUL in it comes out as a replacement character."""
        return read_text(lib.nxz_archive_label, self.archive, self.index)

    @property
    def measurements(self) -> Json | None:
        """What `Proof.measurements_dict` gave when it was appended; None where the making of the proof was not measured."""
        stored = read_text(lib.nxz_archive_metrics_json, self.archive, self.index)
        if not stored:
            return None
        try:
            measurements: Json = json.loads(stored)
        except (ValueError, RecursionError) as error:
            raise _malformed("the metrics of the entry are no JSON") from error
        if not isinstance(measurements, dict):
            raise _malformed("the metrics of the entry are no JSON object")
        return measurements

    @property
    def time(self) -> datetime:
        """When it was appended (UTC, to the millisecond), by the clock of the machine that did it."""
        return _EPOCH + timedelta(milliseconds=number(lib.nxz_archive_time, self.archive, self.index))


def _malformed(message: str) -> MalformedError:
    return MalformedError(Problem(Status.MALFORMED, message))
