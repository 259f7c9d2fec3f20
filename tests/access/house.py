"""A house with somebody in every role, and a sample of everything that has an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_bytes
from types import MappingProxyType
from typing import Any

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import UploadedFile

from tests.access.newsroom import Samples, newsroom
from tests.access.routes import Route
from tests.factories.customers import (
    AccessTokenFactory,
    CompanyFactory,
    DemoRequestFactory,
    PersonFactory,
    ProductFactory,
    SignInFactory,
    StaffFactory,
    SubscriptionFactory,
    demo_application,
    proof_of,
)
from tests.factories.delivery import make_delivery, make_feed
from tests.factories.desk import chief_editor, editor
from tests.factories.items import make_item, release
from tests.factories.matching import make_topic
from tests.factories.recalls import make_recall
from wireroom.account.signing_in.reset import ResetTokens
from wireroom.customers import services
from wireroom.customers.access.tokens import digest
from wireroom.customers.models import (
    AccessEvent,
    IdentityProvider,
    Invitation,
    OutgoingMail,
    RightsChange,
    TermsOfUse,
)
from wireroom.customers.services import set_up_sales
from wireroom.delivery.alerts import unsubscribing
from wireroom.delivery.models import FeedAddress
from wireroom.delivery.sending.unsubscribing import token as end_mail_of_feed
from wireroom.delivery.services.addresses import make_address
from wireroom.kernel.clock import utc_now
from wireroom.kernel.ids import from_short, new_secret, short
from wireroom.public.demo import digits
from wireroom.terminal.models import Bookmark


@dataclass(frozen=True)
class House:
    """Who is in it by role (None: nobody signed in), and what fills the gaps of addresses."""

    people: Mapping[str, Any]
    samples: Mapping[str, Samples]

    def address(self, route: Route) -> str:
        """Give the address of `route` with samples that exist: the longest prefix that has them."""
        found: dict[str, object] = {}
        for prefix in sorted(self.samples, key=len):
            if route.path.startswith(prefix):
                found |= self.samples[prefix]
        return route.address(found)

    def form(self, route: Route) -> dict[str, str]:
        """Give what has to be posted to `route` for an answer; nothing, for most."""
        topic = self.samples.get("terminal/topics/", {}).get("pk", 0)
        forms = {
            "terminal-topic-order": {"folder": "", "ids": f"{topic}"},
            "terminal-alerts-mute-story": {"guid": from_short(str(self.samples[""]["short"]))},
        }
        return forms.get(route.name, {})

    def of(self, person: Any) -> House:
        """Give the same house with what is this person's own."""
        return House(self.people, {**self.samples, **own(person, utc_now())})


def furnish() -> House:
    """Build it."""
    now = utc_now()
    people = everybody(now)
    TermsOfUse.objects.create(number=1, text="Fair use.", published_at=now)
    invitation(people["reader"].company, "visitor", now)
    return House(people, {**newsroom(people), **back_office(people), **site(people, now)})


def everybody(now: datetime) -> dict[str, Any]:
    """Make somebody in every role."""
    set_up_sales()
    company = customer()
    return {
        "anonymous": None,
        "lapsed": PersonFactory(company=customer(active_to=now - timedelta(days=1))),
        "demo": PersonFactory(company=customer(kind="demo", active_to=now + timedelta(days=7))),
        "reader": PersonFactory(company=company),
        "administrator": PersonFactory(company=company, role="administrator"),
        "editor": editor(),
        "chief editor": chief_editor(),
        "sales": member_of("Sales"),
        "support": member_of("Support"),
        "operator": StaffFactory(is_superuser=True),
    }


def customer(**subscription: Any) -> Any:
    """Make a company that has, or had, the whole wire."""
    company = CompanyFactory()
    SubscriptionFactory(company=company, product=ProductFactory(), **subscription)
    return company


def member_of(group: str) -> Any:
    """Make somebody of the agency in a group."""
    person = StaffFactory()
    person.groups.add(Group.objects.get(name=group))
    return person


def back_office(people: Mapping[str, Any]) -> dict[str, Samples]:
    """Give samples of what sales and support have addresses for."""
    reader = people["reader"]
    subscription = reader.company.subscriptions.get()
    now = utc_now()
    told = make_recall(now, secret="secret-of-a-letter", reader=reader)
    rows = {
        "company": reader.company,
        "customer": reader,
        "product": subscription.product,
        "subscription": subscription,
        "accesstoken": AccessTokenFactory(company=reader.company),
        "rightschange": RightsChange.objects.first(),
        "accessevent": AccessEvent.record(what="list:exported", now=now),
        "demorequest": DemoRequestFactory(state="active", ends_at=now),
        "invitation": invitation(reader.company, "desk", now),
        "signin": SignInFactory(person=reader),
        "identityprovider": provider(reader.company),
        "termsofuse": TermsOfUse.objects.first(),
        "letter": OutgoingMail.objects.create(
            to="a@example.com", subject="Hello", text="Hello", made_at=now, due_at=now
        ),
    }
    found = {f"desk/customers/{name}/": {"pk": row.pk} for name, row in rows.items()}
    return found | {
        "desk/customers/invite/": {"pk": reader.company.pk},
        "desk/customers/choose-company/": {"pk": reader.company.pk},
        "desk/customers/choose-person/": {"pk": reader.pk},
        "desk/recalls/": {"pk": told.recall_id},
        "desk/recalls/told/": {"pk": told.pk},
        "desk/feeds/": {"pk": (feed := make_feed(reader.company, destination="webhook")).pk},
        "desk/feeds/delivery/": {"pk": make_delivery(feed).pk},
    }


