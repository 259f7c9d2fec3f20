import { Controller } from "../../vendor/stimulus.js";
import { askPage } from "./server.js";

const EVERY_MS = 60_000;

// What is sold with a delay comes by no stream: once a minute the list is asked for anew, as `later:page`,
// while somebody looks at it.
export default class LaterController extends Controller {
  static values = { every: { type: Number, default: EVERY_MS } };
  #timer;

  connect() { this.#timer = setInterval(() => this.look(), this.everyValue); }

  disconnect() { clearInterval(this.#timer); }

  async look() {
    if (document.hidden) return;
    const address = location.href;
    const found = await askPage(address).catch((error) => ({ status: error.status }));
    if (found.status === 401 || found.status === 403) return location.reload(); // that page says why
    if (found.page && address === location.href) this.dispatch("page", { detail: found.page });
  }
}
