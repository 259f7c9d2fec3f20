"""Django's settings, composed from the rooms and the environment."""

from __future__ import annotations

from csp.constants import NONE, SELF

from wireroom.config import environment, log_lines, topics
from wireroom.customers import conf as customers
from wireroom.design.brand import Agency, read_agency

ENVIRONMENT = environment.read()

WIREROOM_DATA_DIR = ENVIRONMENT.data_dir
WIREROOM_DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
WIREROOM_STREAM_URL = ENVIRONMENT.stream_url
WIREROOM_PUSH_PORT = ENVIRONMENT.push_port
WIREROOM_DESK_AUDIENCE = "wireroom.config.audience.audience_of"
WIREROOM_CUSTOMERS_STORIES = "wireroom.config.stories.versions_of"
WIREROOM_CUSTOMERS_SENT = "wireroom.config.stories.sent_to"
WIREROOM_DESK_FOUR_EYES = ENVIRONMENT.four_eyes
WIREROOM_USAGE_DAYS = ENVIRONMENT.usage_days
WIREROOM_RECEIPTS_DAYS = ENVIRONMENT.receipts_days
WIREROOM_DEMO = customers.load()

AGENCY_FILE = WIREROOM_DATA_DIR / "agency.toml"
WIREROOM_AGENCY = read_agency(AGENCY_FILE) if AGENCY_FILE.exists() else Agency()
topics.take_into_use(WIREROOM_DATA_DIR, WIREROOM_AGENCY.languages[0].tag)
WIREROOM_DESK_LANGUAGES = tuple((each.tag, each.name) for each in WIREROOM_AGENCY.languages)
WIREROOM_DESK_RIGHTS_HOLDER = WIREROOM_AGENCY.name
WIREROOM_DESK_RIGHTS_NOTICE = WIREROOM_AGENCY.rights_line
WIREROOM_DESK_USAGE_TERMS = WIREROOM_AGENCY.usage_terms
WIREROOM_DESK_DATA_MINING = WIREROOM_AGENCY.data_mining

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = [*ENVIRONMENT.hosts]
WIREROOM_TRUSTED_PROXIES = ENVIRONMENT.trusted_proxies

INSTALLED_APPS = [
    "wireroom.design",
    "wireroom.wire",
    "wireroom.customers",
    "wireroom.archive",
    "wireroom.usage",
    "wireroom.matching",
    "wireroom.delivery",
    "wireroom.desk",
    "wireroom.terminal",
    "wireroom.public",
    "wireroom.account",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.saml",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "captcha",
    "csp",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "wireroom.customers.access.middleware.ClientAddressMiddleware",
    "csp.middleware.CSPMiddleware",
    "wireroom.delivery.api.middleware.WithoutCookies",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "wireroom.customers.access.middleware.ActingMiddleware",
    "wireroom.customers.access.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wireroom.account.middleware.AccountGuards",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wireroom.config.middleware.ErrorsAsProblems",
    "wireroom.account.terms_middleware.TermsFirst",
    "wireroom.customers.access.view_as_middleware.ViewAsMiddleware",
]

ROOT_URLCONF = "wireroom.config.urls"
WSGI_APPLICATION = "wireroom.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wireroom.design.brand.in_templates",
            ],
        },
    },
]

DATABASES = {"default": environment.database(ENVIRONMENT.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "customers.Person"
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/terminal/"
LOGOUT_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

AUTHENTICATION_BACKENDS = ["wireroom.account.signing_in.backend.ByPassword"]
WIREROOM_STAFF_MFA = ENVIRONMENT.staff_mfa

ACCOUNT_ADAPTER = "wireroom.account.adapters.AccountAdapter"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_VERIFICATION = "none"  # whoever has an account proved the address before
ACCOUNT_FORMS = {
    "login": "wireroom.account.signing_in.forms.SignIn",
    "change_password": "wireroom.account.signing_in.forms.ChangePassword",
    "reset_password": "wireroom.account.signing_in.forms.ForgottenPassword",
    "reset_password_from_key": "wireroom.account.signing_in.forms.SetPassword",
    "reauthenticate": "wireroom.account.signing_in.forms.ConfirmPassword",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "wireroom.account.signing_in.reset.ResetTokens"  # noqa: S105 - a class
ACCOUNT_RATE_LIMITS = {  # by client (ip), by account (key), by who is signed in (user)
    "login": "120/m/ip",  # a trading floor behind one address comes in at nine
    "login_failed": "50/5m/ip,5/5m/key",
    "provider": "20/m/ip",
    "reset_password": "10/10m/ip,3/10m/key",
    "reset_password_from_key": "20/m/ip",
}
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
MFA_ADAPTER = "wireroom.account.mfa.adapter.DeviceAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # as ACCOUNT_EMAIL_VERIFICATION
MFA_FORMS = {
    "authenticate": "wireroom.account.mfa.forms.Authenticate",
    "reauthenticate": "wireroom.account.mfa.forms.Reauthenticate",
    "activate_totp": "wireroom.account.mfa.forms.ActivateApp",
    "add_webauthn": "wireroom.account.mfa.forms.AddPasskey",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute wrong
SOCIALACCOUNT_ADAPTER = "wireroom.account.sso.adapter.ProviderAdapter"
CACHES = {
    "default": {  # in the database: limits are counted together by all processes
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "wireroom_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = "wireroom.config.formats"

STATIC_URL = "/static/"
STATIC_ROOT = WIREROOM_DATA_DIR / "static"
MEDIA_ROOT = WIREROOM_DATA_DIR / "media"
MEDIA_URL = "/media/"

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 63_072_000 if ENVIRONMENT.https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.https else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": [
        "/desk/"
    ],  # Wagtail's pages need inline script: config.middleware guards them
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],  # and the push port, added per request by config.middleware
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

CAPTCHA_CHALLENGE_FUNCT = "wireroom.public.demo.digits.five_digits"
CAPTCHA_NOISE_FUNCTIONS = ("captcha.helpers.noise_dots",)
CAPTCHA_FONT_SIZE = 40
CAPTCHA_LETTER_ROTATION = (-25, 25)
CAPTCHA_TIMEOUT = 130  # minutes: longer than a form is good for

WAGTAIL_SITE_NAME = WIREROOM_AGENCY.short_name
WAGTAILADMIN_BASE_URL = f"http://localhost:{ENVIRONMENT.web_port}"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False  # accounts have pages of their own, with the second
WAGTAIL_PASSWORD_RESET_ENABLED = False  # factor that staff must have: no other door
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False

WIREROOM_SITE_URL = ENVIRONMENT.site_url
WIREROOM_MAIL_FROM = DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.mail_from
WIREROOM_DKIM = ENVIRONMENT.dkim
WIREROOM_WEBHOOKS_TO_LOOPBACK = ENVIRONMENT.webhooks_to_loopback
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = WIREROOM_DATA_DIR / "mail"  # until a mail server is configured: read them there
globals().update({f"EMAIL_{name}": value for name, value in ENVIRONMENT.smtp.items()})

LOGGING = log_lines.LOGGING
log_lines.configure_structlog()
