"""Identity providers: where a company's own people sign in."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models

from wireroom.customers.access import provider_rules
from wireroom.customers.fields import SealedTextField, validate_domains
from wireroom.customers.models.company import Company
from wireroom.customers.models.recorded import Recorded, RecordedQuerySet


class Protocol(models.TextChoices):
    """How the two houses speak."""

    OIDC = "oidc", "OpenID Connect"
    SAML = "saml", "SAML 2.0"


class IdentityProvider(Recorded):
    """One company's provider. It vouches for addresses of its `domains` only, and for no others."""

    rights_fields = frozenset({"company", "domains", "required", "active", "config"})

    company = models.ForeignKey(
        Company, on_delete=models.PROTECT, related_name="identity_providers"
    )
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=100, help_text="As the button on the sign-in page says it.")
    protocol = models.CharField(max_length=4, choices=Protocol.choices, default=Protocol.OIDC)
    domains = models.JSONField(
        default=list, validators=[validate_domains], help_text="E-mail domains it vouches for."
    )
    required = models.BooleanField(
        default=False, help_text="People of these domains sign in here and nowhere else."
    )
    config = models.JSONField(
        default=dict,
        blank=True,
        help_text="OIDC: server_url, client_id. SAML: entity_id, sso_url, x509cert.",
    )
    secret = SealedTextField(blank=True, help_text="OIDC client secret, sealed.")
    active = models.BooleanField(default=True)

    objects = RecordedQuerySet["IdentityProvider"].as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ("company", "name")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse what could not work, or would vouch for more than the company's own people.

        Raises:
            ValidationError: by field, with what to write instead.
        """
        trouble = provider_rules.trouble(self.protocol, self.config, self.secret)
        others = IdentityProvider.objects.filter(active=True).exclude(pk=self.pk)
        lists = others.values_list("domains", flat=True)
        taken = {domain for domains in lists for domain in domains}
        if self.active and (doubled := sorted(taken.intersection(self.domains))):
            trouble["domains"] = f"Another provider vouches for {', '.join(doubled)} already."
        if not self.domains:
            trouble["domains"] = "Name the e-mail domains it vouches for, at least one."
        if trouble:
            raise ValidationError(trouble)
