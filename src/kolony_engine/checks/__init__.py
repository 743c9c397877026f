"""The conformance suite every method of the engine must pass, whatever it ranks or counts by.

    for check in CHECKS: check(method, world)
    for check in SEED_CHECKS: check(method, source, target)

A method is a function from an events table to an Arrow table with the columns `actor_id` and numbers; `world` says how
to make events tables. A check returns nothing, and raises `Unlawful` with what it found.
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
