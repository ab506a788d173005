// My list: the public ids of services, kept in this browser only; "Exit this page" clears them with all else.
// The list's own page sends them to get the services that they name.

const KEY = "my-list";
const MOST = 50;
const ID = /^[\w-]{22}$/;

const own = document.querySelector("[data-my-list]");

function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) || "[]");
    return Array.isArray(kept) ? [...new Set(kept.filter((id) => ID.test(id)))].slice(0, MOST) : [];
  } catch (error) {
    return [];
  }
}

// Whether it could be kept: storage may be full, or off.
function write(ids) {
  try {
    if (ids.length) localStorage.setItem(KEY, JSON.stringify(ids));
    else localStorage.removeItem(KEY);
    return read().length === ids.length;
  } catch (error) {
    return false;
  }
}

const link = () => {
  const way = document.createElement("a");
  way.href = document.querySelector("[data-list-count]")?.closest("a")?.href || "/directory/shortlist/";
  way.textContent = `See my list (${read().length})`;
  return way;
};

// One line for what happened: above the list on its own page, else under the button.
const said = document.querySelector("[data-list-said]") || Object.assign(document.createElement("p"), { className: "small list-said" });
said.setAttribute("role", "status");
function say(parts, button) {
  if (!own && button) (button.closest(".card-foot") || button.parentElement).after(said);
  said.replaceChildren();
  // Heard where it comes into a line that is there already.
  requestAnimationFrame(() => said.replaceChildren(...parts.flatMap((part) => [part, " "])));
}

function show() {
  const ids = read();
  for (const count of document.querySelectorAll("[data-list-count]")) count.textContent = ids.length ? ` (${ids.length})` : "";
  for (const button of document.querySelectorAll("[data-keep]"))
    button.querySelector("[data-keep-words]").textContent = ids.includes(button.dataset.keep) ? "Remove from my list" : "Add to my list";
  for (const all of document.querySelectorAll("[data-keep-all]")) all.hidden = Boolean(own);
  for (const clear of document.querySelectorAll("[data-clear-list]")) clear.hidden = !own;
}

const NOT_KEPT = "This browser does not let a page keep anything, so there is no list. You can print the page, or bookmark it.";

// The list's own page: fetch and draw the services that are kept.
async function draw() {
  const ids = read();
  document.querySelector("[data-list-empty]").hidden = ids.length > 0;
  own.hidden = !ids.length;
  if (!ids.length) {
    own.replaceChildren();
    show();
    return;
  }
  try {
    const asked = await fetch(`${own.dataset.myList}?only=list&s=${ids.join(".")}`, { credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" });
    if (!asked.ok) throw new Error(asked.status);
    const drawn = new DOMParser().parseFromString(await asked.text(), "text/html");
    own.replaceChildren(...drawn.body.childNodes);
    for (const sheet of own.querySelectorAll("[data-sheet]")) sheet.hidden = !navigator.share;
    // What has left the directory leaves the list; what another window added meanwhile stays.
    const here = [...own.querySelectorAll("[data-kept]")].map((one) => one.dataset.kept);
    write(read().filter((id) => here.includes(id) || !ids.includes(id)));
    document.querySelector("[data-list-empty]").hidden = read().length > 0;
  } catch (error) {
    own.textContent = "Your list is still here, but its services did not arrive. Please open this page again in a while.";
  }
  show();
}

// Removing asks nothing beforehand: it can be undone.
function undo(before) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-text", textContent: "Undo" });
  button.addEventListener("click", async () => {
    write(before);
    await draw();
    say(["Your list is as it was."]);
    said.focus();
  });
  return button;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-keep], [data-keep-all], [data-clear-list]");
  if (!button) return;
  const before = read();
  let after = [];
  if ("keepAll" in button.dataset)
    after = [...new Set([...before, ...[...document.querySelectorAll("[data-kept]")].map((one) => one.dataset.kept)])];
  else if ("keep" in button.dataset) {
    const { keep } = button.dataset;
    after = before.includes(keep) ? before.filter((id) => id !== keep) : [...before, keep];
  }
  if (after.length > MOST) {
    say([`A list holds ${MOST} services at most. Remove one first.`, link()], button);
    return;
  }
  if (!write(after)) {
    say([NOT_KEPT], button);
    return;
  }
  if (own) {
    const name = button.closest("[data-name]")?.dataset.name;
    await draw();
    say([after.length ? `Removed: ${name}.` : "Your list is empty now.", undo(before)]);
    // The button that was pressed is gone.
    said.focus();
  } else {
    show();
    say([after.length > before.length ? "Added." : "Removed.", ...(after.length ? [link()] : [])], button);
  }
});

// Another window changed the list; or the page comes back as it was when it was left.
const again = () => (own ? draw() : show());
addEventListener("storage", (event) => {
  if (event.key === KEY || event.key === null) again();
});
addEventListener("pageshow", (event) => {
  if (event.persisted) again();
});
again();
