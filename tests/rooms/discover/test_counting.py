"""A run counts what is new and no more, and its lists are those of a run that counts from the start."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from kolony.ground.facts.at_once import load_now, undo_now
from kolony.ground.facts.models import MemberMeasures, Run, Source
from kolony.stages.discover import carry, rules
from kolony.stages.discover.models import Candidate
from kolony_engine.events import EngineError, EventStore
from tests.engine.community import drawn_community, event, table_of
from tests.rooms.cast import Cast
from tests.rooms.discover.conftest import NOW


@pytest.fixture
def orchard(settings, tmp_path, cast: Cast) -> Source:
    """An empty community with a store of its own."""
    settings.KOLONY_EVENT_STORE = tmp_path / "events"
    settings.KOLONY_UPLOADS = tmp_path / "uploads"
    return Source.objects.create(
        name="Orchard", platform="orchard", recognition="like=1", created_by=cast.olga, created_at=NOW
    )


def load(table, source: Source, cast: Cast, path):
    pq.write_table(table, path)
    return load_now(actor=cast.olga, files=[path], source=source, now=NOW)


def ranked(source: Source, cast: Cast) -> dict[tuple[str, str, str], tuple[int, float]]:
    """A whole run, as a job does it: place and score by purpose, list and member."""
    run = Run.objects.create(
        kind="discover.rank", source=source, state="waiting", started_by=cast.lin, created_at=NOW,
        parameters={
            "as_of": datetime(2025, 3, 1, tzinfo=UTC).isoformat(), "recognition": "like=1", "horizon_days": 90,
            "note": "",
        },
    )  # fmt: skip
    assert carry.discover(run, now=NOW).state == "done"
    rows = Candidate.objects.filter(run=run).values_list("goal", "which", "actor_id", "rank", "score")
    return {row[:3]: row[3:] for row in rows}


def book(settings) -> Path:
    (found,) = EventStore(settings.KOLONY_EVENT_STORE).counted_folder("orchard").glob("*.duckdb")
    return found


def test_a_late_event_is_counted_and_undone_exactly(settings, tmp_path, orchard, cast):
    load(drawn_community(members=15, days=90), orchard, cast, tmp_path / "year.parquet")
    before = ranked(orchard, cast)
    kept = book(settings).stat().st_ino
    late = [event(20.5 + day, "like", "bo", "m3", "p1") for day in range(30)]
    loaded = load(table_of(late), orchard, cast, tmp_path / "late.parquet")
    after = ranked(orchard, cast)
    assert after != before
    assert book(settings).stat().st_ino == kept
    shutil.rmtree(settings.KOLONY_EVENT_STORE / "counted")
    assert ranked(orchard, cast) == after
    undo_now(actor=cast.olga, load=loaded, reason="Sent twice", now=NOW)
    assert ranked(orchard, cast) == before


def test_each_member_is_also_compared_with_those_who_have_been_here_as_long(tmp_path, orchard, cast):
    load(drawn_community(members=15, days=200), orchard, cast, tmp_path / "year.parquet")
    ranked(orchard, cast)
    run = Run.objects.get()
    tenure = dict(
        Candidate.objects.filter(run=run, goal="activate", which="now").values_list("actor_id", "tenure_days")
    )
    by_band: dict[str, list[dict]] = {}
    for member, values in MemberMeasures.objects.filter(run=run).values_list("actor_id", "values"):
        by_band.setdefault(rules.band_of(tenure[member]), []).append(values["active_days"])
    assert {band: len(told) for band, told in by_band.items()} == run.result["bands"]
    assert len(by_band) > 1
    for told in by_band.values():
        assert sum(one["alike"] for one in told) / len(told) == pytest.approx(50, abs=0.1)
        by_value = sorted(told, key=lambda one: one["value"])
        assert [one["alike"] for one in by_value] == sorted(one["alike"] for one in told)


def test_a_past_that_is_too_short_to_ask_is_said_with_what_is_needed(client, tmp_path, orchard, cast):
    load(drawn_community(members=15, days=50), orchard, cast, tmp_path / "weeks.parquet")
    run = Run.objects.create(
        kind="discover.backtest", source=orchard, state="waiting", started_by=cast.lin, created_at=NOW,
        parameters={"recognition": "like=1", "horizon_days": 90, "cutoffs": 2},
    )  # fmt: skip
    with pytest.raises(EngineError):
        carry.look_back(run, now=NOW)
    client.force_login(cast.lin)
    page = client.get("/desk/discover/trust?source=orchard", headers={"accept-language": "en"}).content.decode()
    assert "[E-RANK-102]" in page
    assert "days; to look back, 180 are needed." in page
