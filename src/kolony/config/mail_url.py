"""Where mail goes: a server named by a URL, or files in the home folder for an installation without one."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from kolony.config.environment import WrongSetting

_BACKENDS = "django.core.mail.backends"


def mail(url: str, home: Path) -> dict[str, Any]:
    """Django's mail settings."""
    if not url:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(home / "mail"),
        }
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps", "smtp+tls") or not parts.hostname:
        raise WrongSetting(
            name="KOLONY_MAIL_URL", value="(secret)", expected="smtp://, smtps:// or smtp+tls://host:port"
        )
    return {
        "EMAIL_BACKEND": f"{_BACKENDS}.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or 25,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_TIMEOUT": 20,
    }
