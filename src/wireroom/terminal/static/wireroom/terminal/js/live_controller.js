import { Controller } from "../../vendor/stimulus.js";
import { answered, linesOf, questions } from "./live.js";
import { askLive } from "./server.js";

const PAUSE_MS = 250;
const GATHER_MS = 40;
const AGAIN_MS = 3000;

// Asks the server which of the watched queries are met by what the stream has brought; see `live.js`.
// It stands beside `stream`, whose cursor is the place of the newest item.
export default class LiveController extends Controller {
  static values = { url: String };
  #items = [];
  #after = null; // the place before the first of the items
  #last = this.#cursor;
  #isAsking = false;
  #askedAt = 0;
  #timer;

  disconnect() { clearTimeout(this.#timer); }

  hear({ detail: item }) {
    this.#after ??= this.#last;
    this.#last = this.#cursor;
    this.#items.push(item);
    this.catchUp();
  }

  catchUp() { if (!this.#isAsking) this.#wait(GATHER_MS); }

  forget() { [this.#items, this.#after, this.#last] = [[], null, this.#cursor]; }

  get #cursor() { return this.element.dataset.streamCursorValue; }

  #wait(ms) {
    const rest_ms = this.#askedAt + PAUSE_MS - Date.now();
    this.#timer ??= setTimeout(() => this.#ask(), Math.max(ms, rest_ms));
  }

  async #ask() {
    this.#timer = undefined;
    const [queries, items, after] = [questions(this.#after), this.#items, this.#after];
    this.forget();
    if (!Object.keys(queries).length) return;
    [this.#isAsking, this.#askedAt] = [true, Date.now()];
    const answer = await askLive(this.urlValue, this.element.dataset.streamCsrfValue, { queries })
      .catch(({ status = 0 }) => status);
    this.#isAsking = false;
    if (answer.lines) this.#tell(queries, answer, items);
    const hasFailed = answer === 0 || answer >= 500;
    if (hasFailed) this.#after = after ?? this.#after;
    if (hasFailed || Object.keys(answer.rest ?? {}).length) this.#items.unshift(...items);
    if (hasFailed || this.#items.length) this.#wait(hasFailed ? AGAIN_MS : GATHER_MS);
  }

  #tell(queries, { lines, rest }, items) {
    answered(queries, rest);
    for (const [key, html] of Object.entries(lines)) {
      const detail = { key, lines: linesOf(html), items: rest[key] ? [] : items };
      this.dispatch("lines", { target: document, detail });
    }
  }
}
