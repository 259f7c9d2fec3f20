import { Controller } from "../../vendor/stimulus.js";

const TYPING = "input, textarea, select, [contenteditable]";

// Moving through the headlines and the screen by keys. Keys with a modifier belong to the browser.
export default class KeyboardController extends Controller {
  static targets = ["stop", "query"];

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const action = event.target.closest(TYPING) ? this.#typing(event) : this.#command(event);
    if (!action) return;
    event.preventDefault();
    action();
  }

  #command({ key, target }) {
    const inStory = target.closest(".pane") !== null; // where arrows scroll the text
    if (key === "j" || (key === "ArrowDown" && !inStory)) return () => this.#move(1);
    if (key === "k" || (key === "ArrowUp" && !inStory)) return () => this.#move(-1);
    return {
      g: () => this.#top(),
      "/": () => this.queryTarget.select(),
      f: () => this.dispatch("facets"),
      b: () => this.dispatch("builder"),
      Escape: () => this.dispatch("close"),
    }[key];
  }

  #typing({ key, target }) {
    if (target !== this.queryTarget) return key === "Escape" ? () => this.#move(0) : null;
    if (key === "Escape") return () => this.#leaveQuery();
    return { Enter: () => this.#search(), ArrowDown: () => this.#move(0) }[key];
  }

  #search() { this.queryTarget.form.requestSubmit(); this.#move(0); }

  #leaveQuery() {
    if (this.queryTarget.value) this.dispatch("query", { detail: {} });
    this.#move(0);
  }

  #move(step) {
    const stops = this.#visible;
    const at = stops.findIndex((stop) => stop === document.activeElement);
    const from = at < 0 ? stops.findIndex((stop) => stop.hasAttribute("aria-current")) : at;
    stops[Math.min(Math.max(from < 0 ? 0 : from + step, 0), stops.length - 1)]?.focus();
  }

  #top() { this.dispatch("top"); this.#visible[0]?.focus(); }

  get #visible() { return this.stopTargets.filter((stop) => stop.offsetParent !== null); }
}
