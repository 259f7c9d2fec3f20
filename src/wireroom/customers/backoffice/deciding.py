"""Pages that ask first, then do what was asked for and say so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from wireroom.customers.backoffice.listing import inspect_url
from wireroom.customers.backoffice.rights_of_staff import by
from wireroom.kernel.clock import utc_now
from wireroom.kernel.errors import WireroomError


def ask(
    request: HttpRequest,
    form: Form,
    act: Callable[..., tuple[str, str]],
    *,
    error_field: str | None = None,
    **facts: Any,
) -> HttpResponse:
    """Show a form; once it is filled in, act, say what was done and lead to the next page.

    `act` is given what the form says, `now` and `actor`, and answers with words and an address.
    What it refuses stands in the form, at `error_field` or above all. `facts` are for the page.
    """
    if form.is_valid():
        try:
            told, address = act(**form.cleaned_data, **_who(request))
        except WireroomError as error:
            form.add_error(error_field, error.detail)
        else:
            messages.success(request, told)
            return redirect(address)
    return render(request, "customers/ask.html", {"form": form, **facts})


def confirm(
    request: HttpRequest, record: Model, question: str, act: Callable[..., Any], done_in_words: str
) -> HttpResponse:
    """Ask whether to act upon a record; do it when that is said, and show the record."""
    page = inspect_url(record)
    if request.method != "POST":
        context = {"record": record, "question": question, "back": page}
        return render(request, "customers/confirm.html", context)
    try:
        act(**_who(request))
    except WireroomError as error:
        messages.error(request, error.detail)
    else:
        messages.success(request, done_in_words.format(record))
    return redirect(page)


def _who(request: HttpRequest) -> dict[str, datetime | str]:
    return {"now": utc_now(), "actor": by(request)}
