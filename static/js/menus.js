// Menus are <details> and work without this. With it, Escape and a press elsewhere close the sub-menu,
// and one that is open closes when the reader moves on.

const groups = [...document.querySelectorAll("details.nav-group")];

for (const group of groups) {
  group.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && group.open) {
      group.open = false;
      group.querySelector("summary").focus();
    }
  });
  group.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !group.contains(event.relatedTarget)) group.open = false;
  });
}

for (const search of document.querySelectorAll("details.nav-search")) {
  search.addEventListener("toggle", () => {
    if (search.open) search.querySelector("input").focus();
  });
}

document.addEventListener("click", (event) => {
  for (const group of groups) {
    if (group.open && !group.contains(event.target)) group.open = false;
  }
});

const menu = document.querySelector("details.menu");
if (menu) {
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  // The panel pushes the page down. So it closes when Tab has left it, and not at a press elsewhere: what was
  // pressed would move away under the finger.
  document.addEventListener("keyup", (event) => {
    const now = document.activeElement;
    if (event.key !== "Tab" || !menu.open || menu.contains(now)) return;
    menu.open = false;
    now.scrollIntoView({ block: "nearest" });
  });
}

// People of the site have a cookie that says so: they get a line with the way to change this page. Readers ask for nothing.
if (/(^|; )staff=/.test(document.cookie) && !location.pathname.startsWith("/account/")) {
  fetch(`/admin/bar/?at=${encodeURIComponent(location.pathname)}`, { headers: { "X-Requested-With": "XMLHttpRequest" } })
    .then((response) => (response.ok ? response.text() : ""))
    .then((html) => document.body.insertAdjacentHTML("afterbegin", html))
    .catch(() => {});
}
