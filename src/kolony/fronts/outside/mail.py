"""Delivering letters by SMTP. The only place in the house that speaks to a mail server."""

import smtplib
from datetime import datetime

from django.core.mail import EmailMultiAlternatives, get_connection

from kolony.ground.frame import letters
from kolony.ground.frame.models import Letter
from kolony.ground.guard import queries as guard

NOBODY = "no address"


def deliver(now: datetime) -> int:
    """Send what waits, each letter once; a server that is down keeps it waiting. How many went out."""
    return sum(_delivered(letter_id, now) for letter_id in letters.waiting()) if letters.can_mail() else 0


def _delivered(letter_id: object, now: datetime) -> bool:
    with letters.taken(letter_id) as letter:
        if letter is None:
            return False
        user = guard.user_called(letter.to_user)
        if user is None or not user.is_active:
            letters.finish(letter=letter, problem=NOBODY, now=now)
            return False
        try:
            _message(letter, user.email).send()
        except (OSError, smtplib.SMTPException) as error:
            letters.put_back(letter=letter, problem=type(error).__name__, now=now)
            return False
        except ValueError as error:  # an address or a heading no mail can have: the others do not wait for it
            letters.finish(letter=letter, problem=type(error).__name__, now=now)
            return False
        letters.finish(letter=letter, now=now)
        return True


def _message(letter: Letter, address: str) -> EmailMultiAlternatives:
    headers = {"Auto-Submitted": "auto-generated"}
    if letter.stop_url:
        headers |= {"List-Unsubscribe": f"<{letter.stop_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    message = EmailMultiAlternatives(
        letter.subject, letter.text, to=[address], headers=headers, connection=get_connection()
    )
    message.attach_alternative(letter.html, "text/html")
    return message
