"""The five steps of an import: File, Columns, Match, Dry run, Load. Each step has its own address."""

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from kolony.ground.facts import actions, keeping, queries, rules, showing
from kolony.ground.facts.column_forms import ColumnsForm
from kolony.ground.facts.forms import ACCEPTED, FileForm, MatchForm
from kolony.ground.facts.receiving import KeepOnDisk, limits
from kolony.ground.facts.telling import tell
from kolony.ground.facts.views.detail import why_of
from kolony.ground.frame import jobs
from kolony.ground.frame.jobs import rules as job_rules
from kolony.ground.guard import permits
from kolony.ground.guard.policy import policy
from kolony.ground.kit.clock import now
from kolony.ground.kit.errors import KolonyError


@policy("facts.load")
@csrf_exempt  # the body may only be read after the upload handler is set; `_file` checks the token
def file_step(request: HttpRequest) -> HttpResponse:
    """Step 1. The bytes are streamed to disk and hashed as they pass."""
    handler = KeepOnDisk(request, limit=limits().upload)
    if request.method == "POST":
        request.upload_handlers = [handler]
    return _file(request, handler)


@csrf_protect
def _file(request: HttpRequest, handler: KeepOnDisk) -> HttpResponse:
    may_use_path = permits.allows(request.user, "facts.server_path")
    form = FileForm(request.POST or None, request.FILES or None, may_use_path=may_use_path)
    problem = handler.refusal
    if request.method == "POST" and problem is None and form.is_valid():
        try:
            return _take(request, form, handler)
        except KolonyError as refusal:
            problem = refusal
    if request.method == "POST" and handler.folder is not None:
        keeping.forget(handler.folder, settings.KOLONY_UPLOADS)
    context = {
        "form": form, "crumbs": _crumbs(_("New import")), "steps": showing.steps_of("", "file"), "problem": problem,
        "spoken": tell(problem.code, problem.values) if problem else None, "upload_mb": settings.KOLONY_UPLOAD_MAX_MB,
        "unpacked_mb": settings.KOLONY_UNPACKED_MAX_MB, "accepted": ACCEPTED,
    }  # fmt: skip
    return render(request, "facts/file.html", context, status=422 if request.method == "POST" else 200)


@transaction.atomic
def _take(request: HttpRequest, form: FileForm, handler: KeepOnDisk) -> HttpResponse:
    """Register plain files at once; an archive or a server path is unpacked or hashed by a job.

    Files that are refused leave no new community behind.
    """
    source = form.cleaned_data["source"] or actions.ensure_source(
        actor=request.user, name=form.cleaned_data["name"].strip(), recognition="discourse", now=now()
    )
    path = form.cleaned_data.get("server_path")
    kept = [upload.kept for upload in form.cleaned_data["files"]]
    if path:
        job = actions.take_from_server(actor=request.user, source=source, path=path, now=now())
    elif len(kept) == 1 and keeping.is_archive(kept[0].name):
        keeping.check_archive(handler.folder / kept[0].path, limits=limits())
        job = actions.take_archive(actor=request.user, source=source, archive=handler.folder / kept[0].path, now=now())
    else:
        load = actions.register_load(
            actor=request.user, source=source, name=_name_of(kept), files=kept, folder=handler.folder, now=now()
        )
        return redirect("facts:columns", load_id=load.pk)
    return redirect("facts:taking", job_id=job.pk)


@policy("facts.load")
def taking(request: HttpRequest, job_id) -> HttpResponse:
    """While an archive is unpacked or a folder hashed; goes on to the columns by itself."""
    job = jobs.job_for(job_id)
    if job.state == job_rules.DONE and (job.result or {}).get("load_id"):
        return _go_on(request, reverse("facts:columns", args=[job.result["load_id"]]))
    context = {
        "job": job, "crumbs": _crumbs(_("New import")), "steps": showing.steps_of("", "file"),
        "poll": reverse("facts:taking", args=[job_id]),
        "spoken": tell(job.error_code, job.error_values) if job.error_code else None,
    }  # fmt: skip
    return render(request, "facts/job.html" if request.headers.get("HX-Request") else "facts/taking.html", context)


@policy("facts.load")
def columns(request: HttpRequest, load_id) -> HttpResponse:
    """Step 2: which header is which column, how the bytes read, which time zone."""
    load = queries.visible_load(request.user, load_id)
    if not rules.may(load.state, "map"):
        return redirect("facts:load_page", load_id=load.pk)
    if "encoding" in request.GET and request.method == "POST":
        actions.retry_look(actor=request.user, load=load, encoding=request.GET["encoding"], now=now())
        return redirect("facts:columns", load_id=load.pk)
    if "sheet" in request.POST:
        actions.choose_sheet(actor=request.user, load=load, sheet=request.POST["sheet"], now=now())
        return redirect("facts:columns", load_id=load.pk)
    if load.kind in rules.DUMP_KINDS and load.state != rules.REGISTERED:
        return redirect("facts:match", load_id=load.pk)
    form = ColumnsForm(request.POST or None, load=load)
    refusal = None
    if request.method == "POST" and form.is_valid():
        mapping, mappings = form.agreed()
        try:
            actions.map_columns(
                actor=request.user, load=load, mapping=mapping, mappings=mappings, encoding=load.encoding,
                time_zone=form.cleaned_data["time_zone"], now=now(),
            )  # fmt: skip
            return redirect("facts:match", load_id=load.pk)
        except KolonyError as refused:
            refusal = refused
    spoken = tell(refusal.code, refusal.values) if refusal else None
    more = {
        "form": form, "blocks": form.blocks(), "encodings": showing.ENCODINGS, "spoken": spoken,
        "at_fault": refusal.values.get("file") if refusal else None, "verbs": sorted(showing.KNOWN_VERBS),
        "chosen_encoding": load.encoding or load.outlook.get("encoding", ""),
    }  # fmt: skip
    return _step(request, load, "columns", more)


