"""How far a job is and how long it still takes. Pure."""

WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"

MOVES = {
    WAITING: (RUNNING, CANCELLED, FAILED),
    RUNNING: (WAITING, DONE, FAILED, CANCELLED),  # back to waiting: its worker died
    DONE: (),
    FAILED: (),
    CANCELLED: (),
}
OPEN = tuple(state for state, moves in MOVES.items() if moves)

MOST_ATTEMPTS = 3
STALLED_AFTER_SECONDS = 30


def fraction(step_number: int, step_count: int, done: float, total: float) -> float:
    """How much of the whole is done, between 0 and 1; steps count alike, a step of unknown size counts when over."""
    within = min(max(done / total, 0.0), 1.0) if total > 0 else 0.0
    if step_count <= 0:
        return within
    return min((max(step_number - 1, 0) + within) / step_count, 1.0)


def percent(part: float) -> int:
    """Whole percent; 100 is kept for a job that has really ended."""
    return min(int(part * 100), 99)


def eta_seconds(elapsed: float, part: float) -> int | None:
    """Seconds still to go if the rest goes as the start went; nothing is promised before a fiftieth is done."""
    if part < 0.02:
        return None
    return round(elapsed * (1 - part) / part)


def may_try_again(attempts: int) -> bool:
    """A job whose worker died is taken up again, but not for ever."""
    return attempts < MOST_ATTEMPTS
