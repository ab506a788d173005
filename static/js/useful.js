// "Was this page useful?" in one press. The two links lead to a small form; here that form is fetched, sent and, for a
// comment, put below the answer. Nothing is fetched before somebody presses. Whatever fails, the link or form is followed.

const box = document.querySelector("[data-useful]");
const row = box && box.firstElementChild;
let isBusy = false;

async function read(address, options) {
  const response = await fetch(address, options);
  // 400 is the form once more, with what is to be mended.
  if (!response.ok && response.status !== 400) throw new Error(response.status);
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

const send = (form, address) => read(address, { method: "POST", body: new URLSearchParams(new FormData(form)) });

// Draw the row anew, with the words first, and put the focus on them.
function show(words, ...more) {
  const line = document.createElement("p");
  line.textContent = words;
  line.tabIndex = -1;
  row.replaceChildren(line, ...more);
  line.focus();
}

// The form, or the help lines, of a page that was read.
const part = (page, name) => {
  const found = page.querySelector(`[${name}]`);
  return found && document.importNode(found, true);
};

function offerComment(form, address, words) {
  form.action = address;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    try {
      const page = await send(form, address);
      const again = part(page, "data-useful-form");
      const help = part(page, "data-useful-help");
      if (again) {
        // With the token that the press was counted by: the comment belongs to it.
        again.elements.token.value = form.elements.token.value;
        offerComment(again, address, "There is a problem with your comment.");
      }
      else if (help) show("Thank you. Your comment is with us.", help);
      else show("Thank you. Your comment is with us.");
    } catch (error) {
      form.submit();
    }
    isBusy = false;
  });
  show(words, form);
}

if (box) {
  box.addEventListener("click", async (event) => {
    const link = event.target.closest(".buttons a[href]");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    try {
      const form = part(await read(link.href), "data-useful-form");
      // Under attack the device does a sum first: on the small page, where the script for it is.
      if (form.querySelector("[data-proof]")) throw new Error("a sum is asked for");
      if (part(await send(form, link.href), "data-useful-form")) throw new Error("not taken");
      offerComment(form, link.href, "Thank you. Your answer is counted.");
    } catch (error) {
      location.assign(link.href);
    }
    isBusy = false;
  });
}
