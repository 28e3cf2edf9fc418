"""Files are there whole or not at all, and private where they must be."""

import ast
import stat
from pathlib import Path

import pytest

from config import secret_file
from config.web import private
from workflow import whole_files

ROOT = Path(__file__).resolve().parents[2]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def killed(*_arguments, **_named):
    raise KeyboardInterrupt


@pytest.mark.parametrize("at", ["fsync", "link", "fdopen"])
def test_a_key_file_is_never_half_written(tmp_path, monkeypatch, at):
    path = tmp_path / "secret_key"
    with monkeypatch.context() as patch:
        patch.setattr(f"workflow.whole_files.os.{at}", killed)
        with pytest.raises(KeyboardInterrupt):
            secret_file.read_or_create(path)
    assert not path.exists()

    key = secret_file.read_or_create(path)

    assert len(key) == 50
    assert secret_file.read_or_create(path) == key
    assert mode(path) == 0o600


def test_an_empty_key_file_of_an_earlier_version_is_made_anew(tmp_path):
    path = tmp_path / "secret_key"
    path.touch()

    assert len(secret_file.read_or_create(path)) == 50


def test_of_two_that_make_a_key_at_once_both_have_the_first(tmp_path):
    path = tmp_path / "secret_key"
    whole_files.write(path, "first", is_new=True)
    whole_files.write(path, "second", is_new=True)

    assert path.read_text() == "first"
    assert [one.name for one in tmp_path.iterdir()] == ["secret_key"]


def test_a_file_that_is_written_again_is_the_old_or_the_new_one(tmp_path, monkeypatch):
    path = tmp_path / "anchor.json"
    whole_files.write(path, "old")
    with monkeypatch.context() as patch:
        patch.setattr("workflow.whole_files.os.fsync", killed)
        with pytest.raises(KeyboardInterrupt):
            whole_files.write(path, "new")
    assert path.read_text() == "old"

    whole_files.write(path, "new")

    assert path.read_text() == "new"


def test_every_file_of_the_product_is_written_whole():
    product = [
        path
        for package in ("config", "notifications", "processes", "workflow")
        for path in (ROOT / package).rglob("*.py")
    ]
    half = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in product
        for node in ast.walk(ast.parse(path.read_text()))
        if getattr(getattr(node, "func", None), "attr", "")
        in {"write_text", "write_bytes", "save_as_mofile"}
    ]

    assert half == []


def test_the_database_and_the_mails_are_as_private_as_the_key(tmp_path):
    (tmp_path / "mail").mkdir(mode=0o755)
    (tmp_path / "database").touch(mode=0o644)

    assert mode(private.folder(tmp_path / "mail")) == 0o700
    assert mode(private.file(tmp_path / "database")) == 0o600
    assert mode(private.file(tmp_path / "new")) == 0o600
