"""The settings tests run with: the real ones, in a home of their own, with weak but quick passwords.

The environment is set before the real settings are read, so that no `KOLONY_...` of the developer's shell leaks in.
"""

import os
from importlib import import_module
from pathlib import Path

TEST_HOME = Path(__file__).resolve().parent.parent / ".kolony-test"
GIVEN_DATABASE = os.environ.get("DATABASE_URL", "")

for _name in [name for name in os.environ if name.startswith("KOLONY_")]:
    del os.environ[_name]
# Playwright runs an event loop in the test's own thread; the tests stay synchronous all the same.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
os.environ.update(KOLONY_HOME=str(TEST_HOME), KOLONY_SECRET_KEY="only-for-tests-" + "0" * 48)

_real = import_module("kolony.config.settings")
globals().update({name: getattr(_real, name) for name in dir(_real) if name.isupper()})

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**_real.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
