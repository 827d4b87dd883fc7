"""IRIs of the vocabulary as constants; a test compares them with the Turtle in core/.

In: nothing. Out: strings. The region's own IRIs are minted in iris.py, never here.
"""

from __future__ import annotations

from typing import Final

from ontology.records import Iri


def _iri(namespace: str, name: str) -> Iri:
    return Iri(namespace + name)


BG_NS: Final = "https://w3id.org/beleidsgraaf/def#"
BGS_NS: Final = "https://w3id.org/beleidsgraaf/shapes#"


class BG:
    """Terms of the policy ontology (`bg:`)."""

    # classes
    Document: Final = _iri(BG_NS, "Document")
    PolicyDocument: Final = _iri(BG_NS, "PolicyDocument")
    DocumentVersion: Final = _iri(BG_NS, "DocumentVersion")
    Passage: Final = _iri(BG_NS, "Passage")
    Claim: Final = _iri(BG_NS, "Claim")
    ExtractionRun: Final = _iri(BG_NS, "ExtractionRun")
    Review: Final = _iri(BG_NS, "Review")
    Theme: Final = _iri(BG_NS, "Theme")
    PolicyElement: Final = _iri(BG_NS, "PolicyElement")
    Challenge: Final = _iri(BG_NS, "Challenge")
    Goal: Final = _iri(BG_NS, "Goal")
    Target: Final = _iri(BG_NS, "Target")
    Indicator: Final = _iri(BG_NS, "Indicator")
    IndicatorObservation: Final = _iri(BG_NS, "IndicatorObservation")
    DesignPrinciple: Final = _iri(BG_NS, "DesignPrinciple")
    Dilemma: Final = _iri(BG_NS, "Dilemma")
    Programme: Final = _iri(BG_NS, "Programme")
    KeyProject: Final = _iri(BG_NS, "KeyProject")
    Action: Final = _iri(BG_NS, "Action")
    Instrument: Final = _iri(BG_NS, "Instrument")
    Actor: Final = _iri(BG_NS, "Actor")
    GovernanceBody: Final = _iri(BG_NS, "GovernanceBody")
    Seat: Final = _iri(BG_NS, "Seat")
    Mandate: Final = _iri(BG_NS, "Mandate")
    Milestone: Final = _iri(BG_NS, "Milestone")
    Budget: Final = _iri(BG_NS, "Budget")
    FinancialContribution: Final = _iri(BG_NS, "FinancialContribution")
    Place: Final = _iri(BG_NS, "Place")
    ThemeCoverage: Final = _iri(BG_NS, "ThemeCoverage")
    CoverageSummary: Final = _iri(BG_NS, "CoverageSummary")
    Check: Final = _iri(BG_NS, "Check")
    Finding: Final = _iri(BG_NS, "Finding")

    # properties
    documentType: Final = _iri(BG_NS, "documentType")
    instrumentStatus: Final = _iri(BG_NS, "instrumentStatus")
    adoptionStatus: Final = _iri(BG_NS, "adoptionStatus")
    planHorizon: Final = _iri(BG_NS, "planHorizon")
    sha256: Final = _iri(BG_NS, "sha256")
    buildsOn: Final = _iri(BG_NS, "buildsOn")
    elaboratedIn: Final = _iri(BG_NS, "elaboratedIn")
    buildingBlockFor: Final = _iri(BG_NS, "buildingBlockFor")
    standsAbove: Final = _iri(BG_NS, "standsAbove")
    alignedWith: Final = _iri(BG_NS, "alignedWith")
    statedIn: Final = _iri(BG_NS, "statedIn")
    evidencedBy: Final = _iri(BG_NS, "evidencedBy")
    quoteHash: Final = _iri(BG_NS, "quoteHash")
    sectionLabel: Final = _iri(BG_NS, "sectionLabel")
    pageNumber: Final = _iri(BG_NS, "pageNumber")
    confidence: Final = _iri(BG_NS, "confidence")
    reviewStatus: Final = _iri(BG_NS, "reviewStatus")
    modality: Final = _iri(BG_NS, "modality")
    reviews: Final = _iri(BG_NS, "reviews")
    verdict: Final = _iri(BG_NS, "verdict")
    mentions: Final = _iri(BG_NS, "mentions")
    hasTheme: Final = _iri(BG_NS, "hasTheme")
    mentionsTheme: Final = _iri(BG_NS, "mentionsTheme")
    goalLevel: Final = _iri(BG_NS, "goalLevel")
    contributesTo: Final = _iri(BG_NS, "contributesTo")
    isConditionFor: Final = _iri(BG_NS, "isConditionFor")
    inTensionWith: Final = _iri(BG_NS, "inTensionWith")
    addresses: Final = _iri(BG_NS, "addresses")
    partOf: Final = _iri(BG_NS, "partOf")
    realises: Final = _iri(BG_NS, "realises")
    leadActor: Final = _iri(BG_NS, "leadActor")
    involvedActor: Final = _iri(BG_NS, "involvedActor")
    scopePlace: Final = _iri(BG_NS, "scopePlace")
    governedBy: Final = _iri(BG_NS, "governedBy")
    forIndicator: Final = _iri(BG_NS, "forIndicator")
    lowerBound: Final = _iri(BG_NS, "lowerBound")
    upperBound: Final = _iri(BG_NS, "upperBound")
    isApproximate: Final = _iri(BG_NS, "isApproximate")
    measureMode: Final = _iri(BG_NS, "measureMode")
    targetYear: Final = _iri(BG_NS, "targetYear")
    baselineYear: Final = _iri(BG_NS, "baselineYear")
    baseline: Final = _iri(BG_NS, "baseline")
    delegatedBy: Final = _iri(BG_NS, "delegatedBy")
    onBehalfOf: Final = _iri(BG_NS, "onBehalfOf")
    seatCount: Final = _iri(BG_NS, "seatCount")
    hasMandate: Final = _iri(BG_NS, "hasMandate")
    mandateType: Final = _iri(BG_NS, "mandateType")
    prepares: Final = _iri(BG_NS, "prepares")
    meetsBefore: Final = _iri(BG_NS, "meetsBefore")
    meetingsPerYearMin: Final = _iri(BG_NS, "meetingsPerYearMin")
    meetingsPerYearMax: Final = _iri(BG_NS, "meetingsPerYearMax")
    atBody: Final = _iri(BG_NS, "atBody")
    decides: Final = _iri(BG_NS, "decides")
    contributor: Final = _iri(BG_NS, "contributor")
    allocationBasis: Final = _iri(BG_NS, "allocationBasis")
    amount: Final = _iri(BG_NS, "amount")
    statedTotal: Final = _iri(BG_NS, "statedTotal")
    fiscalYear: Final = _iri(BG_NS, "fiscalYear")
    partOfBudget: Final = _iri(BG_NS, "partOfBudget")
    contributesToTransitive: Final = _iri(BG_NS, "contributesToTransitive")
    primaryParent: Final = _iri(BG_NS, "primaryParent")
    negativeLabel: Final = _iri(BG_NS, "negativeLabel")
    mandateSubject: Final = _iri(BG_NS, "mandateSubject")
    inDocument: Final = _iri(BG_NS, "inDocument")
    coversTheme: Final = _iri(BG_NS, "coversTheme")
    coverageLevel: Final = _iri(BG_NS, "coverageLevel")
    coverageAspect: Final = _iri(BG_NS, "coverageAspect")
    coverageOf: Final = _iri(BG_NS, "coverageOf")
    coverageRole: Final = _iri(BG_NS, "coverageRole")
    jointLevel: Final = _iri(BG_NS, "jointLevel")
    passageCount: Final = _iri(BG_NS, "passageCount")
    elementCount: Final = _iri(BG_NS, "elementCount")
    emptyReason: Final = _iri(BG_NS, "emptyReason")
    expectsTheme: Final = _iri(BG_NS, "expectsTheme")
    expectedLevel: Final = _iri(BG_NS, "expectedLevel")
    governmentLevel: Final = _iri(BG_NS, "governmentLevel")
    actionNumber: Final = _iri(BG_NS, "actionNumber")
    deadline: Final = _iri(BG_NS, "deadline")
    horizonYear: Final = _iri(BG_NS, "horizonYear")
    projectCategory: Final = _iri(BG_NS, "projectCategory")
    instrumentType: Final = _iri(BG_NS, "instrumentType")
    usesInstrument: Final = _iri(BG_NS, "usesInstrument")
    layer: Final = _iri(BG_NS, "layer")
    method: Final = _iri(BG_NS, "method")
    question: Final = _iri(BG_NS, "question")
    category: Final = _iri(BG_NS, "category")
    queryFile: Final = _iri(BG_NS, "queryFile")
    ofCheck: Final = _iri(BG_NS, "ofCheck")
    severity: Final = _iri(BG_NS, "severity")
    focusNode: Final = _iri(BG_NS, "focusNode")
    explanation: Final = _iri(BG_NS, "explanation")
    firstSeen: Final = _iri(BG_NS, "firstSeen")
    lastSeen: Final = _iri(BG_NS, "lastSeen")
    findingStatus: Final = _iri(BG_NS, "findingStatus")
    statusReason: Final = _iri(BG_NS, "statusReason")
    statusSetBy: Final = _iri(BG_NS, "statusSetBy")

    # values of reviewStatus
    Unreviewed: Final = _iri(BG_NS, "Unreviewed")
    Accepted: Final = _iri(BG_NS, "Accepted")
    Corrected: Final = _iri(BG_NS, "Corrected")
    Rejected: Final = _iri(BG_NS, "Rejected")
    Disputed: Final = _iri(BG_NS, "Disputed")

    # values of findingStatus
    StatusOpen: Final = _iri(BG_NS, "StatusOpen")
    StatusExplained: Final = _iri(BG_NS, "StatusExplained")
    StatusAccepted: Final = _iri(BG_NS, "StatusAccepted")
    StatusDismissed: Final = _iri(BG_NS, "StatusDismissed")

    # values of layer
    Extracted: Final = _iri(BG_NS, "Extracted")
    Curated: Final = _iri(BG_NS, "Curated")
    Inferred: Final = _iri(BG_NS, "Inferred")

    # values of goalLevel
    Ambition: Final = _iri(BG_NS, "Ambition")
    MainGoal: Final = _iri(BG_NS, "MainGoal")
    SubGoal: Final = _iri(BG_NS, "SubGoal")

    # values of measureMode
    Stock: Final = _iri(BG_NS, "Stock")
    Increment: Final = _iri(BG_NS, "Increment")
    AnnualFlow: Final = _iri(BG_NS, "AnnualFlow")
    Share: Final = _iri(BG_NS, "Share")

    # values of modality
    Constatering: Final = _iri(BG_NS, "Constatering")
    Verwachting: Final = _iri(BG_NS, "Verwachting")
    Ambitie: Final = _iri(BG_NS, "Ambitie")
    Voornemen: Final = _iri(BG_NS, "Voornemen")
    Afspraak: Final = _iri(BG_NS, "Afspraak")
    Besluit: Final = _iri(BG_NS, "Besluit")
    Voorwaarde: Final = _iri(BG_NS, "Voorwaarde")

    # values of mandateType
    Besluiten: Final = _iri(BG_NS, "Besluiten")
    Bijsturen: Final = _iri(BG_NS, "Bijsturen")
    Voorbereiden: Final = _iri(BG_NS, "Voorbereiden")
    Adviseren: Final = _iri(BG_NS, "Adviseren")
    Kennisnemen: Final = _iri(BG_NS, "Kennisnemen")

    # values of category
    CategoryCoverage: Final = _iri(BG_NS, "CategoryCoverage")
    CategoryCascade: Final = _iri(BG_NS, "CategoryCascade")
    CategoryConsistency: Final = _iri(BG_NS, "CategoryConsistency")
    CategoryGovernance: Final = _iri(BG_NS, "CategoryGovernance")
    CategoryEvidence: Final = _iri(BG_NS, "CategoryEvidence")
    CategoryLinkage: Final = _iri(BG_NS, "CategoryLinkage")
    CategoryTone: Final = _iri(BG_NS, "CategoryTone")

    # values of severity
    Conflict: Final = _iri(BG_NS, "Conflict")
    Warning: Final = _iri(BG_NS, "Warning")
    Notice: Final = _iri(BG_NS, "Notice")

    # values of instrumentType
    Monitor: Final = _iri(BG_NS, "Monitor")
    AssessmentFramework: Final = _iri(BG_NS, "AssessmentFramework")
    SupportScheme: Final = _iri(BG_NS, "SupportScheme")
    Team: Final = _iri(BG_NS, "Team")

    # values of governmentLevel
    LevelNational: Final = _iri(BG_NS, "LevelNational")
    LevelProvince: Final = _iri(BG_NS, "LevelProvince")
    LevelWaterAuthority: Final = _iri(BG_NS, "LevelWaterAuthority")
    LevelRegion: Final = _iri(BG_NS, "LevelRegion")
    LevelMunicipality: Final = _iri(BG_NS, "LevelMunicipality")

    # closed code lists
    ReviewStatusScheme: Final = _iri(BG_NS, "ReviewStatusScheme")
    FindingStatusScheme: Final = _iri(BG_NS, "FindingStatusScheme")
    LayerScheme: Final = _iri(BG_NS, "LayerScheme")
    GoalLevelScheme: Final = _iri(BG_NS, "GoalLevelScheme")
    MeasureModeScheme: Final = _iri(BG_NS, "MeasureModeScheme")
    ModalityScheme: Final = _iri(BG_NS, "ModalityScheme")
    MandateTypeScheme: Final = _iri(BG_NS, "MandateTypeScheme")
    CheckCategoryScheme: Final = _iri(BG_NS, "CheckCategoryScheme")
    SeverityScheme: Final = _iri(BG_NS, "SeverityScheme")
    InstrumentTypeScheme: Final = _iri(BG_NS, "InstrumentTypeScheme")
    GovernmentLevelScheme: Final = _iri(BG_NS, "GovernmentLevelScheme")


