// Read aloud: a voice of this device reads title, lead and text. A voice that sends the text elsewhere is left alone.
// Sentence by sentence, since Chromium falls silent in long utterances; and since pause() does nothing on Android,
// going on begins the sentence again.

const box = document.querySelector("[data-read-aloud]");
const synth = window.speechSynthesis;

const PARTS = ".page-head h1, .page-head .lead, .page-body .main";
const UNREAD = "nav, button, form, svg, sup, [hidden], [aria-hidden=true], .visually-hidden, .chips, "
  + ".notice-links, .share, .references-block, .citation, .in-short";
const BLOCKS = "h1, h2, h3, h4, p, li, dt, dd, figcaption, td, th, summary, blockquote, section, div";
const LONGEST = 220;

// The text of the page in blocks, folded ones too, each a list of text nodes.
function blocks() {
  const found = [];
  let last = null;
  for (const part of document.querySelectorAll(PARTS)) {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => {
      if (node.nodeType === Node.TEXT_NODE) return NodeFilter.FILTER_ACCEPT;
      return node.matches(UNREAD) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
    });
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const block = node.parentElement.closest(BLOCKS);
      if (block !== last) found.push([]);
      last = block;
      found.at(-1).push(node);
    }
  }
  return found;
}

// The sentences of a text. One that is too long, or a text that the browser cannot part, ends at a comma or space.
function* pieces(text) {
  const parts = window.Intl?.Segmenter
    ? new Intl.Segmenter("en-AU", { granularity: "sentence" }).segment(text)
    : [{ segment: text }];
  for (let { segment } of parts) {
    while (segment.length > LONGEST) {
      const head = segment.slice(0, LONGEST);
      const end = head.lastIndexOf(", ") + 1 || head.lastIndexOf(" ") + 1 || LONGEST;
      yield head.slice(0, end);
      segment = segment.slice(end);
    }
    yield segment;
  }
}

function sentences() {
  const found = [];
  for (const nodes of blocks()) {
    let end = 0;
    for (const piece of pieces(nodes.map((node) => node.data).join(""))) {
      const start = end + piece.search(/\S|$/);
      end += piece.length;
      if (/[\p{L}\p{N}]/u.test(piece)) found.push({ text: piece.replace(/\s+/g, " ").trim(), nodes, start, end });
    }
  }
  return found;
}

// Lights a sentence up, or none, without touching the page.
function mark(sentence) {
  if (!window.Highlight) return;
  const range = new Range();
  const place = (offset) => {
    for (const node of sentence.nodes) {
      if (offset <= node.length) return [node, offset];
      offset -= node.length;
    }
  };
  if (sentence) {
    range.setStart(...place(sentence.start));
    range.setEnd(...place(sentence.end));
  }
  CSS.highlights.set("read-aloud", new Highlight(range));
}

// Keeps a speed, or gives the one that is kept; nothing where storage is full or off.
function remember(speed) {
  try {
    if (speed) localStorage.setItem("reading-speed", speed);
    return localStorage.getItem("reading-speed");
  } catch {
    return null;
  }
}

function player() {
  const [toggle, stopper] = box.querySelectorAll("button");
  const speed = box.querySelector("select");
  const status = box.querySelector("[role=status]");
  const first = toggle.textContent;
  let list = [];
  let at = 0;
  let turn = 0; // what an utterance of an older turn reports is of no interest
  let utterance; // kept, else Chromium never says that it ended
  let timer;

  // Words are announced only while nobody speaks.
  const enter = (state, words = "") => {
    turn += 1;
    window.clearTimeout(timer);
    synth.cancel();
    box.dataset.state = state;
    toggle.textContent = { reading: "Pause", paused: "Keep reading" }[state] ?? first;
    if (!state && document.activeElement === stopper) toggle.focus();
    for (const part of box.querySelectorAll("[data-stop], label, select")) part.hidden = !state;
    status.textContent = words;
    if (!state) mark();
  };

  const speak = () => {
    if (at >= list.length) return enter("", "That is the end of the page.");
    const voices = synth.getVoices();
    const rank = ({ lang }) => ["en-GB", "en-NZ", "en-AU"].indexOf(lang.replace("_", "-"));
    const [voice] = voices.filter(({ lang, localService }) => localService && /^en\b/.test(lang.replace("_", "-")))
      .sort((one, other) => rank(other) - rank(one));
    // Android may name no voice at all, and speaks all the same.
    if (voices.length && !voice) return enter("", "This device has no English voice of its own.");
    const mine = ++turn;
    utterance = new SpeechSynthesisUtterance(list[at].text);
    utterance.lang = voice?.lang ?? "en-AU";
    if (voice) utterance.voice = voice;
    utterance.rate = Number(speed.value);
    utterance.onstart = () => window.clearTimeout(timer);
    utterance.onend = () => {
      if (mine !== turn) return;
      at += 1;
      speak();
    };
    utterance.onerror = () => {
      if (mine === turn) enter("", "The voice of this device stopped.");
    };
    window.clearTimeout(timer);
    timer = window.setTimeout(() => enter("", "No voice answers on this device."), 8000);
    mark(list[at]);
    synth.speak(utterance);
  };

  toggle.addEventListener("click", () => {
    const { state } = box.dataset;
    if (state === "reading") return enter("paused", "Paused.");
    if (state !== "paused") {
      list = sentences();
      at = 0;
    }
    enter("reading");
    speak();
  });
  stopper.addEventListener("click", () => enter("", "Stopped."));
  speed.addEventListener("change", () => {
    remember(speed.value);
    if (box.dataset.state !== "reading") return;
    enter("reading");
    speak();
  });
  speed.value = remember();
  if (!speed.value) speed.value = "1";

  // No voice goes on after the reader has left, nor after "exit this page" in this tab or in another.
  window.addEventListener("pagehide", () => enter(""));
  document.addEventListener("exit-page", () => enter(""));
  window.addEventListener("storage", ({ key }) => {
    if (key === null) enter("");
  });
  synth.getVoices(); // some browsers load them when first asked
}

if (box && synth) player();
