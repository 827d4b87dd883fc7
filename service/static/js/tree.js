/* A tree by the keys of the ARIA authoring practices: arrows, Home, End, Enter; one tab stop. */

const visible = (tree) => [...tree.querySelectorAll('[role="treeitem"]')].filter((item) => {
  const parent = item.parentElement.closest('[role="treeitem"]');
  return !parent || parent.getAttribute("aria-expanded") === "true";
});

function move(tree, item) {
  if (!item) return;
  tree.querySelectorAll('[tabindex="0"]').forEach((other) => { other.tabIndex = -1; });
  item.tabIndex = 0;
  item.focus();
}

export function bindTree(tree, { onChoose, fill }) {
  const open = (item, wanted) => {
    if (!item.hasAttribute("aria-expanded")) return;
    if (wanted && !item.querySelector('[role="group"]')) fill(item);
    item.setAttribute("aria-expanded", String(wanted));
  };
  const choose = (item) => {
    tree.querySelectorAll('[aria-selected="true"]').forEach((other) => other.removeAttribute("aria-selected"));
    item.setAttribute("aria-selected", "true");
    onChoose(item);
  };
  tree.addEventListener("keydown", (event) => {
    const item = event.target.closest('[role="treeitem"]');
    if (!item || event.altKey || event.ctrlKey || event.metaKey) return;
    const items = visible(tree);
    const place = items.indexOf(item);
    const expanded = item.getAttribute("aria-expanded");
    const actions = {
      ArrowDown: () => move(tree, items[place + 1]),
      ArrowUp: () => move(tree, items[place - 1]),
      Home: () => move(tree, items[0]),
      End: () => move(tree, items.at(-1)),
      ArrowRight: () => (expanded === "false" ? open(item, true) : expanded === "true" && move(tree, item.querySelector('[role="treeitem"]'))),
      ArrowLeft: () => (expanded === "true" ? open(item, false) : move(tree, item.parentElement.closest('[role="treeitem"]'))),
      Enter: () => choose(item),
      " ": () => choose(item),
    };
    if (!actions[event.key]) return;
    event.preventDefault();
    actions[event.key]();
  });
  tree.addEventListener("click", (event) => {
    const item = event.target.closest('[role="treeitem"]');
    if (!item) return;
    move(tree, item);
    if (item.hasAttribute("aria-expanded")) open(item, item.getAttribute("aria-expanded") !== "true");
    else choose(item);
  });
}