class RDF:
    """Terms of RDF."""

    NS: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    type: Final = _iri(NS, "type")
    Statement: Final = _iri(NS, "Statement")
    subject: Final = _iri(NS, "subject")
    predicate: Final = _iri(NS, "predicate")
    object: Final = _iri(NS, "object")
    langString: Final = _iri(NS, "langString")


class RDFS:
    """Terms of RDF Schema."""

    NS: Final = "http://www.w3.org/2000/01/rdf-schema#"
    label: Final = _iri(NS, "label")
    comment: Final = _iri(NS, "comment")
    subClassOf: Final = _iri(NS, "subClassOf")
    subPropertyOf: Final = _iri(NS, "subPropertyOf")
    domain: Final = _iri(NS, "domain")
    range: Final = _iri(NS, "range")
    seeAlso: Final = _iri(NS, "seeAlso")


class XSD:
    """Datatypes of XML Schema."""

    NS: Final = "http://www.w3.org/2001/XMLSchema#"
    string: Final = _iri(NS, "string")
    boolean: Final = _iri(NS, "boolean")
    integer: Final = _iri(NS, "integer")
    decimal: Final = _iri(NS, "decimal")
    double: Final = _iri(NS, "double")
    gYear: Final = _iri(NS, "gYear")
    gYearMonth: Final = _iri(NS, "gYearMonth")
    date: Final = _iri(NS, "date")
    dateTime: Final = _iri(NS, "dateTime")
    anyURI: Final = _iri(NS, "anyURI")


