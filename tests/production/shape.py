"""Two web processes, four workers and two beats on one machine, and what can be asked of them."""

import json
import os
import random
import signal
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any

from kombu import Connection
from prometheus_client.parser import text_string_to_metric_families
from redis import Redis

from chaos.services import wait
from chaos.site import Site, forked
from tests.production.browser import HOST

TOKEN = "only for the shape of production"
HASTY = (sys.executable, "-m", "celery", "--app", "tests.production.hasty", "beat")
BEATS, WORKERS = 2, 4


@dataclass
class Shape(Site):
    """A production with two beats, whose queue and keys nobody else uses."""

    name: str = ""

    @property
    def environment(self) -> dict[str, str]:
        own = {"DJANGO_SETTINGS_MODULE": "tests.production.quick", "SHAPE_NAME": self.name}
        return super().environment | own | {"KVALITETSLOTS_METRICS_TOKEN": TOKEN}

    def start_workers(self) -> None:
        for number in range(WORKERS):
            self.start_worker(number)

    def start_beats(self) -> None:
        for number in range(BEATS):
            self.start_one_beat(number)

    def start_one_beat(self, number: int) -> None:
        self.start(f"beat{number}", *HASTY, "--schedule", str(self.where / f"schedule{number}"))

    def kill_all(self, kind: str) -> None:
        for name in [one for one in self.running if one.startswith(kind)]:
            self.kill(name)

    def kill_something(self, kind: str) -> None:
        """SIGKILL to one process of a kind; a supervisor starts it again."""
        if kind == "worker":
            self.kill_some_worker()
        elif kind == "beat":
            number = random.randrange(BEATS)
            self.kill(f"beat{number}")
            self.start_one_beat(number)
        else:
            os.kill(random.choice(self.web_processes()), signal.SIGKILL)

    def web_processes(self) -> list[int]:
        return forked(self.running["web"].pid)

    def page(self, address: str, **headers: str) -> tuple[int, str]:
        """A page as a machine asks for it; status 0 when nobody answers."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.web_port}{address}", headers={"Host": HOST, **headers}
        )
        try:
            with urllib.request.urlopen(request, timeout=15) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def health(self) -> tuple[int, dict[str, Any]]:
        status, text = self.page("/health/")
        return status, json.loads(text or "{}")

    def await_health(self, status: int) -> None:
        wait(lambda: self.health()[0] == status, f"health {status}, not {self.health()}")

    def requests(self) -> float:
        """How many requests the web processes together say they have answered."""
        _status, text = self.page("/metrics/", Authorization=f"Bearer {TOKEN}")
        return sum(
            sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
            if sample.name == "kvalitetslots_requests_total"
        )

    def people(self, what: str, *numbers: int) -> tuple[str, ...]:
        """The command that lets people do something on this database."""
        call = f"people.{what}({', '.join(map(str, numbers))})"
        return "-c", f"import django; django.setup(); from tests.production import people; {call}"

    def one(self, question: str, *values: Any) -> Any:
        return self.ask(question, *values)[0][0]

    def clear_broker(self) -> None:
        """Leave nothing of ours with a broker that others use."""
        if self.broker.startswith("redis"):
            server = Redis.from_url(self.broker)
            server.delete(*server.scan_iter(f"{self.name}:*"))
            return
        with Connection(self.broker) as connection:
            for queue in (self.name, f"{self.name}-mail"):
                connection.default_channel.queue_delete(queue)
            connection.default_channel.exchange_delete(self.name)
