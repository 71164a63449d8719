// The packing station: keep the field ready for a scanner, sound each answer, read the camera.
const REPEAT_MS = 2500;
const FORMATS = ["qr_code", "code_128", "code_39", "data_matrix", "ean_13"];
const station = () => document.getElementById("station");
const field = () => document.getElementById("scan");

function focusField() {
  field()?.focus({ preventScroll: true });
}

// -- sound: one short beep right, two long wrong; vibration where the phone has it
let audio;
function beep(hertz, at, seconds) {
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = hertz;
  volume.gain.value = 0.2;
  tone.connect(volume).connect(audio.destination);
  tone.start(audio.currentTime + at);
  tone.stop(audio.currentTime + at + seconds);
}

function sound(tone) {
  if (!tone) return;
  navigator.vibrate?.(tone === "salah" ? [400, 150, 400] : 60);
  try {
    audio ??= new AudioContext();
    if (tone === "salah") {
      beep(220, 0, 0.45);
      beep(220, 0.6, 0.45);
    } else {
      beep(880, 0, 0.09);
    }
  } catch {
    // No sound device: the screen says it too.
  }
}

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id !== "station" && event.target?.id !== "station") return;
  sound(station()?.dataset.tone);
  focusField();
  if (eye.on) eye.show();
});

// A scanner types into whatever has the focus: bring it back to the field.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.altKey || event.metaKey || event.key.length !== 1) return;
  focusField();
});

document.addEventListener("click", (event) => {
  const dismiss = event.target.closest?.("[data-dismiss]");
  if (dismiss) {
    event.preventDefault();
    dismiss.closest("[data-wrong]").remove();
    focusField();
  } else if (event.target.closest?.("[data-camera]")) {
    eye.toggle();
  }
});

// -- camera: the browser's own detector, else the reader in WebAssembly, loaded when asked for
async function detector() {
  if ("BarcodeDetector" in window) {
    const known = await BarcodeDetector.getSupportedFormats().catch(() => []);
    const formats = FORMATS.filter((each) => known.includes(each));
    if (formats.includes("qr_code")) {
      const own = new BarcodeDetector({ formats });
      return async (video) => (await own.detect(video)).map((each) => each.rawValue);
    }
  }
  const { zxing, zxingWasm } = station().dataset;
  const reader = await import(zxing);
  reader.prepareZXingModule({ overrides: { locateFile: () => zxingWasm } });
  const canvas = document.createElement("canvas");
  const drawing = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    drawing.drawImage(video, 0, 0);
    const picture = drawing.getImageData(0, 0, canvas.width, canvas.height);
    const found = await reader.readBarcodes(picture, { tryHarder: true, maxNumberOfSymbols: 1 });
    return found.filter((each) => each.isValid).map((each) => each.text);
  };
}

const eye = {
  on: false,
  stream: null,
  last: "",
  lastAt: 0,

  async toggle() {
    if (this.on) return this.stop();
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      return undefined; // Refused or none: the field still takes typed codes.
    }
    this.on = true;
    await this.show();
    return this.watch(await detector());
  },

  stop() {
    this.on = false;
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    const frame = document.querySelector("[data-eye]");
    if (frame) frame.hidden = true;
  },

  async show() {
    const frame = document.querySelector("[data-eye]");
    const video = frame.querySelector("video");
    frame.hidden = false;
    if (video.srcObject !== this.stream) video.srcObject = this.stream;
    await video.play().catch(() => {});
  },

  async watch(read) {
    while (this.on) {
      const video = document.querySelector("[data-eye] video");
      if (video?.videoWidth) {
        const [text] = await read(video).catch(() => []);
        if (text) this.send(text);
      }
      await new Promise((wake) => setTimeout(wake, 150));
    }
  },

  send(text) {
    const now = Date.now();
    if (text === this.last && now - this.lastAt < REPEAT_MS) {
      this.lastAt = now;
      return;
    }
    this.last = text;
    this.lastAt = now;
    field().value = text;
    field().form.requestSubmit();
  },
};

focusField();
