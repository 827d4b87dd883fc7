/* The drawing, the tree and the panel of the page Netwerk. Positions come from the server; nothing moves by itself. */
import { showEdge, showNode, showRelations } from "./panel.js";
import { bindTree } from "./tree.js";

const SHAPES = {
  theme: "dot", goal: "diamond", document: "custom", programme: "hexagon", actor: "triangle",
  project: "square", place: "custom", action: "triangleDown", body: "star", other: "dot",
};

const read = (id) => JSON.parse(document.getElementById(id).textContent);

function unpack({ nodes, relations, edges, heads = [], layout = "free", arrows = true }) {
  const full = nodes.map(([id, label, kind, x, y, focusable = true]) => ({ id, label, kind, x, y, focusable }));
  return {
    nodes: full,
    edges: edges.map(([from, to, number, claims, sentence]) => {
      const [predicate, relation, line] = relations[number];
      const [source, target] = [full[from].id, full[to].id];
      return { id: `${source} ${predicate.split(/[/#]/).at(-1)} ${target}`, source, target, predicate, relation, line, claims, sentence };
    }),
    heads, layout, arrows,
  };
}

const words = read("network-words");
const start = unpack(read("network-data"));
const explorer = document.getElementById("explorer");
const canvas = document.getElementById("canvas");
const isView = explorer.dataset.view === "true";
const side = document.getElementById("side");
const known = { nodes: new Map(), edges: new Map(), strength: new Map() };

function colours() {
  const root = getComputedStyle(document.body);
  const kinds = {};
  for (const key of document.querySelectorAll("[data-kind] .shape")) {
    kinds[key.closest("[data-kind]").dataset.kind] = getComputedStyle(key).color;
  }
  return { ink: root.color, paper: root.backgroundColor, kinds };
}
let palette = colours();

function pentagon({ ctx, x, y, state: { selected }, style: { size } }) {
  return {
    drawNode() {
      ctx.beginPath();
      for (let corner = 0; corner < 5; corner += 1) {
        const angle = -Math.PI / 2 + (corner * 2 * Math.PI) / 5;
        ctx.lineTo(x + size * Math.cos(angle), y + size * Math.sin(angle));
      }
      ctx.closePath();
      ctx.fillStyle = palette.kinds.place;
      ctx.fill();
      if (selected) { ctx.lineWidth = 3; ctx.strokeStyle = palette.ink; ctx.stroke(); }
    },
    nodeDimensions: { width: size * 2, height: size * 2 },
  };
}

function card({ ctx, x, y, state: { selected }, style: { size } }) {
  return {
    drawNode() {
      ctx.fillStyle = palette.kinds.document;
      ctx.fillRect(x - size * 1.3, y - size * 0.8, size * 2.6, size * 1.6);
      if (selected) { ctx.lineWidth = 3; ctx.strokeStyle = palette.ink; ctx.strokeRect(x - size * 1.3, y - size * 0.8, size * 2.6, size * 1.6); }
    },
    nodeDimensions: { width: size * 2.6, height: size * 1.6 },
  };
}

const OWN_SHAPES = { place: pentagon, document: card };

function short(label) {
  return label.length > 36 ? `${label.slice(0, 34).trimEnd()}…` : label;
}

function drawnNode(node) {
  const colour = palette.kinds[node.kind] ?? palette.ink;
  return {
    id: node.id, x: node.x, y: node.y, shape: SHAPES[node.kind] ?? "dot", size: sizeOf(node),
    borderWidth: node.kind === "other" ? 2 : 1, borderWidthSelected: 3,
    color: {
      background: node.kind === "other" ? palette.paper : colour, border: colour,
      highlight: { background: colour, border: palette.ink },
    },
    ...(OWN_SHAPES[node.kind] ? { ctxRenderer: OWN_SHAPES[node.kind] } : {}),
  };
}

