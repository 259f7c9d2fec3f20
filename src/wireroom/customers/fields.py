"""Columns with one spelling for each value: e-mail addresses, and sets of codes."""

from __future__ import annotations

import re
from ipaddress import ip_network
from typing import Any

import structlog
from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from wireroom.customers.access.sealing import SealBroken, seal, unseal
from wireroom.customers.addresses import canonical_email, person_key
from wireroom.customers.policy import Channel
from wireroom.customers.rights.product_query import compile_product_query
from wireroom.query.errors import QueryError

log = structlog.get_logger(__name__)

QCODE = re.compile(r"[A-Za-z][\w.-]*:[^\s,]+")
"""A QCode: scheme alias, colon, code (IPTC NewsML-G2 2.35, QCode type)."""
DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}")
"""A host name with at least two labels, in the ASCII spelling (RFC 1123 §2.1, RFC 5891)."""
GUID = re.compile(r"[^\s,]{1,200}")
"""A story's identity, see `wireroom.kernel.ids`."""
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
"""The shape of a language tag (RFC 5646 §2.1), without looking the subtags up."""


class CanonicalEmailField(models.EmailField):  # type: ignore[type-arg]  # not generic at run time
    """An address that is stored and looked up in its canonical spelling, whatever the route."""

    def to_python(self, value: Any) -> Any:
        """Read `value` in the canonical spelling."""
        return canonical_email(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        """Write, and compare with, the canonical spelling."""
        return super().get_prep_value(self.to_python(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: ARG002, FBT001 - Django's
        """Show the instance what was stored."""
        value = self.to_python(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, value)
        return value


class PersonKeyField(models.CharField):  # type: ignore[type-arg]  # not generic at run time
    """The key of the record's address, the same for every spelling of one mailbox."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: ARG002, FBT001 - Django's
        """Follow the address."""
        key = person_key(str(getattr(model_instance, "email", "")))
        setattr(model_instance, self.attname, key)
        return key


class SealedTextField(models.TextField):  # type: ignore[type-arg]  # not generic at run time
    """Text that the database keeps sealed and Python sees open."""

    def get_prep_value(self, value: Any) -> Any:
        """Seal."""
        return seal(value) if value else ""

    def from_db_value(self, value: str | None, *_: Any) -> str:
        """Open; what cannot be opened counts as absent, and the log says so."""
        try:
            return unseal(value) if value else ""
        except SealBroken:
            log.warning("sealed:broken", field=str(self))
            return ""

    def deconstruct(self) -> Any:
        """For migrations it is text: nothing about the column differs."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


def _refuse_odd_codes(codes: Any, shape: re.Pattern[str]) -> None:
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        raise ValidationError("This must be a list of codes.", code="not_a_list")
    for code in codes:
        if not shape.fullmatch(code):
            raise ValidationError("“%(code)s” is not a code.", code="odd", params={"code": code})


def validate_qcodes(codes: Any) -> None:
    """Refuse anything but a list of QCodes such as `medtop:04000000`."""
    _refuse_odd_codes(codes, QCODE)


def validate_languages(codes: Any) -> None:
    """Refuse anything but a list of language tags such as `en` or `en-GB`."""
    _refuse_odd_codes(codes, LANGUAGE)


def validate_guids(guids: Any) -> None:
    """Refuse anything but a list of stories' identities."""
    _refuse_odd_codes(guids, GUID)


def validate_domains(domains: Any) -> None:
    """Refuse anything but a list of domains such as `bank.example`."""
    _refuse_odd_codes(domains, DOMAIN)


def validate_channels(channels: Any) -> None:
    """Refuse anything but a list of the policy's channels."""
    _refuse_odd_codes(channels, re.compile("|".join(Channel)))


def validate_networks(networks: Any) -> None:
    """Refuse anything but a list of addresses and networks such as `192.0.2.0/24`."""
    _refuse_odd_codes(networks, re.compile(r"[0-9a-fA-F:.]+(/[0-9]{1,3})?"))
    for text in networks:
        try:
            ip_network(text)
        except ValueError as error:
            raise ValidationError(
                "“%(code)s” is no network: %(why)s. Write 192.0.2.0/24 or 2001:db8::/32.",
                code="odd",
                params={"code": text, "why": error},
            ) from error


def validate_query(text: str) -> None:
    """Refuse what is no query for a product, and say at which character and what to write."""
    try:
        compile_product_query(text)
    except QueryError as error:
        raise ValidationError(_pointed(text, error), code="bad_query") from error


def _pointed(text: str, error: QueryError) -> str:
    spot = text[error.at : error.at + max(error.length, 1)]
    where = f"character {error.at + 1}, “{spot}”" if spot else "the end"
    return " ".join(part for part in (f"At {where}: {error.detail}", error.hint) if part)


class CodesFormField(forms.CharField):
    """Codes as a person types them: one a line, or with commas or spaces between."""

    def prepare_value(self, value: Any) -> Any:
        """Show a stored list one code a line."""
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """Give the sorted list of distinct codes."""
        if isinstance(value, list):
            return value
        return sorted(set(re.split(r"[\s,]+", value or "")) - {""})

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare lists, not spellings."""
        return bool(self.to_python(initial) != self.to_python(data))


class CodesField(models.JSONField):
    """A set of codes, kept as a JSON list; empty means all."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Default to the empty list, which is allowed."""
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        """Offer a text area, not JSON."""
        defaults: dict[str, Any] = {
            "required": not self.blank,
            "label": self.verbose_name,
            "help_text": self.help_text,
            "widget": forms.Textarea(attrs={"rows": 3}),
        }
        return CodesFormField(**defaults | _without_json_options(kwargs))


def _without_json_options(kwargs: dict[str, Any]) -> dict[str, Any]:
    unwanted = {"form_class", "choices_form_class", "encoder", "decoder"}
    return {name: value for name, value in kwargs.items() if name not in unwanted}


class JSONType(models.Func):
    """The type of a JSON value in the database's own words; both say `array`."""

    function = "JSONB_TYPEOF"
    output_field = models.CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Spell it for SQLite."""
        return self.as_sql(compiler, connection, function="JSON_TYPE", **context)
