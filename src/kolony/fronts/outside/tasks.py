"""The post goes out every minute."""

from procrastinate.contrib.django import app

from kolony.fronts.outside import mail
from kolony.ground.kit import clock


@app.periodic(cron="* * * * *")
@app.task(name="outside.deliver_letters", queueing_lock="outside.deliver_letters")
def deliver_letters(timestamp: int) -> None:
    """What the rooms wrote goes to the mail server."""
    mail.deliver(clock.now())