/* Larger for what has more passages: 9 to 20 units. */
function sizeOf(node) {
  return Math.min(20, 8 + Math.log2(1 + (known.strength.get(node.id) ?? 1)) * 1.6);
}

/* Names at one size on the screen, the strongest first, and none over another. */
function drawNames(ctx) {
  const scale = network.getScale();
  const selected = new Set(network.getSelectedNodes());
  const near = new Set([...selected].flatMap((id) => network.getConnectedNodes(id)));
  const rank = (node) => (selected.has(node.id) ? 1e9 : near.has(node.id) ? 1e6 : 0) + (known.strength.get(node.id) ?? 0);
  const places = network.getPositions();
  const { width, height } = canvas.getBoundingClientRect();
  const taken = [];
  ctx.save();
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  ctx.lineJoin = "round";
  ctx.lineWidth = 4 / scale;
  ctx.strokeStyle = palette.paper;
  ctx.fillStyle = palette.ink;
  for (const node of [...known.nodes.values()].sort((one, other) => rank(other) - rank(one))) {
    const place = places[node.id];
    const screen = network.canvasToDOM(place);
    if (screen.x < 0 || screen.y < 0 || screen.x > width || screen.y > height) continue;
    const name = start.layout === "rows" ? node.label.match(/\((\d+)\)$/)?.[1] ?? "" : short(node.label);
    ctx.font = `${selected.has(node.id) ? "600 " : ""}${12.5 / scale}px system-ui, sans-serif`;
    const half = (ctx.measureText(name).width * scale) / 2 + 3;
    const beside = start.layout === "layers";
    const reach = sizeOf(node) * scale * (node.kind === "document" ? 1.3 : 1) + 2;
    const top = beside ? screen.y - 8 : screen.y + sizeOf(node) * scale * (node.kind === "document" ? 0.8 : 1) + 3;
    const shift = beside ? half + reach - Math.max(0, screen.x + 2 * half + reach + 2 - width) : Math.max(0, half + 2 - screen.x) - Math.max(0, screen.x + half + 2 - width);
    const box = { left: screen.x + shift - half, right: screen.x + shift + half, top, bottom: top + 16 };
    if (taken.some((other) => box.left < other.right && box.right > other.left && box.top < other.bottom && box.bottom > other.top)) continue;
    taken.push(box);
    const y = place.y + (top - screen.y) / scale;
    ctx.strokeText(name, place.x + shift / scale, y);
    ctx.fillText(name, place.x + shift / scale, y);
  }
  drawHeads(ctx, scale);
  ctx.restore();
}

/* The names of the layers stand above them, aslant where they would touch; those of rows before them. */
function drawHeads(ctx, scale) {
  const above = start.heads.filter(([, , , align]) => align !== "right");
  const aslant = above.length > 1 && (above[1][0] - above[0][0]) * scale < 84;
  const room = roomForRows();
  ctx.lineWidth = 4 / scale;
  ctx.font = `600 ${13 / scale}px system-ui, sans-serif`;
  for (const [x, y, name, align] of start.heads) {
    ctx.save();
    ctx.translate(x, y);
    ctx.textAlign = align === "center" && aslant ? "left" : align;
    ctx.textBaseline = align === "right" ? "middle" : "bottom";
    if (align === "center" && aslant) ctx.rotate(-Math.PI / 4);
    let words_ = name;
    while (align === "right" && words_.length > 4 && ctx.measureText(words_).width * scale > room - 20) words_ = `${words_.slice(0, -2).trimEnd()}…`;
    ctx.strokeText(words_, 0, 0);
    ctx.fillText(words_, 0, 0);
    ctx.restore();
  }
}

/* How many pixels the names of rows may take: the longest, at most two fifths of the drawing. */
function roomForRows() {
  const longest = Math.max(0, ...start.heads.filter(([, , , align]) => align === "right").map(([, , name]) => name.length));
  return Math.min(longest * 8 + 20, canvas.getBoundingClientRect().width * 0.4);
}

