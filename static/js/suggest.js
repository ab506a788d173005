// Suggestions under a search box. Without this, or when the answer fails or is slow, the box is a plain form.
// With it: an editable combobox with a list, as the ARIA Authoring Practices describe it. What is typed is never
// changed by moving through the list, and is kept nowhere.

const FEWEST = 2;
const LONGEST = 200;
// Milliseconds: before asking, before saying, and until an answer is too late.
const WAIT = { pause: 200, quiet: 700, patience: 5000 };

// Notes of stories that this reader hides (static/js/notes.js).
function hiddenNotes() {
  try {
    return (localStorage.getItem("hidden-notes") || "").split(" ");
  } catch (error) {
    return [];
  }
}

function part(words, className) {
  const span = document.createElement("span");
  span.className = className;
  span.dir = "auto";
  span.textContent = words;
  return span;
}

// What is chosen is a page to go to (url), or words that belong into the box (value).
function enhance(form, input, address) {
  const list = document.createElement("ul");
  const status = document.createElement("p");
  let found = [];
  let at = -1;
  let asking = null;
  let waiting = 0;
  let speaking = 0;

  const say = (words) => {
    clearTimeout(speaking);
    // After a pause: a screen reader says what was typed first, and only the last of many counts.
    speaking = setTimeout(() => { status.textContent = words; }, words ? WAIT.quiet : 0);
  };

  const choose = (index) => {
    at = index;
    [...list.children].forEach((option, number) => option.setAttribute("aria-selected", number === at));
    const option = list.children[at];
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  };

  const open = () => {
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", !list.hidden);
  };

  const stop = () => {
    clearTimeout(waiting);
    if (asking) asking.abort();
    asking = null;
  };

  const close = () => {
    stop();
    say("");
    choose(-1);
    list.hidden = true;
    input.setAttribute("aria-expanded", false);
  };

  const go = (one) => {
    close();
    if (!one.value) {
      location.assign(one.url);
      return;
    }
    input.value = one.value;
    found = [];
  };

  const show = (answer) => {
    const hidden = hiddenNotes();
    found = answer.suggestions.filter((one) => !one.notes.some((note) => hidden.includes(note)));
    if (answer.help) found.unshift(answer.help);
    list.replaceChildren(...found.map((one, index) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${index}`;
      option.setAttribute("role", "option");
      if (one === answer.help) option.className = "is-help";
      option.append(part(one.title, "nav-label"), " ", part(one.kind, "nav-note"));
      option.addEventListener("click", () => go(one));
      return option;
    }));
    choose(-1);
    open();
    const count = found.length === 1 ? "1 suggestion" : `${found.length || "No"} suggestions`;
    say(`${answer.help ? "Help comes first. " : ""}${count}.${found.length ? " Use the up and down arrows." : ""}`);
  };

  const ask = async () => {
    stop();
    const mine = new AbortController();
    asking = mine;
    const patience = setTimeout(() => mine.abort(), WAIT.patience);
    try {
      address.searchParams.set("q", input.value.trim().slice(0, LONGEST));
      const response = await fetch(address, { signal: mine.signal, cache: "no-store" });
      if (!response.ok) throw new Error(response.status);
      const answer = await response.json();
      if (mine === asking && document.activeElement === input) show(answer);
    } catch (error) {
      // The last answer would stand under other words: a plain box says less and nothing wrong.
      if (mine === asking) {
        found = [];
        close();
      }
    }
    clearTimeout(patience);
  };

  const typed = () => {
    stop();
    choose(-1);
    if (input.value.trim().length < FEWEST) {
      found = [];
      close();
    } else {
      waiting = setTimeout(ask, WAIT.pause);
    }
  };

  const move = (step) => {
    if (list.hidden) {
      if (!found.length) return;
      open();
    }
    // One place more than there are options: the box itself, with what was typed.
    const places = found.length + 1;
    choose(((at + 1 + step + places) % places) - 1);
  };

  const keys = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: () => {
      if (at < 0) return false;
      go(found[at]);
      return true;
    },
    Escape: () => {
      // Once to close the list, once more to empty the box; then it is for the menu around it.
      if (!list.hidden) close();
      else if (input.value) input.value = "";
      else return false;
      if (!input.value) found = [];
      return true;
    },
  };

  list.id = `${input.id}-suggestions`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  // A search field may not be a combobox; the keyboard of a phone still offers to search.
  input.type = "text";
  input.enterKeyHint = "search";
  input.autocomplete = "off";
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", false);
  input.setAttribute("aria-controls", list.id);
  input.parentElement.classList.add("has-suggestions");
  input.after(list);
  form.append(status);

  input.addEventListener("input", typed);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    // Keys that choose among the candidates of an input method are not for us.
    if (event.isComposing || event.keyCode === 229) return;
    const act = keys[event.key];
    if (act && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      if (act() === false) return;
      event.preventDefault();
      event.stopPropagation();
    } else if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(event.key)) {
      choose(-1);
    }
  });
  form.addEventListener("submit", close);
  // A press in the list leaves the focus where it is, in the box.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  document.addEventListener("exit-page", () => {
    input.value = "";
    close();
  });
}

// Every form that searches the whole site, wherever it stands.
for (const form of document.querySelectorAll("form[role='search'][action$='/search/']")) {
  const input = form.querySelector("input[name='q']");
  if (input) enhance(form, input, new URL("suggest/", form.action));
}

// Every field for a suburb, with the address that knows them.
for (const input of document.querySelectorAll("input[data-suggest]")) {
  enhance(input.form, input, new URL(input.dataset.suggest, location));
}

// "Use my position": what it needs comes when it is pressed.
const device = document.querySelector("[data-position]");
device?.querySelector("button").addEventListener("click", async () => (await import(device.dataset.position)).find(device));
