"""Does "more like this one" know people? Members before a date, looked for among everybody after it.

    .venv/bin/python bench/alike.py --data FOLDER

For each community, at every horizon's end back from its last day: of the members who wrote five times or more both in
the horizon before a date and in the one after it, how many are found among the first ten by likeness (their leanings of
before, against everybody's of after) and by the plain way (who writes most in the same tag; without tags: at all).
FOLDER holds the communities of `COMMUNITIES`, as for bench/judged.py. Where tags lie in a file of their own they are
joined in. Nothing is downloaded.
"""

import argparse
from datetime import timedelta
from pathlib import Path

import ibis

from kolony_engine.events import collect, events_table
from kolony_engine.ranking.alike import KnownAgain, known_again

ASKED_AT_MOST = 4
COMMUNITIES = {
    "old Q&A site": ("se_beer_2020", "", 365),
    "forum": ("urho3d_forum", "", 365),
    "physics": ("se_first180", "physics", 90),
    "economics": ("se_first180", "economics", 90),
    "literature": ("se_first180", "literature", 90),
    "astronomy": ("se_first180", "astronomy", 90),
    "startups": ("se_first180", "startups", 90),
    "literature, 2012": ("se_first180", "052012-literature", 90),
    "onstartups": ("se_first180", "122013-answers-onstartups", 90),
}
"""Folder, site within it, horizon in days."""

TAGS = {
    "se_beer_2020": ("posts.parquet", "post_id", "tags"),
    "urho3d_forum": ("topics.parquet", "topic_id", "category_id"),
}


def ask(folder: Path, site: str, horizon: int) -> list[KnownAgain]:
    """Every date of one community at which ten or more can be looked for."""
    events = events_table(folder / "events.parquet", only={"site": site} if site else None)
    if folder.name in TAGS:
        events = _tagged(events, folder, *TAGS[folder.name])
    last = collect(events.agg(last=events.ts.max()))["last"][0].as_py() + timedelta(seconds=1)
    ends = (last - timedelta(days=step * horizon) for step in range(ASKED_AT_MOST))
    found = (known_again(events, end, horizon) for end in ends)
    return [one for one in found if one]


def _tagged(events: ibis.Table, folder: Path, name: str, key: str, tags: str) -> ibis.Table:
    told = events.get_backend().read_parquet(folder / name)
    words = told[tags].cast("string").re_replace(r"[<>|,;]+", " ").strip()
    marked = told.filter(told[tags].notnull()).select(topic_id=told[key].cast("string"), marks=words.split(" "))
    both = events.drop("tags").left_join(marked, "topic_id")
    return both.select(*[name for name in events.columns if name != "tags"], tags="marks")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    folder = parser.parse_args().data
    print("community                   members looked for (among)   found by likeness   by activity in the same tag")
    everybody: list[KnownAgain] = []
    for name, (place, site, horizon) in COMMUNITIES.items():
        found = ask(folder / place, site, horizon)
        everybody += found
        print(_line(name, found), flush=True)
    print(_line("all", everybody))


def _line(name: str, found: list[KnownAgain]) -> str:
    members, likeness = sum(one.members for one in found), sum(one.found for one in found)
    plain, among = sum(one.found_by_activity for one in found), sum(one.among for one in found)
    share = f"{likeness / members:.2f}  {plain / members:.2f}" if members else "-"
    return f"{name:<28}{members:>5} ({among})   {likeness:>5}  {plain:>5}   {share}"


if __name__ == "__main__":
    main()
