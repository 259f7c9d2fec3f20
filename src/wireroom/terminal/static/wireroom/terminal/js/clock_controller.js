import { Controller } from "../../vendor/stimulus.js";

const spell = (timeZone) => new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZone,
}).format;
const local = spell(undefined);
const utc = spell("UTC");

// The time here and the time on the wire, ticking on the second.
export default class ClockController extends Controller {
  static targets = ["local", "utc"];
  #timer;

  connect() {
    this.#tick();
  }

  disconnect() {
    clearTimeout(this.#timer);
  }

  #tick() {
    const now = new Date();
    this.localTarget.textContent = local(now);
    this.localTarget.hidden = local(now) === utc(now);
    this.utcTarget.textContent = `${utc(now)} UTC`;
    this.#timer = setTimeout(() => this.#tick(), 1000 - now.getMilliseconds());
  }
}
