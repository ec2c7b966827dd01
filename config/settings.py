"""All settings, for development and production alike. What differs is read from the environment: see .env.example."""

from importlib import import_module

from csp.constants import NONCE, NONE, SELF

from config import env, logs, uploads

BASE_DIR = env.ROOT
PRODUCTION = env.production()
DEBUG = not PRODUCTION

# The newsroom
NEWSROOM_NAME = env.text("NEWSROOM_NAME", "Dateline")
TIME_ZONE = env.time_zone("TIME_ZONE", "UTC")
USE_TZ = True
# The language of the public pages' own words: one for all readers, so that a page can be cached as it is
LANGUAGE_CODE = env.language("SITE_LANGUAGE", "en")
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "locale"]
# The languages that a brief may be written in
BRIEF_LANGUAGES = env.languages(
    "BRIEF_LANGUAGES", ["en", "ar", "he", "fa", "fr", "de", "es", "ru", "uk", "zh"]
)

# Where it is served
SECRET_KEY = env.secret_key("SECRET_KEY", None if PRODUCTION else "django-insecure-for-development-alone")
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", None if PRODUCTION else ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.origins("CSRF_TRUSTED_ORIGINS", [])
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

# The database
SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": BASE_DIR / "var" / "dateline.sqlite3",
    "CONN_MAX_AGE": 600,
    "CONN_HEALTH_CHECKS": True,
}
DATABASES = {"default": env.database("DATABASE_URL", None if PRODUCTION else SQLITE)}
if REPLICA := env.replica("DATABASE_REPLICA_URL", DATABASES["default"]):
    DATABASES["replica"] = REPLICA
    DATABASE_ROUTERS = ["config.replica.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
for each in DATABASES.values():
    if each["ENGINE"] == "django.db.backends.postgresql":
        # To plan a page's questions takes PostgreSQL longer than to answer them: it keeps the plans of those that a
        # connection asks again.
        each["OPTIONS"] = {"server_side_binding": True, "prepare_threshold": 5} | each.get("OPTIONS", {})
if DATABASES["default"]["ENGINE"] == SQLITE["ENGINE"]:
    DATABASES["default"]["ENGINE"] = "config.sqlite"
    DATABASES["default"]["OPTIONS"] = {
        # A write transaction queues for its lock at BEGIN: one that began by reading could only fail later.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON",
    }

# Counts of failed sign-ins and their like, which every worker must share; the table is made by a migration of the log.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

# Public pages in memory, in each process that serves: config.pages
CACHE_MEGABYTES = env.megabytes("CACHE_MEGABYTES", 16 if PRODUCTION else 0)
# Seconds that an answer may be behind the database. With 0 the very next request after a publish shows it.
CACHE_BEHIND = env.seconds("CACHE_BEHIND", 0, at_most=60)

# Mail to colleagues
MAIL_SERVER = env.mail_server("EMAIL_URL", {})
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if MAIL_SERVER
    else "config.mail.Nowhere"
    if PRODUCTION
    else "django.core.mail.backends.console.EmailBackend"
)
globals().update(MAIL_SERVER)  # EMAIL_HOST and its like
# Seconds. Someone waits for their page meanwhile.
EMAIL_TIMEOUT = 5
DEFAULT_FROM_EMAIL = env.mail_address(
    "MAIL_FROM", None if PRODUCTION and MAIL_SERVER else "desk@localhost.localdomain"
)
# What links in mails begin with.
SITE_URL = env.site("SITE_URL", None if PRODUCTION and MAIL_SERVER else "http://localhost:8000")

# Signing in through the organisation's own provider, where it has one; its address at the provider's end is
# /admin/account/oidc/login/callback/
OIDC_URL = env.issuer("OIDC_URL", "")
OIDC_NAME = env.text("OIDC_NAME", "your organisation")
OIDC_CLIENT_ID = env.text("OIDC_CLIENT_ID", None if OIDC_URL else "", at_most=200)
OIDC_CLIENT_SECRET = env.secret("OIDC_CLIENT_SECRET", None if OIDC_URL else "")
# Whether those whom the provider knows and the desk does not become writers
OIDC_NEW_PEOPLE = env.flag("OIDC_NEW_PEOPLE", default=False)

