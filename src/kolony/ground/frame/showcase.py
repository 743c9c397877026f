"""What the living style page shows: invented people, every component, every state. Nobody here exists."""

from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kolony.ground.frame.charts import Chart, Series
from kolony.ground.frame.table import Column, Table
from kolony.ground.frame.view_bar import Preset, view_bar

NAMES = (
    ("一页一解", "One Page, One Proof", gettext_lazy("Read to the end; known by few")),
    ("苔上行", "Moss Walk", gettext_lazy("Saved four times more often than peers")),
    ("晚自习公式", "Evening Formulas", gettext_lazy("Answers 78% of comments in a day")),
    ("小满妈妈", "Xiaoman’s Mum", gettext_lazy("Nine friends bought after three posts")),
    ("夜航船员", "Night Ferry", gettext_lazy("First post beat 96% of first posts")),
    ("阿澈的实验台", "Ache’s Bench", gettext_lazy("Parents rebuild his experiments")),
    ("冷笔记", "Cold Notes", gettext_lazy("Corrects others gently; 31 thanks")),
    ("灯下证明", "Lamp Proof", gettext_lazy("Eleven posts, each quoted by a KOL")),
    ("陆地鲸", "Land Whale", gettext_lazy("Wide reach, half of it passing by")),
    ("河的风筝", "Kite of He", gettext_lazy("Group of 64; none left in six months")),
    ("芦花白", "Reed White", gettext_lazy("Two posts led to 31 sign-ups")),
    ("茶边", "Tea Margin", gettext_lazy("Her reading lists are reused")),
)
MEMBERS = 137


@dataclass(frozen=True)
class Invented:
    """One row of the sample table."""

    id: int
    name: str
    because: str
    kind: str
    score: float
    low: float
    high: float
    quality: int
    loyal: float
    now: int
    could: int

    @property
    def gain(self) -> int:
        return self.could - self.now


class SampleForm(forms.Form):
    """A form with a mistake in it."""

    task = forms.CharField()
    leaving = forms.CharField(required=True)
    language = forms.ChoiceField(choices=[("zh-hans", "中文"), ("en", "English")], required=False)
    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), required=False)
    until = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    files = forms.FileField(required=False)
    people = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {"task": _("What they will do"), "leaving": _("If they leave halfway"), "language": _("Language")}
        labels |= {"note": _("Note"), "until": _("Until"), "files": _("Files"), "people": _("Who comes along")}
        for name, label in labels.items():
            self.fields[name].label = label
        self.fields["task"].help_text = _("Write something they can count.")
        self.fields["leaving"].error_messages["required"] = _("Still empty. Say who keeps what was published.")


def everything(request: HttpRequest) -> dict[str, Any]:
    """The page's context."""
    table = _table(request)
    return {
        "crumbs": [(_("Design"), ""), (_("Components"), "")],
        "statuses": [400, 403, 404, 500],
        "table": table,
        "total": MEMBERS,
        "chosen": table.page.rows[0] if table.page.rows else None,
        "bar": view_bar(request, page="frame:style", presets=_presets()),
        "kinds": [("kol", "KOL"), ("koc", "KOC")],
        "picked": {"kind": request.GET.get("kind", ""), "q": request.GET.get("q", "")},
        "breakdown": _breakdown(),
        "rhythm": _rhythm(),
        "methods": _methods(),
        "rising": [3, 4, 4, 6, 5, 8, 9, 12, 11, 14],
        "import_steps": [_("File"), _("Columns"), _("Match"), _("Dry run"), _("Load")],
        "form": SampleForm({"task": _("Lead one reading a week"), "language": "en", "people": "moss"}),
        "along": [("moss", names("")[1])],
    }


def names(text: str) -> list[str]:
    """Invented people whose name has the text in it."""
    wanted = text.strip().lower()
    return [name for name in dict.fromkeys(row.name for row in _invented()) if wanted in name.lower()][:6]


def _presets() -> tuple[Preset, ...]:
    return (
        Preset("all", _("Everybody"), "", MEMBERS),
        Preset("kol", _("Authority"), "kind=kol"),
        Preset("koc", _("Authenticity"), "kind=koc"),
    )


def _table(request: HttpRequest) -> Table:
    table = Table(
        request,
        key="result",
        label=_("Candidates"),
        default="-score",
        columns=(
            Column("place", "#"),
            Column("name", _("Candidate, and why"), order=("name",)),
            Column("score", _("Score, 95% interval"), order=("score",)),
            Column("quality", _("Quality"), order=("quality",)),
            Column("loyal", _("Loyal fans"), order=("loyal",), numeric=True),
            Column("could", _("Now → could be"), order=("gain",)),
        ),
    )
    rows = [row for row in _invented() if _matches(row, request)]
    for field in reversed(table.order):
        rows.sort(key=attrgetter(field.removeprefix("-")), reverse=field.startswith("-"))
    return table.show(rows)


def _matches(row: Invented, request: HttpRequest) -> bool:
    kind, words = request.GET.get("kind", ""), request.GET.get("q", "").strip().lower()
    return (not kind or row.kind == kind) and words in row.name.lower()


def _invented() -> list[Invented]:
    chinese = (get_language() or "").startswith("zh")
    rows = []
    for at in range(MEMBERS):
        zh, en, because = NAMES[at % len(NAMES)]
        turn = at // len(NAMES)
        score = 84 - at * 0.5
        spread = 4 + (at * 7) % 9
        rows.append(
            Invented(
                id=at + 1,
                name=(zh if chinese else en) + (f" {turn + 1}" if turn else ""),
                because=str(because),
                kind="koc" if at % 3 == 0 else "kol",
                score=score,
                low=score - spread,
                high=score + spread * 0.8,
                quality=97 - (at * 11) % 60,
                loyal=0.31 + ((at * 13) % 17 - 8) / 100,
                now=46 - (at * 5) % 30,
                could=81 - (at * 3) % 40,
            )
        )
    return rows


def _breakdown() -> list[dict[str, Any]]:
    parts = (
        (_("Quality"), 97, 35, "d1"),
        (_("Influence"), 68, 22, "d3"),
        (_("Loyal fans"), 88, 20, "d2"),
        (_("Potential"), 78, 18, "d5"),
        (_("Fit to the purpose"), 74, 5, "d6"),
    )
    top = max(value * weight for _label, value, weight, _colour in parts)
    return [
        {
            "label": label,
            "value": value,
            "weight": weight,
            "points": value * weight / 100,
            "share": value * weight / top * 100,
            "colour": colour,
        }
        for label, value, weight, colour in parts
    ]


def _rhythm() -> Chart:
    posts = [12, 14, 11, 15, 18, 17, 21, 24, 22, 27, 29, 31]
    return Chart(
        finding=_("Posts a week rose from 12 to 31 in twelve weeks; peers stayed near 10."),
        categories=[str(week) for week in range(1, 13)],
        categories_label=_("Week"),
        series=(
            Series(_("This person"), posts, low=[v - 3 for v in posts], high=[v + 4 for v in posts]),
            Series(_("Peers"), [10, 10, 11, 9, 10, 10, 11, 10, 10, 9, 10, 10], colour="d6", dashed=True),
        ),
    )


def _methods() -> Chart:
    return Chart(
        finding=_("Of the 20 who rose, this list would have shown 14; sorting by activity 9."),
        categories=[_("This list"), _("Recognition"), _("PageRank"), _("Activity")],
        categories_label=_("Method"),
        series=(Series(_("Found among the first 100"), [14, 12, 10, 9], kind="bar"),),
        limit=20,
        limit_words="20",
        sideways=True,
        height="11rem",
    )
