"""Settings of the test run: the real ones, with keys of their own, a fast hasher and a data folder that goes away."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_data = Path(tempfile.mkdtemp(prefix="advocacy-tests-"))
atexit.register(shutil.rmtree, _data, ignore_errors=True)
# WhiteNoise warns about a folder that is missing.
(_data / "static").mkdir()
os.environ.update(
    {
        "ADVOCACY_DATA": str(_data),
        "SECRET_KEY": "tests-only-" + "x" * 60,
        "ADVOCACY_KEYS": "t1:" + "A" * 43 + "=",
        "PUBLIC_URL": "http://127.0.0.1:8000",
        "DATABASE_URL": os.environ.get("TEST_DATABASE_URL", f"sqlite:///{_data / 'test.sqlite3'}"),
    }
)

from advocacy.settings import *  # noqa: E402, F403
from advocacy.settings import DATABASES  # noqa: E402

if "sqlite" in str(DATABASES["default"]["ENGINE"]):
    # Threads and processes of a test need a file: a memory database belongs to one connection.
    DATABASES["default"]["TEST"] = {
        "NAME": str(_data / f"test-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}.sqlite3")
    }

ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
REQUIRE_MFA = False
LOGGING = {"version": 1, "disable_existing_loggers": False}
