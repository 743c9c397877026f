"""A command group that imports a command when it is called: `kolony --help` reads this register and nothing else."""

import importlib
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from copy import copy
from dataclasses import dataclass
from functools import wraps
from typing import Any

import click


@dataclass(frozen=True)
class Entry:
    """Where a command is ("package.module:name"), its one line of help, what must run before it is imported, and the
    context manager it runs within (an open database, which `--help` does not need)."""

    target: str
    words: str
    before: str = ""
    within: str = ""

    def load(self) -> click.Command:
        if self.before:
            found(self.before)()
        command = found(self.target)
        return _run_within(found(self.within), command) if self.within else command


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


def _run_within(context: Callable[[], AbstractContextManager], command: click.Command) -> click.Command:
    """A copy of the command that runs with the context entered."""
    inside = copy(command)

    @wraps(command.callback)
    def callback(*args: Any, **kwargs: Any) -> Any:
        with context():
            return command.callback(*args, **kwargs)

    inside.callback = callback
    return inside


def found(target: str) -> Any:
    """The object that "package.module:name" names."""
    module, _, name = target.partition(":")
    return getattr(importlib.import_module(module), name)
