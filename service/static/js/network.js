/* The drawing, the tree and the panel of the page Netwerk. Positions come from the server; nothing moves by itself. */
import { showEdge, showNode, showRelations } from "./panel.js";
import { bindTree } from "./tree.js";

const SHAPES = {
  theme: "dot", goal: "diamond", document: "box", programme: "hexagon", actor: "triangle",
  project: "square", place: "custom", action: "triangleDown", body: "star", other: "dot",
};

const read = (id) => JSON.parse(document.getElementById(id).textContent);
const words = read("network-words");
const start = read("network-data");
const explorer = document.getElementById("explorer");
const canvas = document.getElementById("canvas");
const side = document.getElementById("side");
const known = { nodes: new Map(), edges: new Map() };

function colours() {
  const root = getComputedStyle(document.body);
  const kinds = {};
  for (const key of document.querySelectorAll("[data-kind] .shape")) {
    kinds[key.closest("[data-kind]").dataset.kind] = getComputedStyle(key).color;
  }
  return { ink: root.color, paper: root.backgroundColor, kinds };
}
let palette = colours();

function pentagon({ ctx, x, y, state: { selected }, style, label }) {
  const size = 13;
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
    drawExternalLabel() {
      if (!label) return;
      ctx.font = `${selected ? "600 " : ""}13px system-ui, sans-serif`;
      ctx.textAlign = "center";
      ctx.lineWidth = 4;
      ctx.strokeStyle = palette.paper;
      ctx.strokeText(label, x, y + size + 13);
      ctx.fillStyle = palette.ink;
      ctx.fillText(label, x, y + size + 13);
    },
    nodeDimensions: { width: size * 2, height: size * 2 },
  };
}

function short(label) {
  return label.length > 34 ? `${label.slice(0, 32).trimEnd()}…` : label;
}

function drawnNode(node) {
  const colour = palette.kinds[node.kind] ?? palette.ink;
  const box = node.kind === "document";
  return {
    id: node.id, label: short(node.label), x: node.x, y: node.y, shape: SHAPES[node.kind] ?? "dot",
    size: 12, borderWidth: node.kind === "other" ? 2 : 1, borderWidthSelected: 3,
    color: {
      background: node.kind === "other" ? palette.paper : colour, border: colour,
      highlight: { background: colour, border: palette.ink },
    },
    font: box
      ? { color: palette.paper, size: 13, face: "system-ui, sans-serif" }
      : { color: palette.ink, size: 13, face: "system-ui, sans-serif", strokeWidth: 4, strokeColor: palette.paper },
    margin: 6,
    ...(node.kind === "place" ? { ctxRenderer: pentagon } : {}),
  };
}

function drawnEdge(edge) {
  return {
    id: edge.id, from: edge.source, to: edge.target,
    width: 1 + Math.log2(edge.claims) * 0.7,
  };
}

function remember(part) {
  const nodes = part.nodes.filter((node) => !known.nodes.has(node.id));
  const edges = part.edges.filter((edge) => !known.edges.has(edge.id));
  nodes.forEach((node) => known.nodes.set(node.id, node));
  edges.forEach((edge) => known.edges.set(edge.id, edge));
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
      arrows: { to: { enabled: true, scaleFactor: 0.45 } },
    },
    nodes: { scaling: { label: { drawThreshold: 9 } } },
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
  showEdge(side, edge, { known, words, onNode: (id) => select("node", id, true) });
  if (moveFocus) document.getElementById("side-title").focus();
}

function openNode(id, moveFocus) {
  const actions = { onEdge: (edge) => select("edge", edge, true), onExpand: () => expand(id), onNode: (other) => select("node", other, true) };
  showNode(side, known.nodes.get(id), edgesOf(id), { known, words, address: explorer.dataset.address, ...actions });
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
network.on("doubleClick", ({ nodes }) => { if (nodes.length) expand(nodes[0]); });

const zoom = (factor) => network.moveTo({ scale: network.getScale() * factor });
document.getElementById("zoom-in").addEventListener("click", () => zoom(1.3));
document.getElementById("zoom-out").addEventListener("click", () => zoom(1 / 1.3));
document.getElementById("fit").addEventListener("click", () => network.fit());
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

bindTree(document.getElementById("tree"), (item) => {
  if (item.dataset.edge) select("edge", item.dataset.edge, true);
  else select("node", item.dataset.node, true);
});

const focus = new URLSearchParams(explorer.dataset.address).get("focus");
const focused = start.nodes.find((node) => focus && (node.id === focus || node.id.endsWith(`/${focus}`)));
if (focused) select("node", focused.id, false);
network.once("afterDrawing", () => {
  explorer.dataset.ready = "true";
  performance.mark("network-ready");
});
