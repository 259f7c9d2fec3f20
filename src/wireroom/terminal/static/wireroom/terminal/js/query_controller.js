import { Controller } from "../../vendor/stimulus.js";
import { addressOf, askedOf, isPlain } from "./address.js";
import { unwatch, watch } from "./live.js";
import { Lookup } from "./lookup.js";

const PAUSE_MS = 150;
const EMPTY_MS = 600; // half a word finds nothing

// The query box: what is typed is asked of the server and stands in the page's address. Results come as
// `query:results`, a text that is no query as `query:problem`: the last good results stay.
export default class QueryController extends Controller {
  static targets = ["input", "head"];
  static values = { url: String, home: String };
  #lookup = new Lookup();
  #asked = addressOf("", askedOf(location)); // what is shown, or on its way
  #timer;

  connect() { this.#watch(askedOf(location)); }

  disconnect() { clearTimeout(this.#timer); this.#lookup.stop(); unwatch("search"); }

  type() { clearTimeout(this.#timer); this.#timer = setTimeout(() => this.submit(), PAUSE_MS); }

  submit(event) {
    event?.preventDefault();
    const [shown, q] = [askedOf(location), this.inputTarget.value.trim()];
    const asked = q === shown.q ? shown : { ...shown, q, topic: "" };
    if (addressOf("", asked) !== this.#asked) this.#look(asked, event ? 0 : EMPTY_MS);
  }

  // Another search on the same screen, from the builder, a key or a link.
  set({ detail: asked }) {
    this.inputTarget.value = asked.q ?? "";
    this.#look(asked);
  }

  follow(event) {
    if (!isPlain(event)) return;
    event.preventDefault();
    this.set({ detail: askedOf(event.target.closest("a")) });
  }

  restore() { if (addressOf("", askedOf(location)) !== this.#asked) this.set({ detail: askedOf(location) }); }

  async #look(asked, patience_ms = 0) {
    clearTimeout(this.#timer);
    const before = this.#asked;
    this.#asked = addressOf("", asked);
    const cursor = this.element.dataset.streamCursorValue;
    const page = await this.#lookup.ask(addressOf(this.urlValue, asked), patience_ms);
    if (page === null) this.#asked = before;
    if (!page) return;
    const problem = page.querySelector(".problem");
    this.dispatch("problem", { detail: problem });
    if (!problem) this.#show(page, asked, cursor !== this.element.dataset.streamCursorValue);
  }

  #show(page, asked, hasMissed) {
    const isStep = !asked.q !== !askedOf(location).q; // from the wire to a search, and back
    history[isStep ? "pushState" : "replaceState"](null, "", addressOf(location.pathname, asked));
    this.headTarget.replaceWith(page.querySelector("[data-query-target=head]"));
    this.#watch(asked, hasMissed ? this.headTarget.dataset.after : "");
    this.dispatch("results", { detail: page });
  }

  #watch(asked, after) {
    this.element.dataset.streamPageUrlValue = addressOf(this.homeValue, asked);
    if (this.headTarget.dataset.live) watch("search", asked.q, after);
    else unwatch("search");
  }
}
