"""Choosing a company or a person by search, because a list of all of them is no choice."""

from __future__ import annotations

from typing import Any

from django import forms
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from wireroom.customers.backoffice import finding
from wireroom.customers.backoffice.rights_of_staff import READ, only_with
from wireroom.customers.models import Company, Customer


class _SearchForm(BaseFilterForm):
    """A box to type in."""

    q = forms.CharField(
        label="Search", required=False, widget=forms.TextInput(attrs={"placeholder": "Search"})
    )
    fields_searched: tuple[str, ...] = ()

    def filter(self, objects: Any) -> Any:
        """Find rows with every word that was typed."""
        self.search_query = self.cleaned_data.get("q", "").strip()
        self.is_searching = bool(self.search_query)
        if not self.is_searching:
            return objects
        return objects.filter(finding.matching(self.search_query, self.fields_searched))


class _CompanySearch(_SearchForm):
    fields_searched = ("name", "code")


class _PersonSearch(_SearchForm):
    fields_searched = ("email", "first_name", "last_name", "company")


class _Companies:
    """What the views that choose a company have in common."""

    filter_form_class = _CompanySearch

    @property
    def columns(self) -> list[Column]:
        """Show the code beside the name."""
        return [self.title_column, Column("code", label="Code")]


class _People:
    """What the views that choose a person have in common."""

    filter_form_class = _PersonSearch

    @property
    def columns(self) -> list[Column]:
        """Show name and company beside the address."""
        name = Column("name", label="Name", accessor="get_full_name")
        return [self.title_column, name, Column("company", label="Company")]

    def get_object_list(self) -> Any:
        """Fetch the companies with the people."""
        return Customer.objects.select_related("company")


class _CompanyChoose(_Companies, ChooseView):
    """The whole of it."""


class _CompanyResults(_Companies, ChooseResultsView):
    """Its results."""


class _PersonChoose(_People, ChooseView):
    """The whole of it."""


class _PersonResults(_People, ChooseResultsView):
    """Its results."""


class GuardedChooser(ChooserViewSet):
    """A chooser for those who may see customers: Wagtail's own asks for no right (8.0.1)."""

    register_widget = False

    def get_urlpatterns(self) -> list[Any]:
        """Guard every address."""
        patterns: list[Any] = super().get_urlpatterns()
        for pattern in patterns:
            pattern.callback = only_with(READ)(pattern.callback)
        return patterns


class CompanyChooser(GuardedChooser):
    """Choosing a company."""

    model = Company
    icon = "group"
    choose_one_text = "Choose a company"
    choose_another_text = "Choose another company"
    edit_item_text = "Edit this company"
    choose_view_class = _CompanyChoose
    choose_results_view_class = _CompanyResults


class PersonChooser(GuardedChooser):
    """Choosing somebody of a company."""

    model = Customer
    icon = "user"
    choose_one_text = "Choose a person"
    choose_another_text = "Choose another person"
    edit_item_text = "Edit this person"
    choose_view_class = _PersonChoose
    choose_results_view_class = _PersonResults


company_chooser = CompanyChooser("choose_company", url_prefix="customers/choose-company")
person_chooser = PersonChooser("choose_person", url_prefix="customers/choose-person")
_CHOOSERS = {"company": company_chooser, "person": person_chooser}


def with_choosers(form_class: Any) -> Any:
    """Give the form with its companies and people chosen by search."""

    class Chosen(form_class):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            for name, chooser in _CHOOSERS.items():
                if name in self.fields:
                    field = self.fields[name]
                    field.widget = chooser.widget_class()
                    field.widget.is_required = field.required

    return Chosen
