import { Controller } from "../../vendor/stimulus.js";
import { askJson, post } from "./asking.js";
import { notify } from "./desktop.js";
import { ring } from "./ring.js";
import { firstToRing } from "./rung.js";
import { drawToast } from "./toast.js";

const EVERY_MS = 15_000;
const SOON_MS = 700; // matching follows a release within this, most of the time
const MOST_TOASTS = 4;

// Asks for new alerts, every 15 seconds and soon after news has come; tells the page `alerts:counted`
// and `alerts:came`, and rings what no other tab has rung.
export default class AlertsController extends Controller {
  static targets = ["toasts", "template"];
  static values = { csrf: String, url: String, muteUrl: String, after: Number };
  #timer;
  #isAsking = false;

  connect() { this.#wait(EVERY_MS); }
  disconnect() { clearTimeout(this.#timer); }
  soon() { this.#wait(SOON_MS); }

  async ask() {
    if (this.#isAsking) return this.#wait(SOON_MS);
    this.#isAsking = true;
    const answer = await askJson(`${this.urlValue}?after=${this.afterValue}`).catch(() => null);
    this.#isAsking = false;
    this.#wait(EVERY_MS);
    if (answer) await this.#hear(answer);
  }

  async muteStory({ currentTarget: button, params: { guid } }) {
    await post(this.muteUrlValue, this.csrfValue, { guid, for: "day" });
    button.closest(".toast").remove();
  }

  async #hear({ last, unread, alerts }) {
    this.afterValue = last;
    this.dispatch("counted", { detail: unread });
    if (!alerts.length) return;
    this.dispatch("came", { target: document, detail: alerts });
    const mine = await firstToRing(alerts);
    if (mine.some((alert) => alert.sound)) ring(mine);
    mine.filter((alert) => alert.desktop).forEach(notify);
    if (!document.querySelector("[data-controller~='inbox']")) this.#show(alerts);
  }

  #show(alerts) {
    const toasts = alerts.slice(-MOST_TOASTS).map((each) => drawToast(this.templateTarget, each));
    this.toastsTarget.append(...toasts);
    [...this.toastsTarget.children].slice(0, -MOST_TOASTS).forEach((toast) => toast.remove());
  }

  #wait(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.ask(), ms);
  }
}
