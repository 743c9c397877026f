"""Two runs of the same list side by side: who entered, who left, who moved, and which parts of the score did it."""

from kolony_engine.ranking.shapes import Move, Ranking

PARTS_SHOWN = 3
STILL = 0.05


def compare(before: Ranking, after: Ranking, top: int = 100) -> tuple[Move, ...]:
    """Everybody in the first `top` of either run whose place changed: entered first, then left, then moved.

    `why` names up to three components whose points changed most, with the change; those that hardly changed are left
    out. A member who is missing from a run had no points there.
    """
    earlier, later = _places(before, top), _places(after, top)
    moves = []
    for member in sorted({*earlier, *later}):
        was, now = earlier.get(member), later.get(member)
        if was == now:
            continue
        change = "entered" if was is None else "left" if now is None else "up" if now < was else "down"
        moves.append(Move(member, change, was, now, _why(before, after, member)))
    order = ("entered", "left", "up", "down")
    return tuple(sorted(moves, key=lambda move: (order.index(move.change), move.rank_after or move.rank_before or 0)))


def _places(ranking: Ranking, top: int) -> dict[str, int]:
    shown = ranking.table.slice(0, top)
    return dict(zip(shown["actor_id"].to_pylist(), shown["rank"].to_pylist(), strict=True))


def _why(before: Ranking, after: Ranking, member: str) -> tuple[tuple[str, float], ...]:
    had, has = _points(before, member), _points(after, member)
    changes = {name: round(has.get(name, 0.0) - had.get(name, 0.0), 4) for name in {*had, *has}}
    told = [(name, change) for name, change in changes.items() if abs(change) >= STILL]
    return tuple(sorted(told, key=lambda one: (-abs(one[1]), one[0]))[:PARTS_SHOWN])


def _points(ranking: Ranking, member: str) -> dict[str, float]:
    at = ranking.table["actor_id"].index(member).as_py()
    if at < 0:
        return {}
    row = ranking.table.slice(at, 1).to_pylist()[0]
    return {name.removeprefix("points_"): value for name, value in row.items() if name.startswith("points_")}
