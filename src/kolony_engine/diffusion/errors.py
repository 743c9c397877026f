"""What can go wrong in the diffusion engine, as codes with values; the words are added where people read them."""

from typing import Any


class DiffusionError(ValueError):
    """A refusal with a stable code (E-DIFF-nnn) and the values its sentence needs."""

    def __init__(self, code: str, **values: Any) -> None:
        self.code = code
        self.values = values
        super().__init__(f"{code} {values}" if values else code)


class Cancelled(Exception):
    """The caller's progress function asked to stop; nothing is kept."""
