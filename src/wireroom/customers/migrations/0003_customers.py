"""Who customers are: demos, invitations, sessions, terms of use, identity providers, letters."""

from __future__ import annotations

import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

import wireroom.customers.fields
import wireroom.customers.models.demo_request


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("customers", "0002_product_query"),
    ]

    operations = [
        migrations.CreateModel(
            name="Acceptance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.CharField(max_length=254)),
                ("accepted_at", models.DateTimeField()),
                ("address", models.GenericIPAddressField(blank=True, null=True)),
                (
                    "where",
                    models.CharField(help_text="demo form, sign-in, invitation", max_length=40),
                ),
            ],
            options={
                "ordering": ("-id",),
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="AccessEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(blank=True, max_length=254)),
                ("what", models.CharField(max_length=80)),
                ("subject", models.CharField(blank=True, max_length=80)),
                ("address", models.GenericIPAddressField(blank=True, null=True)),
                (
                    "detail",
                    models.JSONField(
                        default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder
                    ),
                ),
            ],
            options={
                "verbose_name": "access event",
                "ordering": ("-id",),
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="DemoRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        default=wireroom.customers.models.demo_request.new_reference,
                        editable=False,
                        max_length=12,
                        unique=True,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "Requested"),
                            ("proven", "Proven"),
                            ("active", "Active"),
                            ("converted", "Converted"),
                            ("expired", "Expired"),
                            ("refused", "Refused"),
                        ],
                        default="requested",
                        max_length=10,
                    ),
                ),
                ("first_name", models.CharField(max_length=150)),
                ("last_name", models.CharField(max_length=150)),
                ("company_name", models.CharField(max_length=200)),
                ("job_title", models.CharField(blank=True, max_length=150)),
                ("email", models.CharField(max_length=254)),
                ("email_key", models.CharField(db_index=True, max_length=254)),
                ("domain", models.CharField(db_index=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=40)),
                (
                    "country",
                    models.CharField(blank=True, help_text="ISO 3166-1 alpha-2.", max_length=2),
                ),
                ("message", models.TextField(blank=True)),
                ("address", models.GenericIPAddressField(blank=True, null=True)),
                ("network", models.CharField(blank=True, db_index=True, max_length=50)),
                ("requested_at", models.DateTimeField(db_index=True)),
                ("proof_hash", models.BinaryField(max_length=32, null=True)),
                ("proof_expires_at", models.DateTimeField(blank=True, null=True)),
                ("proven_at", models.DateTimeField(blank=True, null=True)),
                ("activated_at", models.DateTimeField(blank=True, null=True)),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                ("converted_at", models.DateTimeField(blank=True, null=True)),
                ("refused_at", models.DateTimeField(blank=True, null=True)),
                ("refused_why", models.CharField(blank=True, max_length=300)),
                ("decided_by", models.CharField(blank=True, max_length=254)),
            ],
            options={
                "verbose_name": "demo request",
                "ordering": ("-requested_at", "-id"),
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="IdentityProvider",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True)),
                (
                    "name",
                    models.CharField(
                        help_text="As the button on the sign-in page says it.", max_length=100
                    ),
                ),
                (
                    "protocol",
                    models.CharField(
                        choices=[("oidc", "OpenID Connect"), ("saml", "SAML 2.0")],
                        default="oidc",
                        max_length=4,
                    ),
                ),
                (
                    "domains",
                    models.JSONField(
                        default=list,
                        help_text="E-mail domains it vouches for.",
                        validators=[wireroom.customers.fields.validate_domains],
                    ),
                ),
                (
                    "required",
                    models.BooleanField(
                        default=False,
                        help_text="People of these domains sign in here and nowhere else.",
                    ),
                ),
                (
                    "config",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="OIDC: server_url, client_id. SAML: entity_id, sso_url, x509cert.",
                    ),
                ),
                ("secret", models.TextField(blank=True, help_text="OIDC client secret, sealed.")),
                ("active", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ("company", "name"),
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", wireroom.customers.fields.CanonicalEmailField(max_length=254)),
                ("email_key", models.CharField(db_index=True, max_length=254)),
                (
                    "role",
                    models.CharField(
                        choices=[("reader", "Reader"), ("administrator", "Administrator")],
                        default="reader",
                        max_length=15,
                    ),
                ),
                ("invited_by", models.CharField(max_length=254)),
                ("hash", models.BinaryField(max_length=32, unique=True)),
                ("sent_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("-sent_at", "-id"),
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ends_in_30", "30 days before the end"),
                            ("ends_in_7", "7 days before the end"),
                            ("ends_in_1", "One day before the end"),
                            ("ended", "At the end"),
                        ],
                        max_length=12,
                    ),
                ),
                ("ends_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("-id",),
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="OutgoingMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("to", models.CharField(max_length=254)),
                ("subject", models.CharField(max_length=250)),
                ("text", models.TextField()),
                ("html", models.TextField(blank=True)),
                ("reply_to", models.CharField(blank=True, max_length=254)),
                ("made_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("failed_at", models.DateTimeField(blank=True, null=True)),
                ("trouble", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "verbose_name": "letter",
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="SignIn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("session_key", models.CharField(max_length=40, unique=True)),
                ("address", models.GenericIPAddressField(blank=True, null=True)),
                ("agent", models.CharField(blank=True, max_length=300)),
                (
                    "method",
                    models.CharField(help_text="password, totp, passkey, oidc …", max_length=40),
                ),
                ("began_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("signed_out", "Signed out"),
                            ("seat_taken", "Another sign-in took the last seat"),
                            ("revoked", "Ended by an administrator or on another device"),
                            ("expired", "Expired"),
                            ("deactivated", "Account closed"),
                            ("password_changed", "Password changed"),
                        ],
                        max_length=20,
                    ),
                ),
                ("ended_by", models.CharField(blank=True, max_length=254)),
            ],
            options={
                "verbose_name": "session",
                "ordering": ("-began_at", "-id"),
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="TermsOfUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(unique=True)),
                ("text", models.TextField(help_text="Markdown.")),
                ("published_at", models.DateTimeField()),
                ("published_by", models.CharField(blank=True, max_length=254)),
            ],
            options={
                "verbose_name": "terms of use",
                "verbose_name_plural": "terms of use",
                "ordering": ("-number",),
                "base_manager_name": "objects",
            },
        ),
        migrations.AddField(
            model_name="accesstoken",
            name="created_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="accesstoken",
            name="scopes",
            field=wireroom.customers.fields.CodesField(
                blank=True,
                default=list,
                help_text="What it may be used for: stream, api, feed …; empty: all.",
                validators=[wireroom.customers.fields.validate_channels],
            ),
        ),
        migrations.AddField(
            model_name="company",
            name="country",
            field=models.CharField(blank=True, help_text="ISO 3166-1 alpha-2.", max_length=2),
        ),
        migrations.AddField(
            model_name="company",
            name="domain",
            field=models.CharField(
                blank=True,
                db_index=True,
                help_text="Of its people's e-mail addresses.",
                max_length=253,
            ),
        ),
        migrations.AddField(
            model_name="company",
            name="manager",
            field=models.ForeignKey(
                blank=True,
                help_text="Whom of the agency it talks to.",
                limit_choices_to={"is_staff": True},
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="managed_companies",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="company",
            name="networks",
            field=wireroom.customers.fields.CodesField(
                blank=True,
                default=list,
                help_text="Its people and machines come from these addresses only; empty: from anywhere.",
                validators=[wireroom.customers.fields.validate_networks],
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="email_key",
            field=wireroom.customers.fields.PersonKeyField(
                default="", editable=False, max_length=254
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="job_title",
            field=models.CharField(blank=True, max_length=150),
        ),
        migrations.AddField(
            model_name="person",
            name="phone",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="person",
            name="role",
            field=models.CharField(
                choices=[("reader", "Reader"), ("administrator", "Administrator")],
                default="reader",
                help_text="Administrators invite colleagues and manage their company's tokens.",
                max_length=15,
            ),
        ),
        migrations.AddField(
            model_name="product",
            name="archive_days",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="How many days back stories can be read; empty: all.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="product",
            name="channels",
            field=wireroom.customers.fields.CodesField(
                blank=True,
                default=list,
                help_text="terminal, stream, api, feed, webhook, sftp, email, export; empty: all.",
                validators=[wireroom.customers.fields.validate_channels],
            ),
        ),
        migrations.AddField(
            model_name="product",
            name="delay_minutes",
            field=models.PositiveIntegerField(
                default=0, help_text="How long after its release a story can be read; 0: at once."
            ),
        ),
        migrations.AddField(
            model_name="product",
            name="listed",
            field=models.BooleanField(default=True, help_text="The site's price list shows it."),
        ),
        migrations.AddField(
            model_name="product",
            name="price_text",
            field=models.CharField(
                blank=True,
                help_text="As the price list says it, such as “on request”.",
                max_length=200,
            ),
        ),
        migrations.AddField(
            model_name="product",
            name="samples",
            field=wireroom.customers.fields.CodesField(
                blank=True,
                default=list,
                help_text="Stories that everybody may read in full, as samples of it: their identities.",
                validators=[wireroom.customers.fields.validate_guids],
            ),
        ),
        migrations.AddField(
            model_name="subscription",
            name="channels",
            field=wireroom.customers.fields.CodesField(
                blank=True,
                default=list,
                help_text="terminal, stream, api, feed, webhook, sftp, email, export; empty: all.",
                validators=[wireroom.customers.fields.validate_channels],
            ),
        ),
        migrations.AddField(
            model_name="subscription",
            name="delay_minutes",
            field=models.PositiveIntegerField(
                default=0,
                help_text="At least this long after a story's release, beside the product's own.",
            ),
        ),
        migrations.AddField(
            model_name="subscription",
            name="sample_only",
            field=models.BooleanField(default=False, help_text="Only the product's samples."),
        ),
        migrations.AddField(
            model_name="subscription",
            name="seats",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="How many may be signed in at the same time; empty: no limit.",
                null=True,
                validators=[django.core.validators.MinValueValidator(1)],
            ),
        ),
        migrations.AddField(
            model_name="subscription",
            name="sold_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sales",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="terms",
            name="archive_days",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="How many days back stories can be read; empty: all.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="terms",
            name="channels",
            field=wireroom.customers.fields.CodesField(
                blank=True,
                default=list,
                help_text="terminal, stream, api, feed, webhook, sftp, email, export; empty: all.",
                validators=[wireroom.customers.fields.validate_channels],
            ),
        ),
        migrations.AddField(
            model_name="terms",
            name="delay_minutes",
            field=models.PositiveIntegerField(
                default=0, help_text="How long after its release a story can be read; 0: at once."
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["reader", "administrator"])),
                name="person_role_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.Exact(
                    wireroom.customers.fields.JSONType("channels"), models.Value("array")
                ),
                name="product_channels_is_a_list",
            ),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.Exact(
                    wireroom.customers.fields.JSONType("samples"), models.Value("array")
                ),
                name="product_samples_is_a_list",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.Exact(
                    wireroom.customers.fields.JSONType("channels"), models.Value("array")
                ),
                name="subscription_channels_is_a_list",
            ),
        ),
        migrations.AddField(
            model_name="acceptance",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="acceptances",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="accessevent",
            index=models.Index(fields=["subject", "id"], name="access_event_subject"),
        ),
        migrations.AddIndex(
            model_name="accessevent",
            index=models.Index(fields=["what", "id"], name="access_event_what"),
        ),
        migrations.AddIndex(
            model_name="accessevent",
            index=models.Index(fields=["actor", "id"], name="access_event_actor"),
        ),
        migrations.AddField(
            model_name="demorequest",
            name="company",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="demo_requests",
                to="customers.company",
            ),
        ),
        migrations.AddField(
            model_name="demorequest",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="demo_requests",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="demorequest",
            name="products",
            field=models.ManyToManyField(related_name="+", to="customers.product"),
        ),
        migrations.AddField(
            model_name="identityprovider",
            name="company",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="identity_providers",
                to="customers.company",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="company",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="invitations",
                to="customers.company",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="subscription",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notices",
                to="customers.subscription",
            ),
        ),
        migrations.AddIndex(
            model_name="outgoingmail",
            index=models.Index(
                condition=models.Q(("failed_at", None), ("sent_at", None)),
                fields=["due_at"],
                name="mail_due",
            ),
        ),
        migrations.AddField(
            model_name="signin",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sign_ins",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="demorequest",
            name="terms",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.termsofuse",
            ),
        ),
        migrations.AddField(
            model_name="acceptance",
            name="terms",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="acceptances",
                to="customers.termsofuse",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                fields=("subscription", "kind", "ends_at"), name="notice_once"
            ),
        ),
        migrations.AddIndex(
            model_name="signin",
            index=models.Index(
                condition=models.Q(("ended_at", None)),
                fields=["person", "began_at"],
                name="sign_in_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="signin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("ended_why", "")),
                    models.Q(
                        ("ended_at__isnull", False),
                        (
                            "ended_why__in",
                            [
                                "signed_out",
                                "seat_taken",
                                "revoked",
                                "expired",
                                "deactivated",
                                "password_changed",
                            ],
                        ),
                    ),
                    _connector="OR",
                ),
                name="sign_in_ends_for_a_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="demorequest",
            index=models.Index(fields=["state", "requested_at"], name="demo_request_state"),
        ),
        migrations.AddConstraint(
            model_name="demorequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["requested", "proven", "active", "converted", "expired", "refused"],
                    )
                ),
                name="demo_request_state_is_known",
            ),
        ),
        migrations.AddIndex(
            model_name="acceptance",
            index=models.Index(fields=["person", "terms"], name="acceptance_of_person"),
        ),
    ]
