"""How far a count or a share may be off by chance alone: intervals that hold nine times out of ten."""

from math import sqrt

Z = 1.6448536269514722
"""Nine out of ten of a normal distribution lie within so many standard deviations."""


def share_between(part: int, whole: int) -> tuple[float, float]:
    """Between which shares the true one lies (Wilson's interval); of nobody everything is possible.

    >>> [round(end, 2) for end in share_between(9, 12)]
    [0.51, 0.9]
    """
    if not whole:
        return 0.0, 1.0
    share, tenth = part / whole, Z * Z / whole
    middle = share + tenth / 2
    half = Z * sqrt(share * (1 - share) / whole + tenth / (4 * whole))
    return max(0.0, (middle - half) / (1 + tenth)), min(1.0, (middle + half) / (1 + tenth))


def count_between(count: int) -> tuple[float, float]:
    """Between which means a count that happens by chance comes from (Byar's approximation to Poisson's limits).

    >>> [round(end, 1) for end in count_between(10)]
    [5.4, 17.0]
    """
    low = count * (1 - 1 / (9 * count) - Z / (3 * sqrt(count))) ** 3 if count else 0.0
    more = count + 1
    return max(0.0, low), more * (1 - 1 / (9 * more) + Z / (3 * sqrt(more))) ** 3
