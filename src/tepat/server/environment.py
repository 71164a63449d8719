"""Every setting of an installation, read from the environment.

`SETTINGS` is the one list: name, default, and what it means. Typed helpers read it.
All state of an installation lives in the folder `TEPAT_HOME`.
"""

import json
import os
import secrets
import sys
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from tepat.core.election.roles import Role
from tepat.core.problems import Code, refuse

OIDC_ID = "oidc"
"""The sign-in service in addresses: one of an installation."""


class Setting(NamedTuple):
    """One environment variable."""

    name: str
    default: str
    meaning: str


SETTINGS = (
    Setting("TEPAT_HOME", "./var", "Folder of all state: database, keys, lists, uploads."),
    Setting(
        "TEPAT_DATABASE_URL",
        "",
        "postgresql://user:password@host/name. Empty: SQLite inside TEPAT_HOME.",
    ),
    Setting("TEPAT_HOSTS", "localhost 127.0.0.1 [::1]", "Host names served, with spaces."),
    Setting(
        "TEPAT_LOG_HOST",
        "",
        "Host in the name of every log, for ever. Empty: the first of TEPAT_HOSTS.",
    ),
    Setting("TEPAT_ORIGINS", "", "Origins trusted for forms behind a proxy, with spaces."),
    Setting(
        "TEPAT_HUBS",
        "",
        "Addresses of local hubs, as https://aula.example: on letters; their pages may send here.",
    ),
    Setting(
        "TEPAT_FIELD_ORIGINS",
        "",
        "Origins whose phones may send here, as https://tepat.example: for a local hub.",
    ),
    Setting("TEPAT_HTTPS", "0", "1 when served over HTTPS: cookies become secure."),
    Setting("TEPAT_PROXIES", "0", "Proxies in front that add the visitor's address to a header."),
    Setting("TEPAT_SECRET_KEY", "", "Key of sessions. Empty: made once inside TEPAT_HOME."),
    Setting("TEPAT_OIDC_URL", "", "https:// address of a sign-in service (OpenID Connect)."),
    Setting("TEPAT_OIDC_CLIENT", "", "Name of this installation at the sign-in service."),
    Setting("TEPAT_OIDC_SECRET", "", "Its secret there."),
    Setting("TEPAT_OIDC_NAME", "Akun kantor", "What the button on the login page says."),
    Setting("TEPAT_MFA_ROLES", "", "Roles that need a second factor, as: kpu bawaslu polres."),
    Setting(
        "TEPAT_RESULTS_SEEN_BY",
        "",
        "Only these of the roles that may see unofficial results do, as: desk. Empty: all of them.",
    ),
    Setting(
        "TEPAT_RESULTS_TYPED_BY",
        "",
        "Only these of the roles that may type them do, as: desk. Empty: all of them.",
    ),
    Setting(
        "TEPAT_RETENTION_DAYS",
        "",
        "Days after voting day from which names and phones may be deleted. Empty: not set.",
    ),
    Setting("TEPAT_DEMO", "0", "1 marks every page contoh and shows the demo logins."),
    Setting(
        "TEPAT_DEMO_OPEN",
        "0",
        "1 serves a demo to a network although its passwords are known. For training only.",
    ),
    Setting("TEPAT_GLADI", "", "Name of the rehearsal in TEPAT_HOME; tepat rehearse says it."),
    Setting(
        "TEPAT_GLADI_FAST",
        "0",
        "1 in a rehearsal that plays by itself: a power cut may lose its last moments.",
    ),
    Setting("TEPAT_DEBUG", "0", "1 shows error pages with source. Never on a real site."),
    Setting("TEPAT_TASKS", "database", "database: a worker runs jobs; immediate: in place."),
    Setting(
        "TEPAT_INGEST",
        "",
        "process or thread: where facts are taken. Empty: a process where there are two cores.",
    ),
    Setting("TEPAT_LOG_RELEASES", "", "Changed releases: part=moment or part=never, with spaces."),
    Setting(
        "TEPAT_LOG_MIRRORS", "", "Readers before the release: name+audience:token, with spaces."
    ),
    Setting("TEPAT_LOG_SIGNER", "", "Command that signs checkpoints. Empty: keys in TEPAT_HOME."),
    Setting(
        "TEPAT_WEBHOOK_PRIVATE",
        "0",
        "1 lets webhooks reach private addresses and plain http: only inside one house.",
    ),
    Setting(
        "TEPAT_ROOM",
        "",
        "kpu, bawaslu or polri: whose installation this is. Empty: one for all agencies.",
    ),
    Setting("TEPAT_MIRROR_TOKEN", "", "Token that opens KPU's log to the mirror of a room."),
    Setting(
        "TEPAT_MIRROR_PRIVATE",
        "0",
        "1 lets a room read a log, and a desk Bawaslu's file, at a private address.",
    ),
    Setting("TEPAT_METRICS_TOKEN", "", "Token for /metrics from other machines. Empty: none may."),
)

