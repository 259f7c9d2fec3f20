"""Addresses of signing in and of accounts; allauth's views keep the names that allauth looks up."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount.views import login_cancelled
from django.contrib.auth.views import LogoutView
from django.urls import include, path, re_path, reverse_lazy
from django.views.generic import RedirectView

from wireroom.account.mfa.views import devices, edit_passkey, remove_passkey
from wireroom.account.signing_in import address
from wireroom.account.signing_in.views import ForgottenPassword, SignIn
from wireroom.account.sso import oidc, saml

_sign_in, _sign_out = SignIn.as_view(), LogoutView.as_view(next_page="login")

_passwords = [
    path("reset/", ForgottenPassword.as_view(), name="account_reset_password"),
    path("reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "reset/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("change/", account.password_change, name="account_change_password"),
    path(
        "set/",
        RedirectView.as_view(pattern_name="account_reset_password"),
        name="account_set_password",
    ),
]
_devices = [
    path("", devices, name="mfa_index"),
    path("authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("recovery-codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "recovery-codes/generate/",
        codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "recovery-codes/download/",
        codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("passkeys/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("passkeys/sign-in/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path(
        "passkeys/reauthenticate/",
        passkeys.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("passkeys/<int:pk>/edit/", edit_passkey, name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/remove/", remove_passkey, name="mfa_remove_webauthn"),
]
_providers = [
    path("cancelled/", login_cancelled, name="socialaccount_login_cancelled"),
    path("oidc/<slug:provider_id>/callback/", oidc.callback, name="openid_connect_callback"),
    path("saml/<slug:organization_slug>/acs/", saml.arrival, name="saml_acs"),
    path("saml/<slug:organization_slug>/acs/finish/", saml.finish, name="saml_finish_acs"),
    path("saml/<slug:organization_slug>/metadata/", saml.metadata, name="saml_metadata"),
    path(
        "saml/<slug:organization_slug>/signed-out/",
        RedirectView.as_view(url=reverse_lazy("login")),  # by name it would be given the slug
        name="saml_sls",
    ),
]

urlpatterns = [
    path("login/", _sign_in, name="login"),
    path("login/", _sign_in, name="account_login"),
    path("logout/", _sign_out, name="logout"),
    path("logout/", _sign_out, name="account_logout"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("account/address/", address.change, name="account_email"),
    path("account/address/<str:token>/", address.confirm, name="account_confirm_email"),
    path("account/password/", include(_passwords)),
    path("account/2fa/", include(_devices)),
    path("account/sso/", include(_providers)),
    path("account/feeds/", include("wireroom.account.feeds.urls")),
    path("", include("wireroom.account.pages.urls")),
]
