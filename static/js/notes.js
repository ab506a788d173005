// Stories that a reader hides by what they talk about. The notes are kept on the device, under one key, and nothing
// of it is sent. It runs before the first paint, so that a hidden story is not seen at all. Without script the form
// in the list of stories leaves the same ones out of that list.

const KEY = "hidden-notes";

function kept() {
  try {
    return (localStorage.getItem(KEY) || "").split(" ").filter(Boolean);
  } catch (error) {
    return [];
  }
}

function keep(notes) {
  try {
    if (notes.length) localStorage.setItem(KEY, notes.join(" "));
    else localStorage.removeItem(KEY);
  } catch (error) {
    // Storage is switched off: the list of the form's own page is what there is.
  }
}

function works() {
  try {
    localStorage.setItem("try", "");
    localStorage.removeItem("try");
    return true;
  } catch (error) {
    return false;
  }
}

function item(card) {
  return card.parentElement.matches("li") ? card.parentElement : card;
}

function apply(list) {
  const notes = kept();
  const cards = [...list.querySelectorAll("[data-notes]")];
  const gone = cards.filter((card) => card.dataset.notes.split(" ").some((note) => notes.includes(note)));
  for (const card of cards) item(card).hidden = gone.includes(card);
  if (list.previousElementSibling?.matches(".notes-hidden")) list.previousElementSibling.remove();
  if (!gone.length) return;

  const one = gone.length === 1;
  const words = document.createElement("p");
  words.className = "small buttons notes-hidden";
  words.append(`${gone.length} ${one ? "story is" : "stories are"} hidden by your choice. `);
  const show = document.createElement("button");
  show.type = "button";
  show.className = "btn-text";
  show.textContent = one ? "Show it" : "Show them";
  show.addEventListener("click", () => {
    for (const card of gone) item(card).hidden = false;
    words.remove();
    gone[0].querySelector("a").focus();
  });
  const change = document.createElement("a");
  // Every story stands below the list of stories, where the choice is made.
  change.href = new URL("../#leave-out", gone[0].querySelector("a").href);
  change.textContent = "Change this choice";
  words.append(show, " ", change);
  list.before(words);
}

const lists = [...document.querySelectorAll("[data-stories]")];
lists.forEach(apply);
window.addEventListener("pageshow", (event) => {
  // A page that the browser had kept may be older than the choice.
  if (event.persisted) lists.forEach(apply);
});

const box = document.querySelector("[data-keep-notes]");
if (box) {
  const fold = box.closest("details");
  const boxes = [...fold.querySelectorAll("input[name]")];
  if (kept().length) {
    box.checked = true;
    for (const each of boxes) each.checked ||= kept().includes(each.value);
  }
  const reveal = () => {
    if (location.hash === `#${fold.id}`) fold.open = true;
  };
  reveal();
  window.addEventListener("hashchange", reveal);
  // What this device cannot keep is not promised.
  if (!works()) box.closest(".choice").hidden = true;
  // Taking one away above the list takes it from what is kept, else it would come back.
  for (const link of document.querySelectorAll("[data-left-out]")) {
    link.addEventListener("click", () => keep(kept().filter((note) => note !== link.dataset.leftOut)));
  }
  box.form.addEventListener("submit", () => {
    keep(box.checked ? boxes.filter((each) => each.checked).map((each) => each.value) : []);
  });
}
