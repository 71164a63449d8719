"""Whether the chances of a plan are true, and whether its rank hangs on a guess."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from tepat.core.election.roles import Action
from tepat.core.plan import saying
from tepat.core.plan.risk.checking import Guessed, order_holds
from tepat.server.desk.words import language
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows, desk_page
from tepat.server.plan.models import PlanRun
from tepat.server.plan.schedule import checking, drawn, queries, store, tasks, words


@require_GET
@desk_page()
def schedule_checks(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """What was said beside what other scenarios show, and plans under other guesses.

    Nothing is worked out here: it was, when the plan was made, or somebody asks for it.
    """
    run = queries.made(scope, number)
    is_busy = checking.is_busy(run)
    context: dict[str, Any] = {
        "run": run,
        "busy": is_busy,
        "known": bool(run.checks.get("bins")),
        "may_edit": allows(cast(User, request.user), Action.EDIT_PLAN, scope),
        "is_contoh_plan": store.instance_of(run.source.hash).contoh,
    }
    if context["known"]:
        context |= _shown(run)
    part = "HX-Request" in request.headers
    template = "plan/parts/checks.html" if part else "plan/schedule_checks.html"
    return render(request, template, context)


@require_POST
@desk_page(Action.EDIT_PLAN)
def schedule_check(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Order the look at a plan, in the background."""
    run = queries.made(scope, number)
    checking.order(run)
    tasks.check_plan.enqueue(run.pk)
    messages.info(request, gettext("The plan is being held against other scenarios."))
    return redirect("schedule_checks", scope.election, scope.kabupaten, number)


def _shown(run: PlanRun) -> dict[str, Any]:
    checks = run.checks
    plans = [
        Guessed(each["rupiah"], tuple(each["ppm"]), tuple(each["ranks"]))
        for each in checks["plans"]
    ]
    return {
        "diagram": drawn.diagram(run),
        "slopes": drawn.slopes(run),
        "agrees": checks["agrees"],
        "seed": checks["seed"],
        "scenarios": checks["scenarios"],
        "bins": [_bin(each) for each in checks["bins"]],
        "all": _bin(checks["all"]),
        "plans": [
            {
                "name": row["name"],
                "is_mine": not at,
                "rupiah": words.short_rupiah(each.rupiah),
                "cells": [
                    (rank, _said(ppm)) for ppm, rank in zip(each.ppm, each.ranks, strict=True)
                ],
            }
            for at, (each, row) in enumerate(zip(plans, checks["plans"], strict=True))
        ],
        "holds": order_holds(plans),
        "many": len(plans) > 1,
        "rough": run.is_rough,
    }


def _bin(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "desa": row.get("desa"),
        "agrees": row.get("agrees"),
        "said": words.chance(row["said"]),
        "seen": words.chance(row["seen"]),
        "low": words.chance(row["seen_low"]),
        "high": words.chance(row["seen_high"]),
    }


def _said(ppm: int) -> str:
    return saying.chance(ppm, "en" if language() == "en" else "id")
