import { Controller } from "../../vendor/stimulus.js";
import { reach } from "./scrolling.js";
import { askDocument, askPage } from "./server.js";
import { append } from "./stories.js";

const EVERY_MS = 60_000;
const TRIES = 3;

// What is sold with a delay comes by no stream: once a minute, while somebody looks at it, the page is asked
// for anew, as `later:page`, down to where its reader is. An answer that the stream has overtaken is no good.
export default class LaterController extends Controller {
  static values = { every: { type: Number, default: EVERY_MS }, share: String, url: String };
  #isOvertaken = false;
  #timer;

  everyValueChanged() { this.disconnect(); this.#timer = setInterval(() => this.look(), this.everyValue); }

  disconnect() { clearInterval(this.#timer); }

  hear() { this.#isOvertaken = true; }

  async look(tries = TRIES) {
    if (document.hidden || !tries) return;
    this.#isOvertaken = false;
    const address = this.#address;
    const { page, status } = await this.#ask(address).catch((error) => ({ status: error.status }));
    if (status === 401 || status === 403) return location.reload(); // that page says why
    if (!page) return;
    if (this.#isOvertaken || address !== this.#address) return this.look(tries - 1);
    if (!page.querySelector(`[data-later-share-value="${this.shareValue}"]`)) return location.reload();
    this.dispatch("page", { detail: page });
  }

  async #ask(address) {
    const { page } = await askPage(address);
    const [feed, count] = [page.querySelector(".feed"), reach(this.element.querySelector("[data-list-target=box]"))];
    for (let link; feed?.childElementCount < count && (link = page.querySelector("a[rel=next]"));) {
      const older = await askDocument(link.href);
      append(feed, older.querySelector(".feed").children);
      page.querySelector(".older[data-controller]").replaceWith(older.querySelector(".older[data-controller]"));
    }
    return { page };
  }

  // The list that is shown, also while a story is open and has the page's address.
  get #address() { return this.urlValue || this.element.dataset.streamPageUrlValue; }
}
