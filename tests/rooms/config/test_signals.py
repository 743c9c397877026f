"""A signal to leave that comes at a bad moment is heard a moment later, and not lost."""

import signal

import pytest

from kolony.config.signals import held, put_off


@pytest.fixture
def heard():
    """What somebody who listens for the request to leave has heard."""
    said = []
    before = signal.signal(signal.SIGTERM, lambda *_: said.append("leave"))
    yield said
    signal.signal(signal.SIGTERM, before)


def test_a_signal_that_is_held_interrupts_nothing_and_is_told(heard):
    with held() as told:
        signal.raise_signal(signal.SIGTERM)
        signal.raise_signal(signal.SIGINT)
    assert told == [signal.SIGTERM, signal.SIGINT]
    assert heard == []
    signal.raise_signal(signal.SIGTERM)
    assert heard == ["leave"]


def test_what_was_put_off_is_heard_at_the_end(heard):
    with put_off():
        signal.raise_signal(signal.SIGTERM)
        heard.append("loaded")
    assert heard == ["loaded", "leave"]
