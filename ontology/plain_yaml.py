"""YAML of our own files as plain values; no tags, no objects.

In: a text. Out: mappings, lists and scalars. Read by the parser in C where PyYAML was built with
it, ten times as fast as the one in Python, which serves elsewhere.
"""

from __future__ import annotations

from typing import Any, Final

import yaml

LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_yaml(text: str) -> Any:
    """The values of a text.

    Raises:
        yaml.YAMLError: telling where the text is no YAML.
    """
    return yaml.load(text, Loader=LOADER)  # it is the safe loader
