"""The data folder: private, its keys made once, demo and real data apart, one server at a time."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from django.test import override_settings

from advocacy.lib import vault
from script._lib import data_folder
from script._lib.fresh import Stop


@pytest.fixture(autouse=True)
def _no_keys_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SECRET_KEY", "ADVOCACY_KEYS"):
        monkeypatch.delenv(name, raising=False)


def modes(folder: Path) -> dict[str, str]:
    return {
        path.name: oct(stat.S_IMODE(path.stat().st_mode))
        for path in (folder, folder / "keys", *(folder / "keys").iterdir())
    }


def test_folder_and_keys_are_for_their_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    data_folder.prepare(folder, demo=False)
    private = {"data": "0o700", "keys": "0o700", "secret_key": "0o600", "advocacy_keys": "0o600"}
    assert modes(folder) == private
    for path in (folder, folder / "keys", folder / "keys" / "secret_key"):
        path.chmod(0o755)
    data_folder.prepare(folder, demo=False)
    assert modes(folder) == private


def test_keys_are_made_once_and_differ_between_folders(tmp_path: Path) -> None:
    def keys(name: str) -> list[str]:
        data_folder.prepare(tmp_path / name, demo=False)
        return [(tmp_path / name / "keys" / key).read_text() for key in ("secret_key", "advocacy_keys")]

    first = keys("one")
    assert keys("one") == first
    assert not set(keys("two")) & set(first)
    assert len(first[0]) > 50


def test_the_generated_ring_seals_and_opens() -> None:
    with override_settings(ADVOCACY_KEYS=data_folder.generate_key()):
        vault.check_keys()
        assert vault.unseal(vault.seal("token", bound_to=("a", 1)), bound_to=("a", 1)) == "token"


def test_given_keys_are_not_written_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVOCACY_KEYS", data_folder.generate_key())
    monkeypatch.setenv("SECRET_KEY_FILE", "/run/secrets/key")
    data_folder.prepare(tmp_path / "data", demo=False)
    assert list((tmp_path / "data" / "keys").iterdir()) == []


def test_a_lost_key_ring_is_not_replaced_beside_a_database(tmp_path: Path) -> None:
    data_folder.prepare(tmp_path, demo=False)
    (tmp_path / data_folder.DATABASE).touch()
    (tmp_path / "keys" / "advocacy_keys").unlink()
    with pytest.raises(Stop, match="advocacy_keys is missing"):
        data_folder.prepare(tmp_path, demo=False)
    assert not (tmp_path / "keys" / "advocacy_keys").exists()


def test_a_half_written_key_is_made_again(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "secret_key").touch()
    (tmp_path / "keys" / "secret_key.half").write_text("cut o")
    data_folder.prepare(tmp_path, demo=False)
    assert len((tmp_path / "keys" / "secret_key").read_text()) > 50


def test_the_demo_and_real_data_never_share_a_folder(tmp_path: Path) -> None:
    data_folder.prepare(tmp_path / "demo", demo=True)
    data_folder.prepare(tmp_path / "demo", demo=True)
    with pytest.raises(Stop, match="holds the demo"):
        data_folder.prepare(tmp_path / "demo", demo=False)
    data_folder.prepare(tmp_path / "real", demo=False)
    with pytest.raises(Stop, match="holds no demo"):
        data_folder.prepare(tmp_path / "real", demo=True)


def test_reset_deletes_a_demo_and_nothing_else(tmp_path: Path) -> None:
    data_folder.prepare(tmp_path / "demo", demo=True)
    data_folder.clear_demo(tmp_path / "demo")
    assert not (tmp_path / "demo").exists()
    data_folder.clear_demo(tmp_path / "never-there")
    data_folder.prepare(tmp_path / "real", demo=False)
    with pytest.raises(Stop, match="deletes nothing"):
        data_folder.clear_demo(tmp_path / "real")
    assert (tmp_path / "real" / "keys" / "secret_key").exists()


def test_a_folder_serves_one_tree_at_a_time(tmp_path: Path) -> None:
    with data_folder.lock(tmp_path), pytest.raises(Stop, match="runs already"):
        data_folder.lock(tmp_path)
    data_folder.lock(tmp_path).close()
