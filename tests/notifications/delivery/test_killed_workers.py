"""Workers killed at random while they send: nothing lost, and every repeat can be recognised."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

from tests.notifications.post import Office

ROOT = Path(__file__).resolve().parents[3]
NUMBER, KILLS = 300, 10


def test_killed_workers_lose_nothing_and_repeat_only_what_they_held(
    office: Office, tmp_path: Path, settings
):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.embedded",
        "KVALITETSLOTS_VAR": str(tmp_path),
    }
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tests.notifications.drill"),
            *(str(settings.EMAIL_PORT), str(NUMBER), str(KILLS)),
        ],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        check=True,
        timeout=100,
    )

    told = json.loads(done.stdout)
    arrived = Counter(office.ids)
    assert told["statuses"] == {"sent": NUMBER}
    assert sorted(arrived) == told["keys"]
    assert sum(arrived.values()) - NUMBER <= KILLS
