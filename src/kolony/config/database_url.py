"""Where the database is: a URL from the outside, or the embedded server's socket."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from kolony.config.environment import WrongSetting
from kolony.config.postgres.place import place_of

NAME = "kolony"
ROLE = "kolony"


def database(url: str, home: Path, role: str = "") -> dict[str, Any]:
    """Django's description of the one database. `role` is taken after connecting, to give up what is not needed."""
    where = _from_url(url) if url else _embedded(home)
    where["OPTIONS"] = {**where.get("OPTIONS", {}), **({"assume_role": role} if role else {})}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        **where,
    }


def _embedded(home: Path) -> dict[str, Any]:
    return {"NAME": NAME, "USER": ROLE, "HOST": str(place_of(home / "postgres").sockets), "PORT": ""}


def _from_url(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise WrongSetting(name="DATABASE_URL", value="(secret)", expected="postgresql://user:password@host:port/name")
    options = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }
