"""Step 2 of an import: which header of which file is which column."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kolony.ground.facts import rules, showing
from kolony.ground.facts.models import Load

TIME_ZONES = (
    "UTC", "Asia/Shanghai", "Asia/Tokyo", "Europe/Berlin", "Europe/London", "America/New_York", "America/Los_Angeles",
)  # fmt: skip
CONSTANT = "="


@dataclass(frozen=True)
class Block:
    """Files with the same headers: one line for each header, one field for each file whose rows are all one act."""

    files: list[str]
    lines: list[tuple[str, Any, str]]
    acts: list[tuple[str, Any]]

    @property
    def holds(self) -> str:
        """What the files hold as the fields stand now: events, members, or nothing that is read."""
        chosen = {field.value() for _header, field, _values in self.lines} - {""}
        if not chosen:
            return "nothing"
        return "members" if rules.MEMBER_NAME in chosen else "events"


class ColumnsForm(forms.Form):
    """A select for each header, the act where a file has no column for it, and the zone of times without one.

    Files with the same headers share their selects, and may each be another act: likes and views look alike.
    """

    def __init__(self, *args: Any, load: Load, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.load = load
        self.found = blocks_of(load)
        self.several = sum(len(block["files"]) for block in self.found) > 1
        for number, block in enumerate(self.found):
            self._add_selects(number, block)
            self._add_acts(number, block)
        zones = dict.fromkeys((load.time_zone or settings.TIME_ZONE, settings.TIME_ZONE, *TIME_ZONES))
        self.fields["time_zone"] = forms.ChoiceField(
            choices=[(zone, zone) for zone in zones], label=_("Time zone of times that name none"),
            initial=load.time_zone or settings.TIME_ZONE, widget=forms.Select(attrs={"class": "k-field"}),
        )  # fmt: skip

    def blocks(self) -> list[Block]:
        """What the page shows, file by file or together where the headers are the same."""
        return [
            Block(
                block["files"],
                [
                    (header, self[_select(number, at)], showing.values_in(block["preview"], at))
                    for at, header in enumerate(block["headers"])
                ],
                [(path, self[_act(number, at)]) for at, path in enumerate(self._one_act_each(block))],
            )
            for number, block in enumerate(self.found)
        ]

    def agreed(self) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
        """Header to contract column as chosen: for all files together, or for single ones where they differ."""
        if not self.several:
            return self._chosen(0, 0) if self.found else {}, {}
        return rules.shared(
            {
                path: self._chosen(number, at)
                for number, block in enumerate(self.found)
                for at, path in enumerate(block["files"])
            }
        )

    def _add_selects(self, number: int, block: dict[str, Any]) -> None:
        mapping = mapping_of(self.load, block["files"][0])
        choices = [("", _("leave out")), *((column, showing.COLUMNS[column]) for column in rules.EVENT_COLUMNS)]
        if self.several:
            named = [(column, showing.MEMBER_COLUMNS[column]) for column in showing.MEMBER_COLUMNS]
            choices = [*choices[:1], (_("Of an event"), choices[1:]), (_("Of a member"), named)]
        for at, header in enumerate(block["headers"]):
            self.fields[_select(number, at)] = forms.ChoiceField(
                choices=choices, required=False, label=header, initial=mapping.get(header, ""),
                widget=forms.Select(attrs={"class": "k-field"}),
            )  # fmt: skip

    def _add_acts(self, number: int, block: dict[str, Any]) -> None:
        for at, path in enumerate(self._one_act_each(block)):
            mapping = mapping_of(self.load, path)
            constant = next((key[1:] for key, to in mapping.items() if key.startswith(CONSTANT) and to == "verb"), "")
            guess = "" if rules.names_members(mapping) or "verb" in mapping.values() else rules.act_of(path)
            self.fields[_act(number, at)] = forms.CharField(
                required=False, max_length=40, label=_("All rows are the same act"), initial=constant or guess,
                help_text=_("If the file has no such column: the verb every row stands for, such as buy."),
                widget=forms.TextInput(attrs={"class": "k-field", "list": "verbs"}),
            )  # fmt: skip

    def _one_act_each(self, block: dict[str, Any]) -> list[str]:
        return block["files"] if self.several else block["files"][:1]

    def _chosen(self, number: int, at: int) -> dict[str, str]:
        """The mapping of one file; a constant verb is written as the reader expects it."""
        headers = self.found[number]["headers"]
        every = {header: self.cleaned_data[_select(number, place)] for place, header in enumerate(headers)}
        chosen = {header: column for header, column in every.items() if column}
        act = self.cleaned_data[_act(number, at)].strip()
        names = rules.names_members(chosen)
        return {**chosen, f"{CONSTANT}{act}": "verb"} if act and chosen and not names else chosen


def blocks_of(load: Load) -> list[dict[str, Any]]:
    """The files by their headers, as the first look found them."""
    return load.outlook.get("blocks", [])


def mapping_of(load: Load, path: str) -> dict[str, str]:
    """What is proposed or agreed for one file of a load."""
    return load.mappings.get(path, load.mapping)


def _select(number: int, at: int) -> str:
    return f"column_{at}" if number == 0 else f"column_{number}_{at}"


def _act(number: int, at: int) -> str:
    return "constant_verb" if (number, at) == (0, 0) else f"constant_verb_{number}_{at}"
