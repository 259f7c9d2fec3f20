import { Controller } from "../../vendor/stimulus.js";
import { post } from "./server.js";

const narrow = matchMedia("(width < 60rem)");

// The topics at the side: open and closed; on narrow screens a drawer.
export default class RailController extends Controller {
  static targets = ["link"];
  static values = { csrf: String, stateUrl: String, closed: Boolean };

  closedValueChanged() { this.#fold(); }

  toggle() {
    if (narrow.matches) return this.#drawer(!this.#isOpen);
    this.closedValue = !this.closedValue;
    post(this.stateUrlValue, this.csrfValue, { rail_closed: this.closedValue }).catch(() => {});
    if (!this.closedValue) this.#focus();
  }

  // The key for topics: opens them, goes to them, and from within closes them.
  enter() {
    if (this.#isShown && !this.element.contains(document.activeElement)) this.#focus();
    else this.toggle();
  }

  escape(event) {
    if (!this.#isOpen) return;
    event.stopPropagation();
    this.#drawer(false);
  }

  outside({ target }) {
    const isElsewhere = !target.closest(".rail__inner, [data-controller~='drawer']");
    if (this.#isOpen && isElsewhere) this.#drawer(false);
  }

  get #isOpen() { return this.element.classList.contains("rail--open"); }

  get #isShown() { return narrow.matches ? this.#isOpen : !this.closedValue; }

  #fold() { this.element.classList.toggle("rail--closed", this.closedValue); this.#tell(); }

  #drawer(isOpen) {
    this.element.classList.toggle("rail--open", isOpen);
    this.#tell();
    if (isOpen) this.#focus();
    else document.querySelector("[data-controller~='drawer']")?.focus();
  }

  #focus() { (this.linkTargets.find((link) => link.ariaCurrent) ?? this.linkTargets[0]).focus(); }

  #tell() {
    this.dispatch("changed", { target: document, detail: { isOpen: this.#isShown } });
  }
}
