"""How well an account is protected."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from msgspec import Struct


class Security(Struct, frozen=True, kw_only=True):
    """What somebody signs in with."""

    has_password: bool
    has_app: bool
    """Whether an authenticator app gives codes."""
    passkeys: int
    recovery_codes: int
    """Codes not used yet."""

    @property
    def has_second_factor(self) -> bool:
        """Whether the password alone is not enough."""
        return self.has_app or self.passkeys > 0


def security_of(user: Any) -> Security:
    """Give what `user` signs in with. One query."""
    found = list(Authenticator.objects.filter(user=user))
    kinds = [each.type for each in found]
    codes = [each for each in found if each.type == Authenticator.Type.RECOVERY_CODES]
    return Security(
        has_password=user.has_usable_password(),
        has_app=Authenticator.Type.TOTP in kinds,
        passkeys=kinds.count(Authenticator.Type.WEBAUTHN),
        recovery_codes=sum(len(RecoveryCodes(each).get_unused_codes()) for each in codes),
    )
