"""A drawn community, ranked and back-tested once for all stories."""

import pytest

from kolony_engine.events import Recognition
from kolony_engine.ranking import BacktestQuery, backtest, rank_all
from tests.engine.community import day, drawn_community, opener

LIKES = Recognition.parse("like=1")


@pytest.fixture(scope="session")
def events(tmp_path_factory):
    return opener(tmp_path_factory.mktemp("events"))(drawn_community())


@pytest.fixture(scope="session")
def lists(events):
    return rank_all(events, day(300), LIKES, 90)


@pytest.fixture(scope="session")
def judged(events):
    return backtest(events, BacktestQuery(LIKES, cutoffs=3, horizon_days=90))
