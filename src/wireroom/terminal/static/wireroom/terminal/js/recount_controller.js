import { Controller } from "../../vendor/stimulus.js";
import { addressOf, askedOf } from "./address.js";
import { askDocument } from "./server.js";

const PAUSE_MS = 2000;

// Keeps the number of results right while news comes in, and says it to screen readers when they change.
export default class RecountController extends Controller {
  static targets = ["head", "spoken"];
  static values = { url: String };
  #timer;

  disconnect() { clearTimeout(this.#timer); }

  soon() { if (askedOf(location).q) this.#timer ??= setTimeout(() => this.#count(), PAUSE_MS); }

  say() { this.spokenTarget.textContent = this.headTarget.querySelector(".results__count")?.textContent ?? ""; }

  async #count() {
    this.#timer = undefined;
    const asked = askedOf(location);
    const page = await askDocument(`${addressOf(this.urlValue, asked)}&count=only`).catch(() => null);
    const counted = page?.querySelector(".results__count");
    if (counted && addressOf("", asked) === addressOf("", askedOf(location))) {
      this.headTarget.querySelector(".results__count")?.replaceWith(counted);
    }
  }
}
