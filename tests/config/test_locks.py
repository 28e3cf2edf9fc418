import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("base", "production", "test")


def pins(name: str) -> dict[str, str]:
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    return dict(re.findall(r"^([a-z0-9.\-]+)(?:\[[^]]+\])?==(\S+)", text, re.MULTILINE))


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_host(name):
    text = (ROOT / "requirements" / f"{name}.txt").read_text()

    assert "://" not in text
    assert "--index-url" not in text


def test_the_front_end_lock_names_no_place_to_fetch_from():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]

    assert [name for name, package in packages.items() if "resolved" in package] == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_pinned_package_has_a_hash(name):
    text = (ROOT / "requirements" / f"{name}.txt").read_text()

    for block in re.split(r"\n(?=\S)", text.strip()):
        assert "--hash=sha256:" in block, block


@pytest.mark.parametrize("name", ["production", "test"])
def test_the_locks_agree(name):
    other = pins(name)

    differing = {
        package: (version, other.get(package))
        for package, version in pins("base").items()
        if other.get(package) != version
    }

    assert differing == {}


def test_every_front_end_package_has_a_hash():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]

    assert all(package.get("integrity") for name, package in packages.items() if name)
