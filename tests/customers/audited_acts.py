"""Everything that people do and the audits must know of, and a world to do it in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client

from tests.factories.customers import (
    PASSWORD,
    CompanyFactory,
    PersonFactory,
    ProductFactory,
    StaffFactory,
    SubscriptionFactory,
    demo_application,
    proof_of,
)
from wireroom.customers import services
from wireroom.customers.access import view_as
from wireroom.customers.models import DemoRequest, Invitation, OutgoingMail, SignIn
from wireroom.customers.services import invitations, set_up_sales
from wireroom.customers.services.profile import ask_for_seats, set_role
from wireroom.customers.services.sessions import end_session
from wireroom.kernel.clock import utc_now

ACTOR = "sales@agency.example"


class World:
    """A customer with an administrator, a colleague and a product; sales; and a prospect."""

    def __init__(self) -> None:
        """Make them."""
        self.now = utc_now()
        self.company = CompanyFactory(domain="dock.example")
        self.person = PersonFactory(company=self.company, role="administrator")
        self.colleague = PersonFactory(company=self.company)
        self.product = ProductFactory()
        self.other = ProductFactory()
        self.subscription = SubscriptionFactory(company=self.company, product=self.product)
        self.staff = StaffFactory()
        self.staff.groups.add(set_up_sales())
        self.terms = services.publish_terms(text="Fair use.", now=self.now, actor=ACTOR)
        self.accept_terms(self.person)
        self.token, _ = services.issue_token(
            name="a", company_id=self.company.pk, now=self.now, actor=ACTOR
        )
        self.browser, self.desk = Client(), Client()
        self.browser.force_login(self.person)
        self.desk.force_login(self.staff)

    @property
    def by(self) -> dict[str, Any]:
        """Who acts, and when."""
        return {"now": self.now, "actor": ACTOR}

    @property
    def demo_pk(self) -> int:
        """Give the newest request for a demo."""
        return DemoRequest.objects.latest("pk").pk

    def accept_terms(self, person: Any) -> None:
        """Let somebody agree to the terms in force."""
        services.accept_terms(
            number=self.terms,
            email=person.email,
            where="sign-in",
            now=self.now,
            person_id=person.pk,
        )

    def sign_in_of(self, person: Any) -> SignIn:
        """Give the newest session of somebody."""
        return SignIn.objects.filter(person=person).latest("pk")

    def demo(self, stage: str) -> DemoRequest:
        """Give a request for a demo that has come as far as `stage`."""
        domain = f"{self.company.code}.example"
        asked = demo_application(email=f"grace@{domain}")
        services.request_demo(application=asked, now=self.now)
        if stage == "active":
            secret, password = proof_of(asked.email), "correct horse"
            services.open_demo(secret=secret, password=password, now=self.now, address=None)
        return DemoRequest.objects.latest("pk")


def login(world: World, password: str) -> None:
    Client().post("/login/", {"login": world.colleague.email, "password": password})


def export(world: World) -> None:
    answer = world.browser.get("/terminal/export.csv")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # it streams


def see_as(world: World) -> None:
    session = world.desk.session
    view_as.begin(session, person_id=world.person.pk, reason="asked", **world.by)
    session.save()


def accept_invitation(world: World) -> None:
    letter = OutgoingMail.objects.filter(text__contains="/account/invitation/").latest("pk")
    invitations.accept_invitation(
        secret=letter.text.partition("/account/invitation/")[2].partition("/")[0],
        first_name="Ann",
        last_name="Guest",
        password="correct horse",
        terms_number=None,
        address=None,
        now=world.now,
    )


def invite(world: World) -> None:
    invitations.invite(
        company_id=world.company.pk, emails=["guest@dock.example"], inviter="Ada", **world.by
    )


Act = Callable[[World], object]
ACCESS: dict[str, tuple[Act, Act | None, str]] = {
    "signs in": (lambda w: login(w, PASSWORD), None, "sign_in:ok"),
    "fails to": (lambda w: login(w, "wrong"), None, "sign_in:failed"),
    "signs out": (lambda w: w.browser.post("/logout/"), None, "sign_out"),
    "exports stories": (export, None, "list:exported"),
    "exports customers": (
        lambda w: w.desk.get("/desk/customers/company/?export=csv"),
        None,
        "list:exported",
    ),
    "begins to see as": (see_as, None, "view_as:began"),
    "ends it": (
        lambda w: w.desk.post("/desk/customers/see-as/end/"),
        see_as,
        "view_as:ended",
    ),
    "session ended": (
        lambda w: end_session(sign_in_id=w.sign_in_of(w.person).pk, why="revoked", **w.by),
        lambda w: w.browser.get("/account/"),
        "session:ended",
    ),
    "terms published": (
        lambda w: services.publish_terms(text="Fairer use.", **w.by),
        None,
        "terms:published",
    ),
    "terms accepted": (
        lambda w: w.accept_terms(w.colleague),
        None,
        "terms:accepted",
    ),
    "demo requested": (lambda w: w.demo("requested"), None, "demo:requested"),
    "demo extended": (
        lambda w: services.extend_demo(request_id=w.demo_pk, days=3, **w.by),
        lambda w: w.demo("active"),
        "demo:extended",
    ),
    "demo converted": (
        lambda w: services.convert_demo(request_id=w.demo_pk, product_ids=[w.product.pk], **w.by),
        lambda w: w.demo("active"),
        "demo:converted",
    ),
    "demo refused": (
        lambda w: services.refuse_demo(request_id=w.demo_pk, why="No.", **w.by),
        lambda w: w.demo("active"),
        "demo:refused",
    ),
    "demo expired": (
        lambda w: services.expire_demos(now=w.now + timedelta(days=400)),
        lambda w: w.demo("active"),
        "demo:expired",
    ),
    "invitation sent": (invite, None, "invitation:sent"),
    "invitation revoked": (
        lambda w: invitations.revoke_invitation(
            invitation_id=Invitation.objects.latest("pk").pk, company_id=w.company.pk, **w.by
        ),
        invite,
        "invitation:revoked",
    ),
    "invitation accepted": (accept_invitation, invite, "invitation:accepted"),
    "seats asked for": (
        lambda w: ask_for_seats(
            company_id=w.company.pk, person_id=w.person.pk, seats=9, words="", **w.by
        ),
        None,
        "seats:asked",
    ),
}
RIGHTS: dict[str, tuple[Act, str]] = {
    "token issued": (
        lambda w: services.issue_token(name="b", company_id=w.company.pk, **w.by),
        "accesstoken:issue",
    ),
    "token revoked": (
        lambda w: services.revoke_token(token_id=w.token.pk, **w.by),
        "accesstoken:revoke",
    ),
    "role changed": (
        lambda w: set_role(
            person_id=w.colleague.pk, company_id=w.company.pk, role="administrator", **w.by
        ),
        "person:",
    ),
    "person deactivated": (
        lambda w: services.deactivate_person(person_id=w.colleague.pk, **w.by),
        "person:deactivate",
    ),
    "company closed": (
        lambda w: services.set_company_active(company_id=w.company.pk, active=False, **w.by),
        "company:",
    ),
    "subscribed": (
        lambda w: services.subscribe(company_id=w.company.pk, product_id=w.other.pk, **w.by),
        "subscription:create",
    ),
    "subscription ended": (
        lambda w: services.end_subscription(subscription_id=w.subscription.pk, **w.by),
        "subscription:end",
    ),
    "product changed": (
        lambda w: services.change_product(product_id=w.product.pk, level="headline", **w.by),
        "product:",
    ),
}
