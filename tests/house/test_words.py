"""Every sentence is in both languages, and every error code has its words."""

import re
from pathlib import Path

import pytest

from assets import words
from kolony.ground.frame import error_words
from kolony.ground.kit import errors
from tests.house.sources import planted

CATALOGUE = "locale/zh_Hans/LC_MESSAGES/django.po"
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.mark.parametrize("room", words.rooms(), ids=lambda room: room.name)
def test_every_sentence_of_a_room_is_in_both_languages(room):
    found = words.gather(room)
    assert (found.missing, found.mismatched) == ([], [])
    assert not found.stale, f"run: .venv/bin/python assets/words.py {room.name}"


def test_no_sentence_is_outside_every_room():
    assert words.homeless() == []


TEMPLATE = "templates/a.html"
BLOCK = "{% load i18n %}{% blocktrans trimmed %} Hello\n there {% endblocktrans %}"
ALIAS = re.compile(r"gettext(_lazy|_noop)? as (?!_\b)")
OTHER_NAME = f'{HEADER}msgid "%(n)s left"\nmsgstr "还剩 %(m)s"\n'
SPOKEN = f'{HEADER}msgid "Hello"\nmsgstr "你好"\n'


@pytest.mark.parametrize(
    ("files", "missing", "mismatched"),
    [
        ({"views.py": "x = _('Hello')\n"}, ["Hello"], []),
        ({TEMPLATE: "{% load i18n %}{% trans 'Hello' %}"}, ["Hello"], []),
        ({TEMPLATE: BLOCK}, ["Hello there"], []),
        ({"apps.py": "x = _('%(n)s left')\n", CATALOGUE: OTHER_NAME}, [], ["%(n)s left"]),
        ({"apps.py": "x = _('Hello')\n", CATALOGUE: SPOKEN}, [], []),
    ],
)
def test_a_planted_sentence_without_translation_is_caught(tmp_path: Path, files, missing, mismatched):
    found = words.gather(planted(tmp_path / "room", **files))
    assert (found.missing, found.mismatched) == (missing, mismatched)


def test_one_sentence_is_said_in_one_way_everywhere():
    assert words.quarrels() == []


def test_a_planted_quarrel_between_two_rooms_is_caught(tmp_path: Path, monkeypatch):
    says = {"north": "理由", "south": "原因"}
    for name, said in says.items():
        planted(tmp_path / name, **{"apps.py": "", CATALOGUE: f'{HEADER}msgid "Reason"\nmsgstr "{said}"\n'})
    monkeypatch.setattr(words, "SOURCE", tmp_path)
    assert words.quarrels() == [f"'Reason': {says}"]


def renamed(root: Path) -> list[str]:
    """Files in which a translating function goes by a name under which no sentence is looked for."""
    return [path.name for path in sorted(root.rglob("*.py")) if ALIAS.search(path.read_text("utf-8"))]


def test_translating_functions_go_by_their_own_names():
    assert renamed(words.SOURCE) == []


def test_a_planted_other_name_is_caught(tmp_path: Path):
    ours = {"a.py": "from x import gettext as _\n", "b.py": "from x import gettext, ngettext_lazy as _n\n"}
    assert renamed(planted(tmp_path, **ours)) == ["b.py"]


ROOMS = ("kolony.ground.", "kolony.stages.", "kolony.fronts.desk.")


def wordless(kind: type[errors.KolonyError], homes: tuple[str, ...], known: frozenset[str]) -> list[str]:
    """Codes without a sentence, of a class of errors and of all that derive from it in these packages."""
    own = {kind.code} - known if kind.__module__.startswith(homes) else set()
    return sorted(own.union(*(wordless(child, homes, known) for child in kind.__subclasses__())))


def test_every_error_of_the_rooms_has_words():
    assert wordless(errors.KolonyError, ROOMS, error_words.registered()) == []


def test_a_planted_error_without_words_is_caught():
    class Planted(errors.Conflict):
        code = "E-KOL-999"

    assert wordless(Planted, (__name__,), error_words.registered()) == ["E-KOL-999"]
