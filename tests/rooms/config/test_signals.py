"""A signal to leave that comes at a bad moment is heard a moment later, and not lost."""

import signal

import pytest

from kolony.config.signals import held, put_off


def test_a_signal_that_is_held_interrupts_nothing_and_is_told():
    before = signal.getsignal(signal.SIGTERM)
    with held() as told:
        signal.raise_signal(signal.SIGTERM)
        signal.raise_signal(signal.SIGINT)
    assert told == [signal.SIGTERM, signal.SIGINT]
    assert signal.getsignal(signal.SIGTERM) == before


def test_what_was_put_off_is_heard_at_the_end():
    loaded = []
    with pytest.raises(KeyboardInterrupt), put_off():
        signal.raise_signal(signal.SIGINT)
        loaded.append("all of it")
    assert loaded == ["all of it"]
