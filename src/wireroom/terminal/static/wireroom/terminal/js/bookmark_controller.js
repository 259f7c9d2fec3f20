import { Controller } from "../../vendor/stimulus.js";
import { post } from "./server.js";

const TYPING = "input, textarea, select, [contenteditable], dialog";

const READ_MS = 3000;
let read = ""; // the story that was open last

// Keeps the open story, with a note, and has it remembered among the recent ones, its alerts as read. A new
// version of what is open already counts as read after a while, so that it rings like any other; and
// nothing that is on a hidden page does.
export default class BookmarkController extends Controller {
  static targets = ["button", "note"];
  static values = { kept: Boolean, openedUrl: String };

  #timer;

  connect() {
    const wait_ms = read === this.openedUrlValue ? READ_MS : 0;
    read = this.openedUrlValue;
    this.#timer = setTimeout(() => this.look(), wait_ms);
  }

  disconnect() { clearTimeout(this.#timer); this.#timer = null; }

  look() { if (!document.hidden && this.#timer) { this.#timer = null; this.#open(); } }

  press(event) {
    if (event.key !== "s" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest(TYPING)) return;
    event.preventDefault();
    this.#keep(!this.keptValue);
  }

  save(event) {
    event.preventDefault();
    if (event.submitter === this.buttonTarget) return this.#keep(!this.keptValue);
    this.note();
    this.buttonTarget.focus();
  }

  note() { if (this.keptValue) this.#post({ keep: 1, note: this.noteTarget.value, noted: 1 }); }

  keptValueChanged() {
    this.buttonTarget.ariaPressed = String(this.keptValue);
    this.buttonTarget.value = this.keptValue ? 0 : 1;
    this.noteTarget.hidden = !this.keptValue;
  }

  // What is still unread is told to the page as `bookmark:opened`.
  async #open() {
    const answer = await post(this.openedUrlValue, this.#csrf).catch(() => null);
    if (answer) this.dispatch("opened", { target: document, detail: await answer.json() });
  }

  async #keep(isKept) {
    if (await this.#post({ keep: isKept ? 1 : 0 })) this.keptValue = isKept;
  }

  #post(facts) { return post(this.element.action, this.#csrf, facts).catch(() => null); }

  get #csrf() { return this.element.elements.csrfmiddlewaretoken.value; }
}
