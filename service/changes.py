"""What changed since the release before: things by class, from the two manifests.

In: the served release and the data folder. Out: Changes, or None when no earlier release is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from graph.release import load_release
from ontology.errors import StoreError
from ontology.terms import BG
from service.deps import Services

# What people ask after; records such as claims and passages would drown it.
# Key of its name in texts.yml → class.
CLASSES: Final = {
    "document_version": BG.DocumentVersion,
    "goal": BG.Goal,
    "target": BG.Target,
    "indicator_observation": BG.IndicatorObservation,
    "programme": BG.Programme,
    "key_project": BG.KeyProject,
    "action": BG.Action,
    "finding": BG.Finding,
}


@dataclass(frozen=True, slots=True)
class Changes:
    """The release before, and for each class that changed how many things there were and are."""

    previous: str
    classes: tuple[tuple[str, int, int], ...]


def find_changes(services: Services) -> Changes | None:
    """Compare the counts of the served release with those of the one before."""
    release = services.release
    previous = str(release.manifest.get("previous") or "") if release else ""
    if release is None or not previous:
        return None
    folder = services.settings.data / "releases" / previous.rpartition("/")[2]
    try:
        old = load_release(folder).manifest.get("classes", {})
    except StoreError:
        return None
    new = release.manifest.get("classes", {})
    counts = [(key, int(old.get(name, 0)), int(new.get(name, 0))) for key, name in CLASSES.items()]
    return Changes(folder.name, tuple(one for one in counts if one[1] != one[2]))
