import { Controller } from "../vendor/stimulus.js";

const tickMs = 20_000;

// Counts down to `until` in the server's words: the two largest units, [one, many, seconds] each.
export default class RemainingController extends Controller {
  static targets = ["left"];
  static values = { until: String, words: Object };

  connect() {
    this.timer = setInterval(() => this.#tell(), tickMs);
    this.#tell();
  }

  disconnect() {
    clearInterval(this.timer);
  }

  #tell() {
    const text = this.#text(Math.floor((Date.parse(this.untilValue) - Date.now()) / 1000));
    if (this.leftTarget.textContent !== text) this.leftTarget.textContent = text;
  }

  #text(seconds) {
    const parts = [];
    let left = Math.max(seconds, 0);
    for (const [one, many, unit] of this.wordsValue.units) {
      const count = Math.floor(left / unit);
      left -= count * unit;
      if (count) parts.push(`${count} ${count === 1 ? one : many}`);
    }
    return parts.slice(0, 2).join(" ") || this.wordsValue.last;
  }
}
