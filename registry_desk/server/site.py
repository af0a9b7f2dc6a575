"""Put Django together: settings from the configuration, addresses, the WSGI application."""

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from typing import Any
from urllib.parse import unquote, urlsplit

from registry_desk.server.configuration import Configuration, load

ROOMS = tuple(
    f"registry_desk.server.{room}"
    for room in (
        "people",
        "entries",
        "tasks",
        "files",
        "deadlines",
        "audit",
        "prints",
        "originals",
        "citizen",
        "board",
        "texts",
        "archive",
        "dispatch",
    )
)


def settings_of(configuration: Configuration) -> dict[str, Any]:
    """Give Django's settings for a configuration."""
    return {
        "REGISTER": configuration,
        "SECRET_KEY": configuration.secret_key,
        "DATABASES": {"default": _database(configuration)},
        "INSTALLED_APPS": list(ROOMS),
        "MIDDLEWARE": ["registry_desk.server.request.Reception"],
        "ROOT_URLCONF": "registry_desk.server.addresses",
        "ALLOWED_HOSTS": [
            "*"
        ],  # a proxy or loopback stands before it; no address is built from Host
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.ScryptPasswordHasher"],
        "USE_TZ": True,
        "TIME_ZONE": "UTC",
        "USE_I18N": False,
        "APPEND_SLASH": False,
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SAMESITE": "Strict",
        "CSRF_COOKIE_SECURE": configuration.public_url.startswith("https:"),
        "CSRF_TRUSTED_ORIGINS": [configuration.public_url] if configuration.public_url else [],
        "CSRF_FAILURE_VIEW": "registry_desk.server.people.pages.forged",
        "DATA_UPLOAD_MAX_MEMORY_SIZE": 2**20,
        "LOGGING_CONFIG": None,
        "DEBUG": False,
    }


def _database(configuration: Configuration) -> dict[str, Any]:
    if not configuration.database_url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(configuration.folder / "register.sqlite3"),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    url = urlsplit(configuration.database_url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": unquote(url.hostname or ""),
        "PORT": str(url.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"prepare_threshold": 5},
    }


def set_up(configuration: Configuration) -> None:
    """Configure Django in this process, once."""
    import django
    from django.conf import settings

    settings.configure(**settings_of(configuration))
    django.setup(set_prefix=False)


def migrate() -> None:
    """Bring the database to this program's version.

    Raises:
        DatabaseAway: it does not answer, or does not let the register in.
    """
    if _is_migrated():
        return
    from django.core.management import call_command
    from django.db import OperationalError

    from registry_desk.wire.errors import DatabaseAway

    try:
        call_command("migrate", verbosity=0, interactive=False)
    except OperationalError as error:
        raise DatabaseAway from error


def _is_migrated() -> bool:
    """Tell whether every step was taken: loading them all to find out delays each start."""
    from django.db import DatabaseError, connection

    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            taken = set(cursor.fetchall())
    except DatabaseError:
        return False  # a new database, or none: the whole way says which
    return taken >= {(room.rpartition(".")[2], name) for room in ROOMS for name in _steps(room)}


def _steps(room: str) -> list[str]:
    places = import_module(f"{room}.migrations").__path__
    return [step.name for step in iter_modules(places) if not step.ispkg]


def application() -> Callable[..., Any]:
    """Give the WSGI application."""
    from django.core.handlers.wsgi import WSGIHandler

    return WSGIHandler()


def register_configuration() -> Configuration:
    """Give the configuration this process runs with; one that was restored, as it opens."""
    from django.conf import settings

    configuration: Configuration = settings.REGISTER
    if configuration.is_restored:
        configuration = settings.REGISTER = _opened_meanwhile(configuration)
    return configuration


def _opened_meanwhile(configuration: Configuration) -> Configuration:
    """Give the configuration after ``server open``, which another process does, else the same."""
    stored = load(configuration.folder)
    if stored.is_restored:
        return configuration
    return configuration.change(is_restored=False, heads_folder=stored.heads_folder)