def invitation(company: Any, secret: str, now: datetime) -> Any:
    """Make an open invitation."""
    return Invitation.objects.create(
        company=company,
        email=f"{secret}@example.com",
        email_key=f"{secret}@example.com",
        invited_by="a@example.com",
        hash=digest(secret),
        sent_at=now,
        expires_at=now + timedelta(days=1),
    )


def provider(company: Any) -> Any:
    """Make an identity provider of a company; its code is that of the addresses below."""
    return IdentityProvider.objects.create(
        company=company,
        code="dock",
        name="Dock",
        protocol="saml",
        domains=["dock.example"],
        config={"entity_id": "a", "sso_url": "https://a.example/", "x509cert": "MIIB"},
    )


def site(people: Mapping[str, Any], now: datetime) -> dict[str, Samples]:
    """Give samples of what readers and visitors have addresses for."""
    ProductFactory(code="press", public=True)
    entry = release(make_item())
    services.request_demo(application=demo_application(), now=now)
    key = user_pk_to_url_str(people["reader"])
    return {
        "": {"short": short(entry.guid)},
        "products/": {"code": "press"},
        "subscribe/digits/": {"key": digits.new_digits()},
        "subscribe/proof/": {"secret": proof_of()},
        "account/invitation/": {"secret": "visitor"},
        "account/address/": {"token": "made-of-nothing"},
        "api/": {"rest": "nothing", "guid": entry.guid, "version": 1, "code": "fd_0", "number": 1},
        "recalls/acknowledge/": {"secret": "secret-of-a-letter"},
        "feeds/": {"section": "latest", "suffix": "atom"},
        "feeds/private/": {"secret": secret_of_a_feed(people["reader"].company, now)},
        "feeds/unsubscribe/": {"token": end_mail_of_feed(0, "desk@reader.example", now)},
        "account/sso/": {"provider_id": "dock", "organization_slug": "dock"},
        "account/password/": {"uidb36": key, "key": ResetTokens().make_token(people["reader"])},
    }


def secret_of_a_feed(company: Any, now: datetime) -> str:
    """Give a feed that is fetched an address, and the address's secret."""
    feed = make_feed(company, destination="feed")
    return make_address(feed_id=feed.pk, name="Reader", now=now, actor="desk@reader.example")


OWN = ("terminal/topics/", "terminal/bookmarks/", "alerts/unsubscribe/", "account/sessions/",
       "account/2fa/", "account/people/", "account/invitations/", "account/tokens/",
       "account/feeds/")  # fmt: skip


def own(person: Any, now: datetime) -> dict[str, Samples]:
    """Give what belongs to one person and has an address of its own."""
    if person is None:
        nothing: Samples = MappingProxyType(
            {"pk": 0, "token": "none", "code": "fd_none", "address": 0, "destination": "webhook"}
        )
        return dict.fromkeys(OWN, nothing)
    kept = Bookmark.objects.create(person_id=person.pk, guid="urn:uuid:0", made_at=now)
    topic = make_topic(person.pk, now=now)
    TOTP.activate(person, generate_totp_secret())
    RecoveryCodes.activate(person)
    passkey = Authenticator.objects.create(
        user=person, type=Authenticator.Type.WEBAUTHN, data={"name": "key", "credential": {}}
    )
    found: dict[str, Samples] = {
        "terminal/topics/": {"pk": topic},
        "terminal/bookmarks/": {"pk": kept.pk},
        "alerts/unsubscribe/": {"token": unsubscribing.token(person.pk, [topic], now)},
        "account/sessions/": {"pk": SignInFactory(person=person).pk},
        "account/2fa/": {"pk": passkey.pk},
        "desk/documents/multiple/": {"uploaded_file_id": uploaded(person, Document)},
        "desk/images/multiple/": {"uploaded_file_id": uploaded(person, Image)},
    }
    return found | of_company(person.company, now)


def of_company(company: Any, now: datetime) -> dict[str, Samples]:
    """Give what belongs to one company and has an address of its own."""
    company = company or CompanyFactory()
    feed = make_feed(company, destination="feed")
    address = FeedAddress.objects.create(
        feed=feed, name="reader", hash=token_bytes(32), made_at=now
    )
    return {
        "account/feeds/": {
            "code": feed.code,
            "pk": make_delivery(feed).pk,
            "address": address.pk,
            "destination": "webhook",
        },
        "account/people/": {"pk": PersonFactory(company=company).pk},
        "account/invitations/": {"pk": invitation(company, new_secret()[:12], now).pk},
        "account/tokens/": {"pk": AccessTokenFactory(company=company).pk},
    }


def uploaded(person: Any, model: type[Any]) -> int:
    """Give a file that somebody has sent and not yet named."""
    kind = ContentType.objects.get_for_model(model)
    file = ContentFile(b"text", name="text.txt")
    made: int = UploadedFile.objects.create(
        for_content_type=kind, file=file, uploaded_by_user=person
    ).pk
    return made
