"""A PostgreSQL, a Redis and a sample site of the tests' own: started on a free port of this machine, ended when done.

Nothing that was running before is used or touched, and no rights are needed. PostgreSQL refuses to run
as root, so as root it runs as another user.
"""

import fcntl
import glob
import json
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60  # seconds until a server that does not answer is given up


class MissingError(Exception):
    """The program is not installed on this machine."""


def free_port():
    """Return a TCP port of 127.0.0.1 that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def find_postgres():
    """Return the folder with ``initdb`` and ``postgres``, from PATH or where Debian puts them; raise MissingError."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(map(Path, glob.glob("/usr/lib/postgresql/*/bin")), key=lambda path: path.parts[-2], reverse=True)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise MissingError("PostgreSQL (initdb)")


def find_redis():
    """Return the path of ``redis-server``; raise MissingError."""
    found = shutil.which("redis-server")
    if not found:
        raise MissingError("Redis (redis-server)")
    return found


def find_pgbouncer():
    """Return the path of ``pgbouncer``, from PATH or where Debian puts it; raise MissingError."""
    found = shutil.which("pgbouncer") or shutil.which("/usr/sbin/pgbouncer")
    if not found:
        raise MissingError("PgBouncer (pgbouncer)")
    return found


def find_nginx():
    """Return the path of ``nginx``, from PATH or where Debian puts it; raise MissingError."""
    found = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if not found:
        raise MissingError("nginx (nginx)")
    return found


BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# The same engine without a browser's windows around it: a fifth less work for each page.
WITHOUT_WINDOWS = "chromium-headless-shell"


def find_chromium(names=(WITHOUT_WINDOWS, *BROWSERS)):
    """Return the path of a Chromium: $CHROMIUM, or the first of ``names`` in PATH; raise MissingError."""
    for name in filter(None, (os.environ.get("CHROMIUM", ""), *names)):
        if found := shutil.which(name):
            return found
    raise MissingError("a browser (chromium)")


def find_java():
    """Return the path of a Java that runs, for the Nu checker; raise MissingError."""
    found = shutil.which("java")
    # A machine without Java may have a java that only says where to get one.
    if not found or subprocess.run([found, "-version"], capture_output=True, check=False).returncode:
        raise MissingError("Java (java)")
    return found


def run_step(command, environment, given=""):
    """Run one command of this project to its end on the input ``given``; return what it said, or raise RuntimeError with it."""
    result = subprocess.run(
        command, env=environment, cwd=ROOT, input=given, capture_output=True, text=True, check=False
    )
    if result.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))} failed:\n{(result.stdout + result.stderr)[-3000:]}")
    return result.stdout


class Server:
    """A process in a scratch folder of its own, as a context manager; ``url`` says how to reach it."""

    ending = signal.SIGTERM

    def __init__(self):
        self.port = free_port()
        self.process = None
        self.command = None
        self.folder = None
        self.options = {}  # for Popen

    def __enter__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="peer-support-server-"))
        try:
            self.command = self.prepare()
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def start(self):
        """Start what is prepared, the first time or after ``stop``; return when it answers."""
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            stdout=(self.folder / "log").open("ab"),
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is for the tests, which then end this in order
            **{"cwd": self.folder} | self.options,
        )
        self.wait()

    def wait(self):
        """Return when the server answers; raise RuntimeError with its log when it ends or stays silent."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self.process.poll() is None:
            if self.answers():
                return
            time.sleep(0.05)
        raise RuntimeError(f"{type(self).__name__} did not start:\n{(self.folder / 'log').read_text()[-2000:]}")

    def stop(self):
        """End it in order, and what it wrote stays; return when it is gone."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(self.ending)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def __exit__(self, *exc):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


class Postgres(Server):
    """PostgreSQL without care for crashes, which makes it quick; everything in it is thrown away."""

    ending = signal.SIGINT  # fast shutdown: closes connections, waits for nobody

    @property
    def url(self):
        return f"postgres://tests@127.0.0.1:{self.port}/postgres"

    def prepare(self):
        binaries = find_postgres()
        if os.geteuid() == 0:
            self.options = other_user("postgres", "nobody")
            os.chown(self.folder, self.options["user"], self.options["group"])
        subprocess.run(
            [binaries / "initdb", "-D", "data", "-U", "tests", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"],
            cwd=self.folder,
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            **self.options,
        )
        options = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": self.folder,
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "autovacuum": "off",
            # Nothing counts rows here, so the planner guesses badly and would compile what takes a millisecond.
            "jit": "off",
            "max_connections": 100,
            "shared_buffers": "128MB",
        }
        return [binaries / "postgres", "-D", "data", *(f"--{name}={value}" for name, value in options.items())]

    def answers(self):
        import psycopg2

        try:
            psycopg2.connect(self.url, connect_timeout=2).close()
        except psycopg2.OperationalError:
            return False
        return True


class Redis(Server):
    """A Redis that keeps nothing."""

    @property
    def url(self):
        return f"redis://127.0.0.1:{self.port}/0"

    def prepare(self):
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        return [find_redis(), *options]

    def answers(self):
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=2) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(5) == b"+PONG"
        except OSError:
            return False


class PgBouncer(Server):
    """PgBouncer as deploy/pgbouncer has it, in front of the PostgreSQL at ``url``; only ports, names and keys differ."""

    def __init__(self, url):
        super().__init__()
        self.behind = urllib.parse.urlsplit(url)

    def url(self, name="site"):
        return f"postgres://tests@127.0.0.1:{self.port}/{name}"

    def prepare(self):
        text = (ROOT / "deploy/pgbouncer/pgbouncer.ini").read_text(encoding="utf-8")
        behind = f"port={self.behind.port} dbname={self.behind.path[1:]} user=tests"
        for stands, ours in (
            ("port=5432 dbname=site", behind),
            ("listen_port = 6432", f"listen_port = {self.port}"),
            ("auth_type = scram-sha-256", "auth_type = trust"),
            ("/etc/pgbouncer/userlist.txt", f"{self.folder}/users.txt"),
        ):
            assert stands in text, stands
            text = text.replace(stands, ours)
        (self.folder / "pgbouncer.ini").write_text(f"{text}\nunix_socket_dir =\n", encoding="utf-8")
        (self.folder / "users.txt").write_text('"tests" ""\n', encoding="utf-8")
        self.folder.chmod(0o755)
        if os.geteuid() == 0:
            self.options = other_user("postgres", "nobody")
        return [find_pgbouncer(), "pgbouncer.ini"]

    def answers(self):
        return listens(self.port)


class Nginx(Server):
    """nginx as deploy/nginx has it, in front of what answers at ``behind``, a list of ports; only ports and folders differ.

    ``var`` is the folder that is the site's VAR_DIR. It ends TLS with a certificate that nobody else signed.
    """

    ending = signal.SIGQUIT

    def __init__(self, behind, where="single"):
        super().__init__()
        self.behind = behind
        self.where = where
        self.plain_port = free_port()

    @property
    def url(self):
        return f"https://127.0.0.1:{self.port}"

    def prepare(self):
        self.var = self.folder / "var"
        for name in ("tls", "site.d", "var", "logs"):
            (self.folder / name).mkdir()
        certificate = [
            "-keyout",
            "tls/privkey.pem",
            "-out",
            "tls/fullchain.pem",
            "-days",
            "2",
            "-subj",
            "/CN=localhost",
        ]
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *certificate],
            cwd=self.folder, check=True, capture_output=True,
        )  # fmt: skip
        given = ROOT / "deploy" / "nginx"
        services = "\n".join(f"    server 127.0.0.1:{port} max_fails=0;" for port in self.behind)
        where = re.sub(r"(\n    server [^\n]+)+", f"\n{services}", (given / f"{self.where}.conf").read_text("utf-8"))
        (self.folder / "site.d/where.conf").write_text(self.moved(where), "utf-8")
        (self.folder / "site.d/proxied.conf").write_text((given / "proxied.conf").read_text("utf-8"), "utf-8")
        (self.folder / "site.conf").write_text(self.moved((given / "site.conf").read_text("utf-8")), "utf-8")
        temporary = "".join(
            f"{kind}_temp_path {self.folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (self.folder / "nginx.conf").write_text(
            f"daemon off; worker_processes 1; pid {self.folder}/pid; events {{ }}\n"
            f"http {{ include /etc/nginx/mime.types; {temporary} include {self.folder}/site.conf; }}\n",
            "utf-8",
        )
        self.folder.chmod(0o755)
        if os.geteuid() == 0:
            self.options = other_user("www-data", "nobody")
            for path in (self.folder, *self.folder.rglob("*")):
                os.chown(path, self.options["user"], self.options["group"])
        return [find_nginx(), "-c", self.folder / "nginx.conf", "-e", self.folder / "logs/error.log"]

    def moved(self, text):
        """Return the text of a file of deploy/nginx with this server's ports and folders in it."""
        for stands, ours in (
            ("/etc/nginx/site.d", self.folder / "site.d"),
            ("/etc/ssl/site", self.folder / "tls"),
            ("/var/cache/nginx/site", self.folder / "kept"),
            ("/var/log/nginx", self.folder / "logs"),
            ("/srv/site/var", self.var),
            ("listen [::]:443", f"listen [::1]:{self.port}"),
            ("listen [::]:80", f"listen [::1]:{self.plain_port}"),
            ("listen 443", f"listen 127.0.0.1:{self.port}"),
            ("listen 80", f"listen 127.0.0.1:{self.plain_port}"),
        ):
            text = text.replace(stands, str(ours))
        # Docker's own, and what nginx knows from 1.27.3 on.
        text = re.sub(r"resolver [^;]+;\n", "", text)
        return (
            text if socket.has_ipv6 and Path("/proc/net/if_inet6").exists() else re.sub(r"    listen \[.*\n", "", text)
        )

    def answers(self):
        return listens(self.port)


class SampleSite(Server):
    """The sample site as ``make serve`` serves it: production settings, gunicorn, a database of its own.

    ``migrated``: a SQLite file that has the migrations already, to begin with; else the site makes them first.
    ``for_editors``: whether it has their scripts and styles, ten megabytes to compress; a page that asks for any then fails.
    """

    def __init__(self, migrated=None, *, for_editors=True):
        super().__init__()
        self.migrated = migrated
        self.for_editors = for_editors

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def prepare(self):
        keep = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "CACHE_URL")}
        var = self.folder / "var"
        if self.migrated:
            var.mkdir()
            shutil.copyfile(self.migrated, var / "site.sqlite3")
        local = keep | {"VAR_DIR": str(var), "DJANGO_SETTINGS_MODULE": "cms.settings.dev"}
        serving = local | {
            "DJANGO_SETTINGS_MODULE": "cms.settings.production",
            "SECRET_KEY": "only-for-pictures-and-tests",
            "ALLOWED_HOSTS": "127.0.0.1",
            "LOOPBACK_ONLY": "1",
            "WAGTAILADMIN_BASE_URL": self.url,
        }
        self.options = {"cwd": ROOT, "env": serving}
        self.serving = serving
        run_step([sys.executable, "deploy/prepare.py"], local)
        left_out = [] if self.for_editors else ["--ignore", "wagtail*"]
        run_step([sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0", *left_out], serving)
        gunicorn = [sys.executable, "-m", "gunicorn", "cms.wsgi", "--bind", f"127.0.0.1:{self.port}"]
        gunicorn += ["--worker-class", "gthread", "--workers", "1", "--threads", "4"]
        return [*gunicorn, "--no-control-socket", "--log-level", "warning"]

    def ask(self, module, question):
        """Run the Python module ``module`` with this site's settings and data; it reads and prints JSON. Return that."""
        return json.loads(run_step([sys.executable, "-m", module], self.serving, json.dumps(question)))

    def answers(self):
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as response:
                return response.status == 200
        except OSError:
            return False


def shared_site(folder, about, migrated=None):
    """Return what ``about(site)`` says, JSON, of the one SampleSite, for readers, that all workers of a test run share.

    ``migrated`` is asked for a SQLite file to begin with, if there is need for the site.

    The first worker to ask makes the site and asks ``about`` while the others wait; it stays until
    ``end_shared_site(folder)``. Making it takes half a minute, so a failure is kept too and raised for each.
    """
    note = folder / "site.json"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not note.exists():
            found = {}
            try:
                site = SampleSite(migrated(folder) if migrated else None, for_editors=False).__enter__()
                found = {"pid": site.process.pid, "port": site.port, "folder": str(site.folder)}
                found["about"] = about(site)
            except BaseException as error:  # noqa: BLE001, RUF100 - also when told to stop: what runs must be ended
                found["error"] = f"{type(error).__name__}: {error}"
            note.write_text(json.dumps(found))
    found = json.loads(note.read_text())
    if "error" in found:
        raise RuntimeError(found["error"])
    return found["about"]


def end_shared_site(folder):
    """End the site that ``shared_site(folder)`` made, if it did, and remove what it wrote."""
    note = folder / "site.json"
    found = json.loads(note.read_text()) if note.exists() else {}
    if "pid" in found:
        for sign, patience in ((SampleSite.ending, 20), (signal.SIGKILL, 5)):
            try:
                os.kill(found["pid"], sign)
            except ProcessLookupError:
                break
            deadline = time.monotonic() + patience
            while listens(found["port"]) and time.monotonic() < deadline:
                time.sleep(0.05)
            if not listens(found["port"]):
                break
        shutil.rmtree(found["folder"], ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


def listens(port):
    """Return whether something answers at ``port`` of this machine."""
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def other_user(*names):
    """Return Popen's ``user``, ``group`` and ``extra_groups`` for the first of ``names`` that exists here."""
    for name in names:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise MissingError(f"a user to run PostgreSQL as ({' or '.join(names)})")
