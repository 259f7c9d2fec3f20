import { Controller } from "../../vendor/stimulus.js";
import { say } from "./words.js";

const { format: clock } = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

// Says in words how the wire stands; while it waits, in how many seconds it tries again. The seconds
// are for the eye only: a screen reader would read every one of them.
export default class StatusController extends Controller {
  static targets = ["text", "wait", "why", "login"];
  #timer;

  disconnect() {
    clearTimeout(this.#timer);
  }

  show({ detail: { name, until, reason, at } }) {
    clearTimeout(this.#timer);
    this.element.dataset.state = name;
    this.loginTarget.hidden = name !== "signed_out";
    this.textTarget.textContent = say(`state.${this.#word(name)}`);
    this.waitTarget.textContent = "";
    this.whyTarget.textContent = at ? say(`over.${reason}`, { time: clock(new Date(at)) }) : "";
    if (until) this.#count(until);
  }

  // Lists are asked for anew on some pages only.
  #word(name) { return name === "later" && !document.querySelector("[data-controller~=later]") ? "delayed" : name; }

  #count(until) {
    const left_s = Math.max(0, Math.ceil((until - Date.now()) / 1000));
    this.waitTarget.textContent = ` ${say("state.wait", { seconds: left_s })}`;
    this.#timer = setTimeout(() => this.#count(until), 1000);
  }
}
