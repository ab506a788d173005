// "Use my position" below the field for a suburb: fetched by suggest.js when it is pressed, and only then is the browser
// asked. Where the device is never leaves it: the nearest suburb is looked up here, in a list that is fetched then too.

const FARTHEST = 30; // kilometres from the nearest suburb: who is farther away is not in Victoria
const PATIENCE = 15000;

const field = document.querySelector("[data-places]");

// Kilometres between two points in degrees, near enough for neighbours.
function apart(here, there) {
  const north = there.latitude - here.latitude;
  const east = (there.longitude - here.longitude) * Math.cos((here.latitude * Math.PI) / 180);
  return Math.hypot(north, east) * 111.2;
}

async function nearest(here) {
  const response = await fetch(field.dataset.places);
  if (!response.ok) throw new Error(response.status);
  let best = null;
  for (const line of (await response.text()).trim().split("\n")) {
    const [name, postcode, latitude, longitude] = line.split("|");
    const distance = apart(here, { latitude: latitude / 1000, longitude: longitude / 1000 });
    if (!best || distance < best.distance) best = { label: `${name} ${postcode}`, distance };
  }
  return best;
}

function position() {
  return new Promise((resolve, reject) => {
    navigator.geolocation.getCurrentPosition((found) => resolve(found.coords), reject, {
      maximumAge: 600000,
      timeout: PATIENCE,
    });
  });
}

let asked = 0;

// Put the nearest suburb into the field, and say so in the status of ``row``, where the button is.
export async function find(row) {
  const status = row.querySelector("p");
  status.setAttribute("role", "status");
  const mine = ++asked;
  status.textContent = "Looking for the nearest suburb …";
  let words = "That did not work. You can type a suburb or postcode.";
  try {
    const place = await nearest(await position());
    if (mine !== asked) return;
    if (place.distance > FARTHEST) {
      words = "You do not seem to be in Victoria. You can type a suburb or postcode there.";
    } else {
      field.value = place.label;
      words = `We put in ${place.label}. Your position stayed on this device. Press Search to see what is near.`;
    }
  } catch (error) {
    if (error.code === 1) words = "Your browser did not share your position. You can type a suburb or postcode.";
    if (error.code === 3) words = "That took too long. You can type a suburb or postcode.";
  }
  if (mine === asked) status.textContent = words;
}

document.addEventListener("exit-page", () => {
  asked += 1;
  field.value = "";
});
