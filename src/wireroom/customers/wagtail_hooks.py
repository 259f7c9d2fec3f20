"""The back office of sales: the menu “Customers”, for those with the one permission it takes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from wagtail import hooks
from wagtail.admin.views.generic import CreateView, IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.admin.widgets.button import Button
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permissions import register_permission_policy

from wireroom.customers import services, views
from wireroom.customers.forms import CustomerForm, ProductForm
from wireroom.customers.models import (
    AccessToken,
    Company,
    Customer,
    Product,
    RightsChange,
    Subscription,
)
from wireroom.customers.models.product import OFFER_FIELDS
from wireroom.customers.panels import EndingsPanel
from wireroom.customers.product_query import explain
from wireroom.kernel.clock import utc_now


class SalesPolicy(BasePermissionPolicy):
    """One permission for all of it; what nobody may do, such as deleting, is not in `actions`."""

    def __init__(self, model: type[Model], *actions: str) -> None:
        """Allow `actions` on `model` to whoever manages customers."""
        super().__init__(model)
        self.actions = frozenset(actions)

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether `user` manages customers and `action` exists here."""
        return action in self.actions and bool(user.has_perm(views.PERMISSION))

    def users_with_any_permission(self, actions: Iterable[str]) -> Any:
        """Give everybody who manages customers."""
        people = get_user_model().objects
        return people.with_perm(views.PERMISSION) if self.actions & set(actions) else people.none()


register_permission_policy(Company, SalesPolicy(Company, "add", "change", "view"))
register_permission_policy(Customer, SalesPolicy(Customer, "add", "change", "view"))
register_permission_policy(Product, SalesPolicy(Product, "add", "change", "view"))
register_permission_policy(Subscription, SalesPolicy(Subscription, "add", "change", "view"))
register_permission_policy(AccessToken, SalesPolicy(AccessToken, "add", "view"))
register_permission_policy(RightsChange, SalesPolicy(RightsChange, "view"))


class EndingIndexView(IndexView):
    """A list whose rows have one more button: the end."""

    ending_label = ending_url_name = ending_field = ""

    def get_list_more_buttons(self, instance: Any) -> list[Any]:
        """Add the button while there is something to end."""
        buttons = super().get_list_more_buttons(instance)
        ended_at = getattr(instance, self.ending_field)
        if ended_at is None or ended_at > utc_now():
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

    def get_base_queryset(self) -> Any:
        """Fetch the owners with the tokens."""
        return super().get_base_queryset().select_related("company", "person")


class IssueTokenView(CreateView):
    """Issues a token and shows its secret in the answer to the form, and never again."""

    def get_form(self, form_class: Any = None) -> Any:
        """Offer the people of companies only: a token of staff would read the whole wire."""
        form = super().get_form(form_class)
        form.fields["person"].queryset = Customer.objects.all()
        return form

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
            expires_at=facts["expires_at"],
            now=utc_now(),
            actor=self.request.user.email,
        )
        return token

    def save_action(self) -> HttpResponse:
        """Show the secret; no cache may keep the page."""
        context = {"token": self.object, "secret": self.secret}
        return never_cache(render)(self.request, "customers/token_issued.html", context)


class SalesViewSet(ModelViewSet):
    """What the lists have in common."""

    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    search_backend_name = None

    @property
    def url_prefix(self) -> str:
        """Keep all of it under one address."""
        return f"customers/{self.name}"

    def get_permissions_to_register(self) -> Any:
        """Offer the one permission in the group form."""
        return Permission.objects.filter(
            content_type__app_label="customers", codename="manage_customers"
        )


class CompanyViewSet(SalesViewSet):
    """Companies."""

    model = Company
    icon = "group"
    form_fields = ("name", "code", "active")
    list_display = ("name", "code", "active")
    list_filter = ("active",)
    search_fields = ("name", "code")
    list_export = ("code", "name", "active")


