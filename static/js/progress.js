// How far a reader is: the parts of a module that they mark as read, kept in this browser only and written by nothing
// but their press. "Exit this page" clears it with all else. The server draws every page the same for everybody.

const KEY = "progress"; // {"12": {"done": ["first-part"], "of": 5}}, by the number of the module's page

function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) || "{}");
    return kept && typeof kept === "object" && !Array.isArray(kept) ? kept : {};
  } catch (error) {
    return {};
  }
}

// Whether it could be kept: storage may be full, or off.
function write(all) {
  try {
    if (Object.keys(all).length) localStorage.setItem(KEY, JSON.stringify(all));
    else localStorage.removeItem(KEY);
    return true;
  } catch (error) {
    return false;
  }
}

const doneIn = (id) => (Array.isArray(read()[id]?.done) ? read()[id].done : []);

const text = document.querySelector("[data-progress]");
const panel = document.querySelector("[data-progress-panel]");
const parts = text ? [...document.querySelectorAll("[data-progress] > h2[id], #activities")] : [];
const buttons = new Map();

function words(done, of) {
  return done >= of ? "You have marked all of it as read." : `You have marked ${done} of ${of} parts as read.`;
}

function toggle(part) {
  const all = read();
  const before = doneIn(text.dataset.progress);
  const done = before.includes(part.id) ? before.filter((id) => id !== part.id) : [...before, part.id];
  if (done.length) all[text.dataset.progress] = { done, of: parts.length };
  else delete all[text.dataset.progress];
  if (!write(all)) buttons.get(part).textContent = "This browser does not let a page keep anything";
  else show();
}

function show() {
  for (const line of document.querySelectorAll("[data-progress-of]")) {
    const { done, of } = read()[line.dataset.progressOf] || {};
    line.hidden = !(Array.isArray(done) && done.length && of);
    if (!line.hidden) line.textContent = words(done.length, of);
  }
  const any = document.querySelector("[data-progress-any]");
  if (any) any.hidden = !document.querySelector("[data-progress-of]:not([hidden])");
  if (!text) return;
  // A part that an editor took away or named anew counts no more.
  const here = doneIn(text.dataset.progress).filter((id) => parts.some((part) => part.id === id));
  for (const [part, button] of buttons) {
    const done = here.includes(part.id);
    button.firstChild.textContent = done ? "Marked as read. Take the mark away" : "Mark as read";
    for (const link of document.querySelectorAll(".contents a")) {
      if (decodeURIComponent(link.hash.slice(1)) !== part.id) continue;
      link.querySelector("[data-read]")?.remove();
      if (done) link.append(Object.assign(document.createElement("span"), { textContent: " (read)" }));
      if (done) link.lastChild.dataset.read = "";
    }
  }
  panel.hidden = !here.length;
  if (!here.length) return;
  panel.querySelector("[data-progress-words]").textContent = words(here.length, parts.length);
  const next = parts.find((part) => !here.includes(part.id));
  const link = panel.querySelector("[data-progress-next]");
  link.hidden = !next;
  if (next) {
    link.href = `#${encodeURIComponent(next.id)}`;
    link.textContent = `Go on with “${next.textContent.trim()}”`;
  }
}

for (const [place, part] of parts.entries()) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-second btn-small";
  const name = Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: `: ${part.textContent.trim()}` });
  button.append("", name);
  button.addEventListener("click", () => toggle(part));
  buttons.set(part, button);
  const row = document.createElement("p");
  row.className = "buttons";
  row.append(button);
  // At the end of the part: before the next heading, or after all of it.
  if (part.id === "activities") part.parentElement.append(row);
  else if (parts[place + 1]?.parentElement === text) parts[place + 1].before(row);
  else text.append(row);
}

for (const clear of document.querySelectorAll("[data-progress-clear]")) {
  clear.addEventListener("click", () => {
    const all = clear.dataset.progressClear ? read() : {};
    delete all[clear.dataset.progressClear];
    write(all);
    show();
    document.querySelector("h1").tabIndex = -1;
    document.querySelector("h1").focus();
  });
}

addEventListener("storage", (event) => {
  if (event.key === KEY || event.key === null) show();
});
addEventListener("pageshow", (event) => {
  if (event.persisted) show();
});
show();
