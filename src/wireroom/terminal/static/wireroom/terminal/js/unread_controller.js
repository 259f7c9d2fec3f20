import { Controller } from "../../vendor/stimulus.js";
import { post } from "./asking.js";
import { showCount } from "./badge.js";
import { badgeTitle } from "./title_badge.js";

// What is unread: beside each topic, in all, and before the page's title. The topic that is open on the
// page (`?topic=`) is read as long as somebody looks at it.
export default class UnreadController extends Controller {
  static targets = ["total", "topic"];
  static values = { csrf: String, seenUrl: String, total: Number };

  connect() { badgeTitle(this.totalValue); this.#see(); }

  count({ detail: { total, topics } }) {
    badgeTitle(total);
    this.totalTargets.forEach((badge) => showCount(badge, total));
    this.topicTargets.forEach((badge) => showCount(badge, topics[badge.dataset.topic] ?? 0));
    if (topics[this.#open] && document.visibilityState === "visible") this.#see();
  }

  get #open() { return new URLSearchParams(location.search).get("topic"); }

  #see() {
    if (this.#open) post(this.seenUrlValue, this.csrfValue, { topic: this.#open }).catch(() => {});
  }
}
