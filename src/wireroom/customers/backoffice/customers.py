"""Companies and their people."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlencode

from django.urls import reverse
from wagtail.admin.ui.tables import BooleanColumn

from wireroom.customers.backoffice import glance
from wireroom.customers.backoffice.columns import country, moment, plain
from wireroom.customers.backoffice.filters import CompanyFilters, CustomerFilters
from wireroom.customers.backoffice.forms_of_customers import CompanyForm, CustomerForm
from wireroom.customers.backoffice.listing import (
    CustomersViewSet,
    FromAddressView,
    RecordInspectView,
    inspect_url,
)
from wireroom.customers.backoffice.rights_of_staff import CUT_OFF, SEE_AS, may
from wireroom.customers.demos.countries import country_name
from wireroom.customers.models import Company, Customer
from wireroom.kernel.clock import utc_now


class CompanyInspectView(RecordInspectView):
    """A customer at a glance."""

    when_empty: ClassVar = {"networks": "From anywhere"}
    template_name = "customers/company.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add subscriptions, people, seats, sessions, tokens and demos."""
        account = glance.at(self.object.pk, utc_now())
        may_end = may(self.request.user, CUT_OFF)
        added = {"account": account, "may_end": may_end, "manages": self.manages}
        return {**super().get_context_data(**kwargs), **added}

    def get_country_display_value(self) -> str:
        """Name the country."""
        return country_name(self.object.country)

    def acts(self) -> list[tuple[str, str]]:
        """Offer the next acts."""
        about = urlencode({"company": self.object.pk})
        found = []
        if self.manages:
            found += [
                ("New subscription", f"{reverse('subscription:add')}?{about}"),
                ("Invite somebody", reverse("customers_invite", args=[self.object.pk])),
                ("New token", f"{reverse('accesstoken:add')}?{about}"),
            ]
        if may(self.request.user, SEE_AS):
            found.append(("See as …", f"{reverse('customers_see_as')}?{about}"))
        return found


class CompanyViewSet(CustomersViewSet):
    """Companies."""

    model = Company
    icon = "group"
    form_class = CompanyForm
    add_view_class = FromAddressView
    inspect_view_class = CompanyInspectView
    inspect_view_fields = ("code", "active", "country", "domain", "networks", "manager", "notes")
    list_display = (
        "name", "code", country(), BooleanColumn("active", label="Active"), plain("manager"),
    )  # fmt: skip
    related = ("manager",)
    filterset_class = CompanyFilters
    search_fields = ("name", "code")
    list_export = ("code", "name", "active", "country", "domain", "manager")


class CustomerInspectView(RecordInspectView):
    """A person, with sessions and what may be done."""

    template_name = "customers/person.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add sessions and tokens."""
        added = {
            "sessions": glance.sessions_of_person(self.object.pk),
            "tokens": glance.tokens_of_person(self.object.pk),
            "may_end": may(self.request.user, CUT_OFF),
        }
        return {**super().get_context_data(**kwargs), **added}

    def acts(self) -> list[tuple[str, str]]:
        """Offer to look as the person, and to explain what they may read."""
        about = urlencode({"person": self.object.pk})
        found = [("Why can they (not) read …?", f"{reverse('customers_why')}?{about}")]
        if may(self.request.user, SEE_AS):
            found.append(("See as this person", f"{reverse('customers_see_as')}?{about}"))
        found.append(("Show the company", inspect_url(self.object.company)))
        return found


class CustomerViewSet(CustomersViewSet):
    """People of companies."""

    model = Customer
    icon = "user"
    form_class = CustomerForm
    add_view_class = FromAddressView
    inspect_view_class = CustomerInspectView
    list_display = (
        "email", plain("get_full_name", "Name"), plain("company"),
        plain("get_role_display", "Role"), BooleanColumn("is_active", label="May sign in"),
        moment("last_login", "Last sign-in"),
    )  # fmt: skip
    related = ("company",)
    filterset_class = CustomerFilters
    search_fields = ("email", "first_name", "last_name", "company")
    list_export = (
        "email", "first_name", "last_name", "company", "role", "job_title", "phone", "is_active",
        "last_login",
    )  # fmt: skip
    inspect_view_fields = (
        "email", "first_name", "last_name", "company", "role", "job_title", "phone", "is_active",
        "date_joined", "last_login",
    )  # fmt: skip
