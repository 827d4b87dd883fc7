"""Processes that run what others send know no secret of the service."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from graph.child_environment import child_environment
from tests.integration.served import Region, region, serving
from tests.integration.writable import SETTINGS, TOKEN, ask, update

__all__ = ["region"]

SECRET = "a-key-of-somebody-else"


def test_only_harmless_variables_are_passed_on() -> None:
    """A token, a key and an address stay behind; path and language go along."""
    ours = {"PATH": "/bin", "LANG": "C", "API_KEY": "k", "BELEIDSGRAAF_UPDATE_TOKEN": "t"}

    assert {"PATH", "LANG", "PYTHONPATH", "GLIBC_TUNABLES"} == set(child_environment(ours))


def test_tunables_of_the_machine_go_before_ours() -> None:
    """Who has tuned the allocator keeps that; without a wish of theirs it is ours."""
    theirs = {"GLIBC_TUNABLES": "glibc.malloc.arena_max=1"}

    assert theirs["GLIBC_TUNABLES"] == child_environment(theirs)["GLIBC_TUNABLES"]
    assert child_environment({})["GLIBC_TUNABLES"].endswith("tcache_count=127")


def test_what_led_to_our_code_is_kept() -> None:
    """A PYTHONPATH of ours comes after the folder of our packages."""
    assert child_environment({"PYTHONPATH": "x"})["PYTHONPATH"].endswith(f"{os.pathsep}x")


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="no /proc here")
def test_readers_and_writer_hold_no_token(
    region: Region, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the token of updates nor another variable of the service is in their environment."""
    monkeypatch.setenv("SOME_API_KEY", SECRET)
    with serving(region, tmp_path, **SETTINGS) as client:
        update(client, "INSERT DATA { <x:s> <x:p> 1 }")
        assert ask(client, "<x:s> <x:p> 1")
        found = environments()

    assert {"worker_template", "writer_loop"} == set(found)
    assert not [name for name, text in found.items() if SECRET in text or TOKEN in text]


def environments() -> dict[str, str]:
    """The environment of each process of ours that runs a module of `graph`, by its name."""
    found: dict[str, str] = {}
    children = by_parent()
    ours = [str(os.getpid())]
    while ours:
        number = ours.pop()
        ours += children.get(number, [])
        try:
            words = Path(f"/proc/{number}/cmdline").read_bytes().decode().split("\0")
            module = next((word for word in words if word.startswith("graph.")), "")
            if module:
                name = module.rpartition(".")[2]
                text = Path(f"/proc/{number}/environ").read_bytes().decode()
                found[name] = found.get(name, "") + text
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended meanwhile
    return found


def by_parent() -> dict[str, list[str]]:
    """The numbers of all processes by that of their parent, which may be the higher one."""
    found: dict[str, list[str]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
        except (FileNotFoundError, ProcessLookupError):
            continue
        found.setdefault(parent, []).append(folder.name)
    return found
