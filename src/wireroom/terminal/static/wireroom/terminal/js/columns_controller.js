import { Controller } from "../../vendor/stimulus.js";

// Topics side by side: going from one to the next, moving them, adding one. Every order is an address,
// so that it can be kept, sent to a colleague, and works without script.
export default class ColumnsController extends Controller {
  static targets = ["row", "column"];
  static values = { url: String };
  #lifted = null;

  reload() { location.reload(); }

  add({ target }) { if (target.value) this.#go([...this.#topics, target.value]); }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key] * this.#reading;
    if (!step) return;
    event.preventDefault();
    const column = event.target.closest(".column");
    if (event.shiftKey) this.#shift(column, step);
    else this.#visit(this.columnTargets[this.columnTargets.indexOf(column) + step]);
  }

  lift({ target, dataTransfer }) {
    this.#lifted = target.closest(".column");
    dataTransfer.effectAllowed = "move";
  }

  over(event) {
    if (!this.#lifted) return;
    event.preventDefault();
    const column = event.currentTarget;
    const middle = column.getBoundingClientRect().left + column.offsetWidth / 2;
    if (column !== this.#lifted) column[(event.clientX < middle) === (this.#reading > 0) ? "before" : "after"](this.#lifted);
  }

  drop(event) {
    event.preventDefault();
    if (this.#lifted) this.#go(this.#topics);
    this.#lifted = null;
  }

  #shift(column, step) {
    const topics = this.#topics;
    const at = this.columnTargets.indexOf(column);
    if (!(at + step in topics)) return;
    topics.splice(at + step, 0, ...topics.splice(at, 1));
    this.#go(topics);
  }

  #visit(column) { (column?.querySelector(".line__link") ?? column?.querySelector("a"))?.focus(); }

  #go(topics) { location.assign(`${this.urlValue}?${topics.map((id) => `t=${id}`).join("&")}`); }

  get #topics() { return this.columnTargets.map((column) => column.dataset.topic); }

  get #reading() { return getComputedStyle(this.element).direction === "rtl" ? -1 : 1; }
}
