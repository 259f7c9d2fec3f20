import { Controller } from "../../vendor/stimulus.js";
import { post } from "./server.js";
import { showCount } from "./badge.js";
import { badgeTitle } from "./title_badge.js";

// What is unread: beside each topic, in all, and before the page's title. The topic that is open on the
// page (`?topic=`) is read as long as somebody looks at it.
export default class UnreadController extends Controller {
  static targets = ["total", "topic"];
  static values = { csrf: String, seenUrl: String, total: Number };

  connect() { badgeTitle(this.totalValue); this.see(); }

  count({ detail: { total, topics } }) {
    badgeTitle(total);
    this.totalTargets.forEach((badge) => showCount(badge, total));
    this.topicTargets.forEach((badge) => showCount(badge, topics[badge.dataset.topic] ?? 0));
    if (topics[this.#open]) this.see();
  }

  // Tells the page `unread:seen`: what is unread is to be counted anew.
  async see() {
    if (!this.#open || document.hidden) return;
    const answer = await post(this.seenUrlValue, this.csrfValue, { topic: this.#open }).catch(() => null);
    if (answer) this.dispatch("seen");
  }

  get #open() { return new URLSearchParams(location.search).get("topic"); }
}
