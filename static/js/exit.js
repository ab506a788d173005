// Exit this page: leaves at once, and leaves as little as a page can. Without JavaScript it is a plain link.
// With it: a cover first, stored drafts and session cleared, the history entry replaced, and Shift three times
// within five seconds does the same. Behaves as the GOV.UK component of that name does.

const WINDOW = 5000;
const link = document.querySelector("[data-exit]");

function clearStorage() {
  for (const name of ["sessionStorage", "localStorage"]) {
    try {
      window[name].clear();
    } catch (error) {
      // Storage is switched off: there is nothing to clear.
    }
  }
}

function cover() {
  if (document.querySelector(".exit-cover")) return;
  const sheet = document.createElement("div");
  sheet.className = "exit-cover";
  sheet.setAttribute("role", "alert");
  sheet.textContent = "Leaving this page.";
  document.documentElement.append(sheet);
  document.title = "Loading";
}

function leave() {
  // Forms that keep a draft on the server listen for this and delete it by beacon.
  document.dispatchEvent(new CustomEvent("exit-page"));
  cover();
  clearStorage();
  window.location.replace(link.href);
}

if (link) {
  let presses = 0;
  let timer = 0;
  let keyHeld = false;

  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  document.body.append(status);

  const hint = document.createElement("span");
  hint.className = "visually-hidden";
  hint.textContent = ", or press Shift three times";
  link.append(hint);

  link.addEventListener("click", (event) => {
    // A press with a modifier means a new tab or window; that one is the reader's choice.
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    leave();
  });

  const forget = (say) => {
    window.clearTimeout(timer);
    if (presses > 0 && say) status.textContent = "Exit cancelled.";
    presses = 0;
  };

  document.addEventListener("keydown", (event) => {
    keyHeld = event.key === "Shift";
    if (!keyHeld) forget(false);
  });

  document.addEventListener("keyup", (event) => {
    // Shift alone: not Shift with another key, nor the Shift of typing a capital letter.
    if (event.key !== "Shift" || !keyHeld || event.repeat) return;
    keyHeld = false;
    presses += 1;
    window.clearTimeout(timer);
    if (presses >= 3) {
      status.textContent = "Leaving this page.";
      leave();
      return;
    }
    status.textContent = presses === 1
      ? "Shift: press two more times to exit this page."
      : "Shift: press one more time to exit this page.";
    timer = window.setTimeout(() => forget(true), WINDOW);
  });

  // Coming back by the back button: the page as it was, without the cover.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    document.querySelectorAll(".exit-cover").forEach((sheet) => sheet.remove());
    presses = 0;
    status.textContent = "";
    if (document.title === "Loading") window.location.reload();
  });
}
