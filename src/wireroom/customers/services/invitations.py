"""Colleagues are invited, and come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from wireroom.customers import letters
from wireroom.customers.access.tokens import digest
from wireroom.customers.addresses import canonical_email, domain_of, person_key
from wireroom.customers.inviting import allowance_of, name_for_letters
from wireroom.customers.models import AccessEvent, Company, CompanyRole, Invitation, Person
from wireroom.customers.services.base import NotFound, change_of_rights, get, save_valid
from wireroom.customers.services.terms import accept_terms
from wireroom.kernel.errors import WireroomError
from wireroom.kernel.ids import new_secret
from wireroom.kernel.markup import one_line

GOOD_FOR = timedelta(days=7)


class TooManyInvitations(WireroomError):
    """Your company has sent too many invitations today. Try again tomorrow."""

    code = "too_many_invitations"
    http_status = 429


class NotYourDomain(WireroomError):
    """During a demo you can invite people only at your company's own e-mail domain."""

    code = "not_your_domain"
    http_status = 422


class InvitationGone(WireroomError):
    """This invitation has expired, was used or was taken back. Ask for a new one."""

    code = "invitation_gone"
    http_status = 410


class AddressTaken(WireroomError):
    """Somebody has an account with this address already."""

    code = "address_taken"
    http_status = 409


class Invited(NamedTuple):
    """What became of addresses: those that got a letter, and those that are colleagues already."""

    sent: tuple[str, ...]
    colleagues: tuple[str, ...]


def invite(
    *,
    company_id: int,
    emails: Sequence[str],
    role: str = CompanyRole.READER,
    inviter: str,
    now: datetime,
    actor: str,
) -> Invited:
    """Invite people by letter, each once however often and however spelt the address is there.

    Whoever has an account at another company or at the agency gets a letter that says so and has no
    link; the answer here is the same. A second invitation takes the place of an open first one.
    `inviter` is the name that the letter gives.

    Raises:
        TooManyInvitations: the company had sent its day's worth (429); nothing was sent.
        NotYourDomain: a company that has only a demo asked for somebody elsewhere (422); nothing
            was sent.
        NotAnAddress: a letter cannot go to one of them (422); nothing was sent.
    """
    typed = {person_key(email): canonical_email(email) for email in reversed(emails)}
    with change_of_rights("invite", now=now, actor=actor):
        company = get(Company, company_id)
        here = Person.objects.filter(company=company, email_key__in=typed)
        colleagues = set(here.values_list("email_key", flat=True))
        new = {key: email for key, email in typed.items() if key not in colleagues}
        _refuse(company, list(new.values()), now)
        for email in new.values():
            offered = _open_offer(company, email, now) or Invitation(company=company, email=email)
            offered.role = role
            _send(offered, inviter, now, actor)
    return Invited(tuple(new.values()), tuple(typed[key] for key in colleagues))


def resend_invitation(
    *, invitation_id: int, company_id: int, inviter: str, now: datetime, actor: str
) -> None:
    """Send an invitation again, with a new link; the old link stops working.

    Raises:
        NotFound: no open invitation of this company.
        TooManyInvitations: see `invite`, also for NotYourDomain.
    """
    with change_of_rights("invite", now=now, actor=actor):
        offered = _offer(invitation_id, company_id)
        _refuse(offered.company, [offered.email], now)
        _send(offered, inviter, now, actor)


def revoke_invitation(*, invitation_id: int, company_id: int, now: datetime, actor: str) -> None:
    """Take an open invitation back: its link stops working.

    Raises:
        NotFound: no open invitation of this company.
    """
    with change_of_rights("revoke", now=now, actor=actor):
        offered = _offer(invitation_id, company_id)
        offered.revoked_at = now
        offered.save(update_fields=["revoked_at"])
        _record("revoked", offered, now, actor)


def accept_invitation(
    *,
    secret: str,
    first_name: str,
    last_name: str,
    password: str,
    terms_number: int | None,
    address: str | None,
    now: datetime,
) -> int:
    """Make the invited person, agree to the terms in their name, and give their number; works once.

    Raises:
        InvitationGone: unknown, expired, used or taken back (410).
        AddressTaken: the address has an account by now (409).
        NotValid: a name is too long.
    """
    person = Person(first_name=one_line(first_name), last_name=one_line(last_name), date_joined=now)
    person.set_password(password)  # slow on purpose: before the turn is taken
    with change_of_rights("join", now=now, actor=None):
        offered = open_invitation(secret, now)
        if offered is None:
            raise InvitationGone
        if Person.objects.filter(email_key=offered.email_key).exists():
            raise AddressTaken
        person.email, person.company, person.role = offered.email, offered.company, offered.role
        save_valid(person)
        offered.accepted_at, offered.person = now, person
        offered.save(update_fields=["accepted_at", "person"])
        _record("accepted", offered, now, offered.email, address)
        if terms_number is not None:
            accept_terms(
                number=terms_number,
                email=person.email,
                where="invitation",
                now=now,
                person_id=person.pk,
                address=address,
            )
    return person.pk


def open_invitation(secret: str, now: datetime) -> Invitation | None:
    """Find the invitation with this secret, if it can still be accepted."""
    found = Invitation.objects.filter(hash=digest(secret), accepted_at=None, revoked_at=None)
    found = found.filter(expires_at__gt=now, company__active=True)
    return found.select_related("company").first()


def _open_offer(company: Company, email: str, now: datetime) -> Invitation | None:
    key = person_key(email)
    open_ones = company.invitations.filter(email_key=key, accepted_at=None, revoked_at=None)
    return open_ones.filter(expires_at__gt=now).first()


def _offer(invitation_id: int, company_id: int) -> Invitation:
    rows = Invitation.objects.filter(company=company_id, accepted_at=None, revoked_at=None)
    found = rows.select_related("company").filter(pk=invitation_id).first()
    if found is None:
        raise NotFound("There is no such invitation.", id=invitation_id)
    return found


def _send(offered: Invitation, inviter: str, now: datetime, actor: str) -> None:
    """Give the invitation a new secret, and write the letter that fits who is invited."""
    secret = new_secret()
    offered.email_key = person_key(offered.email)
    offered.invited_by, offered.hash = actor, digest(secret)
    offered.sent_at, offered.expires_at = now, now + GOOD_FOR
    save_valid(offered)
    if Person.objects.filter(email_key=offered.email_key).exists():
        letter, link = "invitation_known", letters.address_of("login")
    else:
        letter, link = "invitation", letters.address_of("account-invitation", secret)
    letters.send(
        letter,
        [offered.email],
        now=now,
        reply_to=letters.sales_reply_to(),
        inviter=name_for_letters(inviter),
        company=name_for_letters(offered.company.name),
        link=link,
        days=GOOD_FOR.days,
    )
    _record("sent", offered, now, actor)


def _refuse(company: Company, emails: Sequence[str], now: datetime) -> None:
    allowed = allowance_of(company.pk)
    if allowed.domain is not None and {domain_of(email) for email in emails} - {allowed.domain}:
        raise NotYourDomain
    sent = AccessEvent.objects.filter(what="invitation:sent", subject=f"company:{company.pk}")
    today = sent.filter(at__gt=now - timedelta(days=1)).count()
    if today + len(emails) > allowed.most_a_day:
        raise TooManyInvitations


def _record(
    what: str, offered: Invitation, now: datetime, actor: str, address: str | None = None
) -> None:
    AccessEvent.record(
        what=f"invitation:{what}",
        now=now,
        actor=actor,
        subject=f"company:{offered.company_id}",
        address=address,
        email=offered.email,
        role=offered.role,
    )
