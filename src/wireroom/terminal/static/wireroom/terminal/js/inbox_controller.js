import { Controller } from "../../vendor/stimulus.js";
import { askNodes } from "./server.js";
import { linesOfStory } from "./stories.js";

const SOON_MS = 250;

// Keeps the list of alerts as things stand: new ones, listed stories in their newest version, and what was
// read in another window. Keeps what had the focus.
export default class InboxController extends Controller {
  static targets = ["list"];
  static values = { url: String };
  #unread = "";
  #timer;

  disconnect() { clearTimeout(this.#timer); }

  // What is held or killed loses its words in the moment that this is heard.
  hear({ detail: { guid, pub_status, headline } }) {
    const lines = linesOfStory(this.listTarget, guid);
    if (!lines.length) return;
    if (pub_status !== "usable") {
      for (const line of lines) line.querySelector(".line__headline").textContent = headline;
    }
    this.#soon();
  }

  count({ detail }) {
    const unread = JSON.stringify(detail);
    if (this.#unread && this.#unread !== unread) this.#soon();
    this.#unread = unread;
  }

  async refresh() {
    const nodes = await askNodes(this.urlValue).catch(() => null);
    if (!nodes) return;
    const focused = document.activeElement?.closest?.("a")?.getAttribute("href");
    const hadFocus = this.listTarget.contains(document.activeElement);
    this.listTarget.replaceChildren(...nodes);
    if (hadFocus) this.listTarget.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }

  #soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.refresh(), SOON_MS);
  }
}
