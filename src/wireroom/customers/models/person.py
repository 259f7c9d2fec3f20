"""People: who signs in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower

from wireroom.customers.addresses import person_key
from wireroom.customers.fields import CanonicalEmailField, PersonKeyField
from wireroom.customers.models.company import Company
from wireroom.customers.models.recorded import Recorded, RecordedQuerySet


class CompanyRole(models.TextChoices):
    """What somebody may do in their own company's affairs."""

    READER = "reader", "Reader"
    ADMINISTRATOR = "administrator", "Administrator"


class PersonManager(BaseUserManager.from_queryset(RecordedQuerySet)):  # type: ignore[misc]  # made at run time
    """Makes people; the two names are those that Django's own commands call."""

    use_in_migrations = False

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        """Make a person who signs in with `email`; without a password, one who cannot yet."""
        person: Person = self.model(email=email, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Person:
        """Make a member of the agency who may do everything."""
        return self.create_user(
            email, password, **{"is_staff": True, "is_superuser": True} | fields
        )


class Person(Recorded, AbstractUser):
    """Somebody who signs in with an e-mail address, for a company or for the agency itself."""

    rights_fields = frozenset({"email", "company", "role", "is_active", "is_staff", "is_superuser"})

    username = None  # type: ignore[assignment]  # takes the field away
    email = CanonicalEmailField("e-mail address", max_length=254, unique=True)
    company = models.ForeignKey(
        Company, on_delete=models.PROTECT, null=True, blank=True, related_name="people"
    )

    email_key = PersonKeyField(max_length=254, unique=True, editable=False)
    role = models.CharField(
        max_length=15,
        choices=CompanyRole.choices,
        default=CompanyRole.READER,
        help_text="Administrators invite colleagues and manage their company's tokens.",
    )
    job_title = models.CharField(max_length=150, blank=True)
    phone = models.CharField(max_length=40, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[PersonManager] = PersonManager()

    class Meta(AbstractUser.Meta):
        abstract = False
        base_manager_name = "objects"
        verbose_name = "person"
        verbose_name_plural = "people"
        ordering = ("email",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="person_email_is_lower_case"
            ),
            models.CheckConstraint(condition=~models.Q(email=""), name="person_has_an_email"),
            models.CheckConstraint(
                condition=models.Q(role__in=CompanyRole.values), name="person_role_is_known"
            ),
        )

    def __str__(self) -> str:
        return str(self.email)

    @property
    def name(self) -> str:
        """The whole name, or the address of who has given none."""
        return self.get_full_name() or str(self.email)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with the key of the address."""
        fields = kwargs.get("update_fields")
        if fields is not None and "email" in fields:
            kwargs["update_fields"] = {*fields, "email_key"}
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuse another spelling of somebody's address."""
        super().clean()
        others = Person.objects.filter(email_key=person_key(self.email)).exclude(pk=self.pk)
        if others.exists():
            raise ValidationError(
                {"email": "Somebody has this address already, perhaps in another spelling."}
            )


class CustomerManager(PersonManager):
    """Finds the people of companies only."""

    def get_queryset(self) -> models.QuerySet[Any]:
        """Leave the agency's own people out."""
        found: models.QuerySet[Any] = super().get_queryset()
        return found.filter(company__isnull=False, is_staff=False, is_superuser=False)


class Customer(Person):
    """A person of a company, as those who manage customers see people.

    A model of its own, because its permission differs: managing customers must not open the screens
    that make somebody a superuser.
    """

    objects: ClassVar[CustomerManager] = CustomerManager()
    everybody = PersonManager()

    class Meta:
        proxy = True
        base_manager_name = "everybody"
        verbose_name = "person"
        verbose_name_plural = "people"
        ordering = ("email",)
        default_permissions = ()
