"""Every setting, once. What an operator may set is read from the environment by ``config.env``."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from namkhong.config import database_url, env, logs

with contextlib.suppress(ImportError):  # only where the types are checked and the tests run
    import django_stubs_ext

    django_stubs_ext.monkeypatch()

ROOT = Path(__file__).resolve().parents[3]
SOURCE = Path(__file__).resolve().parents[1]
VAR = Path(env.text("NAMKHONG_VAR", str(ROOT / "var")))
FACTS = Path(env.text("NAMKHONG_FACTS", str(ROOT / "facts")))

PRODUCTION = env.flag("NAMKHONG_PRODUCTION", default=False)
DEBUG = env.flag("NAMKHONG_DEBUG", default=False)
SECRET_KEY = env.text("SECRET_KEY", "" if PRODUCTION else "only-for-a-trial-on-this-machine")
if not SECRET_KEY:
    raise env.WrongEnvironment("Chạy thật cần SECRET_KEY: một chuỗi ngẫu nhiên dài, giữ bí mật.")
ALLOWED_HOSTS = env.listed("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver" if not PRODUCTION else "")
SITE_URL = env.text("SITE_URL", f"http://127.0.0.1:{env.number('PORT', 8000)}")
SITE_ID = 1
CSRF_TRUSTED_ORIGINS = [SITE_URL]
# Addresses (or networks) of the web servers in front of the pages. Only what these say of where a request comes from is
# believed; without them everybody who comes through such a server would count as one and the same address.
TRUSTED_PROXIES = env.listed("TRUSTED_PROXIES")


# A database host that was cut off is noticed after half a minute, not after the quarter of an hour of TCP.
_NOTICED: dict[str, Any] = {
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 4,
    "tcp_user_timeout": 30_000,
}
# Where another server may take over, sooner: a request that is given a connection to the lost one waits for this.
_NOTICED_SOON: dict[str, Any] = {**_NOTICED, "keepalives_idle": 5, "keepalives_interval": 2, "tcp_user_timeout": 10_000}


def _database(url: str) -> dict[str, Any]:
    try:
        address = database_url.read(url)
    except ValueError as error:
        raise env.WrongEnvironment(str(error)) from error
    # Of several servers one may be a machine that is gone: two seconds are spent on it, then the next is asked.
    others = len(address.servers) - 1
    options: dict[str, Any] = {"connect_timeout": 2 if others else 5, "prepare_threshold": 0}
    # Prepared on the server in page and worker processes; migrations send several statements at once and cannot.
    options["server_side_binding"] = env.flag("NAMKHONG_SERVER_BINDING", default=False)
    kept_seconds = env.number("NAMKHONG_CONNECTION_SECONDS", 0)
    if pool_size := env.number("NAMKHONG_POOL", 0):
        # A database that is gone is asked for again by the next request, not after a pause that grows with the outage.
        options["pool"] = {"min_size": 1, "max_size": pool_size, "timeout": 3 + 2 * others, "reconnect_timeout": 2}
    return {
        "ENGINE": "namkhong.config.postgresql" if pool_size or kept_seconds else "django.db.backends.postgresql",
        "NAME": address.name,
        "USER": address.user,
        "PASSWORD": address.password,
        "HOST": address.hosts,
        "PORT": address.ports,
        "OPTIONS": {**(_NOTICED_SOON if others else _NOTICED), **address.options, **options},
        "CONN_MAX_AGE": kept_seconds,
        "CONN_HEALTH_CHECKS": True,  # a connection that died with the database is replaced, not shown to a person
        "TEST": {"NAME": env.text("NAMKHONG_TEST_DATABASE", "test_namkhong")},
    }


DATABASES = {"default": _database(env.text("DATABASE_URL", "postgresql:///namkhong"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "namkhong.config.apps.ConfigConfig",
    "namkhong.portal.home",
    "namkhong.services.openness",
    "namkhong.services.subscriptions",
    "namkhong.services.feedback",
    "namkhong.services.desks",
    "namkhong.services.dossiers",
    "namkhong.services.procedures",
    "namkhong.services.eforms",
    "namkhong.office.directives",
    "namkhong.office.intake",
    "namkhong.office.drafting",
    "namkhong.office.documents",
    "namkhong.office.exchange",
    "namkhong.foundation.signatures",
    "namkhong.foundation.organisations",
    "namkhong.foundation.citizens",
    "namkhong.foundation.notifications",
    "namkhong.foundation.files",
    "namkhong.foundation.numbering",
    "namkhong.foundation.calendars",
    "namkhong.foundation.places",
    "namkhong.foundation.accounts",
    "namkhong.foundation.retention",
    "namkhong.foundation.audit",
    "namkhong.web",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "oauth2_provider",
    "procrastinate.contrib.django",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "namkhong.config.metering.MeteringMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "namkhong.config.door.ProgramMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "namkhong.web.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "namkhong.config.middleware.ActorMiddleware",
    "namkhong.web.middleware.ProblemMiddleware",
]

ROOT_URLCONF = "namkhong.config.urls"
WSGI_APPLICATION = "namkhong.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        # Rooms' own templates, Jinja2. Their folders are listed by the environment; allauth's folder is not among them.
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "namkhong.web.jinja.environment",
            "context_processors": ["namkhong.web.jinja.request_context"],
        },
    },
    {
        # Only for libraries' own templates.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

LANGUAGE_CODE = "vi"
_HOST = "__Host-" if PRODUCTION else ""  # browsers then take the cookie only from this host, encrypted, for every path
LANGUAGE_COOKIE_NAME = f"{_HOST}nk_ngon_ngu"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [SOURCE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/tinh/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(VAR / "static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if env.flag("NAMKHONG_MANIFEST", default=True)
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_TEMP_DIR = tempfile.gettempdir()

SESSION_ENGINE = "namkhong.foundation.accounts.sessions"
SESSION_COOKIE_NAME = f"{_HOST}nk_phien"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_NAME = f"{_HOST}nk_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = PRODUCTION
MESSAGE_STORAGE = "namkhong.web.messages.Storage"
CSRF_FAILURE_VIEW = "namkhong.web.views.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "frame-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
    }
}

# ---- sign-in: officials by password and second factor, citizens by the identity provider only ----
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_USER_MODEL = "accounts.Account"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "official_sign_in"
SESSION_COOKIE_AGE = 12 * 60 * 60  # kept so long after its last use; ActorMiddleware locks idle sessions much earlier
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

NAMKHONG_SECOND_FACTOR = env.text("NAMKHONG_SECOND_FACTOR", "required" if PRODUCTION else "offered")
if NAMKHONG_SECOND_FACTOR not in {"required", "offered"}:
    raise env.WrongEnvironment("NAMKHONG_SECOND_FACTOR phải là required (bắt buộc) hoặc offered (tùy chọn).")

ACCOUNT_ADAPTER = "namkhong.config.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*"]  # never used: the adapter closes sign-up
ACCOUNT_RATE_LIMITS = False  # counted in PostgreSQL by accounts, the same for every process
ACCOUNT_SESSION_REMEMBER = None
MFA_ADAPTER = "namkhong.config.adapters.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = False
MFA_TOTP_ISSUER = "Năm Không"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION

# Programs of other systems: django-oauth-toolkit speaks the protocol, accounts knows the clients (docs/decisions/0006).
OAUTH2_PROVIDER_APPLICATION_MODEL = "accounts.ApiClient"

OIDC_ISSUER = env.text("OIDC_ISSUER").rstrip("/")
OIDC_LEVEL = env.number("OIDC_LEVEL", 2)  # the least level of assurance a citizen's identity account must have
OIDC_ACR_VALUES = env.text("OIDC_ACR_VALUES")  # asked of the provider, where it wants to be asked
SOCIALACCOUNT_ADAPTER = "namkhong.config.adapters.SocialAccountAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "vneid",
                "name": "VNeID",
                "client_id": env.text("OIDC_CLIENT_ID"),
                "secret": env.text("OIDC_CLIENT_SECRET"),
                "settings": {
                    "server_url": OIDC_ISSUER,
                    "scope": env.listed("OIDC_SCOPE", "openid,profile,phone,address"),
                },
            }
        ]
        if OIDC_ISSUER
        else [],
    }
}
if OIDC_ISSUER:
    # Browsers hold the answer to a form to this rule too: the button "Đăng nhập bằng VNeID" leads there.
    _issuer = urlsplit(OIDC_ISSUER)
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"].append(f"{_issuer.scheme}://{_issuer.netloc}")

PROVINCE_NAME = env.text("PROVINCE_NAME", "Tỉnh Điện Biên")
PROVINCE_CODE = env.text("PROVINCE_CODE", "H18")
SUPPORT_PHONE = env.text("SUPPORT_PHONE", "1022")

METRICS_TOKEN = env.text("METRICS_TOKEN")  # who may read /so-lieu-van-hanh; without it only this machine, in a trial

# ---- files: a folder or an S3 bucket; scanned when ClamAV's socket is named; a real installation hands out nothing unscanned ----
FILES: dict[str, Any] = {
    "folder": env.text("FILES_FOLDER", str(VAR / "files")),
    "s3_bucket": env.text("FILES_S3_BUCKET"),
    "s3_endpoint": env.text("FILES_S3_ENDPOINT"),
    "s3_region": env.text("FILES_S3_REGION"),
    "s3_prefix": env.text("FILES_S3_PREFIX"),
    "clamav": env.text("CLAMAV_SOCKET"),
    "require_scan": env.flag("FILES_REQUIRE_SCAN", default=PRODUCTION),
}
# ---- signatures: where keys live and who stamps the time; empty = switched off. A key in a file is for trying out only ----
SIGNATURES: dict[str, Any] = {
    "tsa_url": env.text("SIGNING_TSA_URL"),
    "pkcs11_module": env.text("SIGNING_PKCS11_MODULE"),
    "pkcs11_token": env.text("SIGNING_PKCS11_TOKEN"),
    "csc_url": env.text("SIGNING_CSC_URL"),
    "csc_token": env.text("SIGNING_CSC_TOKEN"),
    "pkcs12_folder": env.text("SIGNING_PKCS12_FOLDER"),
}
PAPER_FONTS = Path(env.text("PAPER_FONTS", str(SOURCE / "web" / "paper_fonts")))

# ---- notices: in the application always; e-mail by SMTP and SMS by a gateway (or dropped into a folder) when set ----
NOTIFY: dict[str, Any] = {
    "outside": env.flag("NOTIFY_OUTSIDE", default=True),
    "sms": env.text("SMS_CHANNEL", "sms_file"),
    "sms_folder": env.text("SMS_FOLDER", str(VAR / "outbox" / "sms")),
    "sms_url": env.text("SMS_URL"),
    "sms_token": env.text("SMS_TOKEN"),
    "sms_sender": env.text("SMS_SENDER"),
    "email_host": env.text("EMAIL_HOST"),
    "email_port": env.number("EMAIL_PORT", 25),
    "email_user": env.text("EMAIL_USER"),
    "email_password": env.text("EMAIL_PASSWORD"),
    "email_tls": env.flag("EMAIL_TLS", default=False),
    "email_from": env.text("EMAIL_FROM", "khong-tra-loi@localhost"),
}

# ---- webhooks: other systems are written to by https on these ports, and nowhere but on the internet unless a network of the
# state is named here; http is for a trial on one machine ----
WEBHOOKS: dict[str, Any] = {
    "http": env.flag("WEBHOOK_HTTP", default=False),
    "ports": env.listed("WEBHOOK_PORTS", "443,8443"),
    "networks": env.listed("WEBHOOK_NETWORKS"),
    "ladder": env.listed("WEBHOOK_LADDER"),  # seconds after each failure; empty: three days (services.subscriptions)
}

# ---- exchange of documents: "axis_http" (a relay of the national axis) or "folder"; empty = agencies of this platform only ----
EXCHANGE: dict[str, Any] = {
    "connector": env.text("EXCHANGE_CONNECTOR"),
    "axis_url": env.text("EXCHANGE_AXIS_URL"),
    "system_id": env.text("EXCHANGE_SYSTEM_ID"),
    "secret_key": env.text("EXCHANGE_SECRET_KEY"),
    "folder": env.text("EXCHANGE_FOLDER", str(VAR / "exchange")),
}

LOGGING = logs.configuration("INFO" if PRODUCTION else "WARNING")
