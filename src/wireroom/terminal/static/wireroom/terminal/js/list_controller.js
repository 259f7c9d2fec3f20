import { Controller } from "../../vendor/stimulus.js";
import { drawLine, newestOfEach } from "./line.js";
import { isAtTop, keepPlace } from "./scrolling.js";

const LONGEST = 500; // lines kept; older ones are in the archive
const FRAME_MS = 16; // a timer, not a frame: hidden pages draw none, and must be right when looked at

// The list, newest on top. A new version of a story takes the place of its line and rises; whoever
// reads further down keeps the place, and a pill counts what came above.
export default class ListController extends Controller {
  static targets = ["lines", "template", "pill", "empty"];
  static values = { labels: Object };
  #pending = [];
  #unseen = 0;

  receive({ detail }) {
    if (this.#pending.push(detail) === 1) setTimeout(() => this.#draw(), FRAME_MS);
  }

  replace({ detail: page }) {
    this.#pending.splice(0);
    this.linesTarget.replaceChildren(...page.querySelector(".feed").children);
    this.top();
    this.#changed();
  }

  top() { this.linesTarget.scrollTop = 0; this.#count(0); }

  scrolled() { if (isAtTop(this.linesTarget)) this.#count(0); }

  #draw() {
    let items = newestOfEach(this.#pending.splice(0)).slice(-LONGEST); // after sleep, thousands
    keepPlace(this.linesTarget, () => {
      items = items.filter((item) => this.#put(item));
      this.#changed();
    });
    if (!items.length) return;
    this.#count(isAtTop(this.linesTarget) ? 0 : this.#unseen + items.length);
    while (this.linesTarget.childElementCount > LONGEST) this.linesTarget.lastElementChild.remove();
    this.dispatch("arrived", { detail: items });
  }

  // A version that is here already, or older than what is here, changes nothing.
  #put(item) {
    const old = this.linesTarget.querySelector(`[data-guid="${CSS.escape(item.guid)}"]`);
    if (old && Number(old.dataset.version) >= item.version) return false;
    const hadFocus = old?.contains(document.activeElement);
    const line = drawLine(this.templateTarget, item, this.labelsValue);
    old?.remove();
    this.linesTarget.prepend(line);
    if (hadFocus) line.querySelector("a").focus({ preventScroll: true });
    return true;
  }

  #count(unseen) {
    this.#unseen = unseen;
    this.pillTarget.hidden = !unseen;
    this.pillTarget.textContent = `${unseen} new ↑`;
  }

  #changed() { this.emptyTarget.hidden = !!this.linesTarget.firstElementChild; this.dispatch("changed"); }
}
