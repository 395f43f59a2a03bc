"""The optimizer that is given to a protocol."""

from __future__ import annotations

import os

from nexuszero._call import Json
from nexuszero.optimizer.choice import choose
from nexuszero.optimizer.model import DEFAULT_MODEL, Model, ModelError
from nexuszero.optimizer.requests import RequestError, read_constraints, read_rows


class NeuralOptimizer:
    """Chooses profile, degree cap and threads by what a trained model predicts.

        config = Config(use_optimizer=True, max_proof_size=20_000, threads=2)
        with Protocol(config) as protocol:
            protocol.set_optimizer(NeuralOptimizer(), name="neural")
            proof = protocol.prove(statement, witness)

    It takes the candidate with the shortest predicted proving time among those that satisfy the constraints, of verification with a
    margin. An exception in it is a failure of the optimizer, which the library counts and logs; the heuristic of the library then
    chooses. Threads: any number may use one.

    It runs on a thread of the library's, and needs the interpreter's lock (GIL). Threads that compute in pure Python give that up only
    after a while, each in turn: beside them it may answer late. What comes after the deadline (`optimizer.deadline`) is not used but
    counted as late, and the heuristic chooses. Hosts with such threads set a longer deadline, or use the plugin, which needs no lock.
    """

    def __init__(self, model: str | os.PathLike[str] = DEFAULT_MODEL, *, optional: bool = False) -> None:
        """Reads a model file.

        With `optional`, a file that cannot be used is no error here: every question then fails, which the library counts and logs, and
        its heuristic chooses.

        Raises: ModelError for a file that is missing or damaged, or of another schema; ImportError without the extra `optimizer`.
        """
        self._model: Model | ModelError
        try:
            self._model = Model(model)
        except ModelError as error:
            if not optional:
                raise
            self._model = error

    @classmethod
    def of(cls, model: Model) -> NeuralOptimizer:
        """With a model that was read already."""
        optimizer = cls.__new__(cls)
        optimizer._model = model
        return optimizer

    @property
    def model(self) -> Model:
        """The model.

        Raises: ModelError where the file of an optional one could not be used.
        """
        if isinstance(self._model, ModelError):
            raise ModelError(*self._model.args)
        return self._model

    def __call__(self, request: Json) -> dict[str, int]:
        """The reply to a request.

        Raises: RequestError for what is no request, for a backend that the model has no data of, and where no candidate satisfies the
        constraints; ModelError where a prediction is no number, and as `model`.
        """
        model, rows = self.model, read_rows(request)
        place = choose(rows, read_constraints(request), model.predict(rows), model.description.verify_margin)
        if place is None:
            raise RequestError("no candidate satisfies the constraints")
        index = rows[place]["candidate.index"]
        assert isinstance(index, int)
        return {"version": 1, "candidate": index}
