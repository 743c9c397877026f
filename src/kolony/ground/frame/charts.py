"""Charts with axes, described on the server and drawn in the browser. Each says its finding in one sentence.

chart = Chart(finding=_("Posts rose from 12 to 31 a week."), categories=weeks, series=(Series(_("Posts"), posts),))
<c-chart :chart="chart" />        on a page whose `scripts` block loads frame/charts.js
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

Colour = Literal["d1", "d2", "d3", "d4", "d5", "d6"]


@dataclass(frozen=True)
class Series:
    """One row of numbers. d1 is ours, d6 is peers, past or control; `low` and `high` are its interval."""

    name: Any
    values: Sequence[float | None]
    colour: Colour = "d1"
    kind: Literal["line", "bar", "scatter"] = "line"
    low: Sequence[float | None] = ()
    high: Sequence[float | None] = ()
    dashed: bool = False
    area: bool = False
    stack: str = ""


@dataclass(frozen=True)
class Chart:
    """What is drawn, and the sentence that says what is to be seen.

    `across` gives the categories their true places on the axis (amounts, say); `marked` draws a line at one of them.
    `told_beside`: the page says the finding itself, so it is not written below as well; who cannot see hears it.
    """

    finding: Any
    series: Sequence[Series]
    categories: Sequence[Any] = ()
    unit: str = ""
    height: str = "14rem"
    limit: float | None = None
    limit_words: Any = ""
    sideways: bool = False
    zoomed: bool = False
    categories_label: Any = ""
    digits: int = 0
    across: Sequence[float] = ()
    across_unit: str = ""
    marked: int | None = None
    told_beside: bool = False

    @property
    def as_json(self) -> str:
        """For the data attribute. Lazy words become text, intervals that are not given become null."""
        shape = asdict(self) | {"finding": "", "height": ""}
        shape["series"] = [row | {"low": row["low"] or None, "high": row["high"] or None} for row in shape["series"]]
        return json.dumps(shape, default=str, ensure_ascii=False, separators=(",", ":"))

    @property
    def rows(self) -> list[tuple[Any, list[float | None]]]:
        """The same numbers as a table: one line per category."""
        names = self.categories or range(1, 1 + max((len(series.values) for series in self.series), default=0))
        return [(name, [series.values[at] for series in self.series]) for at, name in enumerate(names)]
