"""Test vectors of a model: requests, features, predictions and replies, for other programs that read the model file."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

from nexuszero.optimizer.dataset import Dataset, groups
from nexuszero.optimizer.features import matrix
from nexuszero.optimizer.model import Model
from nexuszero.optimizer.requests import Row, write_request
from nexuszero.optimizer.serving import NeuralOptimizer
from nexuszero.optimizer.split import constraints_of


def vectors(model: Model, data: Dataset, digest: str, count: int = 12, seed: int = 1) -> dict[str, Any]:
    """Requests of the data set with constraints of every sort, and what comes of them. `digest` is that of the model file.

    Numbers of a graph agree to about six digits between runtimes: predictions are to be compared with a tolerance.
    """
    draw = random.Random(seed)
    asked = draw.sample(groups(data.rows), min(count, len(groups(data.rows))))
    answered = [_answered(model, rows, draw) for rows in asked]
    return {"model_sha256": digest, "answered": answered, "refused": list(_refused(answered[0]["request"]))}


def _answered(model: Model, rows: Sequence[Row], draw: random.Random) -> dict[str, Any]:
    request = write_request(rows, draw.choice(list(constraints_of(rows, "test"))))
    return {
        "request": request,
        "features": matrix(model.description.features, rows),
        "predictions": [vars(prediction) for prediction in model.predict(rows)],
        "reply": NeuralOptimizer.of(model)(request),
    }


def _refused(request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Requests that must make an optimizer fail, so that the library falls back."""
    processor, constraints = request["processor"], request["constraints"]
    yield {"why": "another version", "request": {**request, "version": 2}}
    yield {"why": "a backend without data", "request": {**request, "processor": {**processor, "backend": "unheard-of"}}}
    yield {"why": "no candidate", "request": {**request, "candidates": []}}
    yield {"why": "a field is missing", "request": {name: value for name, value in request.items() if name != "security_level"}}
    yield {"why": "a number is text", "request": {**request, "constraints": {**constraints, "max_proof_size": "1"}}}
    yield {"why": "nothing is small enough", "request": {**request, "constraints": {**constraints, "max_proof_size": 1}}}
