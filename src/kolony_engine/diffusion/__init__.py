"""Whom to choose together: influence on the community's own graph, with a certificate.

    graph = read_edges(path)                                  # or build_graph(source, target, probability)
    graph = read_ties(events, TieQuery(as_of))                # or the community's own events; read_influence_log too
    chosen = select_seeds(graph, SeedQuery(k=50), threads=2)  # chosen.seeds, .lower, .best_possible, .ratio
    simulate(graph, chosen.seeds, runs=10_000)                # the slow oracle
    backtest_seeds(read_log(path))                            # which way of choosing to believe

`select_seeds` never compiles when `warm` has been called once on the machine.

Its rooms, from the ground up: `machine`, `graphs`, `past` beside `sampling`, `choosing`, `proving`; each imports only
those before it.
"""

from kolony_engine.diffusion.choosing.judging import Judge, Judged
from kolony_engine.diffusion.choosing.query import SeedQuery, SeedSet
from kolony_engine.diffusion.choosing.seeds import select_seeds
from kolony_engine.diffusion.errors import Cancelled, DiffusionError
from kolony_engine.diffusion.graphs.columns import column_names
from kolony_engine.diffusion.graphs.edges import read_edges
from kolony_engine.diffusion.graphs.graph import Graph, build_graph
from kolony_engine.diffusion.graphs.members import Aside, Members
from kolony_engine.diffusion.past.cascades import Log, read_log
from kolony_engine.diffusion.past.learning import graph_of
from kolony_engine.diffusion.past.ties import TieQuery, paced, read_influence_log, read_ties
from kolony_engine.diffusion.proving.backtest import SeedBacktest, SeedOverall, SeedSummary, SeedTrial, backtest_seeds
from kolony_engine.diffusion.proving.forecast import Forecast, backtest_spread
from kolony_engine.diffusion.proving.spending import BudgetSummary, backtest_budgets
from kolony_engine.diffusion.sampling.spread import Spread, reached_shares, simulate
from kolony_engine.diffusion.warming import is_cold, warm

__all__ = [
    "Aside",
    "BudgetSummary",
    "Cancelled",
    "DiffusionError",
    "Forecast",
    "Graph",
    "Judge",
    "Judged",
    "Log",
    "Members",
    "SeedBacktest",
    "SeedOverall",
    "SeedQuery",
    "SeedSet",
    "SeedSummary",
    "SeedTrial",
    "Spread",
    "TieQuery",
    "backtest_budgets",
    "backtest_seeds",
    "backtest_spread",
    "build_graph",
    "column_names",
    "graph_of",
    "is_cold",
    "paced",
    "reached_shares",
    "read_edges",
    "read_influence_log",
    "read_log",
    "read_ties",
    "select_seeds",
    "simulate",
    "warm",
]
