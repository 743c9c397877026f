"""What the outside may say about this installation: every environment variable, declared once.

`read` is strict on purpose: an unknown `KOLONY_...` name or a value that cannot be read stops the program at
start, with the name, the value and what was expected. `docs/reference/settings.md` is tested against `DECLARED`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kolony.ground.kit.errors import KolonyError


class WrongSetting(KolonyError):
    """An environment variable is unknown, or its value cannot be used."""

    code = "E-CONF-101"

    def __str__(self) -> str:
        return "{code}: {name}={value!r}: {expected}".format(code=self.code, **self.values)


@dataclass(frozen=True)
class Variable:
    """One environment variable. A secret may also come from a file, named by the variable `<NAME>_FILE`."""

    name: str
    default: str
    parse: Callable[[str], Any]
    expects: str
    secret: bool = False


def one_of(*choices: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in choices:
            raise ValueError(text)
        return text

    return parse


def yes_or_no(text: str) -> bool:
    return {"yes": True, "no": False}[text.lower()]


def words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def whole_number(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


def folder(text: str) -> Path:
    return Path(text).expanduser().absolute()


def optional_folder(text: str) -> Path | None:
    return folder(text) if text else None


DECLARED: tuple[Variable, ...] = (
    Variable("KOLONY_HOME", "~/.kolony", folder, "a folder for the database, event store, keys and mail"),
    Variable(
        "KOLONY_MODE",
        "local",
        one_of("local", "production"),
        "local (this machine only, http) or production (https, strict cookies, needs KOLONY_HOSTS)",
    ),
    Variable("KOLONY_HOSTS", "", words, "comma-separated host names this installation answers to"),
    Variable("KOLONY_BIND", "127.0.0.1", str, "the address the web server listens on"),
    Variable("KOLONY_PORT", "8642", whole_number, "the port the web server listens on"),
    Variable("KOLONY_WEB_THREADS", "4", whole_number, "threads of the web process"),
    Variable("KOLONY_WORKER_JOBS", "1", whole_number, "how many jobs a worker runs at once"),
    Variable("KOLONY_PROXY_HTTPS", "no", yes_or_no, "yes if a proxy in front sets X-Forwarded-Proto; else no"),
    Variable("KOLONY_SECRET_KEY", "", str, "a long random text; made in KOLONY_HOME when absent", secret=True),
    Variable("KOLONY_LANGUAGE", "zh-hans", one_of("zh-hans", "en"), "zh-hans or en"),
    Variable("KOLONY_TIME_ZONE", "Asia/Shanghai", str, "the IANA time zone dates are shown in"),
    Variable("KOLONY_DEMO", "no", yes_or_no, "yes labels every page as simulated data; else no"),
    Variable("KOLONY_MAIL_URL", "", str, "smtp://user:password@host:port; empty: no letters are sent", secret=True),
    Variable("KOLONY_MAIL_FROM", "kolony@localhost", str, "the sender of mail"),
    Variable("KOLONY_ENGINE", "duckdb", one_of("duckdb", "spark"), "duckdb or spark"),
    Variable("KOLONY_ENGINE_MEMORY", "", str, "memory limit of the columnar engine, such as 4GB; empty: its own"),
    Variable("KOLONY_ENGINE_THREADS", "0", whole_number, "threads of the columnar engine; 0: all"),
    Variable("KOLONY_IMPORT_FOLDER", "", optional_folder, "a folder whose files an owner may load; empty: HOME/import"),
    Variable("KOLONY_UPLOAD_MAX_MB", "2048", whole_number, "the largest upload, in megabytes"),
    Variable("KOLONY_UNPACKED_MAX_MB", "20480", whole_number, "the largest file after unpacking, in megabytes"),
    Variable("KOLONY_POSTGRES_BIN", "", optional_folder, "folder with initdb, postgres, pg_ctl; empty: found"),
    Variable("KOLONY_DATABASE_ROLE", "", str, "the database role that web server and worker take; empty: their own"),
    Variable("DATABASE_URL", "", str, "postgresql://user:password@host:port/name; empty: embedded", secret=True),
)


@dataclass(frozen=True)
class Environment:
    """The values read, by variable name: `environment["KOLONY_PORT"]`."""

    values: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]


def read(environ: Mapping[str, str]) -> Environment:
    """Read every declared variable; refuse what is unknown or unreadable, naming it."""
    _refuse_unknown(environ)
    return Environment({variable.name: _value(variable, environ) for variable in DECLARED})


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    known = {variable.name for variable in DECLARED}
    known |= {f"{variable.name}_FILE" for variable in DECLARED if variable.secret}
    for name in sorted(environ):
        if name.startswith("KOLONY_") and name not in known:
            raise WrongSetting(
                name=name, value=environ[name], expected="no such setting; see docs/reference/settings.md"
            )


def _value(variable: Variable, environ: Mapping[str, str]) -> Any:
    text = _text(variable, environ)
    try:
        return variable.parse(text)
    except (ValueError, KeyError) as error:
        shown = "(secret)" if variable.secret else text
        raise WrongSetting(name=variable.name, value=shown, expected=f"expected {variable.expects}") from error


def _text(variable: Variable, environ: Mapping[str, str]) -> str:
    from_file = environ.get(f"{variable.name}_FILE") if variable.secret else None
    if from_file is None:
        return environ.get(variable.name, variable.default)
    if variable.name in environ:
        raise WrongSetting(name=variable.name, value="(secret)", expected="set either the value or its _FILE, not both")
    try:
        return Path(from_file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise WrongSetting(name=f"{variable.name}_FILE", value=from_file, expected="a readable file") from error
