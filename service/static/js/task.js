/* Brings the page of a task up to date each second; without script the page reloads itself. */
const place = document.querySelector("[data-stand]");
const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });
const status = (node) => node.querySelector('[role="status"]')?.textContent ?? "";

async function follow(address) {
  for (;;) {
    await pause(1000);
    let answer;
    try {
      answer = await fetch(address, { headers: { Accept: "text/html" } });
    } catch {
      continue; // the service restarts; try again
    }
    if (!answer.ok || answer.headers.get("X-Klaar") === "1") {
      location.reload();
      return;
    }
    const next = new DOMParser().parseFromString(await answer.text(), "text/html").body;
    if (status(next) === status(place)) {
      // keep the live region, so that only what is new is read out
      const list = next.querySelector(".phases");
      if (list) place.querySelector(".phases")?.replaceWith(list);
    } else {
      place.replaceChildren(...next.childNodes);
    }
  }
}

if (place) follow(place.dataset.stand);
