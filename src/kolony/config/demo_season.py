"""Filling the demo with its season. Imports the columnar engine, so it is imported for the first start only."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from kolony.config.demo import PLATFORM
from kolony.ground.facts import actions as facts
from kolony.ground.facts import at_once
from kolony.ground.facts import queries as facts_queries
from kolony.ground.facts.models import Source
from kolony.ground.guard.house import HOUSE
from kolony.stages.discover.actions import runs
from kolony_demo import Season, simulate, small_season

HORIZON_DAYS = 180
WEEK, MOMENT = timedelta(days=7), timedelta(seconds=1)


def fill(folder: Path, *, small: bool, say: Callable[[str], None], now: datetime) -> None:
    """Simulate and load; ranking and back-test are asked for and left to the worker."""
    say("writing one season of an invented community ...")
    season = small_season() if small else simulate()
    season.write(folder)
    source = _load(season, folder, say, now)
    week_ago = {"as_of": season.ends_at - WEEK, "now": now - MOMENT}
    for asked in (week_ago, {"as_of": season.ends_at, "now": now}):
        runs.start_discovery(actor=HOUSE, source=source, horizon_days=HORIZON_DAYS, **asked)
    runs.start_backtest(actor=HOUSE, source=source, horizon_days=HORIZON_DAYS, now=now)


def _load(season: Season, folder: Path, say: Callable[[str], None], now: datetime) -> Source:
    source = facts.ensure_source(
        actor=HOUSE, name=season.source_name, platform=PLATFORM, recognition="discourse", simulated=True, now=now
    )
    if not facts_queries.loads_in(source).exists():
        say(f"loading {season.events.num_rows:,} events ...")
        at_once.load_now(actor=HOUSE, files=[folder], source=source, now=now)
    return source
