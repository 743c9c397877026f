"""What the community's own past says about ways of choosing, in words; plainly, also when it advises against us."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from kolony.ground.frame import figures
from kolony.stages.discover.seedsets import rules, words

AUTO = "auto"


@dataclass(frozen=True)
class Line:
    """One way of choosing beside the best simple one."""

    method: str
    label: str
    simple: bool
    reach: int
    ratio: float
    low: float
    high: float
    is_best_simple: bool


@dataclass(frozen=True)
class Verdict:
    """For one size: the sentence, what to do, and every way side by side."""

    k: int
    sentence: str
    advice: str
    tone: str
    lines: Sequence[Line]
    begins: str
    ends: str


def sizes(result: Mapping[str, Any]) -> list[int]:
    return sorted({one["k"] for one in result["summary"]})


def verdict(result: Mapping[str, Any], people: int, model: str = "wc") -> Verdict:
    """Over all sizes in words; side by side for the size asked about that is nearest to `people`."""
    k = min(sizes(result), key=lambda size: (abs(size - people), size))
    best = result["best_simple"][str(k)]
    lines = [_line(one, best) for one in result["summary"] if one["k"] == k]
    lines.sort(key=lambda line: (-line.reach, line.method))
    ours = words.METHOD_OF_MODEL[model]
    told = {
        "n": figures.number(len(result["cuts"]) - 1), "auto": _interval(result["overall"][AUTO]),
        "ours": _interval(result["overall"][ours]), "model": words.MODELS_SHORT[model],
    }  # fmt: skip
    sentence = _(
        "On the last %(n)s stretches of your own past, over all sizes, “auto” reached %(auto)s of what the best simple"
        " ranking reached, and a seed set with %(model)s %(ours)s."
    )
    advice, tone = _another_way(result, ours) or _advice(result["overall"][ours], best)
    begins, ends = (_day(result["cuts"][at]) for at in (0, -1))
    return Verdict(k, sentence % told, advice, tone, lines, begins, ends)


def of_models(result: Mapping[str, Any]) -> dict[str, str]:
    """What each model's seed sets reached of the best simple ranking: "0.94 [0.90, 0.99]"."""
    return {model: _interval(result["overall"][method]) for model, method in words.METHOD_OF_MODEL.items()}


def _interval(told: Sequence[float]) -> str:
    ratio, low, high = told
    return f"{ratio:.2f} [{low:.2f}, {high:.2f}]"


def _another_way(result: Mapping[str, Any], ours: str) -> tuple[str, str] | None:
    """Where choosing as the past advises clearly reached more than such a seed set, that comes first."""
    ratio, low, _high = result["overall"][AUTO]
    if not result["chose"] or low <= result["overall"][ours][2]:
        return None
    name = result["chose"][-1]
    told = {"way": words.METHODS.get(name, name), "auto": f"{ratio:.2f}", "ours": f"{result['overall'][ours][0]:.2f}"}
    return _(
        "Your past advises another way here: “%(way)s” reached %(auto)s of the best simple ranking, such a seed set"
        " %(ours)s. It stands beside every set, for the same money."
    ) % told, "warn"


def _advice(overall: Sequence[float], best: str) -> tuple[str, str]:
    """What to believe: the seed set, the simple ranking, or that it cannot be told."""
    ratio, low, high = overall
    told = {"best": words.METHODS[best], "ratio": f"{ratio:.2f}"}
    said = rules.verdict(low, high)
    if said == "worse":
        return _("Use the simple ranking here: %(best)s. Such a seed set reached %(ratio)s of it.") % told, "warn"
    if said == "better":
        return _("Trust the seed set here: it reached %(ratio)s of the best simple ranking (%(best)s).") % told, "ok"
    return _(
        "Between such a seed set (%(ratio)s) and the best simple ranking (%(best)s) the past cannot tell yet: either"
        " will do."
    ) % told, "info"


def _line(one: Mapping[str, Any], best: str) -> Line:
    method = one["method"]
    return Line(
        method, str(words.METHODS.get(method, method)), method in words.SIMPLE, one["reach"], one["ratio"], one["low"],
        one["high"], method == best,
    )  # fmt: skip


def _day(microseconds: int) -> str:
    return figures.day(datetime.fromtimestamp(microseconds / 1_000_000, UTC))
