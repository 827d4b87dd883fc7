"""`python -m benchmarks [NAME…]` prints every measurement, or the named ones."""

from __future__ import annotations

import importlib
import sys

NAMES = (
    "start",
    "build",
    "shacl",
    "workers",
    "queries",
    "network_page",
    "reading",
    "native",
    "questions",
    "checks",
    "coverage_page",
)


def main(wanted: list[str]) -> int:
    """Run the measurements in order; unknown names are an error."""
    unknown = sorted(set(wanted) - set(NAMES))
    if unknown:
        print(f"no measurement '{unknown[0]}'; choose of {', '.join(NAMES)}", file=sys.stderr)
        return 2
    for name in wanted or NAMES:
        try:
            module = importlib.import_module(f"benchmarks.{name}")
        except ModuleNotFoundError as error:
            if error.name != f"benchmarks.{name}":
                raise
            continue  # a measurement that is not part of this checkout
        print(f"# {name}")
        for line in module.report():
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
