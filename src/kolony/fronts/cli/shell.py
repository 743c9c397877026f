"""A command group that imports a command when it is called: `kolony --help` reads this register and nothing else."""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import click


@dataclass(frozen=True)
class Entry:
    """Where a command is ("package.module:name"), its one line of help, and what must run before it is imported."""

    target: str
    words: str
    before: str = ""

    def load(self) -> click.Command:
        if self.before:
            found(self.before)()
        return found(self.target)


@dataclass(frozen=True)
class Group:
    """A named group of commands; its members are just as lazy."""

    words: str
    members: Mapping[str, "Entry | Group"]

    def load(self) -> click.Command:
        return LazyGroup(entries=self.members, help=self.words, no_args_is_help=True)


class LazyGroup(click.Group):
    """The members in the order they were registered: the order of somebody's first day, not of the alphabet."""

    def __init__(self, *, entries: Mapping[str, Entry | Group], **attributes: Any) -> None:
        super().__init__(**attributes)
        self.entries = entries

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = self.entries.get(cmd_name)
        if entry is None:
            return None
        command = entry.load()
        command.name = cmd_name
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.words) for name, entry in self.entries.items()])


def found(target: str) -> Any:
    """The object that "package.module:name" names."""
    module, _, name = target.partition(":")
    return getattr(importlib.import_module(module), name)