INSTALLED_APPS = [
    "editions",
    "experts",
    "briefs",
    "issues",
    "audit",
    "csp",
    "js_asset",
    "django_prose_editor",
    "config.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    *(["allauth.socialaccount", "allauth.socialaccount.providers.openid_connect"] if OIDC_URL else []),
    "accounts",  # after allauth, some of which it hides
]

MIDDLEWARE = [
    "config.requests.RequestMiddleware",
    "config.headers.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "briefs.middleware.DeskInEnglishMiddleware",
    "config.limits.LimitsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "audit.middleware.AuditMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "briefs.middleware.UnreachedMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.full.DiskFullMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "editions.context_processors.newsroom",
            ],
        },
    },
]

# Signing in: django-allauth, of which accounts/urls.py opens what is wanted
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "accounts.adapter.DeskAccounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "admin:login"
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignIn",
    "reauthenticate": "accounts.forms.Confirm",
    "change_password": "django.contrib.auth.forms.PasswordChangeForm",
}
# Five wrong passwords for one name, or ten from one address in a minute, are enough for a while.
LOCKED_MINUTES = 15
ACCOUNT_RATE_LIMITS = {"login_failed": f"10/m/ip,5/{LOCKED_MINUTES}m/key"}
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
RESET_BY_MAIL = bool(MAIL_SERVER)
REQUIRE_SECOND_FACTOR = env.flag("REQUIRE_SECOND_FACTOR", default=PRODUCTION)
MFA_ADAPTER = "accounts.adapter.DeskFactors"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute off
MFA_FORMS = {"add_webauthn": "accounts.forms.AddPasskey"}
USERSESSIONS_ADAPTER = "accounts.views.Sessions"
SOCIALACCOUNT_ADAPTER = "accounts.elsewhere.Elsewhere"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
# A form that ends at the provider is one that the content security policy forbids: it is a link.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "oidc",
                "name": OIDC_NAME,
                "client_id": OIDC_CLIENT_ID,
                "secret": OIDC_CLIENT_SECRET,
                "settings": {"server_url": OIDC_URL},
            }
        ],
    }
}
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
] + [{"NAME": "audit.signing_in.Noted"}]

# What a form may send: a brief with many sections, links and quotes, or a pasted text of several megabytes
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
LARGEST_BODY = 16 * 1024 * 1024  # with a picture of 12 megabytes in it
FORMS_URLFIELD_ASSUME_HTTPS = True

# Static files
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "var" / "static"
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = not PRODUCTION
# Pictures from the desk; the site itself hands them out, and only while they are public.
UPLOADS = BASE_DIR / "var" / "uploads"
MEDIA_ROOT = UPLOADS if uploads.in_bucket("UPLOADS") else env.folder("UPLOADS", UPLOADS)
STORAGES = {
    "default": uploads.storage("UPLOADS"),
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# What browsers are told
# The one <style> that the rich-text editor adds to a page
TIPTAP_STYLE = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        # The nonce is sent only where a page asked for one: the admin. Public pages don't, so that they can be cached.
        "script-src": [SELF, NONCE],
        "style-src": [SELF, TIPTAP_STYLE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"

# HTTPS
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
if PRODUCTION:
    # Names that a browser takes over HTTPS alone, from this host alone: no neighbouring subdomain can set them.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# Preloading binds a whole domain for years: that is for its owner to ask for.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
BEHIND_PROXY = env.flag("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# What is told to those who run it
LOGGING = logs.configuration(PRODUCTION)
METRICS_TOKEN = env.secret("METRICS_TOKEN", "")
METRICS_FOLDER = env.shared_folder("PROMETHEUS_MULTIPROC_DIR")
SENTRY_DSN = env.sentry("SENTRY_DSN", "")
if SENTRY_DSN:
    import_module("config.sentry").start(SENTRY_DSN)
