"""The conformance suite every method of the engine must pass, whatever it ranks or counts by.

    for check in CHECKS: check(method, open_events, events, as_of)
    for check in SEED_CHECKS: check(method, source, target)

A method that is asked about members goes from an events table and a date to an Arrow table with `actor_id` and numbers;
`open_events` makes such an events table of an Arrow table. One that chooses seeds goes from arcs to their ids. A check
returns nothing, and raises `Unlawful` with what it found.
"""

from kolony_engine.checks.laws import (
    CHECKS,
    Method,
    Unlawful,
    answers_nothing_with_nothing,
    ignores_the_future,
    ignores_the_order_of_rows,
    same_answer,
    says_the_same_twice,
)
from kolony_engine.checks.seed_laws import SEED_CHECKS, SeedMethod

__all__ = [
    "CHECKS",
    "SEED_CHECKS",
    "Method",
    "SeedMethod",
    "Unlawful",
    "answers_nothing_with_nothing",
    "ignores_the_future",
    "ignores_the_order_of_rows",
    "same_answer",
    "says_the_same_twice",
]
