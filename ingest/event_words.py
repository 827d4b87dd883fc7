"""Words that tell that something happens, is decided or must be done, around a date.

Patterns only; `ingest.moments` says which dates they make a moment of. EVENT words belong to the
process of decision, HAPPENS to any event, DONE to what makes a bare year a moment.
"""

from __future__ import annotations

import re
from typing import Final

from ingest.guarded import guard

EVENT: Final = guard(
    r"\b(?:vastgesteld|vaststell\w+|ter vaststelling|besproken|bespreken|besprek\w+|voorgelegd|"
    r"voor te leggen|aangeboden|geagendeerd|agenda|geïnformeerd|bijgepraat|bijeenkomst\w*|brief|"
    r"raadsbrief|behandel\w*|bespreekt|beslis\w*|stelt|afgesproken|besloten|besluit\w*|"
    r"ondertekend|gepubliceerd|gehouden|overleg|"
    r"vergadering\w*|verkiezingen|\w*verkiezingen|stemt|gestart|opgeleverd|kamerbrief|"
    r"stellen\b[^.]{0,100}\bvast|in beeld|ontving|kreeg|gezet|stelden?|werden|start)\b",
    re.IGNORECASE,
)
HAPPENS: Final = guard(
    r"\b(?:ter inzage|volgt|volgen|aanbieden|opent|openen|begint|beginnen|eindigt|"
    r"vindt\b[^.]{0,60}\bplaats|vinden\b[^.]{0,60}\bplaats|beschikbaar|betalen|betaald|uiterlijk|kregen|ontvangen|"
    r"(?:word(?:t|en)|zijn|is|werd(?:en)?|heeft|hebben|had(?:den)?)\b[^.;]{0,160}?"
    r"\b(?:\w{0,6}ge\w{3,}|(?:her|ver|be|ont)\w{2,})(?:d|t|en)|\w{0,6}gedaan|"
    r"schui(?:ft|ven)\b[^.;]{0,80}\bdoor|verschui(?:ft|ven)|"
    r"voor het eerst|lag(?:en)?|sprak(?:en)?|verdween|verdwenen|trok(?:ken)?|kwam(?:en)?|"
    r"hield(?:en)?|"
    r"n(?:am|amen)\b[^.;]{0,80}\b(?:aan|over|deel)|koos|kozen|sloot|sloten|tekenden?|"
    r"lop(?:en|ende)|loopt|"
    r"vervalt|vervallen|beslist|beslissen|herzien|overeengekomen|vragen|verschijn(?:t|en)|herijk(?:t|en)|bespr(?:aken|ak)|"
    r"ga(?:at|an)\s+(?:in|van start)|treedt|treden|gereed|klaar)\b",
    re.IGNORECASE,
)
DONE: Final = guard(
    r"\b(?:(?:her|ver|op|uit|aan|af|in|voor|vast)?(?:ge)?(?:stel(?:t|len|d|de|den)|"
    r"[eë]valu(?:eert|eren|eerd|atie)|zien|ziet|ijk(?:t|en|ing)|actualis(?:eert|eren|eerd|atie)|"
    r"onderzo(?:ekt|eken|cht)|lever(?:t|en|d|de|den)|rond(?:t|en|de)?|start(?:te|en|ten)?|"
    r"begin(?:t|nen)|begonnen|op(?:en|ent|enen|end|engaat|engaan)|beslui(?:t|ten)|besloten|"
    r"bespr(?:eekt|eken|oken)|bied(?:t|en)|boden|leg(?:t|gen|d)|publice(?:ert|ren|erd)|"
    r"koopt|kopen|verschijn(?:t|en)|teken(?:t|en|d)|werk(?:t|en|te|ten)|maakt?|maken|organise(?:ert|ren|erd)|"
    r"voer(?:t|en|de|den|d)|rich(?:t|ten|tte)|presente(?:ert|ren|erd)|kom(?:t|en)|"
    r"kreeg|kregen|ontving\w*|plaats|te\s+[a-z]{4,}en|monito(?:rt|ren)|toets(?:t|en)|review|zoek(?:t|en)|"
    r"verricht(?:en)?|dien(?:t|en|d)|gehouden|geopend|voltooi(?:t|en|d)|lanceer(?:t|de)|lanceren|"
    r"aflo(?:opt|pen)|verlo(?:opt|pen)|opheffen|opgeheven|vervang(?:t|en)|"
    r"neem(?:t|en)|nemen|breng(?:t|en)|gebracht|breid(?:t|en)|stem(?:t|men)))\b",
    re.IGNORECASE,
)  # something is done: the words that a year alone needs
IN_YEAR: Final = guard(
    r"\b(?:in|(?P<latest>uiterlijk(?:\s+in)?)|vóór|(?P<ahead>voor)|vanaf|eind|begin|medio)\s+(?P<year>(?:19|20|21)\d\d)"
    r"(?![\d.,/-]\d|\s*[-–/]\s*\d|\w)",
    re.IGNORECASE,
)
STATE: Final = re.compile(
    r"\b(?:sinds|geldt|gelden|gold|golden|ongewijzigd|verwacht\w*|prognos\w+|scenario\w*|"
    r"vergeleken|ten opzichte van|groei\w*|daalt|dalen|telt|telde\w*|bedr\w+|bepaald door|"
    r"visie op|toekomstbeeld|droom|dromen)\b|\?",
    re.IGNORECASE,
)
IS_SO: Final = re.compile(r"\b(?:is|zijn|heeft|hebben)\b", re.IGNORECASE)  # a state, not a deed
RELATIVE_CLAUSE: Final = re.compile(r"\b(?:die|dat|waar)\s+$", re.IGNORECASE)
SPENT: Final = re.compile(r"\b(?:middelen|begrot\w+|budget\w*|bedrag\w*|kosten|tarie\w+)\b", re.I)
FORCE: Final = re.compile(
    r"\b(?:in werking|van kracht|treedt|treden|ingevoerd|verplicht|"
    r"verhoogd|verlaagd|opgeheven|beëindigd|gewijzigd|overgedragen|ingesteld|ontbonden|"
    r"ingaan|gaat in|geldende\s+(?:wet|regel)\w*)\b",
    re.IGNORECASE,
)  # a law that begins to hold
SPOKEN: Final = re.compile(
    r"\b(?:opgave|advies|uitspraak|motie|akkoord|convenant|brief|besluit|mededeling|"
    r"toezegging)(?:\s+(?:van|door)(?:\s+(?:de|het))?(?:\s+\w+){1,3})?\s*\(\s*$",
    re.IGNORECASE,
)
BEFORE: Final = re.compile(r"\b(?:v(?:oo|óó)r|uiterlijk)(?:\s+(?:op|in))?\s+$", re.IGNORECASE)
DATED: Final = re.compile(r"\b(?:d\.d\.|dd\.?|gedateerd)\s*$", re.IGNORECASE)
FROM: Final = re.compile(r"\bvanaf\s*$", re.IGNORECASE)
SINCE: Final = re.compile(r"\b(?:sinds|vanaf|na|dan in|tegen)\s*$", re.IGNORECASE)
HELD: Final = re.compile(r"\b(?:gold|golden|geldt|gelden|sinds)\b", re.IGNORECASE)
EVENT_YEAR: Final = guard(
    r"(?:te beginnen|voor het eerst|startend|verkiezingen|vastgesteld|ondertekend|"
    r"besloten|aangeboden|opgeleverd|gepubliceerd)\s+"
    r"(?:(?:in|van)\s+)?(?P<year>(?:19|20|21)\d\d)(?![\d.,-]\d|\w)",
    re.IGNORECASE,
)
WORK: Final = guard(
    r"\b(?:aan de slag|werken\b[^.]{0,80}\baan|openen|"
    r"word(?:t|en)\b[^.;]{0,100}\b(?:ge\w{3,}|ver\w{3,}|her\w{3,}|om\w{3,}|op\w{3,})(?:d|t|en)|"
    r"prestatieafspraken|looptijd|"
    r"leggen\b[^.]{0,80}\baan|voeren\b[^.]{0,80}\buit|opdracht gegeven|begonnen|afgerond)\b",
    re.IGNORECASE,
)
RUNS: Final = guard(r"\b(?:doorlooptijd|looptijd|duurt|nemen\b[^.]{0,40}\bjaar)\b", re.I)
YEARS: Final = guard(
    r"\b(?:In|tussen|van|jaren|looptijd\s+is|loopt\s+van)\s+(?P<first>20\d\d)\s+(?:en|tot(?:\s+en\s+met)?|t/m)\s+"
    r"(?P<last>20\d\d)\b"
    r"|\b(?P<relative>dit\s+jaar\s+en\s+volgend\s+jaar|vorig\s+jaar|dit\s+jaar|volgend\s+jaar)\b",
    re.IGNORECASE,
)
LAW: Final = re.compile(r"\b(?:per|met ingang van|peildatum)\s*$", re.IGNORECASE)
YEARLY: Final = guard(r"\b(?:jaarlijks|elk jaar|ieder jaar)\b", re.IGNORECASE)
PAPER: Final = re.compile(
    r"\b(?:voorstel|raadsvoorstel|brief|raadsbrief|besluit|raadsbesluit|motie|advies|amendement|"
    r"verzoek|mededeling|toezegging|vergadering|raadsvergadering|bijeenkomst|sessie)\b"
    r"(?:\s+(?!is\b|zijn\b|heeft\b)[\w&]+){0,8}\s+(?:van|d\.d\.|op)\s+$",
    re.IGNORECASE,
)  # what was decided, asked or said that day
MEETING_LINE: Final = re.compile(
    r"(?:^|\n)[ \t]*(?:[\w/-]+[ \t]+){0,2}[\w/-]*(?:raad|markt|vergadering|overleg|commissie|"
    r"besluitvorming|behandeling|bespreking|zitting|bijeenkomst|vaststelling|inwerkingtreding|"
    r"publicatie|oplevering|evaluatie|deadline)[ \t]*(?:d\.d\.)?[ \t]*:[ \t|]*"
    r"(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag[ \t,]+)?$",
    re.IGNORECASE,
)  # `Raadsvergadering: 3 mei 2031`
LIMIT: Final = re.compile(r"(?:voor|vóór|vòòr|na|tussen|gedurende)\s", re.IGNORECASE)
INDEFINITE: Final = re.compile(r"\b(?:een|elke?|iedere?)\s+$", re.IGNORECASE)
ON_DAY: Final = re.compile(
    r"\bop[ \n]+(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag[ \n]+)?$", re.IGNORECASE
)
TOLD: Final = re.compile(
    r"\b(?:in|op|tussen|van|vanaf|begin|medio|eind|uiterlijk|vóór|voor|tegen|rond|per|het|de|"
    r"met ingang van)[ \n]+$|^$|[:(]\s*$",
    re.IGNORECASE,
)
COUNTED: Final = re.compile(
    r"\b(?:peil\w*|stand|telde\w*|telt|woonden|wonen|waren er|gemeten|statistiek|cijfers|prijs\w*|"
    r"tarie\w+|bedroeg\w*|verwacht(?:en)?\s+(?:we|wij)|prognose\w*|groei\w*|daalt|dalen|gedaald|"
    r"gestegen|stijg\w+)\b",
    re.IGNORECASE,
)  # the date of a number, not of an event
TO_BE: Final = re.compile(
    r"\b(?:word(?:t|en)|zal|zullen|ga(?:at|an)|start(?:en)?|moet(?:en)?|kan)\b", re.I
)
LIKELY: Final = re.compile(r"\bnaar verwachting\b", re.IGNORECASE)
FIRST: Final = re.compile(
    r"\b(?:voor het eerst(?:\s+weer)?\s+in|te beginnen in|vanaf|met ingang van|startend in)\s+"
    r"(?:het\s+jaar\s+)?(?P<year>(?:19|20|21)\d\d)(?![\d.,-]\d|\w)",
    re.IGNORECASE,
)
COMING: Final = re.compile(
    r"\b(?:wordt|worden|zal|zullen|gaat|gaan|staat|vóór|voor|na|dit|deze|komend|komende|"
    r"aankomend|aankomende|eind|begin|uiterlijk|te)\b",
    re.I,
)
DEICTIC: Final = re.compile(r"\b(?:dit|deze|komende?|aankomende?)\s+$", re.IGNORECASE)
PAST: Final = re.compile(
    r"\b(?:hebben|heeft|had|hadden|is|zijn|was|waren|werd|werden)\b[^.;]{0,160}?"
    r"\b(?:\w{0,6}gedaan|(?:\w{0,6}ge\w{3,}|(?:her|ver|be|ont)\w{2,})(?:d|t|en))\b(?!\s+(?:word|zal|zull))",
    re.IGNORECASE,
)
