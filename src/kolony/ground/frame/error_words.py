"""Errors carry a code and values; here, at the edge, they get their words. Each room registers its own when it starts.

words = ErrorWords(_("“%(file)s” was loaded before."), _("Nothing was changed."))
error_words.register({"E-FACT-207": words})
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from kolony.ground.kit.errors import KolonyError


@dataclass(frozen=True)
class ErrorWords:
    """What happened, and what to do about it. Named placeholders take the error's values."""

    what: Any
    remedy: Any = ""


@dataclass(frozen=True)
class Spoken:
    """An error in the reader's language."""

    what: str
    remedy: str
    code: str
    status: int


_words: dict[str, ErrorWords] = {
    "E-KOL-400": ErrorWords(_("This request could not be understood."), _("Go back and try once more.")),
    "E-GUARD-403": ErrorWords(_("You may not do this."), _("Ask an owner or a lead of your team.")),
    "E-KOL-404": ErrorWords(_("There is nothing here."), _("It may have moved; the search finds people and pages.")),
    "E-FRAME-404": ErrorWords(_("This view is gone."), _("Somebody took it away; the list itself is still there.")),
    "E-FRAME-409": ErrorWords(
        _("You already have a view called “%(name)s” here."), _("Choose another name, or save the changes into it.")
    ),
    "E-FRAME-422": ErrorWords(_("The view was not saved."), _("Give it a name; if there are many filters, use fewer.")),
    "E-KOL-500": ErrorWords(_("Something broke on our side."), _("Quote the code when you report it.")),
    "E-JOB-403": ErrorWords(_("Only who started a job may cancel it.")),
    "E-JOB-409": ErrorWords(_("This job has already ended.")),
    "E-JOB-410": ErrorWords(_("The job was cancelled.")),
    "E-JOB-500": ErrorWords(
        _("The job stopped by an error of ours (%(kind)s)."), _("The log of the worker says more.")
    ),
    "E-JOB-503": ErrorWords(
        _("The worker died in this job three times."), _("Look at its memory and log, then start again.")
    ),
    "E-KOL-409": ErrorWords(_("Somebody else was faster."), _("Look at the newer state, then try again.")),
}


def register(words: Mapping[str, ErrorWords]) -> None:
    """Add sentences for a room's codes."""
    _words.update(words)


def registered() -> frozenset[str]:
    """Every code that has words."""
    return frozenset(_words)


def words_for(error: KolonyError) -> Spoken:
    """The error as a sentence; a code without words of its own speaks with those of its status."""
    return words_for_code(error.code, error.values, error.status)


def words_for_code(code: str, values: Mapping[str, Any], status: int = 500) -> Spoken:
    """The same for a code that was written down, such as that of a failed job or of an engine's error."""
    words = _words.get(code) or _words.get(f"E-KOL-{status}") or _words["E-KOL-400"]
    return Spoken(_filled(words.what, values), _filled(words.remedy, values), code, status)


def _filled(sentence: Any, values: Mapping[str, Any]) -> str:
    text = str(sentence)
    try:
        return text % values if "%(" in text else text
    except (KeyError, TypeError, ValueError):
        return text
