"""What a seed set says in sentences: what is proven, who would be next, why not somebody, where more buys less."""

from django.utils.translation import gettext as _

from kolony.ground.frame import figures
from kolony.stages.discover.seedsets import rules
from kolony.stages.discover.seedsets.showing import Shown


def certificate(shown: Shown) -> str:
    """What is proven, in one sentence."""
    told = {
        "low": figures.number(shown.figures["lower"], shown.digits),
        "high": figures.number(shown.figures["upper"], shown.digits),
        "best": figures.number(shown.figures["best_possible"], shown.digits),
        "wanted": figures.number(shown.result["wanted"]),
        "weight": figures.number(shown.result["weight"]),
        "budget": shown.unit.words(shown.step.budget),
    }
    if shown.by_weight:
        return (
            _(
                "By their weights the %(wanted)s people wanted count as %(weight)s; this set reaches between %(low)s"
                " and %(high)s of that, in expectation under this model; no set for %(budget)s can exceed %(best)s."
            )
            % told
        )
    return (
        _(
            "This set reaches between %(low)s and %(high)s of the %(wanted)s people wanted, in expectation under this"
            " model; no set for %(budget)s can exceed %(best)s."
        )
        % told
    )


def runner_up(shown: Shown) -> str:
    """Who would come in for whom."""
    number, gone = shown.figures["runner_up"], shown.figures["runner_up_for"]
    if number is None or gone is None:
        return _("nobody else would add anything")
    return _("%(new)s in, %(old)s out") % {"new": shown.names[number], "old": shown.names[gone]}


def runner_up_loss(shown: Shown) -> float:
    return max(0.0, shown.figures["runner_up_gap"]) / shown.figures["reach"] if shown.figures["reach"] else 0.0


def why_not(shown: Shown) -> str:
    """The first of those left out, in a sentence."""
    if not shown.step.left_out:
        return ""
    one = shown.step.left_out[0]
    told = {
        "name": shown.names[one["member"]], "place": shown.members[one["member"]].place,
        "alone": figures.number(one["alone"], shown.digits), "covered": figures.percent(one["covered"]),
        "adds": figures.number(one["adds"], shown.digits),
    }  # fmt: skip
    return (
        _(
            "%(name)s stands at place %(place)s of the list Now and would reach %(alone)s alone, but %(covered)s of"
            " that is covered by this set already: %(adds)s would be new."
        )
        % told
    )


def mix_sentence(shown: Shown) -> str:
    """Which of few large and many small reaches more, and what it hangs on."""
    few, many = shown.step.mixes.get("kol"), shown.step.mixes.get("koc")
    if not few or not many:
        return ""
    more, less = (few, many) if few["reach"] >= many["reach"] else (many, few)
    told = {
        "more": figures.number(more["reach"], shown.digits), "less": figures.number(less["reach"], shown.digits),
        "few": figures.percent(few["hangs_on"]), "many": figures.percent(many["hangs_on"]),
    }  # fmt: skip
    if more is few:
        return (
            _(
                "A few large ones reach more here: %(more)s against %(less)s. But %(few)s of it hangs on a single"
                " person, with many small ones %(many)s."
            )
            % told
        )
    return (
        _(
            "Many small ones reach more here: %(more)s against %(less)s. %(many)s of it hangs on a single person, with"
            " a few large ones %(few)s."
        )
        % told
    )


def curve_sentence(shown: Shown) -> str:
    """Where more money buys less, if it does."""
    first, last = shown.steps[0], shown.steps[-1]
    told = {"low": shown.unit.words(first.budget), "high": shown.unit.words(last.budget)}
    told |= {
        "from": figures.number(first.figures["reach"], shown.digits),
        "to": figures.number(last.figures["reach"], shown.digits),
    }
    if shown.knee is None:
        return _("Reach grows evenly, from %(from)s for %(low)s to %(to)s for %(high)s.") % told
    budgets, reaches = [one.budget for one in shown.steps], [one.figures["reach"] for one in shown.steps]
    before, behind = rules.slopes(budgets, reaches, shown.result["knee"])
    share = behind / before if before else 0.0
    told |= {"knee": shown.unit.words(shown.knee.budget), "share": figures.percent(share)}
    if not shown.unit.by_money:
        return _("The bend is at %(knee)s: each further one brings %(share)s of what one brought before.") % told
    return _("The bend is at %(knee)s: behind it the same money brings %(share)s of what it brought before.") % told
