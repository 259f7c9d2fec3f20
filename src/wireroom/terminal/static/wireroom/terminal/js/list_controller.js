import { Controller } from "../../vendor/stimulus.js";
import { drawLine, factsOf, newestOfEach } from "./line.js";
import { isAtTop, keepPlace, keepReading } from "./scrolling.js";
import { append, cut, raise, renew, shareOf } from "./stories.js";
import { say } from "./words.js";

const LONGEST = 1000; // lines kept; a reload brings the way to older ones back
const FRAME_MS = 16; // a timer, not a frame: hidden pages draw none, and must be right when looked at

// The list, newest on top. A new version of a story takes the place of its line and rises; whoever
// reads further down keeps the place, and a pill counts what came above.
export default class ListController extends Controller {
  static targets = ["box", "lines", "template", "pill", "empty", "older"];
  static values = { labels: Object };
  #line = (item) => item.line ?? drawLine(this.templateTarget, item, this.labelsValue);
  #pending = [];
  #unseen = 0;

  receive({ detail }) { if (this.#pending.push(detail) === 1) setTimeout(() => this.#draw(), FRAME_MS); }

  // The list anew. Whoever asked for another one starts on top; else the place that is read stays.
  replace({ type, detail: page }) {
    if (type === "stream:page" && shareOf(page) !== shareOf(document)) return location.reload(); // other rights
    this.#pending.splice(0);
    if (type === "query:results") this.top();
    const lines = keepReading(this.boxTarget, () => renew(this.linesTarget, page.querySelector(".feed")));
    this.emptyTarget.replaceChildren(...page.querySelector("[data-list-target=empty]").childNodes);
    this.#follow(page);
    this.#changed();
    if (type === "later:page") this.#tell(lines.map(factsOf));
  }

  extend({ detail: page }) {
    append(this.linesTarget, page.querySelector(".feed").children)?.querySelector("a").focus();
    this.#follow(page);
    this.#changed();
  }

  top() { this.boxTarget.scrollTop = 0; this.#count(0); }

  scrolled() { if (isAtTop(this.boxTarget)) this.#count(0); }

  #draw() {
    let items = newestOfEach(this.#pending.splice(0)).slice(-LONGEST); // after sleep, thousands
    keepPlace(this.boxTarget, () => {
      items = items.filter((item) => raise(this.linesTarget, item, this.#line));
      this.#changed();
    });
    if (items.length && cut(this.linesTarget, LONGEST)) this.olderTarget.hidden = true; // it would leave a gap
    this.#tell(items);
  }

  #tell(items) {
    if (!items.length) return;
    this.#count(isAtTop(this.boxTarget) ? 0 : this.#unseen + items.length);
    this.dispatch("arrived", { detail: items });
  }

  #count(unseen) {
    this.#unseen = unseen;
    this.pillTarget.hidden = !unseen;
    this.pillTarget.textContent = say("new", { count: unseen });
  }

  #follow(page) { this.olderTarget.replaceWith(page.querySelector(".older[data-controller]")); }

  #changed() {
    this.emptyTarget.hidden = !!this.linesTarget.firstElementChild;
    this.linesTarget.role = this.emptyTarget.hidden ? "feed" : "group"; // an empty feed is none
    this.dispatch("changed");
  }
}
