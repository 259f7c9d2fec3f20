import { Controller } from "../../vendor/stimulus.js";
import { isPlain, withSearch } from "./address.js";
import { askNewer, askStory } from "./asking_story.js";
import { markLink } from "./line.js";

// The open story: the one that the page's address names. It follows new versions, and loses its text in the
// moment that a kill or hold arrives, before anything is asked of the server.
export default class PaneController extends Controller {
  static targets = ["view", "nothing"];
  static classes = ["reading"];
  static values = { home: String, title: String };
  #abort = new AbortController();

  disconnect() { this.#abort.abort(); }

  click(event) {
    const [link, step] = [event.target.closest("a[href]"), this.#isStory(location) ? "replaceState" : "pushState"];
    if (link && this.#isStory(link) && isPlain(event)) this.#go(event, link.href, step);
  }

  close(event) { if (this.#isStory(location)) this.#go(event, this.homeValue, "pushState"); }

  restore() {
    this.element.classList.toggle(this.readingClass, this.#isStory(location));
    if (!this.#isStory(location)) return this.#clear();
    this.viewTarget.scrollTop = 0;
    this.#show().then(() => this.viewTarget.focus());
  }

  reload() { if (this.#isStory(location)) this.#show(true); }

  hear({ detail: { guid, headline, pub_status: status } }) {
    if (!location.pathname.includes(`/${guid.replace("urn:uuid:", "")}/`)) return;
    if (status !== "usable") this.#empty(headline);
    this.#show(true);
  }

  async check() {
    const { signal } = this.#abort;
    const shown = this.viewTarget.childNodes;
    const story = this.#isStory(location) && (await askNewer(location.href, signal, shown));
    if (story && !signal.aborted) this.#fill(story);
  }

  mark() { markLink(this.element.querySelectorAll(".line__link"), location.pathname); }

  #go(event, address, step) {
    event.preventDefault();
    history[step](null, "", withSearch(address));
    this.restore();
  }

  async #show(isAgain) {
    this.#abort.abort();
    const { signal } = (this.#abort = new AbortController());
    this.mark();
    const story = await askStory(location.href, signal, isAgain);
    if (!signal.aborted) this.#fill(story);
  }

  #clear() {
    this.element.querySelector(".line__link[aria-current]")?.focus();
    this.#empty(this.nothingTarget.content.cloneNode(true));
    this.mark();
  }

  #empty(instead) { this.#abort.abort(); this.#fill([instead]); }

  #fill(nodes) {
    this.viewTarget.replaceChildren(...nodes);
    document.title = this.viewTarget.querySelector(".story h1")?.textContent ?? this.titleValue;
  }

  #isStory({ pathname }) { return pathname.startsWith(`${this.homeValue}story/`); }
}
