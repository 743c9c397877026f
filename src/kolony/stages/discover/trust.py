"""A back-test as a run keeps it: plain numbers, no engine types. Imported by the tasks alone."""

from typing import Any

from kolony_engine import ranking as engine


def told(backtest: engine.Backtest, again: engine.KnownAgain | None) -> dict[str, Any]:
    """Scores by list, cut-off and method; means with intervals; the numbers of the operator's sentence; what likeness
    knew again."""
    return {
        "version": backtest.version,
        "cutoffs": [cutoff.isoformat() for cutoff in backtest.cutoffs],
        "sentence": {key: _plain(value) for key, value in backtest.sentence.items()},
        "scores": [_row(score, cutoff=score.cutoff.isoformat()) for score in backtest.scores],
        "means": [_row(mean) for mean in backtest.means],
        "alike": _row(again, middle=again.middle.isoformat()) if again else None,
    }


def _row(score: Any, **changed: Any) -> dict[str, Any]:
    names = score.__dataclass_fields__
    return {name: changed.get(name, _plain(getattr(score, name))) for name in names}


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value
