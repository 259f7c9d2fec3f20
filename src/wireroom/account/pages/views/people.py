"""A company's people: who they are, what they may do, who is invited."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from wireroom.account.pages import forms
from wireroom.account.pages.visit import Visit, for_administrators, page
from wireroom.customers import directory
from wireroom.customers.access.session_queries import seats, sessions_of_company
from wireroom.customers.inviting import allowance_of
from wireroom.customers.services import invitations
from wireroom.customers.services import profile as services
from wireroom.customers.services.base import NotFound, NotValid
from wireroom.kernel.errors import WireroomError


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def people(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List people, seats and invitations; a POST invites."""
    form = forms.Invite(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            _invite(request, visit, form)
        except WireroomError as error:
            form.add_error("emails", error.detail)
        else:
            return redirect(reverse("account-people") + "#messages")
    return show(request, visit, form=form)


def show(
    request: HttpRequest,
    visit: Visit,
    *,
    form: forms.Invite | None = None,
    more: forms.MoreSeats | None = None,
) -> HttpResponse:
    """Show the page with what was typed into one of its forms."""
    company_id = visit.company_id
    return page(
        request,
        visit,
        "people",
        400 if (form and form.errors) or (more and more.errors) else 200,
        people=directory.people_of(company_id),
        waiting=directory.waiting_invitations(company_id, visit.now),
        seats=seats(company_id, visit.now),
        allowed=allowance_of(company_id),
        online={each.person_id for each in sessions_of_company(company_id)},
        form=form or forms.Invite(),
        more=more or forms.MoreSeats(),
    )


def _invite(request: HttpRequest, visit: Visit, form: forms.Invite) -> None:
    done = invitations.invite(
        company_id=visit.company_id,
        emails=form.cleaned_data["emails"],
        role=form.cleaned_data["role"],
        inviter=visit.profile.name,
        now=visit.now,
        actor=visit.actor,
    )
    if done.sent:
        count = len(done.sent)
        words = ngettext("{} invitation sent.", "{} invitations sent.", count).format(count)
        messages.success(request, words)
    if done.colleagues:
        names = ", ".join(done.colleagues)
        messages.info(request, gettext("Already here: {}.").format(names))


@require_POST
@for_administrators
def waiting(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Send an invitation again (`again`), or take it back."""
    try:
        if "again" in request.POST:
            invitations.resend_invitation(
                invitation_id=pk,
                company_id=visit.company_id,
                inviter=visit.profile.name,
                now=visit.now,
                actor=visit.actor,
            )
            messages.success(request, gettext("Sent again. The earlier link no longer works."))
        else:
            invitations.revoke_invitation(
                invitation_id=pk, company_id=visit.company_id, now=visit.now, actor=visit.actor
            )
            messages.success(request, gettext("The invitation is taken back."))
    except NotFound as error:
        raise Http404 from error
    except WireroomError as error:
        messages.error(request, error.detail)
    return redirect("account-people")


@require_POST
@for_administrators
def role(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Make somebody an administrator or a reader."""
    try:
        person = services.set_role(
            person_id=pk,
            company_id=visit.company_id,
            role=request.POST.get("role", ""),
            now=visit.now,
            actor=visit.actor,
        )
    except NotFound as error:
        raise Http404 from error
    except (services.LastAdministrator, NotValid) as error:
        messages.error(request, error.detail)
        return redirect("account-people")
    if person.pk == visit.profile.person_id and person.role == "reader":
        return redirect("account-overview")
    messages.success(request, gettext("The role has changed."))
    return redirect("account-people")


@require_POST
@for_administrators
def active(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Let somebody in again (`active=1`), or no more."""
    opens = request.POST.get("active") == "1"
    change = services.reactivate_colleague if opens else services.deactivate_colleague
    try:
        change(person_id=pk, company_id=visit.company_id, now=visit.now, actor=visit.actor)
    except NotFound as error:
        raise Http404 from error
    except services.LastAdministrator as error:
        messages.error(request, error.detail)
    else:
        closed = gettext("The account is closed, and signed out everywhere.")
        messages.success(request, gettext("The account is open again.") if opens else closed)
    return redirect("account-people")
