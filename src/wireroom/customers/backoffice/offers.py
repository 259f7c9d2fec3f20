"""Products, subscriptions and tokens."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.widgets.button import Button

from wireroom.customers import services
from wireroom.customers.backoffice import views
from wireroom.customers.backoffice.columns import moment, plain
from wireroom.customers.backoffice.filters import (
    ProductFilters,
    SubscriptionFilters,
    TokenFilters,
)
from wireroom.customers.backoffice.forms_of_offers import ProductForm, SubscriptionForm, TokenForm
from wireroom.customers.backoffice.listing import (
    CustomersViewSet,
    FromAddressView,
    QuickIndexView,
    RecordInspectView,
    inspect_url,
)
from wireroom.customers.backoffice.rights_of_staff import CUT_OFF, MANAGE, may
from wireroom.customers.models import AccessToken, Product, Subscription
from wireroom.customers.models.product import OFFER_FIELDS
from wireroom.customers.rights.product_query import explain
from wireroom.kernel.clock import utc_now


class EndingIndexView(QuickIndexView):
    """A list whose rows have one more button: the end."""

    ending_label = ending_url_name = ending_field = ""
    ending_permission = MANAGE

    def get_list_more_buttons(self, instance: Any) -> list[Any]:
        """Add the button while there is something to end."""
        buttons = super().get_list_more_buttons(instance)
        ended_at = getattr(instance, self.ending_field)
        is_open = ended_at is None or ended_at > utc_now()
        if is_open and may(self.request.user, self.ending_permission):
            url = reverse(self.ending_url_name, args=(instance.pk,))
            buttons.append(
                Button(self.ending_label, url=url, icon_name="circle-xmark", priority=50)
            )
        return buttons


class SubscriptionIndexView(EndingIndexView):
    """Subscriptions end."""

    ending_label, ending_url_name, ending_field = "End now", "subscription:end", "active_to"


class TokenIndexView(EndingIndexView):
    """Tokens are revoked."""

    ending_label, ending_url_name, ending_field = "Revoke", "accesstoken:revoke", "revoked_at"
    ending_permission = CUT_OFF


class IssueTokenView(FromAddressView):
    """Issues a token and shows its secret in the answer to the form, and never again."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Show in the form what only the service finds wrong, such as an end that is past."""
        try:
            return super().form_valid(form)
        except services.NotValid as error:
            form.add_error(None, error.detail)
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)

    def save_instance(self) -> AccessToken:
        """Issue instead of saving."""
        facts = self.form.cleaned_data
        token, self.secret = services.issue_token(
            name=facts["name"],
            company_id=facts["company"] and facts["company"].pk,
            person_id=facts["person"] and facts["person"].pk,
            scopes=facts["scopes"],
            expires_at=facts["expires_at"],
            created_by_id=self.request.user.pk,
            now=utc_now(),
            actor=self.request.user.email,
        )
        return token

    def save_action(self) -> HttpResponse:
        """Show the secret; no cache may keep the page."""
        context = {"token": self.object, "secret": self.secret}
        return never_cache(render)(self.request, "customers/token_issued.html", context)


class ProductInspectView(RecordInspectView):
    """Shows the query with what it means."""

    when_empty: ClassVar = {
        **dict.fromkeys(("topics", "genres", "languages", "channels"), "All"),
        "archive_days": "As far as there is",
    }

    def get_query_display_value(self) -> str:
        """Give the text, and the same in words."""
        query: str = self.object.query
        return f"{query} ({explain(query)})" if query else ""


class ProductViewSet(CustomersViewSet):
    """Products."""

    model = Product
    icon = "tag"
    form_class = ProductForm
    inspect_view_class = ProductInspectView
    list_display = (
        "name", "code", "level", plain("delay_minutes", "Delay, min"),
        BooleanColumn("public", label="Public"), BooleanColumn("listed", label="Listed"),
        BooleanColumn("active", label="Active"),
    )  # fmt: skip
    filterset_class = ProductFilters
    search_fields = ("name", "code", "description")
    list_export = ("code", "name", *OFFER_FIELDS, "price_text", "listed", "samples", "active")
    inspect_view_fields = (
        "code", "name", "description", "price_text", "listed", *OFFER_FIELDS, "samples", "active",
        "created_at",
    )  # fmt: skip