const DASHES = { dashed: [9, 7], dotted: [2, 6], faint: [1, 10] };

function drawnEdge(edge) {
  return {
    id: edge.id, from: edge.source, to: edge.target,
    width: 1 + Math.log2(edge.claims) * 0.7 + (edge.line === "heavy" ? 2 : 0),
    ...(DASHES[edge.line] ? { dashes: DASHES[edge.line] } : {}),
    ...(edge.line === "dashed" ? { color: { color: "#b4460f", highlight: "#c2410c", opacity: .85 } } : {}),
    ...(edge.line === "heavy" ? { color: { color: "#b4460f", highlight: "#c2410c", opacity: 1 } } : {}),
  };
}

function remember(part) {
  const nodes = part.nodes.filter((node) => !known.nodes.has(node.id));
  const edges = part.edges.filter((edge) => !known.edges.has(edge.id));
  nodes.forEach((node) => known.nodes.set(node.id, node));
  for (const edge of edges) {
    known.edges.set(edge.id, edge);
    for (const end of [edge.source, edge.target]) known.strength.set(end, (known.strength.get(end) ?? 0) + edge.claims);
  }
  return { nodes, edges };
}

remember(start);
const large = start.nodes.length > 200;
const network = new vis.Network(
  canvas,
  { nodes: start.nodes.map(drawnNode), edges: start.edges.map(drawnEdge) },
  {
    physics: false,
    layout: { improvedLayout: false },
    interaction: { hover: false, tooltipDelay: 600, hideEdgesOnDrag: large, hideEdgesOnZoom: large, keyboard: { enabled: false } },
    edges: {
      color: { color: "#8795a1", highlight: "#c2410c", opacity: large ? 0.45 : 0.7 }, smooth: false, selectionWidth: 2,
      arrows: { to: { enabled: start.arrows, scaleFactor: 0.45 } },
    },
  },
);

function select(kind, id, moveFocus) {
  if (kind === "edge") {
    network.setSelection({ nodes: [], edges: [id] }, { highlightEdges: false });
    openEdge(known.edges.get(id), moveFocus);
  } else {
    network.selectNodes([id]);
    openNode(id, moveFocus);
  }
}

function edgesOf(id) {
  return [...known.edges.values()].filter((edge) => edge.source === id || edge.target === id);
}

function openEdge(edge, moveFocus) {
  showEdge(side, edge, { known, words, address: explorer.dataset.edges, onNode: (id) => select("node", id, true) });
  if (moveFocus) document.getElementById("side-title").focus();
}

function openNode(id, moveFocus) {
  const actions = { onEdge: (edge) => select("edge", edge, true), onExpand: () => expand(id), onNode: (other) => select("node", other, true) };
  showNode(side, known.nodes.get(id), edgesOf(id), { known, words, address: isView ? "" : explorer.dataset.address, base: explorer.dataset.base, isView, ...actions });
  if (moveFocus) document.getElementById("side-title").focus();
}

/* Neighbours that are not drawn yet come in a ring around the node: the same ring each time. */
async function expand(id) {
  const filters = new URLSearchParams(explorer.dataset.address);
  filters.delete("theme");
  filters.set("focus", id);
  filters.set("depth", "1");
  filters.set("limit", "60");
  const answer = await fetch(`/api/network?${filters}`, { headers: { Accept: "application/json" } });
  if (!answer.ok) {
    side.textContent = words.failed;
    return;
  }
  const added = remember(await answer.json());
  const centre = network.getPosition(id);
  added.nodes.forEach((node, place) => {
    const ring = Math.floor(place / 16);
    const angle = ((place % 16) / Math.min(16, added.nodes.length - ring * 16)) * 2 * Math.PI + ring * 0.2;
    node.x = centre.x + (130 + ring * 70) * Math.cos(angle);
    node.y = centre.y + (130 + ring * 70) * Math.sin(angle);
  });
  network.body.data.nodes.add(added.nodes.map(drawnNode));
  network.body.data.edges.add(added.edges.map(drawnEdge));
  openNode(id, true);
}

