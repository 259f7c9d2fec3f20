import { Controller } from "../../vendor/stimulus.js";
import { isFlash } from "./line.js";

const PAUSE_MS = 4000;

// Reads news to a screen reader: a flash at once, the rest at most every four seconds, and when much
// came meanwhile only how much, with the newest headline.
export default class AnnounceController extends Controller {
  static targets = ["polite", "assertive"];
  #waiting = [];
  #timer;

  disconnect() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  hear({ detail: items }) {
    for (const item of items) {
      if (item.pub_status !== "usable") this.#forget(); // what it stops may have been said just now
      if (isFlash(item)) this.#say(this.assertiveTarget, `Flash: ${item.headline}`);
      else this.#waiting.push(item.headline);
    }
    if (this.#waiting.length && !this.#timer) this.#speak();
  }

  #speak() {
    const headlines = this.#waiting.splice(0);
    this.#timer = undefined;
    if (!headlines.length) return;
    const newest = headlines.at(-1);
    this.#say(this.politeTarget, headlines.length > 1 ? `${headlines.length} new. ${newest}` : newest);
    this.#timer = setTimeout(() => this.#speak(), PAUSE_MS);
  }

  #forget() {
    this.#waiting = [];
    this.politeTarget.replaceChildren();
    this.assertiveTarget.replaceChildren();
  }

  #say(region, text) {
    region.replaceChildren(Object.assign(document.createElement("p"), { textContent: text }));
  }
}
