"""A real mail server on this machine: it speaks SMTP over a socket and keeps what it is given."""

import socketserver
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

GREETINGS = {
    "EHLO": "250 here",
    "HELO": "250 here",
    "MAIL": "250 ok",
    "RCPT": "250 ok",
    "DATA": "354 go on",
    "QUIT": "221 bye",
}


class MailServer(socketserver.ThreadingTCPServer):
    """Takes letters, or refuses every one while `refuses` is set."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.taken: list[EmailMessage] = []
        self.refuses = False


class Session(socketserver.StreamRequestHandler):
    """One conversation with a client."""

    server: MailServer

    def handle(self) -> None:
        self._say("220 kolony.test")
        for line in self.rfile:
            word = line.decode().strip()[:4].upper()
            refused = word == "RCPT" and self.server.refuses
            self._say("451 not now" if refused else GREETINGS.get(word, "250 ok"))
            if word == "DATA":
                self._take()
            if word == "QUIT":
                return

    def _take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        self.server.taken.append(message_from_bytes(b"".join(lines), policy=policy.default))
        self._say("250 kept")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@pytest.fixture
def mail_server(settings) -> Iterator[MailServer]:
    """Up, and named in the settings."""
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.KOLONY_CAN_MAIL = True
        settings.KOLONY_ADDRESS = "https://kolony.test"
        yield server
        server.shutdown()
