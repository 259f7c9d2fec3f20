"""What the lists have in common: quick with a hundred thousand rows, exported with a trace."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib.auth.models import Permission
from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import TitleColumn
from wagtail.admin.views.generic import CreateView, EditView, IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet

from wireroom.customers.access.middleware import address_of
from wireroom.customers.backoffice import finding
from wireroom.customers.backoffice.choosing import with_choosers
from wireroom.customers.backoffice.columns import in_words
from wireroom.customers.backoffice.history import events_of, history_of
from wireroom.customers.backoffice.rights_of_staff import MANAGE, may
from wireroom.customers.models import AccessEvent, Person
from wireroom.customers.models.recorded import Recorded
from wireroom.kernel.clock import utc_now

MOST_COUNTED = 10_000
"""Nobody turns five hundred pages: beyond this the list says “more than” and stops counting."""
_CHUNK = 2_000
_OPENS_A_FORMULA = ("=", "@", "\t", "\r", "+", "-")


class BoundedPaginator(WagtailPaginator):
    """Counts no further than anybody would turn pages."""

    @cached_property
    def _counted(self) -> int:
        return self.object_list.order_by()[: MOST_COUNTED + 1].count()

    @cached_property
    def count(self) -> int:
        """Give the number of rows, at most `MOST_COUNTED`."""
        return min(self._counted, MOST_COUNTED)

    @cached_property
    def items_count_label(self) -> str:
        """Say how many there are, or that there are more than one cares to count."""
        if self._counted > MOST_COUNTED:
            return f"More than {MOST_COUNTED:,} {self.verbose_name_plural}"
        return super().items_count_label


class QuickIndexView(IndexView):
    """A list that fetches what its rows show in one query and is searched word by word."""

    template_name = "customers/list.html"
    paginator_class = BoundedPaginator
    related: tuple[str, ...] = ()

    def _get_title_column(
        self, field_name: str, column_class: Any = TitleColumn, **kwargs: Any
    ) -> Any:
        """Lead to the record's own page: one looks far more often than one changes."""
        column_class = self._get_title_column_class(column_class)
        return self._get_custom_column(
            field_name, column_class, get_url=self.get_inspect_url, **kwargs
        )

    def get_base_queryset(self) -> Any:
        """Fetch what the rows show along with them."""
        return super().get_base_queryset().select_related(*self.related)

    def search_queryset(self, queryset: Any) -> Any:
        """Find rows with every word that was typed."""
        if not self.is_searching:
            return queryset
        return queryset.filter(finding.matching(self.search_query, self.search_fields))

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> HttpResponse:
        """Export what is listed, and record who took it."""
        asked = {name: value for name, value in self.request.GET.items() if value}
        AccessEvent.record(
            what="list:exported",
            subject=self.model._meta.model_name or "",
            actor=self.request.user.email,
            address=address_of(self.request),
            now=utc_now(),
            asked=asked,
        )
        return super().as_spreadsheet(queryset, spreadsheet_format)

    def stream_csv(self, queryset: Any) -> Iterator[bytes]:
        """Write row by row, without holding the whole list."""
        return super().stream_csv(_in_chunks(queryset))

    def write_xlsx(self, queryset: Any, output: Any) -> None:
        """Write row by row, as above."""
        super().write_xlsx(_in_chunks(queryset), output)

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """Keep a name that a stranger typed from becoming a formula (OWASP, CSV injection)."""
        shown = super().preprocess_field_value(field, value, export_format)
        if export_format == self.FORMAT_CSV and isinstance(shown, str):
            return harmless(shown)
        return shown


def harmless(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would calculate; numbers stay as they are."""
    if not text.startswith(_OPENS_A_FORMULA) or text[1:].replace(" ", "").isdigit():
        return text
    return f"'{text}"


class _Chunks:
    """Rows of a query, a chunk at a time; knows its model, from which headings are taken."""

    def __init__(self, rows: Any) -> None:
        self.rows, self.model = rows, rows.model

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows.iterator(chunk_size=_CHUNK))


def _in_chunks(rows: Any) -> Any:
    return rows if isinstance(rows, _Chunks) else _Chunks(rows)


class RecordInspectView(InspectView):
    """A record with its history: who changed what when.

    `when_empty` says by field what nothing means there; other fields are left out then.
    """

    when_empty: ClassVar[dict[str, str]] = {}
    template_name = "customers/record.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what can be done, and the rows of the audit about this very record."""
        label = self.model._meta.concrete_model._meta.model_name
        subject = f"{label}:{self.object.pk}"
        added = {
            "acts": self.acts(),
            "history": history_of(subject),
            "events": events_of(subject),
            "gives_rights": issubclass(self.model, Recorded),
            "subject": subject,
        }
        return {**super().get_context_data(**kwargs), **added}

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        """Say it as people do: yes and no, times in UTC, lists with commas."""
        value = in_words(super().get_field_display_value(field_name, field))
        return self.when_empty.get(field_name, "") if value == "" else value

    def get_fields_context(self) -> list[dict[str, Any]]:
        """Leave out what nothing is known of."""
        return [field for field in super().get_fields_context() if field["value"] != ""]

    def acts(self) -> list[tuple[str, str]]:
        """Give label and address of what may be done next."""
        return []

    @property
    def manages(self) -> bool:
        """Whether the person who looks may change what they see."""
        return may(self.request.user, MANAGE)


class FromAddressView(CreateView):
    """A form that is filled in from its address, as `?company=7`."""

    def get_initial(self) -> dict[str, Any]:
        """Take what the address says."""
        return {**super().get_initial(), **self.request.GET.dict()}

    def get_success_url(self) -> str:
        """Show what was made."""
        return inspect_url(self.object)


class ChangeView(EditView):
    """A form whose end is the record itself."""

    def get_success_url(self) -> str:
        """Show what was changed."""
        return inspect_url(self.object)


def inspect_url(record: Any) -> str:
    """Give the address of a record's own page."""
    name = "customer" if isinstance(record, Person) else record._meta.model_name
    return reverse(f"{name}:inspect", args=[record.pk])


class CustomersViewSet(ModelViewSet):
    """What the lists have in common."""

    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    search_backend_name = None
    index_view_class = QuickIndexView
    inspect_view_class = RecordInspectView
    edit_view_class = ChangeView
    form_class: Any = None
    form_fields: tuple[str, ...] = ()
    related: tuple[str, ...] = ()

    @property
    def url_prefix(self) -> str:
        """Keep all of it under one address."""
        return f"customers/{self.name}"

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Tell the list what to fetch along."""
        return super().get_index_view_kwargs(related=self.related, **kwargs)

    def get_form_class(self, for_update: bool = False) -> Any:  # noqa: FBT001, FBT002 - Wagtail's
        """Give the form, companies and people chosen by search."""
        return with_choosers(self.form_class or super().get_form_class(for_update))

    def get_permissions_to_register(self) -> Any:
        """Offer the permissions of the back office in the group form."""
        wanted = ("manage_customers", "read_customers", "see_as_customer", "cut_off_customers")
        return Permission.objects.filter(content_type__app_label="customers", codename__in=wanted)
