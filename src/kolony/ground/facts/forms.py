"""What the wizard's steps ask for."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kolony.ground.facts import queries, rules, showing

ACCEPTED = ".csv,.tsv,.txt,.jsonl,.ndjson,.json,.parquet,.xlsx,.gz,.zst,.zip,.xml"


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Any number of uploaded files, each already on disk."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        one_by_one = data if isinstance(data, list | tuple) else [data] if data else []
        empty = [item.name for item in one_by_one if not item.size]
        if empty:
            raise forms.ValidationError(_("“%(name)s” is empty.") % {"name": empty[0]})
        return [super(ManyFilesField, self).clean(item, initial) for item in one_by_one]


class FileForm(forms.Form):
    """Step 1: which community, and the files."""

    source = forms.ModelChoiceField(
        queries.all_sources(), required=False, label=_("Community"), empty_label=_("A new one, named below")
    )
    name = forms.CharField(max_length=120, required=False, label=_("Name of the new community"))
    files = ManyFilesField(
        required=False, label=_("Files"),
        help_text=_(
            "CSV, JSON, Parquet, Excel, several at once too, or a .zip of a Stack Exchange dump or Discourse export."
        ),
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
