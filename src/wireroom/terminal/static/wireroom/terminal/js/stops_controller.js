import { Controller } from "../../vendor/stimulus.js";

const TYPING = "input, textarea, select, [contenteditable], dialog";

// Moving through the lines of a personal page by keys, and its few commands (`data-stops-key`).
export default class StopsController extends Controller {
  static targets = ["stop", "search"];

  press(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest(TYPING)) return;
    const action = this.#action(event);
    if (!action) return;
    event.preventDefault();
    action();
  }

  #action({ key, target }) {
    const inStory = target.closest(".overlay") !== null; // where arrows scroll the text
    if (key === "j" || (key === "ArrowDown" && !inStory)) return () => this.#move(1);
    if (key === "k" || (key === "ArrowUp" && !inStory)) return () => this.#move(-1);
    if (key === "g") return () => this.#stops[0]?.focus();
    if (key === "/" && this.hasSearchTarget) return () => this.searchTarget.select();
    const button = this.element.querySelector(`[data-stops-key="${CSS.escape(key)}"]`);
    return button && (() => button.click());
  }

  #move(step) {
    const stops = this.#stops;
    const at = stops.indexOf(document.activeElement);
    stops[Math.min(Math.max(at < 0 ? 0 : at + step, 0), stops.length - 1)]?.focus();
  }

  // In the column where the focus is, when there are columns.
  get #stops() {
    const column = document.activeElement?.closest(".column") ?? this.element.querySelector(".column");
    const within = column?.querySelectorAll(".line__link") ?? this.stopTargets;
    return [...within].filter((stop) => stop.offsetParent !== null);
  }
}
