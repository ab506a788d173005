// The small sum of a form under attack. It begins when the page is there; a form that is sent before the end waits for
// it, not for long. Whatever fails, the form is sent: a person then looks at it first.

const PATIENCE = 15000;

for (const box of document.querySelectorAll("[data-proof]")) {
  const form = box.closest("form");
  const field = box.querySelector("input");
  const status = box.querySelector("[role=status]");
  box.querySelector("[data-without-script]").remove();
  let isOver = false;
  let waiting = null; // the button that was pressed before the end

  const end = (words) => {
    if (isOver) return;
    isOver = true;
    status.textContent = words;
    if (waiting) form.requestSubmit(waiting.button);
  };
  const fail = () => end("Your device could not do the sum. Send the form all the same: a person looks at it first.");

  try {
    const challenge = JSON.parse(box.dataset.proof);
    const worker = new Worker(box.dataset.worker, { type: "module" });
    worker.addEventListener("error", fail);
    worker.addEventListener("message", ({ data: number }) => {
      worker.terminate();
      if (number === null) return fail();
      const { algorithm, challenge: asked, salt, signature } = challenge;
      field.value = btoa(JSON.stringify({ algorithm, challenge: asked, salt, signature, number }));
      end("Your device has done the sum.");
    });
    worker.postMessage(challenge);
  } catch (error) {
    fail();
  }

  // Before any other listener: what is put off here was not sent.
  window.addEventListener(
    "submit",
    (event) => {
      if (event.target !== form || isOver) return;
      event.preventDefault();
      event.stopPropagation();
      if (!waiting) setTimeout(fail, PATIENCE);
      waiting = { button: event.submitter };
      status.textContent = "Your device finishes its small sum. Then your form is sent by itself.";
    },
    true,
  );
}
