"""A new e-mail address: asked for, proven by a letter to it, then taken."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache

from wireroom.account import conf
from wireroom.account.signing_in import letters, throttling
from wireroom.customers import services
from wireroom.customers.access import identity
from wireroom.customers.services.addresses import AddressNotYours, change_address, may_move_to
from wireroom.customers.services.mail import NotAnAddress
from wireroom.kernel.clock import utc_now

PROVE_WITHIN = timedelta(days=1)
_SALT = "wireroom.account.address"


class NewAddress(forms.Form):
    """Where somebody wants to be reached."""

    email = forms.EmailField(
        label=gettext_lazy("New e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none"}),
    )

    def __init__(self, person_id: int, *args: Any, **kwargs: Any) -> None:
        """Ask this person."""
        super().__init__(*args, **kwargs)
        self._person_id = person_id

    def clean_email(self) -> str:
        """Refuse what the company does not let its people take."""
        email = str(self.cleaned_data["email"])
        if not may_move_to(self._person_id, email):
            raise forms.ValidationError(str(AddressNotYours()))
        return email


@login_required
@reauthentication_required(app="wireroom.account")
def change(request: HttpRequest) -> HttpResponse:
    """Ask for the new address and write to it; whether it is taken shows in the letter alone."""
    form = NewAddress(request.user.pk or 0, request.POST or None)
    if request.method == "POST" and form.is_valid():
        throttling.consume(request, "reset_password", request.user.get_username())
        _write(request, form.cleaned_data["email"])
        messages.success(request, gettext("A letter is on its way to the new address."))
        return redirect("account_email")
    return render(request, "account/address.html", {"form": form, "here": "account-profile"})


@never_cache
@login_required
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Take the address that the letter proved, when the person signed in is the one who asked."""
    email = _proven(request, token)
    if email and request.method == "POST":
        return _take(request, email)
    status = 200 if email else 410
    return render(request, "account/address_confirm.html", {"email": email}, status=status)


def _write(request: HttpRequest, email: str) -> None:
    person: Any = request.user
    holder = identity.person_by_address(email)
    if holder is not None and holder.pk != person.pk:
        letters.write("account/email/address_taken", holder.email, {"user": holder}, utc_now())
        return
    token = signing.dumps([person.pk, person.email, email], salt=_SALT)
    link = conf.site_url() + reverse("account_confirm_email", kwargs={"token": token})
    try:
        letters.write("account/email/address_proof", email, {"link": link}, utc_now())
    except NotAnAddress:
        return


def _proven(request: HttpRequest, token: str) -> str | None:
    person: Any = request.user
    try:
        asked = signing.loads(token, salt=_SALT, max_age=PROVE_WITHIN)
    except signing.BadSignature:
        return None
    pk, old, new = asked
    return new if (pk, old) == (person.pk, person.email) else None


def _take(request: HttpRequest, email: str) -> HttpResponse:
    person: Any = request.user
    old = person.email
    try:
        change_address(person_id=person.pk, email=email, now=utc_now(), actor=old)
    except services.NotValid:
        return render(request, "account/address_confirm.html", {"email": None}, status=410)
    facts = {"from_email": old, "to_email": email}
    get_adapter(request).send_notification_mail("account/email/email_changed", person, facts, old)
    messages.success(request, gettext("Your new address is in force."))
    return redirect("mfa_index")
