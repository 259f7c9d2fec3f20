import { Controller } from "../../vendor/stimulus.js";

const TYPING = "input, textarea, select, [contenteditable], dialog";

// Keys that lead to the pages of the rail: `data-paths-key` on its links, and t for the rail itself. Never
// while somebody types, and never with a modifier.
export default class PathsController extends Controller {
  press(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest(TYPING)) return;
    const link = this.element.querySelector(`[data-paths-key="${CSS.escape(event.key)}"]`);
    if (event.key !== "t" && !link) return;
    event.preventDefault();
    if (!link) return this.dispatch("rail");
    const search = new URLSearchParams(location.search).get("q");
    if (event.key === "n" && search) link.search = new URLSearchParams({ q: search });
    link.click();
  }
}
