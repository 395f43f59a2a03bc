# The module itself is generated when the wheel is built (setup.py).
from typing import Any

ffi: Any
