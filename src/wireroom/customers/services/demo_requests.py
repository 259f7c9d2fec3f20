"""Prospects ask for a demo."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from msgspec import Struct

from wireroom.customers import letters
from wireroom.customers.access.tokens import digest
from wireroom.customers.addresses import canonical_email, domain_of, person_key
from wireroom.customers.demos import limits
from wireroom.customers.demos.domains import is_disposable
from wireroom.customers.demos.known import standing_of
from wireroom.customers.demos.standing import WORDS, Standing
from wireroom.customers.models import AccessEvent, DemoRequest, Product, Stage, TermsOfUse
from wireroom.customers.models.rights_change import take_turn
from wireroom.customers.services.mail import mailable
from wireroom.customers.services.terms import accept_terms
from wireroom.kernel.clock import iso
from wireroom.kernel.errors import WireroomError
from wireroom.kernel.ids import new_secret
from wireroom.kernel.markup import one_line, tidy

PROOF_IS_GOOD_FOR = timedelta(hours=24)
_ATTEMPT = "demo:attempted"


class TooManyRequests(WireroomError):
    """There were too many requests from this address or network; later ones are welcome."""

    code = "too_many_requests"
    temporary = True
    http_status = 429

    def __init__(self, again_at: datetime) -> None:
        """Say from when on it can be tried again."""
        super().__init__(again_at=iso(again_at))
        self.again_at = again_at


class AddressNotAccepted(WireroomError):
    """Demos are not given to addresses that are thrown away after use."""

    code = "address_not_accepted"
    http_status = 422


class Application(Struct, frozen=True, kw_only=True):
    """What a prospect said. `form` names the form it came by: one form makes one request."""

    form: str
    first_name: str
    last_name: str
    company_name: str
    email: str
    job_title: str = ""
    phone: str = ""
    country: str = ""
    products: tuple[int, ...] = ()
    message: str = ""
    terms: int | None = None
    address: str | None = None


def note_attempt(*, address: str | None, now: datetime) -> None:
    """Count one more sending of the form from an address.

    Raises:
        TooManyRequests: there were too many from it or its network; this one is not counted.
    """
    network = limits.network_of(address)
    subject = f"network:{network}"
    since = now - limits.ATTEMPTS_OF_NETWORK.within
    rows = AccessEvent.objects.filter(what=_ATTEMPT, subject=subject, at__gt=since)
    seen = list(rows.values_list("address", "at"))
    _refuse([at for place, at in seen if place == address], limits.ATTEMPTS_OF_ADDRESS, now)
    _refuse([at for _, at in seen], limits.ATTEMPTS_OF_NETWORK, now)
    AccessEvent.record(what=_ATTEMPT, now=now, subject=subject, address=address)


def request_demo(*, application: Application, now: datetime) -> None:
    """Take a request in and write the letter that answers it; a form's second sending does nothing.

    What the answer is depends on who is known here, so only the letter says it: nobody can find
    out by asking who is a customer. The request of somebody known is kept as refused.

    Raises:
        AddressNotAccepted: the address is a throw-away one.
        NotAnAddress: no letter can go to the address.
        TooManyRequests: there were too many requests from this address or its network.
    """
    mailable(canonical_email(application.email))
    if is_disposable(domain_of(application.email), settings.WIREROOM_DEMO.disposable_domains):
        raise AddressNotAccepted
    with transaction.atomic():
        take_turn(using="default")
        if DemoRequest.objects.filter(reference=application.form).exists():
            return
        _limit_requests(application.address, now)
        request = request_of(application, now)
        standing = standing_of(request.email_key, request.domain, now)
        may_write = _may_write_to(request.email_key, now)
        secret = _decide(request, standing)
        request.save()
        request.products.set(Product.objects.filter(pk__in=application.products))
        _record(request, standing, now)
        if may_write:
            _answer(request, standing, secret, now)


def _limit_requests(address: str | None, now: datetime) -> None:
    since = now - limits.REQUESTS_OF_NETWORK.within
    rows = DemoRequest.objects.filter(
        network=limits.network_of(address), requested_at__gt=since
    ).values_list("address", "requested_at")
    seen = list(rows)
    _refuse([at for place, at in seen if place == address], limits.REQUESTS_OF_ADDRESS, now)
    _refuse([at for _, at in seen], limits.REQUESTS_OF_NETWORK, now)


def _may_write_to(email_key: str, now: datetime) -> bool:
    since = now - limits.LETTERS_TO_PERSON.within
    rows = DemoRequest.objects.filter(email_key=email_key, requested_at__gt=since)
    moments = rows.values_list("requested_at", flat=True)
    return limits.free_again_at(moments, limits.LETTERS_TO_PERSON, now) is None


def _refuse(moments: list[datetime], limit: limits.Limit, now: datetime) -> None:
    again_at = limits.free_again_at(moments, limit, now)
    if again_at is not None:
        raise TooManyRequests(again_at)


def request_of(application: Application, requested_at: datetime) -> DemoRequest:
    """Make the request of a prospect from what they said; it is not saved yet."""
    return DemoRequest(
        reference=application.form,
        first_name=one_line(application.first_name),
        last_name=one_line(application.last_name),
        company_name=one_line(application.company_name),
        job_title=one_line(application.job_title),
        email=canonical_email(application.email),
        email_key=person_key(application.email),
        domain=domain_of(application.email),
        phone=one_line(application.phone),
        country=application.country,
        message=tidy(application.message),
        terms=TermsOfUse.objects.filter(number=application.terms or 0).first(),
        address=application.address,
        network=limits.network_of(application.address),
        requested_at=requested_at,
    )


def _decide(request: DemoRequest, standing: Standing) -> str:
    """Give a new request its proof, or refuse it; give the secret, which is kept as a hash only."""
    if standing is not Standing.FREE:
        request.state = Stage.REFUSED
        request.refused_at, request.refused_why = request.requested_at, WORDS[standing]
        return ""
    secret = new_secret()
    request.proof_hash = digest(secret)
    request.proof_expires_at = request.requested_at + PROOF_IS_GOOD_FOR
    return secret


def _record(request: DemoRequest, standing: Standing, now: datetime) -> None:
    AccessEvent.record(
        what="demo:requested",
        now=now,
        actor=request.email,
        subject=f"demo:{request.reference}",
        address=request.address,
        standing=standing,
    )
    if request.terms is not None:
        accept_terms(
            number=request.terms.number,
            email=request.email,
            where="demo form",
            now=now,
            address=request.address,
        )


def _answer(request: DemoRequest, standing: Standing, secret: str, now: datetime) -> None:
    """Write to the prospect. The letter repeats nothing typed: it might go to somebody else."""
    reply_to = letters.sales_reply_to()
    if standing is Standing.FREE:
        link = letters.address_of("demo-proof", secret)
        facts = {"link": link, "expires_at": request.proof_expires_at}
        letters.send("demo_proof", [request.email], now=now, reply_to=reply_to, **facts)
        return
    letters.send(f"demo_{standing}", [request.email], now=now, reply_to=reply_to)
