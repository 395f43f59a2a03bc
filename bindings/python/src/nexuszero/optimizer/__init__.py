"""The trained optimizer: chooses profile, degree cap and threads of proofs, from what was measured.

    from nexuszero import Config, Protocol
    from nexuszero.optimizer import NeuralOptimizer

    with Protocol(Config(use_optimizer=True, threads=2)) as protocol:
        protocol.set_optimizer(NeuralOptimizer(), name="neural")

To serve it needs the extra `optimizer` of the package, to train it the extra `train`. A model comes with the package; docs/optimizer.md has
the commands that made it, and what it is worth. A host that wants a model of its own proofs adds their metrics, from a metrics sink or an
archive, and trains with both:

    nexuszero-optimizer feedback proofs.nxa --out feedback.csv
    nexuszero-optimizer train --data optimizer.csv feedback.csv --out own.onnx      # NeuralOptimizer("own.onnx")

What is where: `requests` (what the library asks), `features`, `model` and `network` (the format of the
model file and its graph, for other programs that read it),
`choice` (which candidate is taken), `serving`; `statements`, `circuits`, `sweep`, `feedback` and `dataset` (the data); `split`,
`training` and `card` (the model), `evaluation` and `report` (what it is worth), `vectors` (for other programs).
"""

from nexuszero.optimizer.model import DEFAULT_MODEL, Model, ModelError
from nexuszero.optimizer.requests import RequestError
from nexuszero.optimizer.serving import NeuralOptimizer

__all__ = ["DEFAULT_MODEL", "Model", "ModelError", "NeuralOptimizer", "RequestError"]
