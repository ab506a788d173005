// Exit this page: leaves at once, and leaves as little as a page can. Without JavaScript it is a plain link.
// With it: a cover first, stored drafts and session cleared, the history entry replaced, and Shift three times
// with at most five seconds between does the same. Behaves as the GOV.UK component of that name does.

const WINDOW = 5000;
const link = document.querySelector("[data-exit]");
let title = null;

function clearStorage() {
  // The reading settings of the form without JavaScript.
  document.cookie = "reading=; path=/; max-age=0";
  for (const name of ["sessionStorage", "localStorage"]) {
    try {
      window[name].clear();
    } catch (error) {
      // Storage is switched off: there is nothing to clear.
    }
  }
}

function cover() {
  if (title !== null) return;
  const sheet = document.createElement("div");
  sheet.className = "exit-cover";
  sheet.setAttribute("role", "alert");
  sheet.textContent = "Leaving this page.";
  document.documentElement.append(sheet);
  // Covered for eyes and gone for screen readers.
  document.body.hidden = true;
  title = document.title;
  document.title = "Loading";
}

function uncover() {
  if (title === null) return;
  document.querySelector(".exit-cover").remove();
  document.body.hidden = false;
  document.title = title;
  title = null;
}

function leave() {
  cover();
  // A form that keeps a draft on the server says where to have it deleted. Nothing here may keep anybody from leaving.
  const { exitBeacon } = document.documentElement.dataset;
  if (exitBeacon && navigator.sendBeacon) navigator.sendBeacon(exitBeacon);
  document.dispatchEvent(new CustomEvent("exit-page"));
  clearStorage();
  window.location.replace(link.href);
}

if (link) {
  let presses = 0;
  let timer = 0;
  let shiftAlone = false;

  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  document.body.append(status);

  const hint = document.createElement("span");
  hint.className = "visually-hidden";
  hint.textContent = ", or press Shift three times";
  link.append(hint);

  // With the middle button or a modifier too: nobody who presses this wants the page to stay behind a new tab.
  const press = (event) => {
    if (event.button > 1) return;
    event.preventDefault();
    leave();
  };
  link.addEventListener("click", press);
  link.addEventListener("auxclick", press);

  const forget = (words) => {
    window.clearTimeout(timer);
    if (presses) status.textContent = words;
    presses = 0;
  };

  document.addEventListener("keydown", (event) => {
    shiftAlone = event.key === "Shift";
    if (!shiftAlone) forget("");
  });
  // Shift and the mouse choose text or open windows.
  document.addEventListener("pointerdown", () => {
    shiftAlone = false;
    forget("");
  });

  document.addEventListener("keyup", (event) => {
    // Shift alone: not Shift with another key, nor the Shift of typing a capital letter.
    if (event.key !== "Shift" || !shiftAlone) return;
    shiftAlone = false;
    presses += 1;
    window.clearTimeout(timer);
    if (presses >= 3) {
      leave();
      return;
    }
    status.textContent = presses === 1
      ? "Shift: press two more times to exit this page."
      : "Shift: press one more time to exit this page.";
    timer = window.setTimeout(() => forget("Exit cancelled."), WINDOW);
  });

  // Coming back by the back button: the page as it was, without the cover.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    uncover();
    forget("");
    status.textContent = "";
  });
}
