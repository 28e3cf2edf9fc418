"""Production on this machine: its settings, its processes, and how to kill them."""

import os
import random
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from chaos.services import Postgres, Rabbit, free_port, wait
from chaos.sink import Sink

ROOT = Path(__file__).resolve().parents[1]
CELERY = (sys.executable, "-m", "celery", "--app", "config")
HOST = "kvalitetslots.example"
NOBODY = "memory://nobody-listens"
TEMPLATE = "template_of_chaos"


@dataclass
class Site:
    """A database of its own, and the processes that work on it."""

    where: Path
    database: str
    broker: str
    mail_port: int
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    web_port: int = field(default_factory=free_port)

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.production",
            "KVALITETSLOTS_SECRET_KEY": "only-for-chaos-" * 4,
            "KVALITETSLOTS_SITE_URL": f"https://{HOST}",
            "KVALITETSLOTS_ALLOWED_HOSTS": HOST,
            "KVALITETSLOTS_VAR": str(self.where),
            "KVALITETSLOTS_DATABASE_URL": self.database,
            "KVALITETSLOTS_CACHE_URL": "dbcache://cache",
            "KVALITETSLOTS_BROKER_URL": self.broker,
            "KVALITETSLOTS_EMAIL_URL": f"smtp://127.0.0.1:{self.mail_port}",
            "KVALITETSLOTS_FROM_EMAIL": "svar@kvalitetslots.example",
            "KVALITETSLOTS_TRUSTED_PROXIES": "1",
            "KVALITETSLOTS_CONTACT_NAME": "Kvalitetslots certifiering",
            "KVALITETSLOTS_CONTACT_EMAIL": "kontakt@kvalitetslots.example",
            "KVALITETSLOTS_CONTACT_PHONE": "08-465 004 00",
            "KVALITETSLOTS_ACCESSIBILITY_REVIEWED": "2026-11-29",
            "PORT": str(self.web_port),
        }

    def run(self, *arguments: str) -> str:
        """A Python command of the site, to its end; what it said."""
        done = subprocess.run(
            [sys.executable, *arguments],
            env=self.environment,
            cwd=ROOT,
            text=True,
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(arguments)}:\n{done.stderr[-4000:]}")
        return done.stdout

    def lines(self, *arguments: str) -> Iterator[str]:
        """What a Python command of the site says, line by line while it works."""
        with (
            (self.where / "lines.log").open("w+") as errors,
            subprocess.Popen(
                [sys.executable, *arguments],
                env=self.environment,
                cwd=ROOT,
                text=True,
                stdout=subprocess.PIPE,
                stderr=errors,
            ) as process,
        ):
            assert process.stdout is not None
            yield from process.stdout
            if process.wait():
                errors.seek(0)
                raise RuntimeError(f"{' '.join(arguments)}:\n{errors.read()[-4000:]}")

    def start(self, name: str, *command: str) -> None:
        """Start a process, the leader of a group that can be killed as one."""
        with (self.where / f"{name}.log").open("a") as log:
            self.running[name] = subprocess.Popen(
                command,
                env=self.environment,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def start_worker(self, number: int) -> None:
        name = f"worker{number}"
        self.start(name, *CELERY, "worker", "--concurrency", "1", "--hostname", name)

    def start_everything(self, workers: int, *, web: bool = True) -> None:
        """So many workers, a beat, and two web processes that answer."""
        for number in range(workers):
            self.start_worker(number)
        self.start_beat()
        if web:
            self.start_web()
            wait(self.is_ready, "the pages")

    def start_beat(self, app: str = "config") -> None:
        celery = (sys.executable, "-m", "celery", "--app", app)
        self.start("beat", *celery, "beat", "--schedule", str(self.where / "beat"))

    def start_web(self, processes: int = 2) -> None:
        """So many web processes, whose pages have their files."""
        self.run("manage.py", "collectstatic", "--noinput", "--verbosity", "0")
        many = ("env", f"WEB_CONCURRENCY={processes}")
        self.start(
            "web", *many, sys.executable, "-m", "gunicorn", "-c", "config/gunicorn_production.py"
        )

    def is_ready(self) -> bool:
        """The pages say that they reach the database."""
        address = f"http://127.0.0.1:{self.web_port}/health/ready/"
        request = urllib.request.Request(address, headers={"Host": HOST})
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def kill(self, name: str) -> None:
        """SIGKILL to a process and everything it started."""
        process = self.running.pop(name)
        with suppress(ProcessLookupError):  # it has ended by itself
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def kill_some_worker(self) -> str:
        """SIGKILL at random to a worker, started again at once, or only to the process it forked.

        A supervisor does the former, the worker itself sees to the latter.
        """
        name = random.choice([one for one in self.running if one.startswith("worker")])
        children = forked(self.running[name].pid)
        if children and random.random() < 0.5:
            os.kill(random.choice(children), signal.SIGKILL)
            return f"the forked process of {name}"
        self.kill(name)
        self.start_worker(int(name.removeprefix("worker")))
        return name

    def last_words(self) -> str:
        """The end of every log, for who wants to know why."""
        logs = sorted(self.where.glob("*.log"))
        return "\n".join(f"-- {log.name}\n{log.read_text()[-2000:]}" for log in logs)

    def stop(self) -> None:
        for name in list(self.running):
            self.kill(name)

    def ask(self, question: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows of the database, past everything of ours."""
        with psycopg.connect(self.database, autocommit=True, connect_timeout=2) as connection:
            return connection.execute(question, values).fetchall()

    def change(self, statement: str) -> None:
        with psycopg.connect(self.database, autocommit=True) as connection:
            connection.execute(statement)


def forked(pid: int) -> list[int]:
    """The processes that a process has started."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(one) for one in children.read_text().split()] if children.exists() else []


@contextmanager
def site(where: Path, cluster: Postgres, node: Rabbit | None, sink: Sink) -> Iterator[Site]:
    """A site with empty tables; its processes are gone afterwards."""
    name = f"chaos_{time.monotonic_ns()}"
    _ensure_template(where, cluster)
    made = Site(where, cluster.create(name, TEMPLATE), node.url if node else NOBODY, sink.port)
    try:
        yield made
    finally:
        made.stop()


def _ensure_template(where: Path, cluster: Postgres) -> None:
    with psycopg.connect(f"{cluster.server}/postgres") as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (TEMPLATE,))
        if found.fetchone():
            return
    empty = Site(where, cluster.create(TEMPLATE), NOBODY, 9)
    empty.run("-m", "chaos.tables")
