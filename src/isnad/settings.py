"""Django's settings for one data folder.

Three settings decide where Isnad runs: ``ISNAD_DATABASE``, ``ISNAD_VAULT`` and ``ISNAD_ENGINE``. Nothing secret stands
here: the database's key comes from the key process when a connection is opened (``isnad.keys.sqlcipher``).
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


def _database(url: str | None, data: Path) -> dict[str, Any]:
    if not url:
        return {"ENGINE": "isnad.keys.sqlcipher", "NAME": str(data / "isnad.sqlite")}
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
    }


DATA = Path(os.environ.get("ISNAD_DATA", "isnad-data"))
DATABASES = {"default": _database(os.environ.get("ISNAD_DATABASE"), DATA)}
INSTALLED_APPS = [
    "isnad.record",
    "isnad.access",
    "isnad.custody",
    "isnad.sources",
    "isnad.claims",
    "isnad.packages",
    "isnad.clocks",
    "isnad.registers",
    "isnad.reading",
    "isnad.remains",
    "isnad.families",
    "isnad.actors",
    "isnad.cases",
    "isnad.sanctions",
    "isnad.site",
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SECRET_KEY = secrets.token_urlsafe(32)  # sessions end with the process that made them
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "ar"
ROOT_URLCONF = "isnad.site.urls"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
MIDDLEWARE = [
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "isnad.site.door.Door",
    "django.middleware.csrf.CsrfViewMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
WHITENOISE_ALLOW_ALL_ORIGINS = False
STATIC_URL = "/static/"
STATIC_ROOT = str(Path(__file__).parent / "site" / "static")
CSRF_COOKIE_NAME = "isnad-form"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_AGE = None  # gone with the browser
CSRF_FAILURE_VIEW = "isnad.site.errors.forbidden"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False  # True where the site is given a certificate
LOGGING_CONFIG = None  # nothing of a query or a request is logged