class SKOS:
    """Terms of SKOS."""

    NS: Final = "http://www.w3.org/2004/02/skos/core#"
    Concept: Final = _iri(NS, "Concept")
    ConceptScheme: Final = _iri(NS, "ConceptScheme")
    prefLabel: Final = _iri(NS, "prefLabel")
    altLabel: Final = _iri(NS, "altLabel")
    hiddenLabel: Final = _iri(NS, "hiddenLabel")
    definition: Final = _iri(NS, "definition")
    notation: Final = _iri(NS, "notation")
    inScheme: Final = _iri(NS, "inScheme")
    broader: Final = _iri(NS, "broader")
    topConceptOf: Final = _iri(NS, "topConceptOf")
    closeMatch: Final = _iri(NS, "closeMatch")
    exactMatch: Final = _iri(NS, "exactMatch")
    relatedMatch: Final = _iri(NS, "relatedMatch")
    scopeNote: Final = _iri(NS, "scopeNote")
    note: Final = _iri(NS, "note")


class DCT:
    """Dublin Core terms."""

    NS: Final = "http://purl.org/dc/terms/"
    title: Final = _iri(NS, "title")
    publisher: Final = _iri(NS, "publisher")
    issued: Final = _iri(NS, "issued")
    creator: Final = _iri(NS, "creator")
    subject: Final = _iri(NS, "subject")
    source: Final = _iri(NS, "source")
    identifier: Final = _iri(NS, "identifier")
    isVersionOf: Final = _iri(NS, "isVersionOf")
    type: Final = _iri(NS, "type")
    description: Final = _iri(NS, "description")
    language: Final = _iri(NS, "language")
    license: Final = _iri(NS, "license")
    date: Final = _iri(NS, "date")
    format: Final = _iri(NS, "format")
    isReplacedBy: Final = _iri(NS, "isReplacedBy")
    replaces: Final = _iri(NS, "replaces")
    created: Final = _iri(NS, "created")


