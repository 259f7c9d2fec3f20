"""A closed board's certificate, and what the chief editors see: numbers without names."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from wireroom.customers.backoffice.places import crumbs
from wireroom.customers.backoffice.rights_of_staff import READ, by, may, only_with
from wireroom.customers.services import note_act
from wireroom.delivery.models import Recall
from wireroom.delivery.recalls import board
from wireroom.delivery.recalls.certificate import canonical
from wireroom.delivery.recalls.pdf import NoPdf, pdf
from wireroom.kernel.clock import utc_now
from wireroom.kernel.ids import short

KILL = "desk.kill_story"
"""Who may kill a story may know how far the kill has come, and not with whom."""
_A_PAGE = 25


@require_safe
@only_with(READ)
def certificate_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the certificate of a closed board as PDF, with its data attached."""
    recall = _closed(pk)
    try:
        body = pdf(recall.certificate, recall.digest)
    except NoPdf as error:
        messages.error(request, error.detail)
        return redirect("recalls_board", pk)
    return _file(request, recall, body, "pdf", "application/pdf")


@require_safe
@only_with(READ)
def certificate_json(request: HttpRequest, pk: int) -> HttpResponse:
    """Give what the certificate's digest is of, byte by byte."""
    recall = _closed(pk)
    return _file(request, recall, canonical(recall.certificate), "json", "application/json")


def _closed(pk: int) -> Recall:
    recall = Recall.objects.filter(pk=pk, closed_at__isnull=False).first()
    if recall is None:
        raise Http404
    return recall


def _file(
    request: HttpRequest, recall: Recall, body: bytes, suffix: str, media_type: str
) -> HttpResponse:
    note_act(
        what="recall:certificate:taken",
        actor=by(request),
        subject=f"recall:{recall.pk}",
        now=utc_now(),
        form=suffix,
    )
    name = f"recall-{short(recall.guid)[:12]}-v{recall.version}.{suffix}"
    disposition = f'attachment; filename="{name}"'
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
    return HttpResponse(body, content_type=media_type, headers=headers)


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """Show how far each recall has come, by channel, to those who kill stories and who call."""
    if not (request.user.has_perm(KILL) or may(request.user, READ)):
        raise PermissionDenied
    page = Paginator(Recall.objects.all(), _A_PAGE).get_page(request.GET.get("p"))
    keys = [row.pk for row in page]
    counted, channels = board.numbers(keys), board.numbers_by_channel(keys)
    facts = {
        "page_of_recalls": page,
        "recalls": [(row, counted[row.pk], channels.get(row.pk, [])) for row in page],
        "header_title": "How far recalls have come",
        "header_icon": "warning",
        "breadcrumbs_items": crumbs("How far recalls have come"),
    }
    return render(request, "delivery/recalls/numbers.html", facts)
