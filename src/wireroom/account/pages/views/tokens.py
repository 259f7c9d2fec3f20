"""A company's tokens: made, used, revoked."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from wireroom.account.pages import forms
from wireroom.account.pages.coverage import covered_scopes
from wireroom.account.pages.new_secrets import NewSecret, keep_for_next_page, take
from wireroom.account.pages.visit import Visit, for_administrators, page
from wireroom.account.pages.words import channels
from wireroom.customers import directory
from wireroom.customers.policy import Channel
from wireroom.customers.services.base import NotFound, NotValid
from wireroom.customers.services.tokens import TokenRevoked, issue_token, revoke_token
from wireroom.delivery.addresses import stream_url


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def tokens(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List the tokens; a POST makes one, whose secret the next look at the page shows, once."""
    covered = covered_scopes(visit.company_id, visit.now)
    if request.method != "POST":
        return _show(request, visit, covered, forms.Token(covered=covered))
    form = forms.Token(request.POST, covered=covered)
    if not form.is_valid():
        return _show(request, visit, covered, form)
    scopes = form.cleaned_data["scopes"]
    try:
        token, secret = issue_token(
            name=form.cleaned_data["name"],
            company_id=visit.company_id,
            scopes=scopes,
            created_by_id=visit.profile.person_id,
            expires_at=visit.now + timedelta(days=int(form.cleaned_data["days"])),
            now=visit.now,
            actor=visit.actor,
        )
    except NotValid as error:
        form.add_error(None, error.detail)
        return _show(request, visit, covered, form)
    keep_for_next_page(request, NewSecret(token.name, secret, Channel.STREAM in scopes))
    return redirect("account-tokens")


@require_POST
@for_administrators
def revoke(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Make a token useless."""
    try:
        token = revoke_token(
            token_id=pk, of_company_id=visit.company_id, now=visit.now, actor=visit.actor
        )
    except NotFound as error:
        raise Http404 from error
    except TokenRevoked as error:
        messages.info(request, error.detail)
    else:
        words = gettext("“{}” is revoked. Its streams end within seconds.")
        messages.success(request, words.format(token.name))
    return redirect("account-tokens")


def _show(
    request: HttpRequest, visit: Visit, covered: frozenset[Channel], form: forms.Token
) -> HttpResponse:
    found = directory.tokens_of(visit.company_id, visit.now)
    return page(
        request,
        visit,
        "tokens",
        400 if form.errors else 200,
        form=form,
        made=(made := take(request)),
        curl=_command(request, made) if made and made.streams else "",
        covered=covered,
        uncovered=channels(missing) if (missing := set(forms.SCOPES) - covered) else "",
        rows=[(token, channels(token.scopes)) for token in found],
    )


def _command(request: HttpRequest, made: NewSecret) -> str:
    url = request.build_absolute_uri(stream_url(request))
    return f"curl -sN -H 'Authorization: Bearer {made.secret}' '{url}'"