class DCAT:
    """Terms of DCAT."""

    NS: Final = "http://www.w3.org/ns/dcat#"
    Dataset: Final = _iri(NS, "Dataset")
    Resource: Final = _iri(NS, "Resource")
    version: Final = _iri(NS, "version")
    previousVersion: Final = _iri(NS, "previousVersion")
    landingPage: Final = _iri(NS, "landingPage")


class PROV:
    """Terms of PROV-O."""

    NS: Final = "http://www.w3.org/ns/prov#"
    Entity: Final = _iri(NS, "Entity")
    Activity: Final = _iri(NS, "Activity")
    SoftwareAgent: Final = _iri(NS, "SoftwareAgent")
    wasGeneratedBy: Final = _iri(NS, "wasGeneratedBy")
    wasAssociatedWith: Final = _iri(NS, "wasAssociatedWith")
    wasAttributedTo: Final = _iri(NS, "wasAttributedTo")
    wasDerivedFrom: Final = _iri(NS, "wasDerivedFrom")
    wasRevisionOf: Final = _iri(NS, "wasRevisionOf")
    alternateOf: Final = _iri(NS, "alternateOf")
    used: Final = _iri(NS, "used")
    generatedAtTime: Final = _iri(NS, "generatedAtTime")
    endedAtTime: Final = _iri(NS, "endedAtTime")


