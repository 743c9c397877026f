"""How sure: confidence bounds on coverage, and how many RR sets can ever be needed.

Martingale bounds of OPIM-C (Tang, Tang, Xiao, Yuan, SIGMOD 2018, lemmas 4.2 and 4.3), scaled from "n members" to "W
target weight".
"""

import math

SHARE = 1.0 - 1.0 / math.e  # what greedy keeps of the best cover


def lower(covered: float, sets: int, weight: float, a: float) -> float:
    """With probability 1 - exp(-a) the true reach of seeds covering `covered` of `sets` sets is at least this."""
    root = math.sqrt(covered + 2.0 * a / 9.0) - math.sqrt(a / 2.0)
    return max(0.0, (max(root, 0.0) ** 2 - a / 18.0) * weight / sets)


def upper(covered: float, sets: int, weight: float, a: float) -> float:
    """With probability 1 - exp(-a) the true reach is at most this."""
    return min(weight, (math.sqrt(covered + a / 2.0) + math.sqrt(a / 2.0)) ** 2 * weight / sets)


def log_choose(n: int, k: int) -> float:
    """ln C(n, k)."""
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def most_sets(n: int, k: int, eps: float, delta: float, weight: float, single: float) -> int:
    """RR sets after which greedy is within SHARE - eps of the best with probability 1 - delta, whatever the graph.

    `single` is a lower bound on the best reach (the k heaviest targets themselves, at least).
    """
    a = math.log(6.0 / delta)
    root = SHARE * math.sqrt(a) + math.sqrt(SHARE * (log_choose(n, k) + a))
    return math.ceil(2.0 * weight * root**2 / (eps**2 * max(single, 1e-12)))


def first_sets(n: int, k: int, delta: float) -> int:
    """Where to begin: the same bound at eps = 1 on a graph where the best seeds reach everyone."""
    a = math.log(6.0 / delta)
    root = SHARE * math.sqrt(a) + math.sqrt(SHARE * (log_choose(n, k) + a))
    return math.ceil(2.0 * root**2)
