"""What a seed set draws: reach by budget, and the picture of the network."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kolony.ground.frame import figures
from kolony.ground.frame.charts import Chart, Series
from kolony.ground.kit.money import CURRENCIES
from kolony.stages.discover.seedsets import network, rules
from kolony.stages.discover.seedsets.sentences import curve_sentence
from kolony.stages.discover.seedsets.showing import Seat, Shown


def curve(shown: Shown) -> Chart:
    """Reach by budget with what is certified, and what no set can exceed."""
    scale = 100 if shown.unit.by_money else 1
    across = [step.budget / scale for step in shown.steps]
    told = [step.figures for step in shown.steps]
    digits = shown.digits
    series = (
        Series(
            _("No set can exceed"), [round(one["best_possible"], digits) for one in told], colour="d6", dashed=True
        ),
        Series(
            _("Reach, certified"), [round(one["reach"], digits) for one in told],
            low=[round(one["lower"], digits) for one in told], high=[round(one["upper"], digits) for one in told],
        ),
    )  # fmt: skip
    return Chart(
        finding=curve_sentence(shown), series=series, categories=shown.slider,
        categories_label=_("Budget"), digits=digits, across=across, height="13rem",
        across_unit=CURRENCIES.get(shown.unit.currency, "") if shown.unit.by_money else "",
        marked=next(at for at, step in enumerate(shown.steps) if step.number == shown.step.number),
    )  # fmt: skip


def picture(shown: Shown) -> network.Network:
    """The picture of this step and its table."""
    drawn, shares = shown.result["picture"], shown.step.shares
    place = {number: at for at, number in enumerate(drawn["nodes"])}
    seats = [(place[seat.number], seat) for seat in shown.seats if seat.number in place]
    starters = [network.Starter(at, seat.name, _voice(shown, seat), seat.url or "#the-set") for at, seat in seats]
    told = {
        "shown": figures.number(len(shares)), "all": figures.number(shown.result["members"]),
        "starters": figures.number(len(starters)),
        "likely": figures.number(sum(share >= rules.LIKELY for share in shares)),
    }  # fmt: skip
    finding = _(
        "%(shown)s of %(all)s shown: %(starters)s who start, their nearest, the strongest ties. %(likely)s of these"
        " are likely reached."
    )
    circles = [shown.members[number].circle for number in drawn["nodes"]]
    areas = [_area(drawn["area"], shares, at, seat) for at, seat in seats]
    return network.Network(network.drawing(drawn, shares, circles, starters), finding % told, areas)


def _voice(shown: Shown, seat: Seat) -> str:
    told = {
        "name": seat.name, "gain": figures.number(seat.gain, shown.digits),
        "alone": figures.number(seat.alone, shown.digits),
    }  # fmt: skip
    return _("%(name)s: adds %(gain)s, reaches %(alone)s alone") % told


def _area(area: Sequence[int], shares: Sequence[float], at: int, seat: Seat) -> network.Area:
    around = [share for home, share in zip(area, shares, strict=True) if home == at]
    likely = sum(share >= rules.LIKELY for share in around)
    return network.Area(seat.name, seat.url, len(around), likely, seat.alone, seat.shared)
