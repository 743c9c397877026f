"""What a person said about columns: for all files of a source together, or for single ones by their path."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kolony_engine.events.errors import EngineError
from kolony_engine.events.reading.meaning import headers


@dataclass(frozen=True)
class Agreed:
    """`common` holds for every file, `single` for one; with `several` files each takes what fits it of `common`."""

    common: Mapping[str, str]
    single: Mapping[Path, Mapping[str, str]]
    several: bool

    @classmethod
    def of(
        cls,
        mapping: Mapping[str, str] | None,
        mappings: Mapping[str | Path, Mapping[str, str]] | None,
        paths: list[Path],
    ) -> "Agreed":
        """As it was given to `open_events`, with the paths it was given for."""
        return cls(mapping or {}, {Path(path): one for path, one in (mappings or {}).items()}, len(paths) > 1)

    def leaves_out(self, path: Path) -> bool:
        """Whether this file was agreed to hold nothing."""
        return path in self.single and not self.single[path]

    def names_members(self, path: Path) -> bool:
        """Whether this file was agreed to say who the members are."""
        return headers.MEMBER_NAME in self.single.get(path, {}).values()

    def mapping_of(self, path: Path, known: Iterable[str]) -> dict[str, str]:
        """Header to contract column for one file: what was said about it, or about all, or what is proposed."""
        known = tuple(known)
        if path in self.single:
            return headers.completed(headers.checked(self.single[path], known, path.name), known)
        if not self.several:
            return headers.completed(headers.checked(self.common, known, path.name), known)
        fitting = {name: column for name, column in self.common.items() if _is_constant(name) or name in known}
        return headers.completed(headers.checked(fitting, known, path.name), known)

    def check_used(self, headers_of: Mapping[str, Iterable[str]]) -> None:
        """Refuses with E-READ-111 if something was said about a column that none of several files has."""
        known = {name for names in headers_of.values() for name in names}
        lost = [name for name in self.common if not _is_constant(name) and name not in known]
        if self.several and lost:
            raise EngineError("E-READ-111", file=", ".join(headers_of), header=lost[0], headers=sorted(known))


def _is_constant(name: str) -> bool:
    return name.startswith(headers.CONSTANT)
