import { Controller } from "../../vendor/stimulus.js";
import { withSearch } from "./address.js";
import { markLink } from "./line.js";
import { askStory, askStoryAgain } from "./server.js";

// The open story: the one that the page's address names. It follows new versions, and loses its text
// in the moment that a kill or hold arrives, before anything is asked of the server.
export default class PaneController extends Controller {
  static targets = ["view", "nothing"];
  static classes = ["reading"];
  static values = { home: String, title: String };
  #abort = new AbortController();

  disconnect() { this.#abort.abort(); }

  click(event) {
    const link = event.target.closest("a[href]");
    if (!link || !this.#isStory(link) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    history[this.#isStory(location) ? "replaceState" : "pushState"](null, "", withSearch(link.href));
    this.restore();
  }

  close(event) {
    if (!this.#isStory(location)) return;
    event.preventDefault();
    history.pushState(null, "", withSearch(this.homeValue));
    this.restore();
  }

  restore() {
    if (!this.#isStory(location)) return this.#clear();
    this.viewTarget.scrollTop = 0;
    this.#show().then(() => this.viewTarget.focus());
  }

  reload() { if (this.#isStory(location)) this.#show(); }

  hear({ detail: item }) {
    if (!this.#isOpen(item)) return;
    if (item.pub_status !== "usable") this.#empty(item.headline);
    this.#show();
  }

  // Where no stream tells of it: another version, or none any more, takes the place of what is open.
  async check() {
    if (!this.#isStory(location)) return;
    const { signal } = this.#abort;
    const story = await askStoryAgain(location.href, signal);
    if (story && !signal.aborted && editionOf(story) !== editionOf(this.viewTarget.childNodes)) this.#fill(story);
  }

  mark() { markLink(this.element.querySelectorAll(".line__link"), location.pathname); }

  async #show() {
    this.#abort.abort();
    const { signal } = (this.#abort = new AbortController());
    this.mark();
    this.element.classList.add(this.readingClass);
    const story = await askStory(location.href, signal);
    if (!signal.aborted) this.#fill(story);
  }

  #clear() {
    this.element.querySelector(".line__link[aria-current]")?.focus();
    this.element.classList.remove(this.readingClass);
    this.#empty(this.nothingTarget.content.cloneNode(true));
    this.mark();
  }

  #empty(instead) { this.#abort.abort(); this.#fill([instead]); }

  #fill(nodes) {
    this.viewTarget.replaceChildren(...nodes);
    document.title = this.viewTarget.querySelector(".story h1")?.textContent ?? this.titleValue;
  }

  #isStory({ pathname }) { return pathname.startsWith(`${this.homeValue}story/`); }

  #isOpen({ guid }) { return location.pathname.includes(`/${guid.replace("urn:uuid:", "")}/`); }
}

function editionOf(nodes) { return [...nodes].find((node) => node.dataset?.edition)?.dataset.edition; }
