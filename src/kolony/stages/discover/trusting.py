"""A back-test in words and in a picture. It says so when a simpler method did better."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from kolony.ground.frame import figures
from kolony.ground.frame.charts import Chart, Colour, Series
from kolony.stages.discover import list_words

OURS = "kolony"
COLOURS: dict[str, Colour] = {
    "kolony": "d1",
    "activity": "d6",
    "pagerank": "d5",
    "blend": "d3",
    "recognition_all": "d4",
}


@dataclass(frozen=True)
class MethodLine:
    """One method beside ours."""

    method: str
    label: str
    ours: bool
    ndcg: float
    low: float
    high: float
    recall: float
    precision: float
    gain: float | None
    gain_low: float | None
    gain_high: float | None

    @property
    def verdict(self) -> str:
        """Whether the difference is more than chance; an interval over zero cannot tell."""
        if self.gain is None or self.gain_low is None or self.gain_high is None:
            return ""
        if self.gain_low > 0:
            return _("this list is better")
        if self.gain_high < 0:
            return _("this method is better")
        return _("cannot tell yet")


@dataclass(frozen=True)
class Answer:
    """What the past says about one list."""

    sentence: str
    verdict: str
    tone: str
    lines: Sequence[MethodLine]
    chart: Chart
    cutoffs: int


def answer(result: Mapping[str, Any], which: str) -> Answer:
    """The newest back-test for one list."""
    lines = [_line(mean) for mean in result["means"] if mean["which"] == which]
    lines.sort(key=lambda line: (-line.ndcg, not line.ours))
    verdict, tone = _verdict(lines)
    sentence = operator_sentence(result) if which == "rising" else ""
    return Answer(sentence, verdict, tone, lines, _chart(result, which, lines, verdict), len(result["cutoffs"]))


def method_name(method: str) -> str:
    return str(list_words.METHODS.get(method, method))


def operator_sentence(result: Mapping[str, Any]) -> str:
    """One sentence without statistics: how many of the few who rose most the list would have shown. The numbers are
    those the engine counted, the same as the command says."""
    told = result.get("sentence", {})
    if not told.get("rose"):
        return ""
    values = {
        "day": figures.day(date.fromisoformat(told["cutoff"])),
        "rose": figures.number(told["rose"]),
        "shown": figures.number(told["shown"]),
        "first": figures.number(told["first"]),
        "activity": figures.number(told["shown_by_activity"]),
    }
    return (
        _(
            "Of the %(rose)s who rose most after %(day)s, this list would have shown you %(shown)s among its first"
            " %(first)s; sorting by activity %(activity)s."
        )
        % values
    )


def _line(mean: Mapping[str, Any]) -> MethodLine:
    method = mean["method"]
    return MethodLine(
        method=method,
        label=method_name(method),
        ours=method == OURS,
        ndcg=mean["ndcg100"],
        low=mean["ndcg100_low"],
        high=mean["ndcg100_high"],
        recall=mean["recall100"],
        precision=mean["precision50"],
        gain=mean["gain"],
        gain_low=mean["gain_low"],
        gain_high=mean["gain_high"],
    )


def _verdict(lines: Sequence[MethodLine]) -> tuple[str, str]:
    """Good or bad news in one sentence, bad news first."""
    ours = next((line for line in lines if line.ours), None)
    others = [line for line in lines if not line.ours]
    if ours is None or not others:
        return "", "info"
    best = max(others, key=lambda line: line.ndcg)
    values = {"method": best.label, "ours": f"{ours.ndcg:.3f}", "theirs": f"{best.ndcg:.3f}"}
    if best.gain_high is not None and best.gain_high < 0:
        return (
            _("Here a simpler method was better: %(method)s reached %(theirs)s, this list %(ours)s. Trust it less.")
            % values,
            "warn",
        )
    if best.gain_low is not None and best.gain_low > 0:
        return _(
            "This list was better than every simpler method: %(ours)s against %(theirs)s (%(method)s)."
        ) % values, "ok"
    return (
        _("Between this list (%(ours)s) and the best simpler method (%(method)s, %(theirs)s) one cannot tell yet.")
        % values,
        "info",
    )


def _chart(result: Mapping[str, Any], which: str, lines: Sequence[MethodLine], finding: str) -> Chart:
    cutoffs = list(result["cutoffs"])
    scores = {
        (score["method"], score["cutoff"]): round(score["ndcg100"], 3)
        for score in result["scores"]
        if score["which"] == which
    }
    series = [
        Series(
            line.label,
            [scores.get((line.method, cutoff)) for cutoff in cutoffs],
            colour=COLOURS.get(line.method, "d2"),
            dashed=not line.ours,
        )
        for line in sorted(lines, key=lambda line: not line.ours)
    ]
    days = [figures.day(datetime.fromisoformat(cutoff)) for cutoff in cutoffs]
    return Chart(
        finding=finding,
        series=tuple(series),
        categories=days,
        categories_label=_("Asked on"),
        digits=3,
        height="16rem",
        zoomed=True,
        told_beside=True,
    )
