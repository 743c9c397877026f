"""Who writes about something: the newest posts of which words are held, gone through for the words asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min

from kolony.ground.facts import queries as facts
from kolony.ground.facts.models import Run
from kolony.ground.guard import permits
from kolony.stages.discover import mentions
from kolony.stages.discover.models import PostEarned
from kolony.stages.discover.queries.decided import standing_decisions

FOUND_AT_MOST = 20_000


@dataclass(frozen=True)
class Written:
    """Who writes about it; how many posts were found, gone through, and since when; `weighed`: the run kept what each
    post was recognised for."""

    writers: Sequence[mentions.Writer]
    members: int
    posts: int
    searched: int
    since: datetime | None
    weighed: bool


def visible_writers(actor: Any, run: Run, words: Sequence[str], *, undecided: bool) -> Written:
    """The first of those who write about one of these words; those somebody has decided about are left out if asked."""
    permits.require(actor, "discover.see")
    newest = facts.newest_words(run.source)
    told = newest.aggregate(searched=Count("pk"), since=Min("ts"))
    found = facts.words_with(newest, mentions.pattern(words)) if words else newest.none()
    rows = found.order_by("-ts", "-pk").values_list("object_id", "author_id", "ts")[:FOUND_AT_MOST]
    posts = [mentions.Mention(*row) for row in rows]
    everybody = mentions.writers(posts, _earned(run, [post.object_id for post in posts]))
    decided = standing_decisions(run.source, [one.actor_id for one in everybody]) if undecided else {}
    shown = [one for one in everybody if one.actor_id not in decided]
    weighed = PostEarned.objects.filter(run=run).exists()
    return Written(
        shown[: mentions.SHOWN], len(everybody), len({post.object_id for post in posts}), **told, weighed=weighed
    )


def _earned(run: Run, object_ids: Sequence[str]) -> dict[str, float]:
    rows = PostEarned.objects.filter(run=run, object_id__in=object_ids).order_by()
    return dict(rows.values_list("object_id", "points"))
