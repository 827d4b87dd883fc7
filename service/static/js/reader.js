/* The reader: turn highlights on and off, and show what stands at a paragraph beside it. */
const text = document.getElementById("text");
const panel = document.getElementById("panel");

document.getElementById("legend").addEventListener("change", () => {
  const off = new Set([...document.querySelectorAll("#legend input:not(:checked)")].map((box) => `k-${box.value}`));
  for (const mark of text.querySelectorAll("mark.hl")) {
    const kinds = [...mark.classList].filter((name) => name.startsWith("k-"));
    mark.classList.toggle("off", kinds.every((kind) => off.has(kind)));
  }
  for (const note of document.querySelectorAll(".note")) note.hidden = off.has(`k-${note.dataset.kind}`);
});

function choose(block) {
  text.querySelector(".chosen")?.classList.remove("chosen");
  block.classList.add("chosen");
  panel.replaceChildren(block.querySelector(".notes ul").cloneNode(true));
}

document.body.classList.add("has-panel");
for (const notes of text.querySelectorAll(".notes")) {
  const block = notes.closest(".block");
  block.dataset.notes = "true";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "show-notes";
  button.lang = document.documentElement.lang;
  button.textContent = notes.querySelectorAll(".note").length;
  button.setAttribute("aria-label", notes.querySelector("summary").textContent);
  button.addEventListener("click", () => choose(block));
  notes.before(button);
}
text.addEventListener("click", (event) => {
  const block = event.target.closest(".block[data-notes]");
  if (block && !event.target.closest("a[href], button, details")) choose(block);
});

function follow() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const block = target?.closest(".block[data-notes]");
  if (block) choose(block);
}
addEventListener("hashchange", follow);
follow();
