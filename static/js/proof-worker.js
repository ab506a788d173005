// Finds the number whose hash was asked for, by trying one after the other: {salt, challenge, maxNumber} comes in, the
// number goes out, or null where there is none.

const AT_ONCE = 256;
const encoder = new TextEncoder();

self.addEventListener("message", async ({ data: { salt, challenge, maxNumber } }) => {
  const wanted = challenge.match(/../g).map((pair) => parseInt(pair, 16));
  const isIt = async (number) => {
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", encoder.encode(salt + number)));
    return wanted.every((byte, place) => hash[place] === byte);
  };
  try {
    for (let from = 0; from <= maxNumber; from += AT_ONCE) {
      const found = await Promise.all(Array.from({ length: AT_ONCE }, (_, place) => isIt(from + place)));
      if (found.includes(true)) return self.postMessage(from + found.indexOf(true));
    }
  } catch (error) {
    // An old browser, or a page that did not come over https: there is no sum to be done.
  }
  self.postMessage(null);
});
