import { Controller } from "../../vendor/stimulus.js";
import { Options } from "./options.js";
import { askJson } from "./server.js";

const PAUSE_MS = 120;

// What may stand where the caret is: fields, their values, words. Arrows move through the list, Enter or
// Tab takes the marked row, Esc closes.
export default class CompleteController extends Controller {
  static targets = ["input", "list"];
  static values = { url: String };
  #abort = new AbortController();
  #answer;
  #options;
  #timer;

  connect() { this.#options = new Options(this.inputTarget, this.listTarget); }

  disconnect() { this.close(); }

  type({ isComposing }) {
    clearTimeout(this.#timer);
    if (!isComposing) this.#timer = setTimeout(() => this.#ask(), PAUSE_MS);
  }

  press(event) {
    if (event.key === "Enter" && this.#options.at < 0) return this.close();
    if (!this.#options.isOpen || event.isComposing) return;
    const take = this.#options.at < 0 ? null : () => this.#take(this.#options.at);
    const [down, up] = [() => this.#options.move(1), () => this.#options.move(-1)];
    const action = { ArrowDown: down, ArrowUp: up, Escape: () => this.close(), Enter: take, Tab: take }[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  choose(event) {
    event.preventDefault(); // the focus stays in the box
    const index = this.#options.indexOf(event.target);
    if (index >= 0) this.#take(index);
  }

  close() { clearTimeout(this.#timer); this.#abort.abort(); this.#options.show([]); }

  async #ask() {
    const { value, selectionStart: at } = this.inputTarget;
    this.#abort.abort();
    const { signal } = (this.#abort = new AbortController());
    const facts = new URLSearchParams({ before: value.slice(0, at), after: value.slice(at) });
    const answer = await askJson(`${this.urlValue}?${facts}`, signal).catch(() => null);
    if (!answer || signal.aborted) return;
    this.#answer = answer;
    this.#options.show(document.activeElement === this.inputTarget ? answer.options : []);
  }

  #take(index) {
    const { keep, rest, options } = this.#answer;
    this.inputTarget.value = keep + options[index].insert + rest;
    const at = keep.length + options[index].insert.length;
    this.inputTarget.setSelectionRange(at, at);
    this.close();
    this.inputTarget.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