@policy("facts.load")
def match(request: HttpRequest, load_id) -> HttpResponse:
    """Step 3: which verbs are understood, who is known already, what counts as recognition."""
    load = queries.visible_load(request.user, load_id)
    if not rules.may(load.state, "dry_run"):
        return redirect("facts:load_page", load_id=load.pk)
    form = MatchForm(request.POST or None, recognition=_recognition_for(load))
    if request.method == "POST" and form.is_valid():
        actions.set_recognition(actor=request.user, source=load.source, recognition=form.recognition, now=now())
        actions.request_dry_run(actor=request.user, load=load, now=now())
        return redirect("facts:dry_run", load_id=load.pk)
    verbs = load.outlook.get("verbs", [])
    more = {
        "form": form, "preset_words": showing.PRESET_WORDS,
        "known": [(verb, count, showing.VERB_KINDS.get(kind, kind)) for verb, count, kind in verbs if kind],
        "unknown": [(verb, count) for verb, count, kind in verbs if not kind],
    }  # fmt: skip
    return _step(request, load, "match", more)


@policy("facts.load")
def dry_run(request: HttpRequest, load_id) -> HttpResponse:
    """Step 4: what the load would bring, counted on the real path; step 5 is the button below."""
    load = queries.visible_load(request.user, load_id)
    if request.method == "POST" and request.POST.get("again"):
        actions.request_dry_run(actor=request.user, load=load, now=now())
        return redirect("facts:dry_run", load_id=load.pk)
    if request.method == "POST":
        actions.start_load(actor=request.user, load=load, now=now())
        return redirect("facts:load_page", load_id=load.pk)
    if load.state not in (rules.MAPPED, rules.DRY_RUN, rules.FAILED):
        return redirect("facts:load_page", load_id=load.pk)
    rows = [(row, why_of(row).what) for row in queries.refused_rows(load)[:8]]
    return _step(
        request, load, "dry_run", {"rows": rows, "flags": showing.flag_sentences(load.report), "report": load.report}
    )


@policy("facts.see")
def progress(request: HttpRequest, load_id) -> HttpResponse:
    """The fragment that a step polls while a job is at work; when it is over, the page is shown anew."""
    load = queries.visible_load(request.user, load_id)
    job = jobs.job_for(load.job) if load.job else None
    if job is None or job.state not in job_rules.OPEN:
        response = HttpResponse()
        response["HX-Refresh"] = "true"
        return response
    context = {"job": job, "poll": reverse("facts:progress", args=[load.pk])}
    return render(request, "facts/job.html", context)


def _step(request: HttpRequest, load, step: str, more: dict) -> HttpResponse:
    job = jobs.job_for(load.job) if load.job else None
    at_work = job is not None and job.state in job_rules.OPEN
    problem = more.pop("spoken", None) or _problem_of(load, job)
    context = {
        "load": load, "crumbs": _crumbs(load.name), "steps": showing.steps_of(load.state, step),
        "job": job if at_work else None, "poll": reverse("facts:progress", args=[load.pk]), "spoken": problem,
        "kind": showing.KINDS.get(load.kind, load.kind), **more,
    }  # fmt: skip
    template = f"facts/{step}.html"
    return render(request, template, context, status=422 if request.method == "POST" else 200)


def _problem_of(load, job):
    if load.error_code:
        return tell(load.error_code, load.error_values)
    if job is not None and job.state == job_rules.FAILED:
        return tell(job.error_code, job.error_values)
    return None


def _recognition_for(load) -> str:
    """The source's own choice; the first dump of a community proposes the preset that fits its kind."""
    fits = load.kind in rules.PRESETS and not queries.loads_in(load.source).exists()
    return load.kind if fits else load.source.recognition


def _crumbs(last: str) -> list[tuple[str, str]]:
    return [(_("Data & imports"), reverse("facts:home")), (last, "")]


def _name_of(kept) -> str:
    first = kept[0].name if kept else ""
    return first if len(kept) == 1 else _("%(first)s and %(more)d more") % {"first": first, "more": len(kept) - 1}


def _go_on(request: HttpRequest, url: str) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return redirect(url)
    response = HttpResponse()
    response["HX-Redirect"] = url
    return response
