"""Settings of the device: written whole, kept when unknown, set aside when broken."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtdtutor.core.errors import KnownError
from mtdtutor.services.device import DeviceSettings, DeviceStore


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


def test_a_new_device_has_the_defaults_and_no_file(file: Path) -> None:
    assert DeviceStore(file).settings == DeviceSettings()
    assert not file.exists()


def test_changes_are_read_back(file: Path) -> None:
    store = DeviceStore(file)
    store.change(replace(store.settings, theme="dark", text_scale=150))
    assert DeviceStore(file).settings == DeviceSettings(theme="dark", text_scale=150)
    assert [path.name for path in file.parent.iterdir()] == ["settings.json"]


def test_what_a_newer_version_wrote_is_kept(file: Path) -> None:
    file.write_text('{"theme": "dark", "holograms": {"on": true}}', encoding="utf-8")
    store = DeviceStore(file)
    store.change(replace(store.settings, motion=False))
    assert json.loads(file.read_text(encoding="utf-8"))["holograms"] == {"on": True}
    assert store.trouble is None


@pytest.mark.parametrize("text", ["", "{", "[]", "3", "nul\x00", "[" * 100_000])
def test_a_broken_file_is_set_aside_and_said(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
    store = DeviceStore(file)
    assert store.settings == DeviceSettings()
    assert store.trouble is not None
    assert store.trouble.code == "settings-broken"
    aside = file.with_name("settings.json.broken")
    assert aside.read_text(encoding="utf-8") == text
    assert aside.name in str(store.trouble)


@pytest.mark.parametrize(
    ("raw", "field", "expected"),
    [
        ({"theme": "pink"}, "theme", "system"),
        ({"text_scale": 900}, "text_scale", 200),
        ({"text_scale": -5}, "text_scale", 100),
        ({"text_scale": True}, "text_scale", 100),
        ({"text_scale": "150"}, "text_scale", 100),
        ({"motion": 0}, "motion", True),
        ({"geometry": "ünï"}, "geometry", ""),
    ],
)
def test_a_value_without_sense_falls_back(
    file: Path, raw: dict[str, object], field: str, expected: object
) -> None:
    file.write_text(json.dumps(raw), encoding="utf-8")
    assert getattr(DeviceStore(file).settings, field) == expected


def test_a_folder_that_cannot_be_written_to_is_said_and_the_value_holds(tmp_path: Path) -> None:
    store = DeviceStore(tmp_path / "gone" / "settings.json")
    with pytest.raises(KnownError) as caught:
        store.change(replace(store.settings, theme="dark"))
    assert caught.value.code == "disk-error"
    assert store.settings.theme == "dark"


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=3))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_value_of_any_field_is_survived(tmp_path: Path, value: object) -> None:
    file = tmp_path / "any.json"
    for field in ("theme", "text_scale", "motion", "learner", "geometry"):
        file.write_text(json.dumps({field: value}), encoding="utf-8")
        store = DeviceStore(file)
        assert store.trouble is None
        assert 100 <= store.settings.text_scale <= 200
