"""The extractors a document passes through, in this order. To add one, list it here.

These are pure and run in a child without network. The optional language model is neither, so it
comes after them and apart: `ingest.language_model`, added only when a model is configured.
"""

from __future__ import annotations

from typing import Final

from ingest import (
    actions,
    adoptions,
    contributions,
    directions,
    goals,
    milestones,
    projects,
    quantities,
    relations,
    repeats,
)
from ingest.commitments import COMMITMENTS
from ingest.document import Extractor
from ingest.newcomers import NEWCOMERS
from ingest.programmes import PROGRAMMES
from ingest.references import REFERENCES
from ingest.registered import REGISTERED
from ingest.speakers import SPEAKERS

EXTRACTORS: Final[tuple[Extractor, ...]] = (
    REGISTERED,
    SPEAKERS,
    NEWCOMERS,
    REFERENCES,
    PROGRAMMES,
    actions.EXTRACTOR,
    adoptions.EXTRACTOR,
    COMMITMENTS,
    contributions.EXTRACTOR,
    directions.EXTRACTOR,
    goals.EXTRACTOR,
    milestones.EXTRACTOR,
    projects.EXTRACTOR,
    quantities.EXTRACTOR,
    relations.EXTRACTOR,
    repeats.EXTRACTOR,
)
