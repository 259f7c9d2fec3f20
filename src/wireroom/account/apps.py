"""The room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class AccountConfig(AppConfig):
    """Accounts. The label is not `account`: that is allauth's."""

    name = "wireroom.account"
    label = "wireroom_account"
    verbose_name = "Accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to who comes, goes and fails to."""
        from wireroom.account.mfa import staff  # noqa: PLC0415 - needs the loaded models
        from wireroom.account.signing_in import recording  # noqa: PLC0415 - as above

        recording.connect()
        staff.connect()
