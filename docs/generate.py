"""Write docs/reference from the code, in both languages: `python docs/generate.py`; `--check` only compares.

What the program knows about itself is not written a second time by hand. Chinese words come from the catalogues the
pages use, and, for what only the docs say, from `docs/reference.zh.po`.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import click
import django
from babel.messages.pofile import read_po
from django.utils.translation import override

DOCS = Path(__file__).parent
ROOT = DOCS.parent
NOTICE = "<!-- Written by docs/generate.py from the code: change the code, then run it again. -->"
Translate = Callable[[str], str]


class Untranslated(Exception):
    """Words of the code that no catalogue has in Chinese."""

    def __init__(self, missing: Iterable[str]):
        self.missing = sorted(set(missing))
        super().__init__("\n".join(["no Chinese for these; add them to docs/reference.zh.po:", *self.missing]))


class Speaker:
    """English as it stands, or Chinese from the catalogues, noting what is missing."""

    def __init__(self, catalogue: dict[str, str] | None):
        self.catalogue = catalogue
        self.missing: list[str] = []

    def __call__(self, words: object) -> str:
        with override("en"):
            text = str(words)
        if self.catalogue is None or not text:
            return text
        if text not in self.catalogue:
            self.missing.append(text)
        return self.catalogue.get(text, text)


@cache
def chinese() -> dict[str, str]:
    """Every translated message of the house; the docs' own catalogue is read last and wins."""
    sources = [*sorted(ROOT.glob("src/**/zh_Hans/LC_MESSAGES/django.po")), DOCS / "reference.zh.po"]
    known: dict[str, str] = {}
    for source in sources:
        with source.open("rb") as stream:
            known.update({m.id: m.string for m in read_po(stream) if isinstance(m.id, str) and m.id and m.string})
    return known


def table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> list[str]:
    heads = list(heads)
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    return [*lines, *("| " + " | ".join(_cell(value) for value in row) + " |" for row in rows), ""]


def _cell(value: object) -> str:
    return " ".join(str(value).split()).replace("|", "\\|")


def code(text: object) -> str:
    return f"`{text}`" if str(text) else ""


def verbs(say: Translate) -> list[str]:
    events = importlib.import_module("kolony_engine.events")
    lines = [
        f"# {say('Verbs')}",
        "",
        say("What an event may say that somebody did. An unknown verb is kept and flagged."),
        "",
    ]
    for kind in events.KINDS:
        own = [verb for verb in events.VERBS.values() if verb.kind == kind]
        lines += [f"## {say(kind)}", ""]
        lines += table([say("verb"), say("means")], ((code(verb.name), say(verb.words)) for verb in own))
    lines += [f"## {say('Recognition presets')}", "", say("Points for the one who receives; given by others only."), ""]
    presets = ((code(name), _weights(preset)) for name, preset in events.PRESETS.items())
    return lines + table([say("preset"), say("points")], presets)


def _weights(preset) -> str:
    return ", ".join(f"{verb} {weight:g}" for verb, weight in preset.weights.items())


def measures(say: Translate) -> list[str]:
    catalogue = importlib.import_module("kolony_engine.measures").MEASURES
    lines = [f"# {say('Measures')}", ""]
    lines += [say("Numbers about one member, computed from events strictly before one date."), ""]
    for group in dict.fromkeys(measure.group for measure in catalogue):
        own = [measure for measure in catalogue if measure.group == group]
        lines += [f"## {say(group)}", ""]
        rows = ((code(m.name), say(m.words), say(m.unit), say(m.better)) for m in own)
        lines += table([say("measure"), say("what it counts"), say("unit"), say("better")], rows)
    return lines


def settings(say: Translate) -> list[str]:
    declared = importlib.import_module("kolony.config.environment").DECLARED
    lines = [f"# {say('Settings')}", ""]
    lines += [
        say("Environment variables, read once at start. An unknown KOLONY_ name or a wrong value stops the start."),
        "",
    ]
    lines += [say("A secret may come from a file instead: put its path into the same name with _FILE at the end."), ""]
    yes = say("yes")
    rows = ((code(v.name), code(v.default), say(v.expects), yes if v.secret else "") for v in declared)
    return lines + table([say("name"), say("default"), say("expects"), say("secret")], rows)


