import { Controller } from "../../vendor/stimulus.js";
import { Announcer } from "./announcer.js";
import { groupByDay } from "./days.js";
import { draw, labelOf } from "./line.js";
import { Stream } from "./stream.js";

const mostLines = 300;
const herdMs = 4000; // readers who are told to start again do not all come at once

// The live ticker: goes on where the page ends, at `cursor`. A newer version of a story replaces its
// line and stands at the top, as it would after a reload.
export default class TickerController extends Controller {
  static targets = ["list", "template", "state", "status", "zone", "empty"];
  static values = { url: String, cursor: String, stories: String, labels: Object };

  connect() {
    this.zoneTarget.textContent = Intl.DateTimeFormat().resolvedOptions().timeZone.replace("_", " ");
    groupByDay(this.listTarget);
    this.announcer = new Announcer(this.statusTarget);
    this.stream = new Stream(this.urlValue, this.cursorValue, {
      message: (item) => this.#take(item),
      state: (name) => (this.stateTarget.dataset.state = name),
      reset: () => this.#startAgain(),
    });
  }

  // A tab that nobody sees holds no connection; seen again, it catches up from where it was.
  rest() {
    if (document.hidden) this.stream.close();
    else this.stream.open();
  }

  disconnect() {
    clearTimeout(this.timer);
    this.stream.close();
    this.announcer.stop();
  }

  #take(item) {
    const known = this.listTarget.querySelector(`[data-guid="${CSS.escape(item.guid)}"]`);
    if (known && Number(known.dataset.version) >= item.version) return;
    known?.remove();
    if (this.hasEmptyTarget) this.emptyTarget.remove();
    const line = draw(this.templateTarget, item, this.labelsValue, this.storiesValue);
    line.classList.add("line--new");
    this.listTarget.prepend(line);
    this.listTarget.querySelectorAll(`.line:nth-of-type(n + ${mostLines})`).forEach((old) => old.remove());
    groupByDay(this.listTarget);
    this.announcer.add(labelOf(item, this.labelsValue)?.word, item);
  }

  #startAgain() {
    this.stream.close();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#fetch(), Math.random() * herdMs);
  }

  async #fetch() {
    const response = await fetch(location.href, { cache: "no-cache" }).catch(() => null);
    if (!response?.ok) return this.#startAgain();
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    this.element.replaceWith(page.querySelector(`[data-controller="ticker"]`));
  }
}
