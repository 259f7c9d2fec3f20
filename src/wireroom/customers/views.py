"""Two buttons of the back office that end something, each with a page that asks first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from wireroom.customers import services
from wireroom.customers.models import AccessToken, Subscription
from wireroom.kernel.clock import utc_now
from wireroom.kernel.errors import WireroomError

PERMISSION = "customers.manage_customers"

for_managers = permission_required(PERMISSION, raise_exception=True)


@require_http_methods(["GET", "POST"])
@for_managers
def end_subscription(request: HttpRequest, pk: int) -> HttpResponse:
    """End a subscription now."""
    question = "End this subscription now? What was readable until now stays on record."
    return _confirmed(
        request,
        get_object_or_404(Subscription, pk=pk),
        question,
        lambda **who: services.end_subscription(subscription_id=pk, **who),
    )


@require_http_methods(["GET", "POST"])
@for_managers
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke a token now."""
    question = (
        "Revoke this token now? Whatever uses it stops within seconds, and it cannot come back."
    )
    return _confirmed(
        request,
        get_object_or_404(AccessToken, pk=pk),
        question,
        lambda **who: services.revoke_token(token_id=pk, **who),
    )


def _confirmed(
    request: HttpRequest, record: models.Model, question: str, act: Callable[..., Any]
) -> HttpResponse:
    index = f"{record._meta.model_name}:index"
    if request.method != "POST":
        context = {"record": record, "question": question, "index": index}
        return render(request, "customers/confirm.html", context)
    try:
        act(now=utc_now(), actor=request.user.email)  # type: ignore[union-attr]  # managers are signed in
    except WireroomError as error:
        messages.error(request, error.detail)
    else:
        messages.success(request, f"Done: {record}.")
    return redirect(index)
