"""SHACL validation of a graph. Knows rdflib and pySHACL; nothing else here does.

In: triples (a store of the engine or quads) and shape files. Out: violations in plain words.
pySHACL is slow on big graphs, so it gets only the triples that the shapes can look at: those
whose predicate the shapes name, and all of a node that a closed shape targets.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyoxigraph as engine
import pyshacl
import rdflib
from rdflib.namespace import RDF, RDFS, SH

from graph.tokens import Token, iter_tokens
from ontology.errors import RegisterError

_LOG: Final = logging.getLogger(__name__)
_TERMS: Final = frozenset({"var", "iri", "pname", "blank", "string", "number"})
_SPARQL: Final = (SH.select, SH.ask, SH.construct)


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One result of validation; terms as IRIs or N-Triples, `path` empty for the node itself."""

    focus: str
    shape: str
    message: str
    path: str = ""
    value: str = ""
    severity: str = "Violation"  # Violation, Warning or Info

    def __str__(self) -> str:
        path = f" {self.path}" if self.path else ""
        return f"{self.focus}{path}: {self.message} ({self.shape})"


def validate(
    source: engine.Store | Iterable[engine.Quad], shapes: Sequence[Path]
) -> tuple[Violation, ...]:
    """All results for the triples, whatever graph they are in (of a store: the default graph).

    Raises:
        RegisterError: when a shape file cannot be read or is not valid SHACL.
    """
    if not shapes:
        return ()
    rules = load_shapes(shapes)
    data = rdflib.Graph()
    for triple in _iter_needed(source, rules):
        data.add(triple)
    _LOG.debug("SHACL looks at %d triples", len(data))
    return _run(data, rules)


def load_shapes(files: Sequence[Path]) -> rdflib.Graph:
    """The shapes of all files as one graph."""
    found = rdflib.Graph()
    for file in files:
        try:
            found.parse(file, format="turtle")
        except (OSError, SyntaxError) as error:
            reason = " ".join(str(error).split())
            raise RegisterError(f"the shapes in {file} cannot be read: {reason}") from error
    return found


def _run(data: rdflib.Graph, shapes: rdflib.Graph) -> tuple[Violation, ...]:
    try:
        _, report, _ = pyshacl.validate(
            data,
            shacl_graph=shapes,
            inference="none",
            do_owl_imports=False,
            advanced=False,
            allow_infos=True,
            allow_warnings=True,
            js=False,
            meta_shacl=False,
        )
    except (pyshacl.errors.ShapeLoadError, pyshacl.errors.ConstraintLoadError) as error:
        raise RegisterError(f"the shapes are not valid SHACL: {error}") from error
    if not isinstance(report, rdflib.Graph):
        raise RegisterError(f"the shapes cannot be checked: {report!r}")
    return tuple(
        sorted(_read(report, node) for node in report.subjects(RDF.type, SH.ValidationResult))
    )


def _read(report: rdflib.Graph, node: Any) -> Violation:
    def text(predicate: Any) -> str:
        return str(report.value(node, predicate) or "")

    path = report.value(node, SH.resultPath)
    return Violation(
        focus=text(SH.focusNode),
        shape=text(SH.sourceShape),
        message=_message(report, node),
        path=str(path) if isinstance(path, rdflib.URIRef) else "",
        value=text(SH.value),
        severity=text(SH.resultSeverity).rsplit("#", 1)[-1] or "Violation",
    )


def _message(report: rdflib.Graph, node: Any) -> str:
    found = sorted(str(one) for one in report.objects(node, SH.resultMessage))
    return " ".join(found[0].split()) if found else "breaks the shape"


