import { Controller } from "../../vendor/stimulus.js";
import { isFlash } from "./line.js";
import { say } from "./words.js";

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
      if (isFlash(item)) this.#say(this.assertiveTarget, say("say.flash", item));
      else this.#waiting.push(item.headline);
    }
    if (this.#waiting.length && !this.#timer) this.#speak();
  }

  #speak() {
    const headlines = this.#waiting.splice(0);
    this.#timer = undefined;
    if (!headlines.length) return;
    const [count, headline] = [headlines.length, headlines.at(-1)];
    this.#say(this.politeTarget, count > 1 ? say("say.many", { count, headline }) : headline);
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
