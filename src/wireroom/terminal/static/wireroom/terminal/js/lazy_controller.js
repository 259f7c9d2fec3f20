import { Controller } from "../../vendor/stimulus.js";
import { askDocument } from "./server.js";

// Puts what its address gives in its place, after the rest of the page.
export default class LazyController extends Controller {
  static values = { url: String };
  #abort = new AbortController();

  async connect() {
    const { signal } = (this.#abort = new AbortController());
    const page = await askDocument(this.urlValue, signal).catch(() => null);
    if (page && !signal.aborted) this.element.replaceChildren(...page.body.childNodes);
  }

  disconnect() { this.#abort.abort(); }
}
