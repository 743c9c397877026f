"""Newcomers of the week: who entered the first places, as a page, as text to send on, and as a letter every Monday."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kolony.ground.frame import letters
from kolony.ground.guard.policy import policy, public_route
from kolony.ground.kit.clock import now
from kolony.stages.discover import actions, forms, list_words, queries
from kolony.stages.discover.actions.digest import subscription_of
from kolony.stages.discover.errors import NothingLoaded
from kolony.stages.discover.newcomers import digest_of
from kolony.stages.discover.views.community import about


@policy("discover.see")
@require_GET
def newcomers(request: HttpRequest) -> HttpResponse:
    """The page."""
    context = _digest(request)
    source = context["source"]
    mine = subscription_of(request.user, source, context["goal"]) if source else None
    context |= {"goals": list_words.GOALS.items(), "can_mail": letters.can_mail(), "is_mailed": mine is not None}
    return render(request, "discover/newcomers.html", context)


@policy("discover.see")
@require_GET
def newcomers_text(request: HttpRequest) -> HttpResponse:
    """The same as plain text."""
    text = render_to_string("discover/newcomers.txt", _digest(request))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@policy("discover.see")
@require_POST
def letter(request: HttpRequest) -> HttpResponse:
    """Have it mailed every Monday, or no more."""
    source = queries.source_chosen(request.POST.get("source", ""))
    if source is None:
        raise NothingLoaded(source="")
    asked = {"actor": request.user, "source": source, "goal": forms.filters_of(request.POST).goal, "now": now()}
    if request.POST.get("wanted") == "no":
        actions.stop_digest(**asked)
        messages.success(request, _("You get no more of these letters."))
    else:
        actions.ask_for_digest(**asked)
        messages.success(request, _("It comes by mail every Monday morning."))
    return HttpResponseRedirect(f"{reverse('discover:newcomers')}?source={source.platform}&goal={asked['goal']}")


@public_route
@csrf_exempt  # a mail program's own button posts here too; the address itself says whose letter it was
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """From the letter: looking changes nothing, the button does."""
    done = request.method == "POST" and actions.stop_by_token(token=token, now=now())
    return render(request, "discover/letter_stop.html", {"done": done})


def _digest(request: HttpRequest) -> dict[str, Any]:
    source = queries.source_chosen(request.GET.get("source", ""))
    return digest_of(source, forms.filters_of(request.GET).goal) | about(request, source)
