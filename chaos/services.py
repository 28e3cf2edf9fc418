"""Services of our own, in a folder that is thrown away: nobody else's are ever stopped.

Only the programs must be on this machine; nothing of theirs that already runs is touched.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

RABBITMQ = "/usr/lib/rabbitmq/bin/rabbitmq-server"
PATIENCE = 90


def missing() -> str:
    """Which program the faults need and this machine has not; nothing when it has all."""
    if _postgres_folder() is None:
        return "PostgreSQL's initdb and pg_ctl"
    return "" if Path(RABBITMQ).exists() else "RabbitMQ's server"


def version() -> str:
    """As PostgreSQL names itself."""
    command = [str(_postgres_folder() / "postgres"), "--version"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return f"PostgreSQL {said.split()[2]}"


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait(until: Callable[[], object], what: str, seconds: float = PATIENCE) -> float:
    """Wait for something to come true; how many seconds it took. Fails when it does not."""
    began = time.monotonic()
    while not until():
        if time.monotonic() - began > seconds:
            raise TimeoutError(f"{what}: not within {seconds:.0f} seconds")
        time.sleep(0.05)
    return time.monotonic() - began


@contextmanager
def folder(name: str) -> Iterator[Path]:
    """A folder that others may enter, away afterwards."""
    made = Path(tempfile.mkdtemp(prefix=f"chaos-{name}-"))
    made.chmod(0o755)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


class Postgres:
    """A cluster as Debian installs it, with its own port; it survives crashes as any other."""

    def __init__(self, where: Path) -> None:
        self.data, self.port = where / "data", free_port()
        self.server = f"postgresql://postgres@127.0.0.1:{self.port}"
        self._where = where
        if os.getuid() == 0:
            shutil.chown(where, "postgres", "postgres")
        self._run("initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8")
        self._options = f"-p {self.port} -k {where} -c listen_addresses=127.0.0.1"

    def start(self) -> None:
        self._run("pg_ctl", "--wait", f"--options={self._options}", "--silent", "start")

    def stop(self) -> None:
        """As after a power cut: no goodbye to anybody."""
        self._run("pg_ctl", "--wait", "--mode=immediate", "--silent", "stop")

    def restart(self) -> None:
        self.stop()
        self.start()

    def create(self, name: str, template: str = "template1") -> str:
        """A database; its address."""
        with psycopg.connect(f"{self.server}/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return f"{self.server}/{name}"

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(_postgres_folder() / program), f"--pgdata={self.data}", *arguments]
        if os.getuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        with (self._where / "log").open("a") as log:
            subprocess.run(command, check=True, stdout=log, stderr=log, cwd=self._where)


def _postgres_folder() -> Path | None:
    found = shutil.which("pg_ctl")
    if found:
        return Path(found).parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: one.parts[-2])
    return folders[-1] if folders else None


class Rabbit:
    """A broker with its own name, ports and folder; it remembers durable messages."""

    def __init__(self, where: Path) -> None:
        self.port, self._where = free_port(), where
        self.url = f"amqp://guest:guest@127.0.0.1:{self.port}//"
        self._process: subprocess.Popen[bytes] | None = None
        own = {
            "NODENAME": f"chaos{self.port}@localhost",
            "NODE_PORT": str(self.port),
            "DIST_PORT": str(free_port()),
            "MNESIA_BASE": str(where / "mnesia"),
            "LOG_BASE": str(where / "log"),
            "PID_FILE": str(where / "pid"),
            "ENABLED_PLUGINS_FILE": str(where / "plugins"),
            "CONFIG_FILE": str(where / "rabbitmq"),
            "CONF_ENV_FILE": str(where / "environment"),
        }
        self._own = {f"RABBITMQ_{name}": value for name, value in own.items()}
        self._own |= {"HOME": str(where), "ERL_EPMD_PORT": str(free_port())}

    def start(self) -> None:
        with (self._where / "out").open("a") as log:
            self._process = subprocess.Popen(
                [RABBITMQ],
                env={**os.environ, **self._own},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait(self.answers, "RabbitMQ")

    def answers(self) -> bool:
        """It greets who connects, as a broker that is ready does."""
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1) as caller:
            caller.settimeout(2)
            caller.sendall(b"AMQP\x00\x00\x09\x01")
            return len(caller.recv(8)) == 8
        return False

    def stop(self, how: signal.Signals = signal.SIGKILL) -> None:
        """Killed, unless it is asked politely."""
        if self._process is not None:
            os.killpg(self._process.pid, how)
            self._process.wait(PATIENCE)
            self._process = None

    def signal(self, what: signal.Signals) -> None:
        """To everything it is made of."""
        assert self._process is not None
        os.killpg(self._process.pid, what)

    def leave(self) -> None:
        """Stopped for good, with the name server that it started."""
        self.stop()
        environment = {**os.environ, **self._own}
        subprocess.run(["epmd", "-kill"], env=environment, capture_output=True, check=False)


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A cluster that runs, and is gone afterwards."""
    with folder("postgres") as where:
        cluster = Postgres(where)
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop()


@contextmanager
def rabbit() -> Iterator[Rabbit]:
    """A broker that runs, and is gone afterwards."""
    with folder("rabbit") as where:
        node = Rabbit(where)
        try:
            node.start()
            yield node
        finally:
            node.leave()
