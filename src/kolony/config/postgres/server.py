"""One embedded server: made, started, asked whether it lives, stopped.

It listens on a socket in a folder of its own and nowhere else; who may connect is decided by the operating system's
user (peer), so there is no password to lose. Who may *start and stop* it is `handles.py`'s business.
"""

import os
import secrets
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from kolony.config.postgres.binaries import Binaries, find, reachable
from kolony.config.postgres.errors import DidNotStart, OtherMajorVersion, ToolFailed
from kolony.config.postgres.owner import Owner, own, owner_of
from kolony.config.postgres.place import Place

ROLE = "kolony"
LOCALE = "C.UTF-8"  # with locale C, trigram search finds no Chinese, silently
PATIENCE_SECONDS = 60
_SETTINGS = """\
# Written by Kolony at every start; changes are lost.
listen_addresses = ''
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = 128MB
work_mem = 16MB
jit = off
max_parallel_workers_per_gather = 0
timezone = 'UTC'
log_timezone = 'UTC'
logging_collector = off
"""
_HASTE = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


@dataclass(frozen=True)
class Server:
    """The server at a place. `hasty` gives up safety against power loss for speed: for tests only."""

    place: Place
    given_binaries: Path | None = None
    hasty: bool = False
    _copies: Path = field(default=Path("/var/lib/kolony"), repr=False)

    @property
    def owner(self) -> Owner:
        return owner_of(self.place.data)

    def binaries(self) -> Binaries:
        """Programs of the version that made the data; refuses to touch data of another version."""
        made_by = self.made_by()
        binaries = find(self.given_binaries, major=made_by)
        if made_by not in (None, binaries.major):
            raise OtherMajorVersion(data=str(self.place.data), found=made_by, offered=binaries.major)
        return reachable(binaries, self.owner.uid, self._copies)

    def made_by(self) -> int | None:
        """The major version written in the data folder, if there is one."""
        version = self.place.data / "PG_VERSION"
        return int(version.read_text(encoding="ascii")) if version.exists() else None

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.place.sockets), user=ROLE, dbname=database, autocommit=True, connect_timeout=5
        )

    def lives(self) -> bool:
        """A real connection is the only test that counts: pid files lie after a kill."""
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def start(self) -> None:
        """Make the data folder if needed and start; returns when connections are accepted."""
        binaries = self.binaries()
        if self.made_by() is None:
            self._initialise(binaries)
        self._configure()
        self._forget_dead_postmaster()
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self._try_to_start(binaries):
            if time.monotonic() > deadline:
                raise DidNotStart(seconds=PATIENCE_SECONDS, log=str(self.place.log), said=self.end_of_log())
            time.sleep(0.2)

    def stop(self) -> None:
        """Ask every session to end and write everything out; a server that is not running is fine."""
        if self.postmaster_pid() is not None:
            self._pg_ctl(self.binaries(), "stop", "-m", "fast", "-w", "-t", str(PATIENCE_SECONDS))

    def postmaster_pid(self) -> int | None:
        """The process that really serves this data folder, or nothing."""
        try:
            pid = int((self.place.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None
        return pid if self._serves(pid) else None

    def end_of_log(self, lines: int = 5) -> str:
        if not self.place.log.exists():
            return "(no log)"
        return " | ".join(self.place.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])

    def _serves(self, pid: int) -> bool:
        """A number may have been given to another program since: ask what it runs."""
        command = command_line(pid)
        return "postgres" in command and str(self.place.data) in command

    def _forget_dead_postmaster(self) -> None:
        if self.postmaster_pid() is None:
            (self.place.data / "postmaster.pid").unlink(missing_ok=True)

    def _try_to_start(self, binaries: Binaries) -> bool:
        """After a kill, the dead server's children may hold the data for another moment: then we try again."""
        if not self.lives():
            self._pg_ctl(binaries, "start", "-w", "-t", str(PATIENCE_SECONDS), "-l", str(self.place.log))
        return self.lives()

    def _initialise(self, binaries: Binaries) -> None:
        """Into a draft folder that is renamed when whole: a kill in the middle leaves nothing half made."""
        owner = self.owner
        own(self.place.root, owner, 0o700)
        draft = self.place.root / f"data.{secrets.token_hex(4)}"
        done = self._run(
            [binaries["initdb"], "-D", str(draft), "-U", ROLE, "-A", "peer", "-E", "UTF8", f"--locale={LOCALE}",
             "--no-instructions", *(["--no-sync"] if self.hasty else [])],
            owner,
        )  # fmt: skip
        if done.returncode:
            raise ToolFailed(tool="initdb", said=done.stderr.strip() or done.stdout.strip())
        draft.rename(self.place.data)

    def _configure(self) -> None:
        """Our settings, and who is let in: the server's own user and root, both as the one role, by socket only."""
        owner = self.owner
        own(self.place.sockets, owner, 0o700)
        names = sorted({owner.name, "root"})
        self._write("postgresql.conf", _SETTINGS.format(sockets=self.place.sockets) + (_HASTE if self.hasty else ""))
        self._write("pg_hba.conf", "local all all peer map=kolony\n")
        self._write("pg_ident.conf", "".join(f"kolony {name} {ROLE}\n" for name in names))

    def _write(self, name: str, text: str) -> None:
        path = self.place.data / name
        path.write_text(text, encoding="utf-8")
        os.chown(path, self.owner.uid, self.owner.gid)

    def _pg_ctl(self, binaries: Binaries, verb: str, *arguments: str) -> None:
        command = [binaries["pg_ctl"], verb, "-D", str(self.place.data), "-s", *arguments]
        self._run(command, self.owner)

    def _run(self, command: list[str], owner: Owner) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, capture_output=True, text=True, check=False, cwd="/", stdin=subprocess.DEVNULL, **owner.spawn
        )


def command_line(pid: int) -> str:
    """What a process runs; nothing if it is gone."""
    if Path("/proc/self").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            return ""
    command = ["ps", "-ww", "-o", "args=", "-p", str(pid)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout
