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
    "isnad.reading",
    "isnad.remains",
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SECRET_KEY = secrets.token_urlsafe(32)  # sessions end with the process that made them
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "ar"
LOGGING_CONFIG = None  # nothing of a query or a request is logged
