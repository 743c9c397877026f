"""One community: its name, what happens in it, and what counts as recognition there."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kolony.ground.facts import actions, queries, rules, showing
from kolony.ground.facts.forms import CommunityForm
from kolony.ground.guard import permits
from kolony.ground.guard.policy import policy
from kolony.ground.kit.clock import now


@policy("facts.see")
def community(request: HttpRequest, platform: str) -> HttpResponse:
    """Everybody reads it; who may bring data in may also say what it means."""
    source = queries.visible_source(request.user, platform)
    if request.method == "POST":
        permits.require(request.user, "facts.load")
    verbs = queries.verbs_in(source)
    form = CommunityForm(request.POST or None, source=source, verbs=[verb for verb, _rows in verbs])
    if request.method == "POST" and form.is_valid():
        actions.rename_source(actor=request.user, source=source, name=form.cleaned_data["name"], now=now())
        actions.set_recognition(actor=request.user, source=source, recognition=form.recognition, now=now())
        messages.success(request, _("Saved. The next run of the lists counts with it."))
        return redirect("facts:community", platform=source.platform)
    weights = rules.weights_of(source.recognition)
    context = {
        "source": source, "form": form, "preset_words": showing.PRESET_WORDS,
        "crumbs": [(_("Data & imports"), reverse("facts:home")), (source.name, "")],
        "verbs": [(verb, rows, _kind(verb), weights.get(verb)) for verb, rows in verbs],
        "absent": sorted(set(weights) - {verb for verb, _rows in verbs}),
        "recognition": showing.recognition_words(source.recognition),
        "may_change": permits.allows(request.user, "facts.load"),
    }  # fmt: skip
    return render(request, "facts/community.html", context, status=422 if form.errors else 200)


def _kind(verb: str) -> str:
    """What the measures count a verb as; nothing for one outside the vocabulary."""
    known = showing.KNOWN_VERBS.get(verb)
    return showing.VERB_KINDS[known] if known else ""
