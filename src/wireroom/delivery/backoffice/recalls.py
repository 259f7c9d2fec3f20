"""The boards of recalls: who has what, who must be called, and the certificate."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wireroom.customers.backoffice.places import crumbs
from wireroom.customers.backoffice.rights_of_staff import READ, by, only_with
from wireroom.delivery.models import Recall, Recipient, RecipientState
from wireroom.delivery.recalls import board, certificate, closing
from wireroom.delivery.recalls.naming import word_of
from wireroom.kernel.clock import utc_now
from wireroom.kernel.errors import WireroomError

_A_PAGE = 50
_ROWS_A_PAGE = 200


class NoteForm(forms.Form):
    """What a colleague has done about it."""

    note = forms.CharField(
        label="Note",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Whom you have told, when, and what they answered.",
    )


class ClosingForm(forms.Form):
    """A last word."""

    note = forms.CharField(
        label="Note",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Stands in the certificate.",
    )


@require_safe
@only_with(READ)
def index(request: HttpRequest) -> HttpResponse:
    """List the recalls, the newest first; `?open=1` only those that are not closed."""
    rows = Recall.objects.all()
    is_open = request.GET.get("open") == "1"
    page = Paginator(rows.filter(closed_at=None) if is_open else rows, _A_PAGE).get_page(
        request.GET.get("p")
    )
    counted = board.numbers([row.pk for row in page])
    facts = {
        "page_of_recalls": page,
        "recalls": [(row, counted[row.pk]) for row in page],
        "is_open": is_open,
        "header_title": "Recalls",
        "header_icon": "warning",
        "breadcrumbs_items": crumbs("Recalls"),
    }
    return render(request, "delivery/recalls/index.html", facts)


@require_safe
@only_with(READ)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one board, by company and channel; `?state=` narrows it."""
    recall = get_object_or_404(Recall, pk=pk)
    state = request.GET.get("state", "")
    state = state if state in RecipientState.values else ""
    page = Paginator(board.recipients(recall, state), _ROWS_A_PAGE).get_page(request.GET.get("p"))
    title = f"{word_of(recall.update_type)}: {recall.headline}"
    facts = {
        "recall": recall,
        "numbers": board.numbers([recall.pk])[recall.pk],
        "channels": board.numbers_by_channel([recall.pk]).get(recall.pk, []),
        "companies": board.by_company(page),
        "page_of_recipients": page,
        "state": state,
        "states": RecipientState.choices,
        "check": certificate.check(recall) if recall.closed_at else None,
        "now": utc_now(),
        "header_title": title,
        "header_icon": "warning",
        "breadcrumbs_items": crumbs(title, ("Recalls", reverse("recalls"))),
    }
    return render(request, "delivery/recalls/board.html", facts)


@require_POST
@only_with(READ)
def press(request: HttpRequest, pk: int) -> HttpResponse:
    """Write at once to the companies of those who are outstanding, and to our people for them."""
    try:
        count = closing.press(recall_id=pk, now=utc_now(), by=by(request))
    except WireroomError as error:
        return _refused(request, error, pk)
    messages.success(request, f"Letters are on their way about {count} outstanding recipients.")
    return redirect("recalls_board", pk)


@require_http_methods(["GET", "POST"])
@only_with(READ)
def told(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a recipient was told by telephone."""
    row = get_object_or_404(Recipient.objects.select_related("recall"), pk=pk)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["note"]
        try:
            closing.note_told(recipient_id=pk, note=note, now=utc_now(), by=by(request))
        except WireroomError as error:
            return _refused(request, error, row.recall_id)
        messages.success(request, f"Noted: {row.name} was told by telephone.")
        return redirect("recalls_board", row.recall_id)
    question = (
        f"{row.name} of {row.company or 'no company'} had version {row.had_version} of "
        f"“{row.recall.headline}” by {row.channel}. Have you told them, and have they understood?"
    )
    return _ask(request, form, row.recall_id, "Told by telephone", question, "Note it")


@require_http_methods(["GET", "POST"])
@only_with(READ)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a board and sign its certificate off."""
    recall = get_object_or_404(Recall, pk=pk)
    form = ClosingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["note"]
        try:
            closing.close(recall_id=pk, note=note, now=utc_now(), by=by(request))
        except WireroomError as error:
            return _refused(request, error, pk)
        messages.success(request, "The board is closed. The certificate can be downloaded.")
        return redirect("recalls_board", pk)
    question = f"“{recall.headline}”: a closed board stays as it is, and so does its certificate."
    return _ask(request, form, pk, "Close the board", question, "Close and sign off")


def _ask(
    request: HttpRequest, form: Any, recall_id: int, title: str, question: str, button: str
) -> HttpResponse:
    facts = {
        "form": form,
        "title": title,
        "icon": "warning",
        "question": question,
        "button": button,
        "back": reverse("recalls_board", args=[recall_id]),
    }
    return render(request, "customers/ask.html", facts)


def _refused(request: HttpRequest, error: WireroomError, recall_id: int) -> HttpResponse:
    if error.http_status == 404:  # noqa: PLR2004 - the number of HTTP
        return HttpResponse(status=404)
    messages.error(request, error.detail)
    return redirect("recalls_board", recall_id)
