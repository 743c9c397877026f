"""How a person disappears from this room: their number stays, so that sums stay right; who it was goes."""

from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast, Concat

from kolony.ground.guard.erasers import Eraser, Leaving
from kolony.stages.discover.seedsets.models import SeedMember


def erase_members(leaving: Leaving) -> int:
    """In every set, whether chosen, left out, or only drawn in a picture."""
    theirs = Q(pk__in=[])
    for platform, external_id in leaving.handles:
        theirs |= Q(seed_set__source__platform=platform, actor_id=external_id)
    nobody = Concat(Value("erased-"), Cast(F("pk"), CharField()))
    rows = SeedMember.objects.filter(theirs).values("pk")
    return SeedMember.objects.filter(pk__in=rows).update(actor_id=nobody, cost=None, has_fee=False)


ERASERS: dict[str, Eraser] = {"seedsets.SeedMember": erase_members}
