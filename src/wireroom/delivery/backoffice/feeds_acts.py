"""What support does with a customer's feed: each a page that asks first."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from wireroom.customers.backoffice.deciding import ask
from wireroom.customers.backoffice.rights_of_staff import CUT_OFF, only_with
from wireroom.delivery.backoffice.feeds import row_of
from wireroom.delivery.queries.ledger import delivery_facts
from wireroom.delivery.samples import SAMPLES
from wireroom.delivery.services.feeds import lift_suspension, resume_feed, suspend_feed
from wireroom.delivery.services.redelivering import redeliver as send_once_more
from wireroom.delivery.services.rewinding import rewind as send_again
from wireroom.delivery.services.samples import send_test
from wireroom.delivery.words import SAMPLES as NAMES


class Why(forms.Form):
    """A reason that the customer reads."""

    why = forms.CharField(
        label="Reason",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The customer reads it.",
    )


class Back(forms.Form):
    """From where on to send again: a number or a moment."""

    to_number = forms.IntegerField(
        label="From number", required=False, min_value=1, max_value=10**18
    )
    since = forms.DateTimeField(
        label="Or released since (UTC)",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )

    def clean_since(self) -> Any:
        """Read the moment as UTC."""
        found = self.cleaned_data["since"]
        return found.replace(tzinfo=UTC) if found else None


class Sample(forms.Form):
    """A kind of test."""

    sample = forms.ChoiceField(label="Kind", choices=[(code, NAMES[code]) for code in SAMPLES])


@require_http_methods(["GET", "POST"])
@only_with(CUT_OFF)
def suspend(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a feed by the agency's decision."""
    row, page = row_of(pk), _page(pk)

    def act(**facts: Any) -> tuple[str, str]:
        suspend_feed(feed_id=pk, **facts)
        return f"{row.feed.name} is suspended. What is released is kept for it.", page

    question = "Nothing is sent until the agency lifts that. Numbers go on, so nothing is lost."
    form = Why(request.POST or None)
    return ask(request, form, act, title="Suspend the feed", question=question, button="Suspend",
               back=page)  # fmt: skip


@require_http_methods(["GET", "POST"])
@only_with(CUT_OFF)
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a suspended feed send again."""
    row, page = row_of(pk), _page(pk)

    def act(**facts: Any) -> tuple[str, str]:
        lift_suspension(feed_id=pk, **facts)
        return f"{row.feed.name} sends again, from the first number that was not taken.", page

    return ask(request, _sure(request), act, title="Lift the suspension", button="Lift", back=page)


@require_http_methods(["GET", "POST"])
@only_with(CUT_OFF)
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a stalled or refused feed again, or resume a paused one."""
    row, page = row_of(pk), _page(pk)

    def act(**facts: Any) -> tuple[str, str]:
        resume_feed(feed_id=pk, **facts)
        return f"{row.feed.name} is tried again now.", page

    question = "It sends again at once, from the first number that was not taken."
    return ask(request, _sure(request), act, title="Resume the feed", question=question,
               button="Resume", back=page)  # fmt: skip


@require_http_methods(["GET", "POST"])
@only_with(CUT_OFF)
def rewind(request: HttpRequest, pk: int) -> HttpResponse:
    """Send again from a number or a moment on."""
    row, page = row_of(pk), _page(pk)

    def act(**facts: Any) -> tuple[str, str]:
        done = send_again(feed_id=pk, **facts)
        told = f"{done.first} to {done.last} wait to be sent again." if done.first else "Nothing."
        return f"{row.feed.name}: {told}", page

    question = "What is sent again keeps its number; the customer's systems can tell."
    form = Back(request.POST or None)
    return ask(request, form, act, title="Send again", question=question, button="Send again",
               back=page)  # fmt: skip


@require_http_methods(["GET", "POST"])
@only_with(CUT_OFF)
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a test of a kind."""
    row_of(pk)

    def act(**facts: Any) -> tuple[str, str]:
        made = send_test(feed_id=pk, **facts)
        return "The test is on its way; reload to see what came of it.", _of_delivery(made)

    question = "It goes to the customer's system at once and says of itself that it is a test."
    form = Sample(request.POST or None)
    return ask(request, form, act, title="Send a test", question=question, button="Send",
               back=_page(pk))  # fmt: skip


@require_http_methods(["GET", "POST"])
@only_with(CUT_OFF)
def redeliver(request: HttpRequest, pk: int) -> HttpResponse:
    """Send one delivery once more."""
    if delivery_facts(pk) is None:
        raise Http404
    page = _of_delivery(pk)

    def act(**facts: Any) -> tuple[str, str]:
        send_once_more(delivery_id=pk, **facts)
        return "It goes once more, under the same number.", page

    return ask(request, _sure(request), act, title="Send once more", button="Send", back=page)


def _sure(request: HttpRequest) -> forms.Form:
    """Give a form without fields, which is filled in by pressing its button."""
    return forms.Form({} if request.method == "POST" else None)


def _page(pk: int) -> str:
    return reverse("feeds_feed", args=[pk])


def _of_delivery(pk: int) -> str:
    return reverse("feeds_delivery", args=[pk])
