"""What a protocol will do and what it will refuse."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from nexuszero._call import Json, call, create, path, read_json, text, write_json
from nexuszero._handle import Owned
from nexuszero._library import lib
from nexuszero.enums import Limit, Preset, Profile


class Config(Owned):
    """A configuration, in layers: preset, then JSON, TOML and files, then the environment, then `set…`.

    A value of a higher layer replaces one of a lower layer, in whatever order they are applied. `docs/configuration.md` of
    the library lists all settings. A protocol keeps a copy.

        Config(Preset.FAST, security_level=192, use_optimizer=True)

    Threads: calls on one configuration take turns.
    """

    def __init__(self, preset: Preset = Preset.DEFAULT, **settings: Any) -> None:
        """Starts from a preset and applies `settings` as `set` does.

        Raises: as `set`.
        """
        super().__init__(create(lib.nxz_config_free, lib.nxz_config_new, preset))
        for name, value in settings.items():
            self.set(name, value)

    def set(self, name: str, value: Any) -> None:
        """Sets any setting by its name, for example `limits.max_work`, or `custom.` and any key for callbacks.

        `value` is what JSON can say; a `Profile` or a strategy stands for its name, and None takes back a setting that may be
        absent.

        Raises: ConfigurationError for a setting that does not exist or a value that it does not take.
        """
        encoded = write_json(getattr(value, "label", value))
        call(lib.nxz_config_set, self._alone(), *text(name), *text(encoded))

    def set_security_level(self, bits: int) -> None:
        """Sets the level that every proof must have, made or verified: 128, 192 or 256 bits.

        Raises: ConfigurationError for another number.
        """
        call(lib.nxz_config_set_security_level, self._alone(), bits)

    def set_profile(self, profile: Profile) -> None:
        """Sets the profile of the proofs that are made, unless it is chosen (`use_optimizer`) or memory is short (`Limit.MEMORY`).

        Proofs of every profile are verified.
        """
        call(lib.nxz_config_set_profile, self._alone(), profile)

    def set_verify_after_generation(self, enabled: bool) -> None:
        """Sets whether each new proof is verified before it is returned."""
        call(lib.nxz_config_set_verify_after_generation, self._alone(), enabled)

    def set_require_quantum_resistance(self, enabled: bool) -> None:
        """Sets whether statements are refused whose proofs quantum computers break: discrete logarithms."""
        call(lib.nxz_config_set_require_quantum_resistance, self._alone(), enabled)

    def set_limit(self, limit: Limit, value: int) -> None:
        """Sets the largest value that is allowed."""
        call(lib.nxz_config_set_limit, self._alone(), limit, value)

    def load_json(self, settings: str | Mapping[str, Any]) -> None:
        """Applies settings from a JSON object, as text or parsed: all of them, or none.

        Raises: MalformedError for text that is no JSON object; ConfigurationError with a problem for each wrong setting;
        LimitExceededError for more than 1 MiB.
        """
        encoded = settings if isinstance(settings, str) else write_json(settings)
        call(lib.nxz_config_load_json, self._alone(), *text(encoded))

    def load_toml(self, document: str) -> None:
        """Applies settings from a TOML document; otherwise as `load_json`."""
        call(lib.nxz_config_load_toml, self._alone(), *text(document))

    def load_file(self, file: str | os.PathLike[str]) -> None:
        """Applies settings from a file that ends in `.json` or `.toml`.

        Raises: as `load_json`; FileError for a file that cannot be read; InvalidArgumentError for another ending or
        a text that is not UTF-8.
        """
        call(lib.nxz_config_load_file, self._alone(), *path(file))

    def load_environment(self) -> None:
        """Applies the variables `NEXUSZERO_…` of this process; nothing else reads settings from the environment.

        Raises: ConfigurationError for a variable that is no setting, other than NEXUSZERO_LIBRARY. The environment must not change meanwhile.
        """
        call(lib.nxz_config_load_environment, self._alone())

    def to_dict(self) -> Json:
        """What is in force, and under `sources` the layer of each value. `load_json` takes it."""
        return read_json(lib.nxz_config_to_json, self._alone())
