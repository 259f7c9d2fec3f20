import { Controller } from "../../vendor/stimulus.js";
import { askJson, post } from "./server.js";
import { notify } from "./desktop.js";
import { ring } from "./ring.js";
import { firstToRing } from "./rung.js";
import { hush, speak } from "./spoken.js";
import { showToasts } from "./toast.js";

const EVERY_MS = 15_000;
const SOON_MS = 250; // matching follows a release within this, most of the time

// Asks for new alerts, every 15 seconds and soon after news has come, and again, ever later, as long as
// matching has not caught up with the wire; tells the page `alerts:counted`
// and `alerts:came`, and rings what no other tab has rung.
export default class AlertsController extends Controller {
  static targets = ["toasts", "template", "spoken"];
  static values = { csrf: String, url: String, muteUrl: String, after: Number };
  #timer;
  #isAsking = false;
  #pause_ms = SOON_MS;

  connect() { this.#wait(EVERY_MS); }
  disconnect() { clearTimeout(this.#timer); }
  soon({ detail }) {
    if (detail?.pub_status && detail.pub_status !== "usable") hush(this.spokenTarget);
    this.#wait(this.#pause_ms = SOON_MS);
  }

  async ask() {
    if (this.#isAsking) return this.#wait(SOON_MS);
    this.#isAsking = true;
    const answer = await askJson(`${this.urlValue}?after=${this.afterValue}`).catch(() => null);
    this.#isAsking = false;
    this.#pause_ms = answer?.more ? Math.min(this.#pause_ms * 1.5, EVERY_MS) : EVERY_MS;
    this.#wait(this.#pause_ms);
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
    speak(this.spokenTarget, alerts);
    const mine = await firstToRing(alerts);
    if (mine.some((alert) => alert.sound)) ring(mine);
    mine.filter((alert) => alert.desktop).forEach(notify);
    if (document.querySelector("[data-controller~='inbox']")) return;
    showToasts(this.toastsTarget, this.templateTarget, alerts);
  }

  #wait(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.ask(), ms);
  }
}
