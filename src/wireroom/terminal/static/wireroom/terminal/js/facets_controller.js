import { Controller } from "../../vendor/stimulus.js";
import { addressOf, askedOf } from "./address.js";
import { askDocument, post } from "./server.js";

// The counts at the side: how many results have which topic, company, place. Open or closed is remembered.
export default class FacetsController extends Controller {
  static targets = ["panel", "content", "button"];
  static values = { url: String, stateUrl: String, open: Boolean };
  #abort = new AbortController();

  connect() { if (this.#isWide && this.openValue) this.#open(); }

  disconnect() { this.#abort.abort(); }

  toggle() {
    const isOpen = this.panelTarget.hidden;
    this.#remember(isOpen);
    if (!isOpen) return this.close();
    this.#open().then(() => (this.contentTarget.querySelector("a") ?? this.panelTarget.querySelector("button")).focus());
  }

  close(event) {
    if (this.panelTarget.hidden) return;
    event?.preventDefault();
    if (event) this.#remember(false);
    this.#fold(true);
    this.buttonTarget.focus();
  }

  async refresh() {
    if (this.panelTarget.hidden) return;
    this.#abort.abort();
    const { signal } = (this.#abort = new AbortController());
    const page = await askDocument(addressOf(this.urlValue, askedOf(location)), signal).catch(() => null);
    if (!page || signal.aborted) return;
    const focus = document.activeElement?.dataset.facet;
    this.contentTarget.replaceChildren(...page.body.childNodes);
    if (focus) this.contentTarget.querySelector(`[data-facet="${CSS.escape(focus)}"]`)?.focus();
  }

  #remember(isOpen) {
    post(this.stateUrlValue, this.element.dataset.streamCsrfValue, { facets_open: isOpen }).catch(() => {});
  }

  get #isWide() { return matchMedia("(width >= 60rem)").matches; }

  #open() { this.#fold(false); return this.refresh(); }

  #fold(isClosed) {
    this.panelTarget.hidden = isClosed;
    this.buttonTarget.ariaExpanded = String(!isClosed);
  }
}