_DEFAULTS = {setting.name: setting.default for setting in SETTINGS}


def text(name: str) -> str:
    """Return a setting; `NAME_FILE` may name a file that holds it instead."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get(name, _DEFAULTS[name])


def flag(name: str) -> bool:
    return text(name).strip().lower() in {"1", "true", "yes", "on"}


def count(name: str) -> int:
    """Return a whole number of zero or more; ends the program where it is none."""
    value = text(name).strip()
    if not value.isascii() or not value.isdecimal():
        raise SystemExit(f"{name}: {value} is not a whole number")
    return int(value)


def ingest() -> str:
    """Return where batches of facts are taken; ends the program where it is nowhere."""
    value = text("TEPAT_INGEST").strip()
    if value not in ("", "process", "thread"):
        raise SystemExit(f"TEPAT_INGEST: {value} is neither process nor thread")
    return value or ("process" if (os.cpu_count() or 1) > 1 else "thread")


def roles(name: str) -> frozenset[str]:
    """Return a list of roles; ends the program where one is none."""
    found = frozenset(words(name))
    if unknown := found - {role.value for role in Role}:
        raise SystemExit(f"{name}: {sorted(unknown)[0]} is not a role")
    return found


def oidc() -> dict[str, Any]:
    """Return allauth's settings of the sign-in service, or nothing where none is named.

    Ends the program where the address is not https, except on this machine.
    """
    url = text("TEPAT_OIDC_URL").strip()
    if not url:
        return {}
    parts = urlsplit(url)
    here = parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1", "::1"}
    if parts.scheme != "https" and not here:
        raise SystemExit(f"TEPAT_OIDC_URL: {url} does not begin with https://")
    if not text("TEPAT_OIDC_CLIENT").strip():
        raise SystemExit("TEPAT_OIDC_CLIENT is missing: the sign-in service gave it")
    return {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": OIDC_ID,
                    "name": text("TEPAT_OIDC_NAME").strip(),
                    "client_id": text("TEPAT_OIDC_CLIENT").strip(),
                    "secret": text("TEPAT_OIDC_SECRET").strip(),
                    "settings": {"server_url": url},
                }
            ],
        }
    }


def words(name: str) -> list[str]:
    return text(name).split()


def home() -> Path:
    """Return the folder of all state, made if it is not there."""
    path = Path(text("TEPAT_HOME")).expanduser().resolve()
    path.mkdir(parents=True, exist_ok=True)
    return path


FARTHEST_SHIFT_S = 30 * 365 * 86_400
"""By so many seconds a demo's clock may be moved: elections of thirty years around."""


def is_shift(value: object) -> bool:
    """Tell whether a demo's clock may be moved by `value` seconds.

    >>> is_shift(-86_400), is_shift(10**15), is_shift(True), is_shift("60")
    (True, False, False, False)
    """
    return type(value) is int and abs(value) <= FARTHEST_SHIFT_S


def demo_shift(home: Path) -> int | None:
    """Return by how many seconds a demo's clock is moved; None: this is no demo.

    The file is written once, when the demo is loaded, so that every process and every
    later start of the same demo agree on the time. A file that says no such number moves
    nothing, and is told on the error output: no program must fail to start for it.
    """
    path = home / DEMO_CLOCK
    if not path.exists():
        return None
    try:
        said = int(path.read_text(encoding="ascii").strip()[:20])
    except (OSError, ValueError):
        said = None
    if said is not None and is_shift(said):
        return said
    print(
        f"Jam contoh di {path} tidak terbaca, jadi jam komputer ini dipakai. Hapus berkas itu.",
        file=sys.stderr,
    )
    return 0


