"""The units in which numbers are measured: how Dutch names them and what QUDT calls them.

In: the unit of a `Number`. Out: a name for labels, an IRI, and which units of indicators suit it.
Source: QUDT units vocabulary, http://qudt.org/vocab/unit/.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ingest.numbers import Unit
from ontology.records import Iri
from ontology.terms import UNIT

MEASURES: Final[Mapping[Unit, tuple[str, Iri]]] = MappingProxyType(
    {
        "percent": ("procent", UNIT.PERCENT),
        "part": ("procent", UNIT.PERCENT),
        "euro": ("euro", UNIT.CCY_EUR),
        "hectare": ("hectare", UNIT.HA),
        "kilometre": ("kilometer", UNIT.KiloM),
        "metre": ("meter", UNIT.M),
        "square metre": ("vierkante meter", UNIT.M2),
        "square kilometre": ("vierkante kilometer", UNIT.KiloM2),
        "cubic metre": ("kubieke meter", UNIT.M3),
        "centimetre": ("centimeter", UNIT.CentiM),
        "millimetre": ("millimeter", UNIT.MilliM),
        "litre": ("liter", UNIT.L),
        "milligram per litre": ("milligram per liter", UNIT.MilliGM_PER_L),
        "cubic metre per second": ("kubieke meter per seconde", UNIT.M3_PER_SEC),
        "kilometre per hour": ("kilometer per uur", UNIT.KiloM_PER_HR),
        "degree": ("graden Celsius", UNIT.DEG_C),
        "decibel": ("decibel", UNIT.DeciB),
        "minute": ("minuten", UNIT.MIN),
        "tonne": ("ton", UNIT.TON_Metric),
        "kW": ("kW", UNIT.KiloW),
        "MW": ("MW", UNIT.MegaW),
        "GW": ("GW", UNIT.GigaW),
        "kWh": ("kWh", UNIT.KiloW_HR),
        "MWh": ("MWh", UNIT.MegaW_HR),
        "GWh": ("GWh", UNIT.GigaW_HR),
        "TWh": ("TWh", UNIT.TeraW_HR),
        "GJ": ("GJ", UNIT.GigaJ),
        "TJ": ("TJ", UNIT.TeraJ),
        "PJ": ("PJ", UNIT.PetaJ),
    }
)
"""Name and IRI of every unit but the plain count."""
_COUNTS: Final = frozenset({UNIT.NUM, UNIT.NUM_PER_YR, UNIT.YR})


def suits(unit: Unit, indicator: Iri | None) -> bool:
    """Whether a number in a unit can measure an indicator; one without a unit takes any."""
    if indicator is None:
        return True
    if unit == "count":
        return indicator in _COUNTS
    return unit != "part" and MEASURES[unit][1] == indicator
