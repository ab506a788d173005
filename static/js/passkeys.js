// Passkeys: what is between a form of ours and the device. Without this script, or where the browser has no passkeys, the
// forms for them stay hidden, and everything else on the page works as before.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
const named = (list) => (list ?? []).map((each) => ({ ...each, id: bytes(each.id) }));

// What the server wrote as JSON, as the browser wants it.
const read = (options) => {
  const asked = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
  if (asked.user) asked.user = { ...asked.user, id: bytes(asked.user.id) };
  if (asked.excludeCredentials) asked.excludeCredentials = named(asked.excludeCredentials);
  if (asked.allowCredentials) asked.allowCredentials = named(asked.allowCredentials);
  return asked;
};

// What the device answered, as JSON for the server.
const written = (credential) => {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) response[part] = text(credential.response[part]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
};

const optionsOf = async (form) => {
  if (!form.dataset.options) return JSON.parse(form.querySelector("script").textContent);
  const answer = await fetch(form.dataset.options, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
};

// A passkey belongs to a name: at a bare number, as of a machine tried out, there are none.
const hasName = !/^[\d.]+$|^\[/.test(location.hostname);

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential || !hasName) break;
  const status = form.querySelector("[role=status]");
  form.hidden = false;
  document.querySelector("[data-without-passkeys]")?.remove();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    status.textContent = "Now look at what your device asks.";
    try {
      const publicKey = read(await optionsOf(form));
      const ask = form.dataset.passkey === "create" ? "create" : "get";
      form.elements.credential.value = written(await navigator.credentials[ask]({ publicKey }));
      form.submit();
    } catch {
      status.textContent = "It did not work, or was stopped. Press the button to try again.";
    }
  });
}
