"""Filters of the lists. None offers all companies or people to choose from: one types."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from wagtail.admin.filters import WagtailFilterSet

from wireroom.customers.backoffice import finding
from wireroom.customers.backoffice.boxes import (
    Typed,
    beginning,
    by_person,
    by_subject,
    of_company,
    when,
)
from wireroom.customers.demos.countries import countries
from wireroom.customers.models import (
    AccessEvent,
    AccessToken,
    Company,
    CompanyRole,
    Customer,
    DemoRequest,
    Invitation,
    Kind,
    OutgoingMail,
    Product,
    ProductLevel,
    RightsChange,
    SignIn,
    Stage,
    Subscription,
)
from wireroom.kernel.clock import utc_now

_YES_NO = ((True, "Yes"), (False, "No"))


class CompanyFilters(WagtailFilterSet):
    """Companies."""

    active = django_filters.ChoiceFilter(choices=_YES_NO, label="Active")
    country = django_filters.ChoiceFilter(choices=countries, label="Country")

    class Meta:
        model = Company
        fields = ("active", "country")


class CustomerFilters(WagtailFilterSet):
    """People."""

    company = of_company()
    role = django_filters.ChoiceFilter(choices=CompanyRole.choices, label="Role")
    is_active = django_filters.ChoiceFilter(choices=_YES_NO, label="May sign in")

    class Meta:
        model = Customer
        fields = ("company", "role", "is_active")


class ProductFilters(WagtailFilterSet):
    """Products."""

    level = django_filters.ChoiceFilter(choices=ProductLevel.choices, label="Level")
    public = django_filters.ChoiceFilter(choices=_YES_NO, label="Public")
    active = django_filters.ChoiceFilter(choices=_YES_NO, label="Active")

    class Meta:
        model = Product
        fields = ("level", "public", "active")


class SubscriptionFilters(WagtailFilterSet):
    """Subscriptions."""

    company = of_company()
    product = Typed(lambda text: Q(product__code=text.strip()), label="Product (its code)")
    kind = django_filters.ChoiceFilter(choices=Kind.choices, label="Kind")
    runs = django_filters.ChoiceFilter(
        label="Period",
        method="by_period",
        choices=(("now", "Running"), ("future", "Not begun yet"), ("past", "Ended")),
    )
    active_to = when("active_to", "Ends")

    class Meta:
        model = Subscription
        fields = ("company", "product", "kind")

    def by_period(self, rows: QuerySet[Any], _: str, value: str) -> QuerySet[Any]:
        """Narrow to those that run, will run or ran."""
        now = utc_now()
        if value == "future":
            return rows.filter(active_from__gt=now)
        if value == "past":
            return rows.filter(active_to__lte=now)
        return rows.in_force(now)


class TokenFilters(WagtailFilterSet):
    """Tokens."""

    company = of_company()
    person = Typed(by_person, label="Person (address or name)")
    state = django_filters.ChoiceFilter(
        label="State",
        method="by_state",
        choices=(("good", "Good"), ("expired", "Expired"), ("revoked", "Revoked")),
    )

    class Meta:
        model = AccessToken
        fields = ("company", "person")

    def by_state(self, rows: QuerySet[Any], _: str, value: str) -> QuerySet[Any]:
        """Narrow to those that are good, expired or revoked."""
        if value == "revoked":
            return rows.filter(revoked_at__isnull=False)
        if value == "expired":
            return rows.filter(revoked_at=None, expires_at__lte=utc_now())
        return rows.filter(Q(expires_at=None) | Q(expires_at__gt=utc_now()), revoked_at=None)


class DemoFilters(WagtailFilterSet):
    """Demo requests."""

    state = django_filters.ChoiceFilter(choices=Stage.choices, label="State")
    requested_at = when("requested_at", "Requested")

    class Meta:
        model = DemoRequest
        fields = ("state",)


class InvitationFilters(WagtailFilterSet):
    """Invitations."""

    company = of_company()
    state = django_filters.ChoiceFilter(
        label="State",
        method="by_state",
        choices=(("open", "Open"), ("accepted", "Accepted"), ("over", "Expired or taken back")),
    )

    class Meta:
        model = Invitation
        fields = ("company",)

    def by_state(self, rows: QuerySet[Any], _: str, value: str) -> QuerySet[Any]:
        """Narrow to those that are open, accepted or over."""
        if value == "accepted":
            return rows.filter(accepted_at__isnull=False)
        still = Q(revoked_at=None, expires_at__gt=utc_now())
        return rows.filter(still if value == "open" else ~still, accepted_at=None)


class LetterFilters(WagtailFilterSet):
    """Letters."""

    state = django_filters.ChoiceFilter(
        label="State",
        method="by_state",
        choices=(("waiting", "Waiting"), ("sent", "Sent"), ("trouble", "In trouble")),
    )
    made_at = when("made_at", "Written")

    class Meta:
        model = OutgoingMail
        fields = ()

    def by_state(self, rows: QuerySet[Any], _: str, value: str) -> QuerySet[Any]:
        """Narrow to those that wait, went or have trouble."""
        if value == "sent":
            return rows.filter(sent_at__isnull=False)
        if value == "trouble":
            return rows.filter(sent_at=None).exclude(trouble="")
        return rows.filter(sent_at=None, failed_at=None)


class SignInFilters(WagtailFilterSet):
    """Sessions."""

    person = Typed(by_person, label="Person (address or name)")
    company = Typed(
        lambda text: Q(person__company__in=finding.companies(text).values("pk")),
        label="Company (name or code)",
    )
    open = django_filters.ChoiceFilter(choices=_YES_NO, label="Open", method="by_state")

    class Meta:
        model = SignIn
        fields = ("person",)

    def by_state(self, rows: QuerySet[Any], _: str, value: str) -> QuerySet[Any]:
        """Narrow to those that are open, or that have ended."""
        return rows.filter(ended_at__isnull=value == "True")


class AuditFilters(WagtailFilterSet):
    """Either audit."""

    of = Typed(by_subject, label="Person or company")
    what = Typed(beginning("what"), label="What (begins with)")
    actor = Typed(beginning("actor"), label="By (address begins with)")
    at = when("at", "When")


class RightsChangeFilters(AuditFilters):
    """Changes of rights."""

    class Meta:
        model = RightsChange
        fields = ()


class AccessEventFilters(AuditFilters):
    """Access."""

    class Meta:
        model = AccessEvent
        fields = ()