def _iter_needed(
    source: engine.Store | Iterable[engine.Quad], shapes: rdflib.Graph
) -> Iterator[tuple[Any, Any, Any]]:
    """The triples the shapes can look at, as rdflib terms."""
    store = source if isinstance(source, engine.Store) else _published(source)
    wanted = _named_predicates(shapes)
    whole = _closed_subjects(store, shapes)
    terms: dict[Any, Any] = {}
    for quad in store.quads_for_pattern(None, None, None, engine.DefaultGraph()):
        if wanted is None or quad.predicate.value in wanted or quad.subject in whole:
            yield (
                _to_rdflib(quad.subject, terms),
                _to_rdflib(quad.predicate, terms),
                _to_rdflib(quad.object, terms),
            )


def _published(quads: Iterable[engine.Quad]) -> engine.Store:
    store = engine.Store()
    store.extend(engine.Quad(one.subject, one.predicate, one.object) for one in quads)
    return store


def _named_predicates(shapes: rdflib.Graph) -> set[str] | None:
    """Every IRI the shapes name, or None when a SPARQL constraint may look at any predicate."""
    found = {str(RDF.type), str(RDFS.subClassOf), str(RDF.first), str(RDF.rest)}
    for triple in shapes:
        found.update(str(term) for term in triple if isinstance(term, rdflib.URIRef))
    prefixes = {
        str(shapes.value(node, SH.prefix)): str(shapes.value(node, SH.namespace))
        for node in shapes.subjects(SH.prefix)
    }
    prefixes |= {name: str(iri) for name, iri in shapes.namespaces()}
    for predicate in _SPARQL:
        for text in shapes.objects(None, predicate):
            named = _iris_in_query(str(text), prefixes)
            if named is None:
                return None
            found |= named
    return found


def _iris_in_query(text: str, prefixes: dict[str, str]) -> set[str] | None:
    """IRIs in a query; None when a variable stands where a predicate does."""
    tokens = list(iter_tokens(text))
    if any(_is_predicate(tokens, index) for index in range(1, len(tokens) - 1)):
        return None
    found = {token.text[1:-1] for token in tokens if token.kind == "iri"}
    for token in tokens:
        if token.kind == "pname":
            prefix, _, local = token.text.partition(":")
            found.add(prefixes.get(prefix, "") + local)
    return found


def _is_predicate(tokens: Sequence[Token], index: int) -> bool:
    """Whether a variable stands between two terms (or after `;`) in a pattern."""
    before, here, after = tokens[index - 1 : index + 2]
    if here.kind != "var" or not (after.kind in _TERMS or after.text in {"[", "("}):
        return False
    if before.kind not in _TERMS and before.text not in {"[", "]", ")", ";"}:
        return False
    return not _in_head(tokens, index)


def _in_head(tokens: Sequence[Token], index: int) -> bool:
    """Whether this place is in a list of variables (`SELECT ?a ?b`, `GROUP BY ?a ?b`)."""
    for token in reversed(tokens[:index]):
        if token.text in {"{", "}"}:
            return False
        if token.is_word("SELECT", "BY", "DISTINCT"):
            return True
    return False


def _closed_subjects(store: engine.Store, shapes: rdflib.Graph) -> set[Any]:
    """Nodes whose every triple counts, because a closed shape targets their class."""
    found: set[Any] = set()
    is_a = engine.NamedNode(str(RDF.type))
    for shape in shapes.subjects(SH.closed, rdflib.Literal(True)):
        targets = list(shapes.objects(shape, SH.targetClass))
        if (shape, RDF.type, RDFS.Class) in shapes:
            targets.append(shape)
        for target in targets:
            quads = store.quads_for_pattern(
                None, is_a, engine.NamedNode(str(target)), engine.DefaultGraph()
            )
            found.update(quad.subject for quad in quads)
    return found


def _to_rdflib(term: Any, known: dict[Any, Any]) -> Any:
    """A term for rdflib; IRIs are made once, because making them costs most."""
    if isinstance(term, engine.Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value))
    if term not in known:
        made = rdflib.BNode if isinstance(term, engine.BlankNode) else rdflib.URIRef
        known[term] = made(term.value)
    return known[term]
