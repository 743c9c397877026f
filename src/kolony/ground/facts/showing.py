"""How states, kinds and columns are called on the pages: one place for the words, so that every page says the same."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from kolony.ground.facts import rules
from kolony.ground.frame.figures import number
from kolony.ground.guard import details


@dataclass(frozen=True)
class Chip:
    """A word with its tone and icon."""

    label: Any
    tone: str = ""
    icon: str = ""


STATES = {
    rules.REGISTERED: Chip(_("Columns open"), "info", icon="columns-3"),
    rules.MAPPED: Chip(_("Ready for a dry run"), "info", icon="list-checks"),
    rules.DRY_RUN: Chip(_("Ready to load"), "info", icon="list-checks"),
    rules.LOADING: Chip(_("Loading"), "info", icon="loader"),
    rules.LOADED: Chip(_("Loaded"), "ok", icon="check"),
    rules.FAILED: Chip(_("Failed, nothing kept"), "bad", icon="circle-alert"),
    rules.UNDOING: Chip(_("Being taken out"), "warn", icon="loader"),
    rules.UNDONE: Chip(_("Taken out"), "plain", icon="undo-2"),
    rules.DISCARDED: Chip(_("Given up"), "plain", icon="ban"),
}

STEPS = {
    "file": pgettext_lazy("import step", "File"),
    "columns": pgettext_lazy("import step", "Columns"),
    "match": pgettext_lazy("import step", "Match"),
    "dry_run": pgettext_lazy("import step", "Dry run"),
    "load": pgettext_lazy("import step", "Load"),
}

KINDS = {
    "csv": _("Table, comma-separated"),
    "tsv": _("Table, tab-separated"),
    "json": _("JSON array"),
    "jsonl": _("JSON Lines"),
    "parquet": _("Parquet"),
    "excel": _("Excel"),
    "stackexchange": _("Stack Exchange dump"),
    "discourse": _("Discourse export"),
    "mixed": _("Files of several kinds"),
}

RUN_KINDS = {
    "discover.rank": _("Ranking of the members"),
    "discover.backtest": _("Back-test on the past"),
}

VERB_KINDS = {
    "contribution": _("Contribution"),
    "interaction": _("Interaction"),
    "recognition": _("Recognition"),
    "consumption": _("Consumption"),
    "relation": _("Relation"),
    "commerce": _("Purchase"),
    "moderation": _("Moderation"),
}

COLUMNS = {
    "ts": _("Time"),
    "actor_id": _("Who did it"),
    "verb": _("What was done"),
    "object_id": _("Which post or thing"),
    "target_user_id": _("Whose post it was"),
    "topic_id": _("In which topic"),
    "value": _("How much"),
    "event_id": _("Number of the event"),
    "channel": _("Channel"),
    "currency": _("Currency"),
    "title": _("Title of the post"),
    "text": _("Text of the post"),
    "url": _("Link to the post"),
    "tags": _("Tags"),
}

MEMBER_COLUMNS = {
    "name": _("Name of the member"),
    "joined_at": _("Member since"),
}
"""What only a file of members holds; its id is "who did it" of an event."""

ENCODINGS = {"utf-8": "UTF-8", "gb18030": "GB18030", "utf-16": "UTF-16"}

PRESETS = {
    "discourse": Chip(_("Likes"), icon="heart"),
    "stackexchange": Chip(_("Votes and accepted answers"), icon="thumbs-up"),
    "mentions": Chip(_("Mentions and quotes"), icon="at-sign"),
}

PRESET_WORDS = {
    "discourse": _("A like counts 1, an accepted answer 5."),
    "stackexchange": _("A vote up counts 10, an accepted answer 15, a vote down takes 2."),
    "mentions": _("A mention or a quote by somebody else counts 1: for forums without likes."),
}


def recognition_words(chosen: str) -> Any:
    """What counts as recognition: the preset by its name, weights of one's own as they were written."""
    return PRESETS[chosen].label if chosen in PRESETS else chosen


FLAGS = {
    "day_only": ngettext_lazy("%(shown)s row has a day but no time.", "%(shown)s rows have a day but no time.", "n"),
    "no_actor": ngettext_lazy("%(shown)s row does not say who did it.", "%(shown)s rows do not say who did it.", "n"),
    "no_target": ngettext_lazy(
        "%(shown)s row does not say whose post it was.", "%(shown)s rows do not say whose post it was.", "n"
    ),
    "unknown_verb": ngettext_lazy(
        "%(shown)s row has a verb outside the vocabulary.", "%(shown)s rows have a verb outside the vocabulary.", "n"
    ),
    "decimal_id": ngettext_lazy(
        "%(shown)s id was written as 12.0 and read as 12.", "%(shown)s ids were written as 12.0 and read as 12.", "n"
    ),
    "not_a_post": ngettext_lazy(
        "%(shown)s row is no post of a person and was left out.",
        "%(shown)s rows are no posts of a person and were left out.",
        "n",
    ),
    "other_vote": ngettext_lazy(
        "%(shown)s vote of moderation was left out.", "%(shown)s votes of moderation were left out.", "n"
    ),
    "private_message": ngettext_lazy(
        "%(shown)s private message was left out.", "%(shown)s private messages were left out.", "n"
    ),
}
OTHER_FLAG = ngettext_lazy("%(shown)s row is marked “%(name)s”.", "%(shown)s rows are marked “%(name)s”.", "n")


def flag_sentences(report: dict[str, Any]) -> list[str]:
    """What is legal but worth telling, one sentence each."""
    return [
        FLAGS.get(name, OTHER_FLAG) % {"n": count, "shown": number(count), "name": name}
        for name, count in report.get("flagged", {}).items()
    ]


def steps_of(state: str, at: str = "") -> tuple[list[Any], int]:
    """The five words, and the index of the step one stands on."""
    step = at or rules.STEP_OF_STATE[state]
    return list(STEPS.values()), rules.WIZARD_STEPS.index(step)


KNOWN_VERBS = {
    **dict.fromkeys(("question", "answer", "topic", "reply"), "contribution"),
    **dict.fromkeys(("comment", "mention", "quote", "share"), "interaction"),
    **dict.fromkeys(("accepted", "upvote", "downvote", "favorite", "likes_total", "like"), "recognition"),
    **dict.fromkeys(("bounty_start", "bounty_close", "badge"), "recognition"),
    **dict.fromkeys(("follow", "unfollow", "invite", "join"), "relation"),
    **dict.fromkeys(("report", "spam", "offensive", "removed"), "moderation"),
    "view": "consumption",
    **dict.fromkeys(("buy", "refund"), "commerce"),
}
"""The engine's vocabulary and what each verb counts as, repeated because pages must not import the engine; a test holds
the two together."""


def run_kind(kind: str) -> Any:
    """What was run, as the audit calls it too: rooms above add the words for their own."""
    told = details.detail_of("facts.run_started", "kind")
    return told.values.get(kind, kind) if told else kind


def values_in(rows: list[list[str]], at: int) -> str:
    """The different values of one column in the first rows, as they stand in the file."""
    return " · ".join(dict.fromkeys(row[at] for row in rows if at < len(row) and row[at].strip()))
