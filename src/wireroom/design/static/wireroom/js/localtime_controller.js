import { Controller } from "../vendor/stimulus.js";

const hour = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const parts = new Intl.DateTimeFormat("en-US", { month: "2-digit", day: "2-digit", ...hour });
const formats = {
  ticker: (moment) => parts.format(moment).replace(",", ""),
  time: new Intl.DateTimeFormat(undefined, hour).format,
  date: new Intl.DateTimeFormat(undefined, { dateStyle: "long" }).format,
  full: new Intl.DateTimeFormat(undefined, {
    dateStyle: "medium", timeStyle: "short", hourCycle: "h23",
  }).format,
};

// Spells every `<time datetime>` below its element in the reader's own time zone, those that arrive
// later too. `data-format`: ticker (MM/DD HH:MM), time, date, full (the default). UTC stays in the title.
export default class LocaltimeController extends Controller {
  #observer = new MutationObserver((records) => this.#changed(records));

  connect() {
    this.#spell(this.element);
    this.#observer.observe(this.element, { childList: true, subtree: true });
  }

  disconnect() {
    this.#observer.disconnect();
  }

  #changed(records) {
    for (const record of records) {
      for (const node of record.addedNodes) {
        if (node.nodeType === Node.ELEMENT_NODE) this.#spell(node);
      }
    }
  }

  #spell(root) {
    const times = [...root.querySelectorAll("time[datetime]")];
    if (root.matches("time[datetime]")) times.push(root);
    times.forEach((time) => this.#localise(time));
  }

  #localise(time) {
    const moment = new Date(time.dateTime);
    if (Number.isNaN(moment.valueOf())) return;
    time.textContent = (formats[time.dataset.format] ?? formats.full)(moment);
    time.title = moment.toISOString().replace("T", " ").replace(".000Z", " UTC").replace("Z", " UTC");
  }
}
