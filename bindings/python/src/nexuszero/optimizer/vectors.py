"""Test vectors of a model: requests, features, predictions and replies, for other programs that read the model file."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from nexuszero.optimizer.choice import choose
from nexuszero.optimizer.dataset import Dataset, groups
from nexuszero.optimizer.features import matrix
from nexuszero.optimizer.model import Model
from nexuszero.optimizer.requests import Row, write_request
from nexuszero.optimizer.split import constraints_of


def vectors(model: Model, data: Dataset, digest: str, count: int = 12, seed: int = 1) -> dict[str, Any]:
    """Requests of the data set with constraints of every sort, and what comes of them. `digest` is that of the model file.

    Numbers of a graph agree to about six digits between runtimes: predictions are to be compared with a tolerance.
    """
    draw = random.Random(seed)
    asked = draw.sample(groups(data.rows), min(count, len(groups(data.rows))))
    return {"model_sha256": digest, "vectors": [_vector(model, rows, draw) for rows in asked]}


def _vector(model: Model, rows: Sequence[Row], draw: random.Random) -> dict[str, Any]:
    constraints = draw.choice(list(constraints_of(rows, "test")))
    predictions = model.predict(rows)
    return {
        "request": write_request(rows, constraints),
        "features": matrix(model.description.features, rows),
        "predictions": [vars(prediction) for prediction in predictions],
        "place": choose(rows, constraints, predictions, model.description.verify_margin),
    }
