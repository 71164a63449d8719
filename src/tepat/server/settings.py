"""Django settings: one file, from the environment only.

Every setting is a row of `server/environment.py`, which also feeds the handbook; the
docs test fails when one is missing there.
"""

from pathlib import Path

from tepat.core import mark
from tepat.core.election.roles import Action, open_room, restrict
from tepat.server import environment as env
from tepat.server.gladi import apart

HOME = env.home()
BASE = Path(__file__).resolve().parent

DEBUG = env.flag("TEPAT_DEBUG")
SECRET_KEY = env.secret_key(HOME)
ALLOWED_HOSTS = env.words("TEPAT_HOSTS")
GLADI = env.gladi(HOME)
LOG_HOST = env.text("TEPAT_LOG_HOST").strip() or (ALLOWED_HOSTS or ["localhost"])[0]
if GLADI:
    LOG_HOST = apart.host_of(GLADI, LOG_HOST)
    mark.use(mark.GLADI)
apart.check(HOME, GLADI, LOG_HOST)
CSRF_TRUSTED_ORIGINS = env.words("TEPAT_ORIGINS")
DEMO = env.flag("TEPAT_DEMO") or env.demo_shift(HOME) is not None
DEMO_OPEN = env.flag("TEPAT_DEMO_OPEN")
WEBHOOK_PRIVATE = env.flag("TEPAT_WEBHOOK_PRIVATE")

ROOM = env.room(HOME)
ROOM_FILE = HOME / env.ROOM_FILE
open_room(ROOM)
restrict(Action.SEE_RESULTS, env.roles("TEPAT_RESULTS_SEEN_BY"))
restrict(Action.ENTER_RESULTS, env.roles("TEPAT_RESULTS_TYPED_BY"))

INSTALLED_APPS = [
    "tepat.server.desk",  # first: its login page stands before that of allauth
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "ninja",
    "django_tasks",
    "django_tasks_db",
    "tepat.server.log",
    "tepat.server.election",
    "tepat.server.plan",
    "tepat.server.move",
    "tepat.server.count",
    "tepat.server.watch",
    "tepat.server.documents",
    "tepat.server.keeping",
    "tepat.server.pilkades",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "tepat.server.desk.security.OwnFilesOnly",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tepat.server.move.field.origins.FieldOrigins",
    "tepat.server.readable.ReadableText",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tepat.server.desk.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "tepat.server.election.accounts.one_time.OwnPasswordFirst",
    "tepat.server.election.accounts.gates.PledgeAndFactorFirst",
    "tepat.server.election.accounts.exports.RecordExports",
    "tepat.server.problems.RefusedMiddleware",
    "tepat.server.mirrored.pages.OwnPagesOnly",
    "tepat.server.watch.board.shared.RenewAfterChange",
]

if GLADI:
    MIDDLEWARE.insert(0, "tepat.server.gladi.marking.MarkEveryAnswer")

# A folder that was prepared as the hub of a hall serves phones and nothing else.
IS_HUB = (HOME / "hub" / "hub.json").exists()
ROOT_URLCONF = "tepat.server.hub.urls" if IS_HUB else "tepat.server.urls"
ASGI_APPLICATION = "tepat.server.asgi.application"
WSGI_APPLICATION = None

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tepat.server.desk.context.desk",
            ],
            "builtins": ["tepat.server.desk.templatetags.tepat"],
        },
    }
]

PICTURES_KEPT_S = 3.0
"""So many seconds what the board reckons serves all who look; in tests each look is its own."""
INGEST = env.ingest()
"""Where batches of facts are taken: in a `process` of their own, in a `thread` of the web server,
or in `place`, in the thread of the request; only tests do the last."""
DATABASES = {"default": env.database(HOME)}
DATABASE_ROUTERS = ["tepat.server.own_room.OwnedOnly"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "election.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
if env.plays_by_itself():
    PASSWORD_HASHERS = ["tepat.server.gladi.hashing.QuickHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "tepat.server.election.accounts.adapter.ClosedAccounts"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if env.flag("TEPAT_HTTPS") else "http"
# The second factor: a code of an application, or one of the recovery codes.
MFA_ADAPTER = "tepat.server.election.accounts.factor.SecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "tepat"
MFA_TOTP_TOLERANCE = 1  # a telephone may be half a minute off
MFA_ROLES = env.roles("TEPAT_MFA_ROLES")
# Single sign-on: off unless named. It opens an account that is there or an invitation, and
# never makes rights; no e-mail address is believed, no token and no profile is kept.
SOCIALACCOUNT_ADAPTER = "tepat.server.election.accounts.office.OfficeIdentity"
SOCIALACCOUNT_PROVIDERS = env.oidc()
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = "kantor"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True
RETENTION_DAYS = env.count("TEPAT_RETENTION_DAYS") if env.text("TEPAT_RETENTION_DAYS") else None
# Ten failures a minute from one address, five in five minutes for one name at one address
# (see `ClosedAccounts`); counted in the database, so that several processes count together.
ALLAUTH_TRUSTED_PROXY_COUNT = env.count("TEPAT_PROXIES")
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    }
}

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE / "static"]
STATIC_ROOT = None  # served from where they are (WHITENOISE_USE_FINDERS), never collected
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}

TASKS = {"default": {"BACKEND": env.task_backend()}}

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.flag("TEPAT_HTTPS")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "tepat.server.desk.pages.csrf_failed"
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3_000
"""A form names each load of the largest kabupaten, some 450, with two hours."""
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 2**20
FILE_UPLOAD_TEMP_DIR = env.upload_dir(HOME)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
