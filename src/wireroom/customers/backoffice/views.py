"""Buttons of the back office that end something or let it go on: each a page that asks first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from wireroom.customers import services
from wireroom.customers.backoffice.asking import InvitationForm, UntilForm
from wireroom.customers.backoffice.rights_of_staff import CUT_OFF, MANAGE, by, only_with
from wireroom.customers.models import AccessToken, Company, SignIn, Subscription
from wireroom.customers.models.sign_in import Ended
from wireroom.customers.rights.saying import spell
from wireroom.customers.services import renewing
from wireroom.customers.services.invitations import invite as invite_people
from wireroom.kernel.clock import utc_now
from wireroom.kernel.errors import WireroomError

PERMISSION = MANAGE


@require_http_methods(["GET", "POST"])
@only_with(MANAGE)
def end_subscription(request: HttpRequest, pk: int) -> HttpResponse:
    """End a subscription now."""
    return _confirmed(
        request,
        get_object_or_404(Subscription, pk=pk),
        "End this subscription now? What was readable until now stays on record.",
        lambda **who: services.end_subscription(subscription_id=pk, **who),
        "Ended: {}.",
    )


@require_http_methods(["GET", "POST"])
@only_with(MANAGE)
def renew_subscription(request: HttpRequest, pk: int) -> HttpResponse:
    """Add the period that adjoins a subscription."""
    record = get_object_or_404(Subscription, pk=pk)
    question = "The same product on the same terms, in a new period from the end of this one on."
    return _until(
        request,
        record,
        question,
        lambda until, **who: renewing.renew_subscription(subscription_id=pk, until=until, **who),
        "Renewed {}: {}.",
    )


@require_http_methods(["GET", "POST"])
@only_with(MANAGE)
def extend_subscription(request: HttpRequest, pk: int) -> HttpResponse:
    """Move the end of a subscription."""
    record = get_object_or_404(Subscription, pk=pk)
    return _until(
        request,
        record,
        "This subscription goes on, until a later end.",
        lambda until, **who: renewing.extend_subscription(subscription_id=pk, until=until, **who),
        "Extended {}: {}.",
    )


@require_http_methods(["GET", "POST"])
@only_with(CUT_OFF)
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke a token now."""
    return _confirmed(
        request,
        get_object_or_404(AccessToken, pk=pk),
        "Revoke this token now? Whatever uses it stops within seconds, and it cannot come back.",
        lambda **who: services.revoke_token(token_id=pk, **who),
        "Revoked: {}.",
    )


@require_http_methods(["GET", "POST"])
@only_with(CUT_OFF)
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End somebody's session now; those of the agency's own people are not for support."""
    return _confirmed(
        request,
        get_object_or_404(SignIn.objects.filter(person__is_staff=False), pk=pk),
        "End this session now? The person is signed out there and told that it was ended.",
        lambda **who: services.end_session(sign_in_id=pk, why=Ended.REVOKED, **who),
        "Session ended: {}.",
    )


@require_http_methods(["GET", "POST"])
@only_with(MANAGE)
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite somebody of a company, such as its administrator."""
    company = get_object_or_404(Company, pk=pk)
    form = InvitationForm(request.POST or None)
    if form.is_valid():
        facts, inviter = form.cleaned_data, request.user.get_full_name()  # type: ignore[union-attr]  # signed in
        try:
            invite_people(
                company_id=pk,
                emails=[facts["email"]],
                role=facts["role"],
                inviter=inviter or by(request),
                now=utc_now(),
                actor=by(request),
            )
        except WireroomError as error:
            form.add_error(None, error.detail)
        else:
            messages.success(request, f"A letter is on its way to {facts['email']}.")
            return redirect("company:inspect", pk)
    facts = {"form": form, "record": company, "title": "Invite somebody", "button": "Send"}
    return render(request, "customers/ask.html", {**facts, "back": _page(company)})


def _until(
    request: HttpRequest,
    record: Subscription,
    question: str,
    act: Callable[..., Subscription],
    done_in_words: str,
) -> HttpResponse:
    form = UntilForm(request.POST or None, initial={"until": record.active_to})
    if form.is_valid():
        try:
            done = act(form.cleaned_data["until"], **_who(request))
        except WireroomError as error:
            form.add_error("until", error.detail)
        else:
            messages.success(request, done_in_words.format(_until_when(done), done))
            return redirect(_page(done))
    facts = {"form": form, "record": record, "question": question, "title": record}
    return render(request, "customers/ask.html", {**facts, "back": _page(record), "button": "Save"})


def _confirmed(
    request: HttpRequest,
    record: models.Model,
    question: str,
    act: Callable[..., Any],
    done_in_words: str,
) -> HttpResponse:
    if request.method != "POST":
        context = {"record": record, "question": question, "back": _page(record)}
        return render(request, "customers/confirm.html", context)
    try:
        act(**_who(request))
    except WireroomError as error:
        messages.error(request, error.detail)
    else:
        messages.success(request, done_in_words.format(record))
    return redirect(_page(record))


def _until_when(subscription: Subscription) -> str:
    ends_at = subscription.active_to
    return f"to {spell(ends_at)}" if ends_at else "until further notice"


def _page(record: models.Model) -> str:
    return reverse(f"{record._meta.model_name}:inspect", args=[record.pk])


def _who(request: HttpRequest) -> dict[str, datetime | str]:
    return {"now": utc_now(), "actor": by(request)}
