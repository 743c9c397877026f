"""Who the stories of a stage are about, as accounts."""

from dataclasses import dataclass

from kolony.ground.guard.models import Team, User


@dataclass
class Cast:
    """Lin and Mei are operators of two teams, Olga owns the house, Ana only reads."""

    lin: User
    mei: User
    olga: User
    ana: User


def cast_of_four() -> Cast:
    mine, theirs = (Team.objects.create(name=name) for name in ("Lin's", "Mei's"))
    return Cast(
        _person("lin@example.org", "operator", mine),
        _person("mei@example.org", "operator", theirs),
        _person("olga@example.org", "owner", None),
        _person("ana@example.org", "auditor", None),
    )


def _person(email: str, role: str, team: Team | None) -> User:
    return User.objects.create(email=email, display_name=email.split("@")[0].title(), role=role, team=team)
