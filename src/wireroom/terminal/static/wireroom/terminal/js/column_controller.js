import { Controller } from "../../vendor/stimulus.js";
import { drawLine } from "./line.js";
import { unwatch, watch } from "./live.js";
import { isAtTop, keepPlace, keepReading } from "./scrolling.js";
import { cut, lineOf, renew } from "./stories.js";

const LONGEST = 200;

// One column: a topic's lines, newest on top, live. A story that meets the topic no more leaves it; one
// that is held or killed stays as the notice that it is, whatever the topic says.
export default class ColumnController extends Controller {
  static targets = ["lines", "empty"];
  static values = { key: String, query: String };

  connect() { watch(this.keyValue, this.queryValue); }

  disconnect() { unwatch(this.keyValue); }

  hear({ detail: { key, lines, items } }) {
    if (key !== this.keyValue) return;
    keepPlace(this.element, () => {
      items.forEach((item) => this.#outdate(item));
      lines.reverse().forEach((line) => this.#raise(line));
      if (isAtTop(this.element)) cut(this.linesTarget, LONGEST);
    });
    this.#changed();
  }

  renew({ detail: page }) {
    const lines = page.querySelector(`[data-column-key-value="${this.keyValue}"] .feed`);
    if (!lines) return;
    keepReading(this.element, () => renew(this.linesTarget, lines));
    this.#changed();
  }

  #changed() {
    this.linesTarget.role = this.linesTarget.childElementCount ? "feed" : "group";
    if (this.hasEmptyTarget) this.emptyTarget.hidden = this.linesTarget.childElementCount > 0;
  }

  #outdate(item) {
    const old = lineOf(this.linesTarget, item.guid);
    if (!old || Number(old.dataset.version) >= item.version) return;
    if (item.pub_status === "usable") old.remove();
    else this.#raise(this.#notice(item));
  }

  #notice(item) {
    const page = this.element.closest("[data-labels]");
    return drawLine(page.querySelector("[data-line-template]"), item, JSON.parse(page.dataset.labels));
  }

  #raise(line) {
    const old = lineOf(this.linesTarget, line.dataset.guid);
    if (old && Number(old.dataset.version) > Number(line.dataset.version)) return;
    const hadFocus = old?.contains(document.activeElement);
    old?.remove();
    line.classList.add("line--arrived");
    this.linesTarget.prepend(line);
    if (hadFocus) line.querySelector("a").focus({ preventScroll: true });
  }
}
