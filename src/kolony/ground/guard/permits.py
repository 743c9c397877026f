"""Actions are declared once by the room that owns them and asked once by the verb that does them.

permits.declare("people.change", roles=("owner", "lead", "operator"), own_team=True)
permits.require(actor, "people.change", person)     # raises NotAllowed
"""

from dataclasses import dataclass
from typing import Any

from kolony.ground.guard.errors import UndeclaredAction
from kolony.ground.guard.house import HOUSE
from kolony.ground.kit.errors import NotAllowed

ROLES = ("owner", "lead", "operator", "analyst", "auditor")
EVERYBODY = ROLES
_OWNER_FIELDS = ("owner_id", "created_by_id", "started_by_id", "author_id")


@dataclass(frozen=True)
class Permit:
    """One action. `roles` may do it; with `own_team`, everybody but an owner only to things of their own team or to
    things of no team; the roles in `own` only to what is their own."""

    action: str
    roles: tuple[str, ...]
    own_team: bool = False
    own: tuple[str, ...] = ()


_permits: dict[str, Permit] = {}


def declare(action: str, *, roles: tuple[str, ...], own_team: bool = False, own: tuple[str, ...] = ()) -> Permit:
    """Publish an action; the same declaration twice is one."""
    permit = Permit(action, tuple(roles), own_team, tuple(own))
    unknown = [role for role in (*permit.roles, *permit.own) if role not in ROLES]
    if unknown or _permits.get(action, permit) != permit:
        raise UndeclaredAction(f"{action}: declared differently before, or unknown roles {unknown}")
    _permits[action] = permit
    return permit


def declared() -> dict[str, Permit]:
    """Every action of the house, for the docs and the tests."""
    return dict(sorted(_permits.items()))


def allows(actor: Any, action: str, subject: Any = None) -> bool:
    """May the actor do this (to this)?"""
    permit = _permits.get(action)
    if permit is None:
        raise UndeclaredAction(action)
    if actor is HOUSE:
        return True
    if not getattr(actor, "is_authenticated", False) or not getattr(actor, "is_active", False):
        return False
    if actor.role in permit.roles:
        return subject is None or not permit.own_team or actor.role == "owner" or same_team(actor, subject)
    return actor.role in permit.own and (subject is None or owns(actor, subject))


def require(actor: Any, action: str, subject: Any = None) -> None:
    """Go on, or raise NotAllowed."""
    if not allows(actor, action, subject):
        permit = _permits[action]
        raise NotAllowed(action=action, roles=list(permit.roles), own_team=permit.own_team)


def same_team(actor: Any, subject: Any) -> bool:
    """Whether a thing belongs to the actor's team, to the actor, or to nobody yet."""
    team = getattr(subject, "team_id", None)
    return team is None or team == getattr(actor, "team_id", None) or owns(actor, subject)


def owns(actor: Any, subject: Any) -> bool:
    """Whether the thing is the actor's own."""
    return any(getattr(subject, name, None) == actor.pk for name in _OWNER_FIELDS)
