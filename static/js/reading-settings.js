// Reading settings, applied at once: in the panel behind every link to them, and on their page. Without this, the
// links lead to the page, whose form sets a cookie. Here they go to local storage, and so does each cookie that this
// script meets: a cookie is newer than what is stored.

const KEY = "reading";
const forms = [...document.querySelectorAll("form[data-reading]")];
const cookie = () => /(?:^|; )reading=([^;]+)/.exec(document.cookie)?.[1];

function setCookie(code, age) {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${KEY}=${code}; path=/; max-age=${age}; samesite=lax${secure}`;
}

// Keeps a code and returns whether the next page will have it. Where storage is full or off, a reader who has the
// cookie keeps it, and nobody else gets one.
function keep(code) {
  try {
    localStorage.removeItem(KEY);
    if (code) localStorage.setItem(KEY, code);
    else localStorage.removeItem("reading-speed");
    setCookie("", 0);
    return true;
  } catch {
    if (cookie()) setCookie(code, code ? 31536000 : 0);
    return !code || cookie() === code;
  }
}

// The browser's own bar: the page's colours by day and by night, or those of the theme that the reader chose.
const bars = [...document.querySelectorAll("meta[name=theme-color]")].map((meta) => ({ meta, usual: meta.content }));

// Lets page, bar and forms follow a code, or what is kept.
function follow(code) {
  window.applyReading(code);
  const { theme } = document.documentElement.dataset;
  for (const { meta, usual } of bars) meta.content = theme ? getComputedStyle(document.body).backgroundColor : usual;
  for (const control of document.querySelectorAll("form[data-reading] :is(select, [type=radio])")) {
    const value = document.documentElement.dataset[control.name] ?? "";
    if (control.type === "radio") control.checked = control.value === value;
    else control.value = value;
  }
}

for (const form of forms) {
  const choose = (code, words) => {
    const kept = keep(code);
    follow(code);
    form.querySelector("[role=status]").textContent =
      words + (kept ? "" : " For this page only: your browser keeps nothing.");
  };
  form.addEventListener("change", ({ target }) => {
    const code = [...new FormData(form)].filter(([, value]) => value).map((pair) => pair.join("-")).join(".");
    const name = target.closest("fieldset")?.querySelector("legend") ?? target.labels[0];
    const value = target.selectedOptions?.[0] ?? target.labels[0];
    choose(code, `${name.textContent.trim()}: ${value.textContent.trim()}.`);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter?.name === "reset") choose("", "Everything is back as we made it.");
  });
  for (const part of form.querySelectorAll("[data-without-script]")) part.hidden = true;
}

// Other tabs; "exit this page" in one of them clears all and so names no key.
window.addEventListener("storage", ({ key }) => {
  if (key === KEY) follow();
  if (key === null) follow("");
});
window.addEventListener("pageshow", ({ persisted }) => {
  if (persisted) follow();
});

const old = cookie();
if (old && /^[a-z0-9.-]{1,120}$/.test(old)) keep(old);
follow();

const panel = document.getElementById("reading-panel");
if (panel) {
  const links = [...document.querySelectorAll(`:is(header, footer) a[href^="${panel.getAttribute("action")}"]`)];
  let opener;

  const turn = (open) => {
    panel.hidden = !open;
    for (const link of links) link.setAttribute("aria-expanded", open);
  };
  const goBack = () => {
    turn(false);
    opener.focus({ preventScroll: true });
  };

  for (const link of links) {
    link.setAttribute("role", "button");
    link.setAttribute("aria-controls", panel.id);
    link.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      if (!panel.hidden) return goBack();
      // The menu of a phone closes, so that the page is in sight.
      const menu = link.closest("details");
      opener = menu ? menu.querySelector("summary") : link;
      if (menu) menu.open = false;
      turn(true);
      panel.querySelector("select").focus({ preventScroll: true });
    });
    link.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      link.click();
    });
  }
  turn(false);
  panel.querySelector("[data-close]").addEventListener("click", goBack);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") goBack();
  });
  // Whoever moves on leaves it behind: it must not cover what has the focus.
  for (const move of ["focusin", "click"]) {
    document.addEventListener(move, ({ target }) => {
      if (!panel.contains(target) && !links.some((link) => link.contains(target))) turn(false);
    });
  }
}
