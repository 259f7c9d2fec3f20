import { Controller } from "../../vendor/stimulus.js";
import { askDocument, askJson } from "./server.js";

const PAUSE_MS = 200;

// A form for those who do not write queries: it shows the text that it makes, in words, with the number
// of results, and gives it to the query box.
export default class BuilderController extends Controller {
  static targets = ["dialog", "content", "query", "words", "count"];
  static values = { url: String, composeUrl: String };
  #abort = new AbortController();
  #timer;

  disconnect() { clearTimeout(this.#timer); this.#abort.abort(); }

  async open() {
    const q = document.getElementById("query").value;
    const page = await askDocument(`${this.urlValue}?${new URLSearchParams({ q })}`).catch(() => null);
    if (!page) return;
    this.contentTarget.replaceChildren(...page.body.childNodes);
    this.dialogTarget.showModal();
    this.contentTarget.querySelector("input").focus();
    this.preview();
  }

  close() { this.dialogTarget.close(); }

  type() { clearTimeout(this.#timer); this.#timer = setTimeout(() => this.preview(), PAUSE_MS); }

  async preview() {
    const made = await this.#compose();
    if (!made) return;
    this.queryTarget.textContent = made.q;
    this.wordsTarget.textContent = made.words;
    this.countTarget.textContent = made.count;
  }

  async submit(event) {
    event.preventDefault();
    const made = await this.#compose();
    if (!made) return;
    this.close();
    this.dispatch("made", { detail: { q: made.q } });
  }

  async #compose() {
    clearTimeout(this.#timer);
    this.#abort.abort();
    const { signal } = (this.#abort = new AbortController());
    const facts = new URLSearchParams(new FormData(this.contentTarget.querySelector("form")));
    return askJson(`${this.composeUrlValue}?${facts}`, signal).catch(() => null);
  }
}
