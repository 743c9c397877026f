"""How a person disappears from this room: names, texts and refused rows that quote them. Counts stay, under the id."""

from django.db.models import Q

from kolony.ground.facts.models import Load, Member, MemberMeasures, MemberRhythm, RefusedRow, Words
from kolony.ground.guard.erasers import Eraser, Leaving


def erase_words(leaving: Leaving) -> int:
    """Titles, texts and links; the post keeps its id and its day, so that counts still agree."""
    return Words.objects.filter(_theirs(leaving, "author_id")).update(title="", text="", url="", author_id="")


def erase_members(leaving: Leaving) -> int:
    """The name behind the id."""
    return Member.objects.filter(_theirs(leaving, "actor_id")).update(name="", spelled="", joined_at=None)


def erase_rhythms(leaving: Leaving) -> int:
    """What the dossier draws."""
    return MemberRhythm.objects.filter(_theirs(leaving, "actor_id")).delete()[0]


def erase_measures(leaving: Leaving) -> int:
    """Snapshots of measures."""
    return MemberMeasures.objects.filter(_theirs(leaving, "actor_id", source="run__source")).delete()[0]


def erase_refused(leaving: Leaving) -> int:
    """Refused rows that quote the id: the row goes, the count in the report stays."""
    return RefusedRow.objects.filter(_theirs(leaving, "value__contains", source="load__source")).delete()[0]


def erase_outlooks(leaving: Leaving) -> int:
    """The first rows shown in an import that is not loaded yet: gone for every import of that community."""
    platforms = {platform for platform, _external_id in leaving.handles}
    return Load.objects.filter(source__platform__in=platforms).update(outlook={})


def _theirs(leaving: Leaving, field: str, source: str = "source") -> Q:
    wanted = Q(pk__in=[])
    for platform, external_id in leaving.handles:
        wanted |= Q(**{f"{source}__platform": platform, field: external_id})
    return wanted


ERASERS: dict[str, Eraser] = {
    "facts.Words": erase_words,
    "facts.Member": erase_members,
    "facts.MemberRhythm": erase_rhythms,
    "facts.MemberMeasures": erase_measures,
    "facts.RefusedRow": erase_refused,
    "facts.Load": erase_outlooks,
}
