import { Controller } from "../../vendor/stimulus.js";
import { askNodes } from "./server.js";

const QUIET_MS = 250;

// Tries a search while it is written: what it says in words, what it would have found, and how much an
// hour. The name and the hourly limit follow the search until somebody sets them.
export default class EditorController extends Controller {
  static targets = ["query", "name", "budget", "result", "form"];
  static values = { url: String };
  #abort = new AbortController();
  #timer;
  #nameIsOurs = false;

  connect() {
    this.#nameIsOurs = this.hasNameTarget && !this.nameTarget.value;
    this.#follow();
  }

  disconnect() { clearTimeout(this.#timer); this.#abort.abort(); }

  changed() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), QUIET_MS);
  }

  named() { this.#nameIsOurs = !this.nameTarget.value; }

  // Enter saves, unless it has just taken what was offered.
  enter(event) {
    if (event.defaultPrevented) return;
    event.preventDefault();
    this.#save();
  }

  #save() { this.formTarget.requestSubmit(this.formTarget.querySelector("[name=save]")); }

  submit() { this.disconnect(); }

  async #ask() {
    this.#abort.abort();
    const { signal } = (this.#abort = new AbortController());
    this.resultTarget.ariaBusy = "true";
    const query = new URLSearchParams({ q: this.queryTarget.value });
    const nodes = await askNodes(`${this.urlValue}?${query}`, signal).catch(() => null);
    if (signal.aborted) return;
    this.resultTarget.ariaBusy = "false";
    if (!nodes) return;
    this.resultTarget.replaceChildren(...nodes);
    this.#follow();
  }

  #follow() {
    const isFault = this.resultTarget.querySelector(".notice--error") !== null;
    this.queryTarget.ariaInvalid = String(isFault);
    const name = this.resultTarget.querySelector("[data-name]")?.dataset.name;
    if (name && this.#nameIsOurs) this.nameTarget.placeholder = name;
  }
}