class CustomerViewSet(SalesViewSet):
    """People of companies."""

    model = Customer
    icon = "user"
    list_display = ("email", "first_name", "last_name", "company", "is_active", "last_login")
    list_filter = ("company", "is_active")
    search_fields = ("email", "first_name", "last_name", "company__name")
    list_export = ("email", "first_name", "last_name", "company", "is_active")
    inspect_view_fields = (*list_export, "date_joined", "last_login")

    def get_form_class(self, **_for_update: bool) -> type[CustomerForm]:
        """Give the form that can set a password."""
        return CustomerForm


class ProductInspectView(InspectView):
    """Shows the query with what it means."""

    def get_query_display_value(self) -> str:
        """Give the text, and the same in words."""
        query: str = self.object.query
        return f"{query} ({explain(query)})" if query else ""


class ProductViewSet(SalesViewSet):
    """Products."""

    model = Product
    icon = "tag"
    inspect_view_class = ProductInspectView
    list_display = ("name", "code", "level", "public", "active")
    list_filter = ("public", "level", "active")
    search_fields = ("name", "code", "description")
    list_export = ("code", "name", *OFFER_FIELDS, "active")

    def get_form_class(self, **_for_update: bool) -> type[ProductForm]:
        """Give the form that explains the query."""
        return ProductForm


class SubscriptionViewSet(SalesViewSet):
    """Subscriptions."""

    model = Subscription
    icon = "calendar-check"
    index_view_class = SubscriptionIndexView
    form_fields = ("company", "product", "kind", "active_from", "active_to")
    list_display = ("__str__", "kind", "active_from", "active_to")
    list_filter = ("company", "product", "kind")
    search_fields = ("company__name", "product__name")
    list_export = form_fields

    def get_urlpatterns(self) -> list[Any]:
        """Add the page that ends one."""
        return [
            *super().get_urlpatterns(),
            path("end/<int:pk>/", views.end_subscription, name="end"),
        ]


class AccessTokenViewSet(SalesViewSet):
    """Access tokens."""

    model = AccessToken
    icon = "key"
    index_view_class = TokenIndexView
    add_view_class = IssueTokenView
    form_fields = ("name", "company", "person", "expires_at")
    list_display = ("name", "company", "person", "expires_at", "revoked_at", "last_used_at")
    list_filter = ("company",)
    search_fields = ("name", "company__name", "person__email")
    list_export = ("name", "company", "person", "created_at", "expires_at", "revoked_at")
    inspect_view_fields = (*list_export, "last_used_at")

    def get_urlpatterns(self) -> list[Any]:
        """Add the page that revokes one."""
        return [
            *super().get_urlpatterns(),
            path("revoke/<int:pk>/", views.revoke_token, name="revoke"),
        ]


class RightsChangeViewSet(SalesViewSet):
    """The audit of rights, to read."""

    model = RightsChange
    icon = "history"
    form_fields = ()
    list_display = ("__str__", "subject", "at", "actor")
    list_filter = ("what", "at", "actor")
    search_fields = ("actor", "what", "subject")
    list_export = ("id", "at", "actor", "what", "subject", "detail")
    inspect_view_fields = list_export


class CustomersMenu(ModelViewSetGroup):
    """All of it under one entry of the menu, which nobody sees without the permission."""

    menu_label = "Customers"
    menu_icon = "group"
    menu_order = 300
    items = (
        CompanyViewSet,
        CustomerViewSet,
        ProductViewSet,
        SubscriptionViewSet,
        AccessTokenViewSet,
        RightsChangeViewSet,
    )


@hooks.register("register_admin_viewset")
def customers_menu() -> CustomersMenu:
    """Give the menu to Wagtail."""
    return CustomersMenu()


@hooks.register("construct_homepage_panels", order=200)
def fill_home(request: HttpRequest, panels: list[Any]) -> None:
    """Show sales what needs them soon; after the desk has cleared the page for itself."""
    if request.user.has_perm(views.PERMISSION):
        panels.append(EndingsPanel())
