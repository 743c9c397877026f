"""The house as the checkers see it: files, parsed once, and where they stand."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
GENERATED = {"migrations", "node_modules", "__pycache__"}


@dataclass(frozen=True)
class Source:
    """One Python file. `name` is its path below the root that was searched, with forward slashes."""

    path: Path
    name: str

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, filename=self.name)

    @cached_property
    def layer(self) -> str:
        """views, models, ...: a file's own name, or the name of the package of pages or verbs it is part of."""
        known = {"views", "forms", "tasks", "actions", "queries", "models", "rules", "urls", "admin"}
        parts = [*self.path.with_suffix("").parts]
        return next((part for part in reversed(parts) if part in known), parts[-1])


def python_files(root: Path) -> Iterator[Source]:
    """Every hand-written Python file below `root`."""
    for path in sorted(root.rglob("*.py")):
        if not GENERATED & set(path.relative_to(root).parts):
            yield Source(path, path.relative_to(root).as_posix())


def planted(root: Path, **files: str) -> Path:
    """A tiny tree with a violation in it: `planted(tmp_path, **{"kolony/a.py": "..."})`."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root
