"""The trained optimizer: chooses profile, degree cap and threads of proofs, from what was measured.

    from nexuszero import Config, Protocol
    from nexuszero.optimizer import NeuralOptimizer

    with Protocol(Config(use_optimizer=True, threads=2)) as protocol:
        protocol.set_optimizer(NeuralOptimizer(), name="neural")

To serve it needs the extra `optimizer` of the package, to train it the extra `train`. The model comes with the package; the command
`nexuszero-optimizer` measures proofs and makes another:

    nexuszero-optimizer sweep --out data.csv             # about 13 minutes on an idle machine
    nexuszero-optimizer train --data data.csv --out model.onnx
    nexuszero-optimizer evaluate --data data.csv --model model.onnx --out evaluation.md
    nexuszero-optimizer feedback proofs.nxa --out feedback.csv
    nexuszero-optimizer train --data data.csv feedback.csv --out model.onnx

What is where: `requests` (what the library asks), `features` and `model` (the format of the model file, for other programs that read it),
`choice` (which candidate is taken), `serving`; `statements`, `sweep`, `feedback` and `dataset` (the data); `split`, `training`,
`evaluation`, `report` and `vectors`.
"""

from nexuszero.optimizer.model import DEFAULT_MODEL, Model, ModelError
from nexuszero.optimizer.requests import RequestError
from nexuszero.optimizer.serving import NeuralOptimizer

__all__ = ["DEFAULT_MODEL", "Model", "ModelError", "NeuralOptimizer", "RequestError"]
