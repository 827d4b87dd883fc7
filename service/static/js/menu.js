// The group of tabs closes with Escape, by a click elsewhere and when focus leaves it. Without this it is opened
// and closed by its own button.
const menu = document.getElementById("menu");

function close(withFocus) {
  if (!menu.open) return;
  menu.open = false;
  if (withFocus) menu.querySelector("summary").focus();
}

if (menu) {
  menu.addEventListener("keydown", (event) => event.key === "Escape" && close(true));
  menu.addEventListener("focusout", (event) => event.relatedTarget && !menu.contains(event.relatedTarget) && close(false));
  document.addEventListener("click", (event) => menu.contains(event.target) || close(false));
}
