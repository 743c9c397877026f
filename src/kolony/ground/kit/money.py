"""Money: whole minor units with a currency, never a float. How people type an amount, and how it is printed."""

import re
from decimal import Decimal
from typing import NamedTuple

CURRENCIES = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "HKD": "HK$", "SGD": "S$", "MYR": "RM"}
HOME = "CNY"
MOST = 10**14
MINOR = 100
_AMOUNT = re.compile(r"(\d{1,12})(?:\.(\d{1,2}))?\s*([A-Za-z]{3})?")


class Money(NamedTuple):
    """An amount in minor units (fen, cents) of one currency."""

    minor: int
    currency: str = HOME

    def __str__(self) -> str:
        """3000 CNY or 12.50 USD: the form in which a field or a file holds it."""
        return f"{self.minor // MINOR}{_cents(self.minor)} {self.currency}"


def parsed(text: str) -> Money | None:
    """What somebody typed: 3000, 3,000.50 or 3000 USD; None when it is no amount of a known currency."""
    found = _AMOUNT.fullmatch(text.replace(",", "").replace("，", "").strip())
    if found is None:
        return None
    whole, cents, currency = found.groups()
    name = (currency or HOME).upper()
    return Money(int(whole) * MINOR + int((cents or "0").ljust(2, "0")), name) if name in CURRENCIES else None


def minor_of(amount: Decimal | int) -> int:
    """Minor units of an amount in whole units."""
    return int((Decimal(amount) * MINOR).to_integral_value())


def _cents(minor: int) -> str:
    return f".{minor % MINOR:02}" if minor % MINOR else ""
