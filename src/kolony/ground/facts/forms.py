"""What the wizard's steps ask for."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kolony.ground.facts import queries, rules, showing

TIME_ZONES = (
    "UTC", "Asia/Shanghai", "Asia/Tokyo", "Europe/Berlin", "Europe/London", "America/New_York", "America/Los_Angeles",
)  # fmt: skip
ACCEPTED = ".csv,.tsv,.txt,.jsonl,.ndjson,.json,.parquet,.xlsx,.gz,.zst,.zip,.xml"


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Any number of uploaded files, each already on disk."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        one_by_one = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(ManyFilesField, self).clean(item, initial) for item in one_by_one]


class FileForm(forms.Form):
    """Step 1: which community, and the files."""

    source = forms.ModelChoiceField(
        queries.all_sources(), required=False, label=_("Community"), empty_label=_("A new one, named below")
    )
    name = forms.CharField(max_length=120, required=False, label=_("Name of the new community"))
    files = ManyFilesField(
        required=False, label=_("Files"),
        help_text=_("CSV, JSON, Parquet, Excel, or a .zip of a Stack Exchange dump or Discourse export."),
    )  # fmt: skip
    server_path = forms.CharField(max_length=1000, required=False, label=_("Or a path on the server"))

    def __init__(self, *args: Any, may_use_path: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("source", "name", "server_path"):
            self.fields[name].widget.attrs["class"] = "k-field"
        if not may_use_path:
            del self.fields["server_path"]
        else:
            help_text = _("For big dumps: a file or folder inside %(folder)s.") % {
                "folder": settings.KOLONY_IMPORT_FOLDER
            }
            self.fields["server_path"].help_text = help_text

        self.fields["name"].required = not self.fields["source"].queryset.exists()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("source") and not (cleaned.get("name") or "").strip():
            self.add_error("name", _("Give the community a name, or choose one that is here already."))
        if not cleaned.get("files") and not cleaned.get("server_path") and "files" not in self.errors:
            self.add_error("files", _("Choose at least one file."))
        return cleaned


class ColumnsForm(forms.Form):
    """Step 2: one select for each header of the file, the encoding and the zone of times without one."""

    def __init__(self, *args: Any, headers: list[str], mapping: dict[str, str], load: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.headers = headers
        words = [(column, showing.COLUMNS[column]) for column in rules.EVENT_COLUMNS]
        for number, header in enumerate(headers):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                choices=[("", _("leave out")), *words], required=False, label=header, initial=mapping.get(header, ""),
                widget=forms.Select(attrs={"class": "k-field"}),
            )  # fmt: skip
        constants = [key[1:] for key, column in mapping.items() if key.startswith("=") and column == "verb"]
        self.fields["constant_verb"] = forms.CharField(
            required=False, max_length=40, label=_("All rows are the same act"), initial=(constants or [""])[0],
            help_text=_("If the file has no such column: the verb every row stands for, such as buy."),
            widget=forms.TextInput(attrs={"class": "k-field", "list": "verbs"}),
        )  # fmt: skip
        zones = dict.fromkeys((load.time_zone or settings.TIME_ZONE, settings.TIME_ZONE, *TIME_ZONES))
        self.fields["time_zone"] = forms.ChoiceField(
            choices=[(zone, zone) for zone in zones], label=_("Time zone of times that name none"),
            initial=load.time_zone or settings.TIME_ZONE, widget=forms.Select(attrs={"class": "k-field"}),
        )  # fmt: skip

    def mapping(self) -> dict[str, str]:
        """Header to contract column, as chosen; a constant verb is written as the reader expects it."""
        cleaned = self.cleaned_data
        chosen = {header: cleaned[f"column_{number}"] for number, header in enumerate(self.headers)}
        chosen = {header: column for header, column in chosen.items() if column}
        if cleaned["constant_verb"].strip():
            chosen[f"={cleaned['constant_verb'].strip()}"] = "verb"
        return chosen


class MatchForm(forms.Form):
    """Step 3: what counts as recognition here."""

    preset = forms.ChoiceField(
        choices=[*((key, chip.label) for key, chip in showing.PRESETS.items()), ("own", _("Own weights"))],
        label=_("What counts as recognition"), widget=forms.RadioSelect(attrs={"class": "k-check"}),
    )  # fmt: skip
    weights = forms.CharField(
        required=False, max_length=300, label=pgettext_lazy("recognition", "Own weights"),
        help_text=_("Verbs with their weight, such as: like=1,accepted=5"),
        widget=forms.TextInput(attrs={"class": "k-field"}),
    )  # fmt: skip

    def __init__(self, *args: Any, recognition: str, **kwargs: Any) -> None:
        is_preset = recognition in rules.PRESETS
        initial = {"preset": recognition if is_preset else "own", "weights": "" if is_preset else recognition}
        super().__init__(*args, initial=initial, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        text = (cleaned.get("weights") or "").strip()
        if cleaned.get("preset") == "own" and rules.read_weights(text) is None:
            self.add_error("weights", _("Write verbs with weights, such as: like=1,accepted=5"))
        return cleaned

    @property
    def recognition(self) -> str:
        cleaned = self.cleaned_data
        return cleaned["weights"].strip() if cleaned["preset"] == "own" else cleaned["preset"]


class CommunityForm(MatchForm):
    """A community's name, and what counts as recognition in it; `verbs` are those that occur in its events."""

    name = forms.CharField(max_length=120, label=_("Name"), widget=forms.TextInput(attrs={"class": "k-field"}))

    def __init__(self, *args: Any, source: Any, verbs: list[str], **kwargs: Any) -> None:
        super().__init__(*args, recognition=source.recognition, **kwargs)
        self.source, self.verbs = source, verbs
        self.fields["name"].initial = source.name
        self.order_fields(["name"])

    def clean_name(self) -> str:
        name = self.cleaned_data["name"].strip()
        other = queries.source_called(name)
        if other is not None and other.pk != self.source.pk:
            raise forms.ValidationError(_("Another community is called so, or has this key."))
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and self.verbs and not set(rules.weights_of(self.recognition)) & set(self.verbs):
            none = _("None of these acts occurs here, so nobody would be recognised. Here are: %(verbs)s.")
            self.add_error("preset", forms.ValidationError(none, params={"verbs": ", ".join(self.verbs[:8])}))
        return cleaned
