// The driver's page keeps reports while there is no network, and sends them when there is one.
// Without this script the page works as a plain form, and is light at night too.
const night = matchMedia("(prefers-color-scheme: dark)");
const paint = () => {
  if (night.matches) document.documentElement.dataset.theme = "gelap";
  else delete document.documentElement.dataset.theme;
};
night.addEventListener("change", paint);
paint();
const KEY = `tepat-driver:${location.pathname}`;
const MOST = 50;
const state = document.getElementById("state");
const words = document.body.dataset;

const read = () => {
  try {
    return JSON.parse(localStorage.getItem(KEY)) || [];
  } catch {
    return [];
  }
};
const write = (reports) => {
  try {
    localStorage.setItem(KEY, JSON.stringify(reports.slice(-MOST)));
    return true;
  } catch {
    return false; // private window or full: the plain form goes on
  }
};
const say = (text) => {
  if (state) state.textContent = text;
};

// true: taken, or never to be taken; false: try again later.
const post = async (fields, photo) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  if (photo) form.set("photo", photo);
  try {
    const answer = await fetch(location.pathname, {
      method: "POST",
      body: form,
      headers: { Accept: "application/json" },
      credentials: "omit",
    });
    if (answer.ok) say(words.sent);
    else if (answer.status !== 429 && answer.status < 500) {
      const told = await answer.json().catch(() => ({}));
      say(`${words.refused}: ${told.sentence || answer.status}`);
    } else return false;
    return true;
  } catch {
    return false;
  }
};

let busy = false;
const flush = async () => {
  if (busy) return;
  busy = true;
  for (let waiting = read(); waiting.length; waiting = read()) {
    const [first] = waiting;
    if (!(await post(first))) break;
    write(read().filter((each) => each.key !== first.key));
  }
  busy = false;
  const left = read().length;
  if (left) say(words.waiting.replace("{n}", left));
};

const place = () =>
  new Promise((done) => {
    if (!navigator.geolocation) return done("");
    const timer = setTimeout(() => done(""), 4000);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        clearTimeout(timer);
        done(`${coords.latitude.toFixed(5)},${coords.longitude.toFixed(5)}`);
      },
      () => {
        clearTimeout(timer);
        done("");
      },
      { maximumAge: 60000, timeout: 4000 },
    );
  });

const fresh = () =>
  crypto.randomUUID
    ? crypto.randomUUID()
    : "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) =>
        (+c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (+c / 4)))).toString(16),
      );

for (const form of document.querySelectorAll("form.report")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    const fields = {};
    for (const [name, value] of new FormData(form)) if (typeof value === "string") fields[name] = value;
    const photo = form.elements.photo?.files[0];
    fields.at = String(Date.now());
    fields.gps = await place();
    if (!write([...read(), fields])) {
      HTMLFormElement.prototype.submit.call(form);
      return;
    }
    if (photo && (await post(fields, photo))) write(read().filter((each) => each.key !== fields.key));
    else if (photo) say(words.photo);
    await flush();
    if (read().some((each) => each.key === fields.key) && !photo) say(words.kept);
    form.elements.key.value = fresh(); // the next press is another report
    button.disabled = false;
  });
}
addEventListener("online", flush);
flush();
