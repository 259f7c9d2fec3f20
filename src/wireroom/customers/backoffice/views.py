"""Buttons of the back office that end something or let it go on: each a page that asks first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from wireroom.customers import services
from wireroom.customers.backoffice.asking import InvitationForm, UntilForm
from wireroom.customers.backoffice.columns import spell
from wireroom.customers.backoffice.deciding import ask, confirm
from wireroom.customers.backoffice.listing import inspect_url
from wireroom.customers.backoffice.rights_of_staff import CUT_OFF, MANAGE, only_with
from wireroom.customers.models import AccessToken, Company, SignIn, Subscription
from wireroom.customers.models.sign_in import Ended
from wireroom.customers.services import renewing
from wireroom.customers.services.invitations import invite as invite_people


@require_http_methods(["GET", "POST"])
@only_with(MANAGE)
def end_subscription(request: HttpRequest, pk: int) -> HttpResponse:
    """End a subscription now."""
    return confirm(
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
        lambda **facts: renewing.renew_subscription(subscription_id=pk, **facts),
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
        lambda **facts: renewing.extend_subscription(subscription_id=pk, **facts),
        "Extended {}: {}.",
    )


@require_http_methods(["GET", "POST"])
@only_with(CUT_OFF)
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke a token now."""
    return confirm(
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
    return confirm(
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
    page = inspect_url(get_object_or_404(Company, pk=pk))
    inviter = request.user.name  # type: ignore[union-attr]  # signed in

    def send(*, email: str, **facts: Any) -> tuple[str, str]:
        invite_people(company_id=pk, emails=[email], inviter=inviter, **facts)
        return f"A letter is on its way to {email}.", page

    form = InvitationForm(request.POST or None)
    return ask(request, form, send, title="Invite somebody", button="Send", back=page)


def _until(
    request: HttpRequest,
    record: Subscription,
    question: str,
    act: Callable[..., Subscription],
    done_in_words: str,
) -> HttpResponse:
    def go_on(**facts: Any) -> tuple[str, str]:
        done = act(**facts)
        return done_in_words.format(_until_when(done), done), inspect_url(done)

    return ask(
        request,
        UntilForm(request.POST or None, initial={"until": record.active_to}),
        go_on,
        error_field="until",
        title=record,
        question=question,
        button="Save",
        back=inspect_url(record),
    )


def _until_when(subscription: Subscription) -> str:
    ends_at = subscription.active_to
    return f"to {spell(ends_at)}" if ends_at else "until further notice"