class OA:
    """Terms of Web Annotation."""

    NS: Final = "http://www.w3.org/ns/oa#"
    SpecificResource: Final = _iri(NS, "SpecificResource")
    hasSource: Final = _iri(NS, "hasSource")
    hasSelector: Final = _iri(NS, "hasSelector")
    TextPositionSelector: Final = _iri(NS, "TextPositionSelector")
    start: Final = _iri(NS, "start")
    end: Final = _iri(NS, "end")
    exact: Final = _iri(NS, "exact")
    prefix: Final = _iri(NS, "prefix")
    suffix: Final = _iri(NS, "suffix")


class ORG:
    """Terms of W3C ORG."""

    NS: Final = "http://www.w3.org/ns/org#"
    Organization: Final = _iri(NS, "Organization")
    OrganizationalCollaboration: Final = _iri(NS, "OrganizationalCollaboration")
    Post: Final = _iri(NS, "Post")
    postIn: Final = _iri(NS, "postIn")
    role: Final = _iri(NS, "role")
    hasMember: Final = _iri(NS, "hasMember")


class CITO:
    """Terms of CiTO."""

    NS: Final = "http://purl.org/spar/cito/"
    cites: Final = _iri(NS, "cites")
    extends: Final = _iri(NS, "extends")
    updates: Final = _iri(NS, "updates")
    discusses: Final = _iri(NS, "discusses")
    obtainsBackgroundFrom: Final = _iri(NS, "obtainsBackgroundFrom")


