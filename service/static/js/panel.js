/* The panel beside the drawing: a thing with its relations, or a relation with its sentences. */

function make(tag, { text, className, href, onClick } = {}, children = []) {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  if (className) element.className = className;
  if (href) element.href = href;
  if (onClick) { element.type = "button"; element.addEventListener("click", onClick); }
  element.append(...children);
  return element;
}

const path = (iri, base) => (iri.startsWith(base) ? `/${iri.slice(base.length)}` : `/ding?${new URLSearchParams({ iri })}`);
const label = (known, id) => known.nodes.get(id)?.label ?? id.split("/").at(-1).replaceAll("-", " ");

function line(edge, known) {
  return edge.sentence ?? `${label(known, edge.source)} ${edge.relation} ${label(known, edge.target)}`;
}

export function showRelations(side, edges, { known, words, onEdge }) {
  const items = edges.map((edge) => make("li", {}, [
    make("button", { className: "plain-button", text: edge.sentence ?? `${line(edge, known)} (${edge.claims})`, onClick: () => onEdge(edge.id) }),
  ]));
  side.replaceChildren(make("ul", {}, items));
  if (!items.length) side.replaceChildren(make("p", { className: "muted", text: words.none }));
}

export function showNode(side, node, edges, { known, words, address, base, isView, onEdge, onExpand }) {
  const focused = new URLSearchParams(address);
  focused.set("focus", node.id);
  const list = make("div");
  showRelations(list, edges, { known, words, onEdge });
  side.replaceChildren(
    make("h3", { text: node.label }),
    make("div", { className: "actions" }, [
      ...(node.id.includes("#") ? [] : [make("a", { href: path(node.id, base), text: words.open_thing })]),
      ...(node.focusable === false ? [] : [make("a", { href: `/netwerk?${focused}`, text: words.focus_here })]),
      ...(isView ? [] : [make("button", { className: "plain-button", text: words.expand, onClick: onExpand })]),
    ]),
    list,
  );
}

function quotation(sentence, words) {
  const facts = [
    words[`layer.${sentence.layer}`], words[`status.${sentence.status}`],
    sentence.confidence && words["quote.confidence"].replace("{value}", sentence.confidence.replace(".", document.documentElement.lang === "nl" ? "," : ".")),
    sentence.method,
  ].filter(Boolean);
  const place = make("a", { href: sentence.href, text: sentence.section ? `${sentence.title}, ${sentence.section}` : sentence.title });
  const words_ = sentence.quote === null
    ? make("p", { className: "absent", text: words[`quote.${sentence.state}`] })
    : make("blockquote", {}, [make("p", {}, sentence.before || sentence.after
      ? [sentence.before, make("mark", { text: sentence.quote }), sentence.after] : [sentence.quote])]);
  if (sentence.quote !== null) words_.lang = "nl";
  return make("figure", { className: "quote" }, [
    words_, make("figcaption", {}, [place, make("span", { text: ` · ${facts.join(" · ")}` })]),
  ]);
}

export async function showEdge(side, edge, { known, words, address, onNode }) {
  const head = [
    make("h3", { text: line(edge, known) }),
    make("div", { className: "actions" }, [edge.source, edge.target].map((id) => make("button", { className: "plain-button", text: label(known, id), onClick: () => onNode(id) }))),
  ];
  side.dataset.edge = edge.id;
  side.replaceChildren(...head, make("p", { className: "muted", text: words.loading }));
  const query = new URLSearchParams({ source: edge.source, target: edge.target, predicate: edge.predicate });
  try {
    const answer = await fetch(`${address}?${query}`, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const found = await answer.json();
    if (side.dataset.edge !== edge.id) return;
    const count = make("p", { className: "muted", text: words.passages.replace("{n}", found.count) });
    if (found.opens) head.at(-1).append(make("a", { href: found.opens, text: words.opens }));
    side.replaceChildren(...head, ...(found.message !== undefined && !found.count ? [] : [count]), ...found.sentences.map((sentence) => quotation(sentence, words)));
    if (!found.sentences.length) side.append(make("p", { text: found.message === undefined ? words.empty : words.no_passage }));
  } catch {
    side.replaceChildren(...head, make("p", { className: "notice", text: words.failed }));
  }
}
