import { Controller } from "../../vendor/stimulus.js";
import { isFlash } from "./line.js";
import { say } from "./words.js";

const KEY = "wireroom:sound";

// Two short tones for a flash, for those who want them. Off until switched on; remembered.
export default class SoundController extends Controller {
  static targets = ["text"];
  #audio;

  connect() {
    this.#show();
  }

  disconnect() {
    this.#audio?.close();
    this.#audio = undefined;
  }

  toggle() {
    localStorage.setItem(KEY, this.#isOn ? "off" : "on");
    this.#show();
    if (this.#isOn) this.#ring();
  }

  hear({ detail: items }) {
    if (this.#isOn && items.some(isFlash)) this.#ring();
  }

  get #isOn() {
    return localStorage.getItem(KEY) === "on";
  }

  #show() {
    this.element.setAttribute("aria-pressed", this.#isOn);
    this.textTarget.textContent = say(this.#isOn ? "sound.on" : "sound.off");
  }

  #ring() {
    this.#audio ??= new AudioContext();
    this.#audio.resume();
    [880, 1175].forEach((pitch, index) => this.#tone(pitch, this.#audio.currentTime + index * 0.14));
  }

  #tone(frequency, start) {
    const [tone, volume] = [this.#audio.createOscillator(), this.#audio.createGain()];
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0.12, start);
    volume.gain.exponentialRampToValueAtTime(0.001, start + 0.13);
    tone.connect(volume).connect(this.#audio.destination);
    tone.start(start);
    tone.stop(start + 0.14);
  }
}