DEMO_CLOCK = "demo_clock"
"""In TEPAT_HOME: by how many seconds a demo's clock is moved."""
GLADI_FILE = "gladi.json"
"""In TEPAT_HOME: that this is the installation of a rehearsal, and of which."""
GLADI_CLOCK = "gladi_clock"
"""In the same folder: the clock of the rehearsal, moved by whoever plays the field."""
GLADI_STOPPED = "gladi_berhenti"
"""In the same folder: since when its field acts no longer, where people go on looking."""
GLADI_FOLDER = "gladi"


def gladi(home: Path) -> str:
    """Return the rehearsal whose installation this is, "" for an ordinary one.

    Raises `Refused` where the two would mix: a marked folder opens only for whoever says
    its name in `TEPAT_GLADI`, and a name that is said opens no other folder.
    """
    said, path = text("TEPAT_GLADI").strip(), home / GLADI_FILE
    kept = json.loads(path.read_text(encoding="utf-8"))["name"] if path.exists() else ""
    if kept and said != kept:
        raise refuse(Code.GLADI_HOME, home=str(home), name=kept)
    if not kept and home.parent.name == GLADI_FOLDER:
        raise refuse(Code.GLADI_UNMARKED, home=str(home), file=GLADI_FILE, name=home.name)
    if said and not kept:
        raise refuse(Code.GLADI_REAL, home=str(home), name=said)
    if kept and text("TEPAT_DATABASE_URL"):
        raise refuse(Code.GLADI_DATABASE, name=kept)
    return str(kept)


ROOM_FILE = "room.json"
"""In TEPAT_HOME: whose installation it is, and where a room of its own reads the log."""
ROOMS = ("kpu", "bawaslu", "polri")


def room(home: Path) -> str:
    """Return whose installation this is; ends the program where two places say two things."""
    said = text("TEPAT_ROOM").strip()
    kept = str(room_kept(home).get("room", ""))
    if said and said not in ROOMS:
        raise SystemExit(f"TEPAT_ROOM: {said} is none of {', '.join(ROOMS)}")
    if said and kept and said != kept:
        raise SystemExit(f"TEPAT_ROOM: {home} is the installation of {kept}, not of {said}")
    return said or kept


def room_kept(home: Path) -> dict[str, Any]:
    """Return what `tepat serve --room` wrote; nothing where it never did."""
    path = home / ROOM_FILE
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def upload_dir(home: Path) -> str:
    path = home / "uploads"
    path.mkdir(exist_ok=True)
    return str(path)


def secret_key(home: Path) -> str:
    """Return the session key; without one in the environment it is made once and kept."""
    if given := text("TEPAT_SECRET_KEY"):
        return given
    path = home / "secret_key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    key = secrets.token_urlsafe(48)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key)
    return key


def has_jobs_in_place() -> bool:
    """Tell whether a long job runs where it is asked for, and none waits for a worker."""
    return text("TEPAT_TASKS") == "immediate"


def task_backend() -> str:
    if has_jobs_in_place():
        return "django_tasks.backends.immediate.ImmediateBackend"
    return "django_tasks_db.DatabaseBackend"


def plays_by_itself() -> bool:
    """Tell whether this is a rehearsal that goes on by itself, with or without people who look."""
    return flag("TEPAT_GLADI_FAST") and bool(text("TEPAT_GLADI").strip())


def database(home: Path) -> dict[str, Any]:
    """Return Django's settings of the database: PostgreSQL by URL, else SQLite.

    SQLite runs with a write-ahead log and full synchronisation, so that what was
    acknowledged survives a power cut. A rehearsal that plays by itself may lose its last
    moments by one, and stays whole.
    """
    url = text("TEPAT_DATABASE_URL")
    sync = "NORMAL" if plays_by_itself() else "FULL"
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": home / "tepat.sqlite3",
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    f"PRAGMA journal_mode=WAL; PRAGMA synchronous={sync};"
                    "PRAGMA foreign_keys=ON; PRAGMA cache_size=-20000;"
                    "PRAGMA wal_autocheckpoint=4000;"
                ),
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise SystemExit(f"TEPAT_DATABASE_URL: {parts.scheme}:// is not postgresql://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
    }
