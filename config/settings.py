"""All settings of all processes, from the environment alone."""

import json
from importlib.util import find_spec
from typing import Any

import dj_database_url
import django_stubs_ext
from csp.constants import NONE, SELF

from apps.core.postgres import embedded
from config.environment import ROOT, Environment

env = ENVIRONMENT = Environment()
DATA_DIR = env.data
EMBEDDED = env.embedded
_keys_given = bool(env.countersign_secret_key and env.countersign_kek)
_kept = {} if _keys_given and not EMBEDDED else embedded.kept(DATA_DIR)
django_stubs_ext.monkeypatch()  # so that ModelAdmin[Entry] and the like can be written

SECRET_KEY = env.countersign_secret_key or _kept["secret_key"]
COUNTERSIGN_KEK = env.countersign_kek or _kept["kek"]
DEBUG = env.countersign_debug
ALLOWED_HOSTS = [host for host in env.countersign_hosts.split(",") if host]

# How long an attempt may take, and how long people may still stop it (the words are those of the protocol)
COUNTERSIGN_LEASE_S = env.countersign_lease_s
COUNTERSIGN_CALL_TIMEOUT_S = env.countersign_call_timeout_s
COUNTERSIGN_GRACE_S = env.countersign_grace_s
COUNTERSIGN_CALLS_AT_ONCE = env.countersign_calls_at_once
COUNTERSIGN_RESUME_PER_S = env.countersign_resume_per_s
COUNTERSIGN_HOLD_S = env.countersign_hold_s
COUNTERSIGN_SANDBOX_HOLD_S = env.countersign_sandbox_hold_s

# The log's checkpoints: what signs them, and where they are sent
COUNTERSIGN_LOG_KEY = env.countersign_log_key
COUNTERSIGN_CHECKPOINT_DIR = env.countersign_checkpoint_dir or DATA_DIR / "checkpoints"
COUNTERSIGN_CHECKPOINT_MAIL = [one.strip() for one in env.countersign_checkpoint_mail.split(",") if one.strip()]
COUNTERSIGN_CHECKPOINT_SMTP = env.countersign_checkpoint_smtp
COUNTERSIGN_CHECKPOINT_MAIL_EVERY_S = env.countersign_checkpoint_mail_every_s

# Where the sandbox connections' simulators answer: written by `manage.py up`
_sandbox = DATA_DIR / "sandbox.json"
SANDBOXES: dict[str, str] = json.loads(_sandbox.read_text()) if _sandbox.exists() else {}

# What mails one-time codes to members: the operator's server, else the sandbox's
COUNTERSIGN_SMTP = env.countersign_smtp or SANDBOXES.get("mail", "")
COUNTERSIGN_MAIL_FROM = env.countersign_mail_from
COUNTERSIGN_URL = env.countersign_url.rstrip("/")

OUR_APPS = [
    name
    for name in (
        *("audit", "workspaces", "identity", "connectors", "policies", "approvals", "billing", "agents", "runs"),
        *("actions", "runner", "evals", "gateway", "feeds", "console"),
    )
    if find_spec(f"apps.{name}")
]
INSTALLED_APPS = [
    *(f"apps.{name}" for name in OUR_APPS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.admin",
    "guardian",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "template_partials",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "apps.console.door.Door",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# Databases: one, through two logins
_place = embedded.place(DATA_DIR) if EMBEDDED else None

# The model that hosted agents ask; "demo" is rules of our own, and no language model
COUNTERSIGN_MODEL = env.countersign_model
COUNTERSIGN_MODEL_KEYS = {"openai": env.countersign_openai_key, "anthropic": env.countersign_anthropic_key}

# Private places that SQL connections may reach: the operator's, and the sample's own database on the embedded server
COUNTERSIGN_ALLOWED_PLACES = [place for place in env.countersign_allowed_places.split(",") if place]
if _place:
    COUNTERSIGN_ALLOWED_PLACES.append(f"{embedded.HOST}:{_place.port}/harbour_operations")


def _database(url: str, engine: str, **options: Any) -> dict[str, Any]:
    settings: dict[str, Any] = {**dj_database_url.parse(url), "ENGINE": engine}
    settings["OPTIONS"] = {**settings.get("OPTIONS", {}), "application_name": "countersign", **options}
    return settings


APP_URL = _place.url(embedded.APP, embedded.MAIN) if _place else env.database_url
OWNER_URL = _place.url(embedded.OWNER, embedded.MAIN) if _place else (env.owner_database_url or env.database_url)
RESERVE_URL = _place.url(embedded.SUPERUSER, embedded.MAIN) if _place else env.reserve_database_url
# The hot path prepares its own statements (core/postgres/wire.py), and the driver none. They are planned once: the
# values of a batch say nothing about its plan.
_hot: dict[str, Any] = {"prepare_threshold": None, "options": "-c plan_cache_mode=force_generic_plan"}
_pool: dict[str, Any] = {"pool": {"min_size": 0, "max_size": env.countersign_database_pool, "timeout": 10}}
DATABASES = {
    "default": _database(APP_URL, "apps.core.postgres", **(_pool if env.countersign_database_pool else {}), **_hot),
    "owner": _database(OWNER_URL, "django.db.backends.postgresql"),
}
DATABASE_ROUTERS = ["apps.core.postgres.router.Router"]

# People
AUTH_USER_MODEL = "workspaces.User"
AUTHENTICATION_BACKENDS = [
    "apps.identity.guesses.Counting",
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ANONYMOUS_USER_NAME = None
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/sign-in/"

# What browsers are told. Cookies of two products on one host (any port) must not overwrite each other, hence the names.
SESSION_COOKIE_NAME = "countersign_session"
CSRF_COOKIE_NAME = "countersign_csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = env.countersign_https
SECURE_HSTS_SECONDS = 31_536_000 if env.countersign_https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.countersign_https else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
STATIC_URL = "/static/"
STATIC_ROOT = env.countersign_static_dir or None
STATICFILES_DIRS = [ROOT / "static"] if (ROOT / "static").is_dir() else []
WHITENOISE_USE_FINDERS = True  # so that there is no collectstatic step, unless files go to a server of their own
WHITENOISE_AUTOREFRESH = DEBUG

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = False

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
}
SPECTACULAR_SETTINGS = {"TITLE": "Countersign", "VERSION": "1", "SERVE_INCLUDE_SCHEMA": False}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.countersign_log_level},
    "loggers": {name: {"level": "WARNING"} for name in ("pgmq", "httpx", "celery.beat")},
}

# Celery: the row in the database is the truth and the message only a doorbell, so nothing is kept of results
BROKER_URL = env.broker_url or (_place.url(embedded.BROKER, embedded.QUEUE) if _place else "memory://")
