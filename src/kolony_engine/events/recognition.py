"""What counts as recognition in a community, and how much: a named set of weights by verb."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kolony_engine.events.errors import EngineError


@dataclass(frozen=True)
class Recognition:
    """Weights of the verbs by which members recognise one another.

    The recognition of a member is the sum of weight x `value` over the events whose `target_user_id` is the member and
    whose giver is unknown or somebody else: what one gives oneself does not count.

    >>> Recognition.parse("discourse").weights["accepted"]
    5.0
    >>> Recognition.parse("like=1, accepted=5").name
    'like=1,accepted=5'
    """

    name: str
    weights: Mapping[str, float]

    def __post_init__(self) -> None:
        object.__setattr__(self, "weights", MappingProxyType(dict(self.weights)))

    def __reduce__(self):
        return (Recognition, (self.name, dict(self.weights)))

    @classmethod
    def parse(cls, text: str) -> "Recognition":
        """Read a preset's name (`stackexchange`, `discourse`, `mentions`) or own weights (`like=1,accepted=5`).

        Refuses with E-RECOG-101 (neither a preset nor weights), E-RECOG-102 (a weight is not a number) and
        E-RECOG-103 (a verb named twice).
        """
        wanted = text.strip()
        if wanted.casefold() in PRESETS:
            return PRESETS[wanted.casefold()]
        weights: dict[str, float] = {}
        for part in filter(None, (piece.strip() for piece in wanted.split(","))):
            verb, sign, number = (piece.strip() for piece in part.partition("="))
            if not (verb and sign):
                raise EngineError("E-RECOG-101", given=part, presets=sorted(PRESETS))
            if verb in weights:
                raise EngineError("E-RECOG-103", verb=verb)
            weights[verb] = _weight(verb, number)
        if not weights:
            raise EngineError("E-RECOG-101", given=wanted, presets=sorted(PRESETS))
        return cls(",".join(f"{verb}={weight:g}" for verb, weight in weights.items()), weights)


def _weight(verb: str, number: str) -> float:
    try:
        weight = float(number)
    except ValueError:
        raise EngineError("E-RECOG-102", verb=verb, given=number) from None
    if weight != weight or weight in (float("inf"), float("-inf")):
        raise EngineError("E-RECOG-102", verb=verb, given=number)
    return weight


PRESETS: dict[str, Recognition] = {
    preset.name: preset
    for preset in (
        Recognition("stackexchange", {"upvote": 10.0, "accepted": 15.0, "downvote": -2.0}),
        Recognition("discourse", {"likes_total": 1.0, "like": 1.0, "accepted": 5.0}),
        Recognition("mentions", {"mention": 1.0, "quote": 1.0}),
    )
}
"""The presets that communities of these kinds need no thought for."""