class GEO:
    """Terms of GeoSPARQL."""

    NS: Final = "http://www.opengis.net/ont/geosparql#"
    Feature: Final = _iri(NS, "Feature")
    sfWithin: Final = _iri(NS, "sfWithin")


class QUDT:
    """Terms of QUDT."""

    NS: Final = "http://qudt.org/schema/qudt/"
    hasUnit: Final = _iri(NS, "hasUnit")


class UNIT:
    """Units of QUDT."""

    NS: Final = "http://qudt.org/vocab/unit/"
    NUM: Final = _iri(NS, "NUM")
    HA: Final = _iri(NS, "HA")
    PERCENT: Final = _iri(NS, "PERCENT")
    YR: Final = _iri(NS, "YR")
    NUM_PER_YR: Final = _iri(NS, "NUM-PER-YR")
    KiloM: Final = _iri(NS, "KiloM")
    CCY_EUR: Final = _iri(NS, "CCY_EUR")
    M: Final = _iri(NS, "M")
    M2: Final = _iri(NS, "M2")
    KiloM2: Final = _iri(NS, "KiloM2")
    M3: Final = _iri(NS, "M3")
    CentiM: Final = _iri(NS, "CentiM")
    MilliM: Final = _iri(NS, "MilliM")
    L: Final = _iri(NS, "L")
    MilliGM_PER_L: Final = _iri(NS, "MilliGM-PER-L")
    M3_PER_SEC: Final = _iri(NS, "M3-PER-SEC")
    KiloM_PER_HR: Final = _iri(NS, "KiloM-PER-HR")
    DEG_C: Final = _iri(NS, "DEG_C")
    DeciB: Final = _iri(NS, "DeciB")
    MIN: Final = _iri(NS, "MIN")
    TON_Metric: Final = _iri(NS, "TON_Metric")
    KiloW: Final = _iri(NS, "KiloW")
    MegaW: Final = _iri(NS, "MegaW")
    GigaW: Final = _iri(NS, "GigaW")
    KiloW_HR: Final = _iri(NS, "KiloW-HR")
    MegaW_HR: Final = _iri(NS, "MegaW-HR")
    GigaW_HR: Final = _iri(NS, "GigaW-HR")
    TeraW_HR: Final = _iri(NS, "TeraW-HR")
    GigaJ: Final = _iri(NS, "GigaJ")
    TeraJ: Final = _iri(NS, "TeraJ")
    PetaJ: Final = _iri(NS, "PetaJ")


class SOSA:
    """Terms of SOSA."""

    NS: Final = "http://www.w3.org/ns/sosa/"
    Observation: Final = _iri(NS, "Observation")
    observedProperty: Final = _iri(NS, "observedProperty")
    hasFeatureOfInterest: Final = _iri(NS, "hasFeatureOfInterest")
    phenomenonTime: Final = _iri(NS, "phenomenonTime")
    hasSimpleResult: Final = _iri(NS, "hasSimpleResult")


class TIME:
    """Terms of OWL-Time."""

    NS: Final = "http://www.w3.org/2006/time#"
    Instant: Final = _iri(NS, "Instant")
    ProperInterval: Final = _iri(NS, "ProperInterval")
    hasTime: Final = _iri(NS, "hasTime")
    hasBeginning: Final = _iri(NS, "hasBeginning")
    hasEnd: Final = _iri(NS, "hasEnd")
    inXSDgYearMonth: Final = _iri(NS, "inXSDgYearMonth")
    inXSDDate: Final = _iri(NS, "inXSDDate")
    inXSDgYear: Final = _iri(NS, "inXSDgYear")


class CV:
    """Terms of CPOV."""

    NS: Final = "http://data.europa.eu/m8g/"
    frequency: Final = _iri(NS, "frequency")
    PublicOrganisation: Final = _iri(NS, "PublicOrganisation")
