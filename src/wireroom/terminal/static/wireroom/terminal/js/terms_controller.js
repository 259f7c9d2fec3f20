import { Controller } from "../../vendor/stimulus.js";
import { termsNote } from "./terms.js";

// Says that there are new terms of use, and leads there, as long as the server waits for a yes.
export default class TermsController extends Controller {
  #note;

  show() { if (!this.#note) this.element.append(this.#note = termsNote()); }

  hide() { this.#note?.remove(); this.#note = undefined; }
}