def commands(say: Translate) -> list[str]:
    main = importlib.import_module("kolony.config.entry").root
    lines = [f"# {say('Commands')}", "", say("Each command explains itself with --help."), ""]
    for path, command in walk(main, ("kolony",)):
        arguments = [p for p in command.params if isinstance(p, click.Argument)]
        usage = " ".join([*path, *(p.make_metavar(click.Context(command)) for p in arguments)])
        summary = (command.help or "").split("\f")[0].split("\n\n")[0]
        lines += [f"## `{usage}`", "", say(" ".join(summary.split())), ""]
        options = [p for p in command.params if isinstance(p, click.Option) and not p.hidden]
        if options:
            rows = ((code(_option(p, command)), say(" ".join((p.help or "").split()))) for p in options)
            lines += table([say("option"), say("means")], rows)
    return lines


def _option(option: click.Option, command: click.Command) -> str:
    names = ", ".join([*option.opts, *option.secondary_opts])
    return names if option.is_flag else f"{names} {option.make_metavar(click.Context(command))}"


def walk(command: click.Command, path: tuple[str, ...]) -> Iterable[tuple[tuple[str, ...], click.Command]]:
    """Every command that does something, in the order of the register."""
    if not isinstance(command, click.Group):
        yield path, command
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        member = command.get_command(context, name)
        if member is not None and not member.hidden:
            yield from walk(member, (*path, name))


def audit_kinds(say: Translate) -> list[str]:
    kinds = importlib.import_module("kolony.ground.guard.kinds").kinds()
    lines = [f"# {say('Audit kinds')}", ""]
    lines += [say("What the audit chain records. An entry cannot be changed or deleted."), ""]
    return lines + table([say("kind"), say("means")], ((code(kind), say(words)) for kind, words in kinds.items()))


def permits(say: Translate) -> list[str]:
    guard = importlib.import_module("kolony.ground.guard.permits")
    lines = [
        f"# {say('Who may do what')}",
        "",
        say("Each action is declared once and asked once, before anything is changed."),
        "",
    ]
    rows = (
        [code(permit.action), *(say(_share(permit, role)) for role in guard.ROLES)]
        for permit in guard.declared().values()
    )
    return lines + table([say("action"), *(say(role) for role in guard.ROLES)], rows)


def _share(permit, role: str) -> str:
    """How much of an action a role has: all of it, that of the own team, only one's own, or nothing."""
    if role in permit.own:
        return "one's own"
    if role not in permit.roles:
        return ""
    return "own team" if permit.own_team and role != "owner" else "yes"


PAGES: dict[str, Callable[[Translate], list[str]]] = {
    "verbs": verbs,
    "measures": measures,
    "settings": settings,
    "commands": commands,
    "permits": permits,
    "audit-kinds": audit_kinds,
}


def written(name: str, language: str) -> str:
    """One page as it should stand in the repository."""
    speaker = Speaker(chinese() if language == "zh" else None)
    body = PAGES[name](speaker)
    if speaker.missing:
        raise Untranslated(speaker.missing)
    other = f"[中文]({name}.zh.md)" if language == "en" else f"[English]({name}.md)"
    return "\n".join([body[0], "", NOTICE, "", other, "", *body[2:]]).rstrip() + "\n"


def path_of(name: str, language: str) -> Path:
    return DOCS / "reference" / (f"{name}.md" if language == "en" else f"{name}.zh.md")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a page differs")
    check = parser.parse_args().check
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kolony.config.settings")
    django.setup()
    stale = []
    for name in PAGES:
        for language in ("en", "zh"):
            target, text = path_of(name, language), written(name, language)
            if target.exists() and target.read_text(encoding="utf-8") == text:
                continue
            stale.append(target.name)
            if not check:
                target.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{len(stale)} pages {'differ' if check else 'written'}: {', '.join(stale)}\n")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