network.on("click", ({ nodes, edges }) => {
  if (nodes.length) select("node", nodes[0], false);
  else if (edges.length === 1) select("edge", edges[0], false);
  else if (edges.length > 1) showRelations(side, edges.map((id) => known.edges.get(id)), { known, words, onEdge: (id) => select("edge", id, true) });
});
network.on("doubleClick", ({ nodes }) => { if (nodes.length && !isView) expand(nodes[0]); });

/* The names of layers and rows, and those beside things, need room that the things alone do not take. */
function fitAll() {
  if (start.layout === "free") {
    network.fit();
    return;
  }
  const { width, height } = canvas.getBoundingClientRect();
  const places = start.nodes;
  const [left, right, high, low] = [Math.min(...places.map(({ x }) => x)), Math.max(...places.map(({ x }) => x)), Math.min(...places.map(({ y }) => y)), Math.max(...places.map(({ y }) => y))];
  const room = { top: start.heads.length ? 96 : 40, bottom: 64, left: start.layout === "rows" ? roomForRows() + 24 : 44, right: start.layout === "layers" ? Math.min(220, width * 0.3) : start.layout === "rows" ? 72 : 44 };
  const scale = Math.min((width - room.left - room.right) / Math.max(1, right - left), (height - room.top - room.bottom) / Math.max(1, low - high), 1.3);
  network.moveTo({ scale, position: {
    x: (left + right) / 2 - (room.left - room.right) / 2 / scale,
    y: (high + low) / 2 - (room.top - room.bottom) / 2 / scale,
  } });
}

const zoom = (factor) => network.moveTo({ scale: network.getScale() * factor });
document.getElementById("zoom-in").addEventListener("click", () => zoom(1.3));
document.getElementById("zoom-out").addEventListener("click", () => zoom(1 / 1.3));
document.getElementById("fit").addEventListener("click", fitAll);
document.getElementById("save-png").addEventListener("click", () => {
  const link = document.createElement("a");
  link.href = canvas.querySelector("canvas").toDataURL("image/png");
  link.download = "netwerk.png";
  link.click();
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  palette = colours();
  network.body.data.nodes.update([...known.nodes.values()].map((node) => {
    const { x, y, ...look } = drawnNode(node);
    return look;
  }));
});

/* The relations of a thing in the tree, made when it is opened: a large network has thousands. */
function fillBranch(item) {
  const group = document.createElement("ul");
  group.setAttribute("role", "group");
  for (const edge of edgesOf(item.dataset.node)) {
    const leaf = document.createElement("li");
    const row = document.createElement("span");
    const other = document.createElement("strong");
    const outgoing = edge.source === item.dataset.node;
    leaf.setAttribute("role", "treeitem");
    leaf.tabIndex = -1;
    leaf.dataset.edge = edge.id;
    row.className = "row";
    other.textContent = known.nodes.get(outgoing ? edge.target : edge.source)?.label ?? "";
    if (edge.sentence) row.append(edge.sentence);
    else row.append(...(outgoing ? [`${edge.relation} `, other] : [other, ` ${edge.relation} ${words.this}`]), ` (${edge.claims})`);
    leaf.append(row);
    group.append(leaf);
  }
  item.append(group);
}

bindTree(document.getElementById("tree"), {
  fill: fillBranch,
  onChoose: (item) => (item.dataset.edge ? select("edge", item.dataset.edge, true) : select("node", item.dataset.node, true)),
});

const focus = new URLSearchParams(explorer.dataset.address).get("focus");
const focused = start.nodes.find((node) => focus && (node.id === focus || node.id.endsWith(`/${focus}`)));
if (focused) select("node", focused.id, false);
fitAll();
network.on("afterDrawing", drawNames);
network.redraw();
network.once("afterDrawing", () => {
  explorer.dataset.ready = "true";
  performance.mark("network-ready");
});