class SubscriptionInspectView(RecordInspectView):
    """A subscription, with ways for it to go on or to end."""

    when_empty: ClassVar = {
        "active_to": "Until further notice", "seats": "No limit", "channels": "All",
    }  # fmt: skip

    def acts(self) -> list[tuple[str, str]]:
        """Offer to renew, extend and end."""
        found = [("Show the company", inspect_url(self.object.company))]
        if not self.manages:
            return found
        ends, pk = self.object.active_to, self.object.pk
        if ends is not None:
            found.append(("Renew", reverse("subscription:renew", args=[pk])))
        if ends is not None and ends > utc_now():
            found.append(("Extend", reverse("subscription:extend", args=[pk])))
        if ends is None or ends > utc_now():
            found.append(("End now", reverse("subscription:end", args=[pk])))
        return found


class SubscriptionViewSet(CustomersViewSet):
    """Subscriptions."""

    model = Subscription
    icon = "calendar-check"
    form_class = SubscriptionForm
    index_view_class = SubscriptionIndexView
    add_view_class = FromAddressView
    inspect_view_class = SubscriptionInspectView
    ordering = "-active_from"
    list_display = (
        "company", plain("product"), plain("get_kind_display", "Kind"),
        moment("active_from", "From"), moment("active_to", "To"), plain("seats"),
        plain("sold_by", "Sold by"),
    )  # fmt: skip
    related = ("company", "product", "sold_by")
    filterset_class = SubscriptionFilters
    search_fields = ("company", "product__name")
    list_export = (
        "company", "product", "kind", "active_from", "active_to", "seats", "channels",
        "delay_minutes", "sample_only", "sold_by", "note",
    )  # fmt: skip
    inspect_view_fields = list_export

    def get_urlpatterns(self) -> list[Any]:
        """Add the pages that end one or let it go on."""
        return [
            *super().get_urlpatterns(),
            path("end/<int:pk>/", views.end_subscription, name="end"),
            path("renew/<int:pk>/", views.renew_subscription, name="renew"),
            path("extend/<int:pk>/", views.extend_subscription, name="extend"),
        ]


class TokenInspectView(RecordInspectView):
    """A token, of which the secret is known to nobody."""

    when_empty: ClassVar = {
        "expires_at": "Until it is revoked", "scopes": "All but the terminal",
    }  # fmt: skip

    def acts(self) -> list[tuple[str, str]]:
        """Offer to revoke it, and to explain what it reads."""
        about = urlencode({"token": self.object.pk})
        found = [("Why can it (not) read …?", f"{reverse('customers_why')}?{about}")]
        found.append(("Show its owner", inspect_url(self.object.company or self.object.person)))
        if self.object.revoked_at is None and may(self.request.user, CUT_OFF):
            found.append(("Revoke", reverse("accesstoken:revoke", args=[self.object.pk])))
        return found


class AccessTokenViewSet(CustomersViewSet):
    """Access tokens."""

    model = AccessToken
    icon = "key"
    form_class = TokenForm
    index_view_class = TokenIndexView
    add_view_class = IssueTokenView
    inspect_view_class = TokenInspectView
    list_display = (
        "name", plain("company"), plain("person"), moment("expires_at", "Expires"),
        moment("revoked_at", "Revoked"), moment("last_used_at", "Last used"),
    )  # fmt: skip
    ordering = "-created_at"
    related = ("company", "person")
    filterset_class = TokenFilters
    search_fields = ("name", "company", "person")
    list_export = (
        "name", "company", "person", "scopes", "created_at", "created_by", "expires_at",
        "revoked_at", "last_used_at",
    )  # fmt: skip
    inspect_view_fields = list_export

    def get_urlpatterns(self) -> list[Any]:
        """Add the page that revokes one."""
        return [
            *super().get_urlpatterns(),
            path("revoke/<int:pk>/", views.revoke_token, name="revoke"),
        ]
