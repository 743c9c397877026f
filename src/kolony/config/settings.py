"""Django's settings: one file. What an installation may change is declared in `environment.py` and read here."""

import os
from pathlib import Path

from csp.constants import NONE, SELF

from kolony import stages
from kolony.config.database_url import database
from kolony.config.environment import WrongSetting, read
from kolony.config.mail_url import mail
from kolony.config.secret_key import secret_key

ENVIRONMENT = read(os.environ)
SOURCE = Path(__file__).resolve().parent.parent
HOME = ENVIRONMENT["KOLONY_HOME"]
PRODUCTION = ENVIRONMENT["KOLONY_MODE"] == "production"
DEMO = ENVIRONMENT["KOLONY_DEMO"]

DEBUG = False
SECRET_KEY = ENVIRONMENT["KOLONY_SECRET_KEY"] or secret_key(HOME)
ALLOWED_HOSTS = [*ENVIRONMENT["KOLONY_HOSTS"], "127.0.0.1", "localhost", "[::1]"]
if PRODUCTION and not ENVIRONMENT["KOLONY_HOSTS"]:
    raise WrongSetting(name="KOLONY_HOSTS", value="", expected="production needs the host names it answers to")

# The rooms come first, upper before lower: of two catalogues or templates with the same name the earlier app's wins,
# and Kolony's words shall win over those of the packages.
INSTALLED_APPS = [
    "kolony.fronts.desk",
    "kolony.fronts.outside",
    "kolony.stages.discover.seedsets",
    "kolony.stages.discover",
    "kolony.ground.facts",
    "kolony.ground.people",
    "kolony.ground.guard",
    "kolony.ground.frame",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kolony.ground.frame.middleware.ErrorWords",
]

ROOT_URLCONF = "kolony.config.urls"
WSGI_APPLICATION = "kolony.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django_cotton.cotton_loader.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "kolony.ground.frame.templatetags.frame",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kolony.ground.frame.context.frame",
            ],
        },
    }
]

COTTON_ISOLATE_BY_DEFAULT = True  # a component sees what it is given, never a `title` of the page around it

DATABASES = {"default": database(ENVIRONMENT["DATABASE_URL"], HOME, ENVIRONMENT["KOLONY_DATABASE_ROLE"])}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "kolony_cache", "TIMEOUT": 3600},
    "template_fragments": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

# Who may come in (the guard room writes the adapter and the pages)
AUTH_USER_MODEL = "guard.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_ADAPTER = "kolony.ground.guard.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/300s/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ADAPTER = "kolony.ground.guard.adapter.SecondStep"
MFA_TOTP_ISSUER = "Kolony"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_USE_SESSIONS = False
CSRF_FAILURE_VIEW = "kolony.ground.frame.error_pages.stale_form"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if PRODUCTION:
    SESSION_COOKIE_NAME = "__Host-kolony"
    CSRF_COOKIE_NAME = "__Host-kolony-csrf"
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ENVIRONMENT["KOLONY_HOSTS"]]
if ENVIRONMENT["KOLONY_PROXY_HTTPS"]:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "style-src-attr": ["'unsafe-inline'"],  # ECharts sizes its drawing through the style attribute
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = ENVIRONMENT["KOLONY_LANGUAGE"]
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [SOURCE / "fronts" / "cli" / "locale"]
TIME_ZONE = ENVIRONMENT["KOLONY_TIME_ZONE"]
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": HOME / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

globals().update(mail(ENVIRONMENT["KOLONY_MAIL_URL"], HOME))
KOLONY_ADDRESS = (
    f"https://{ENVIRONMENT['KOLONY_HOSTS'][0]}"
    if PRODUCTION
    else f"http://{ENVIRONMENT['KOLONY_BIND']}:{ENVIRONMENT['KOLONY_PORT']}"
)
KOLONY_CAN_MAIL = bool(ENVIRONMENT["KOLONY_MAIL_URL"])
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT["KOLONY_MAIL_FROM"]

# Jobs: the web process never imports task modules (they may import the columnar engine); the worker does.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""

# Kolony's own
KOLONY_STAGE_ORDER = stages.ORDER
KOLONY_EVENT_STORE = HOME / "events"
KOLONY_UPLOADS = HOME / "uploads"
KOLONY_IMPORT_FOLDER = ENVIRONMENT["KOLONY_IMPORT_FOLDER"] or HOME / "import"
KOLONY_UPLOAD_MAX_MB = ENVIRONMENT["KOLONY_UPLOAD_MAX_MB"]
KOLONY_UNPACKED_MAX_MB = ENVIRONMENT["KOLONY_UNPACKED_MAX_MB"]
KOLONY_KEYS = HOME / "keys"
KOLONY_ENGINE = ENVIRONMENT["KOLONY_ENGINE"]
KOLONY_ENGINE_MEMORY = ENVIRONMENT["KOLONY_ENGINE_MEMORY"] or None
KOLONY_ENGINE_THREADS = ENVIRONMENT["KOLONY_ENGINE_THREADS"] or None
KOLONY_DEMO = DEMO

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"kolony": {"level": "INFO"}, "procrastinate": {"level": "WARNING"}},
}
