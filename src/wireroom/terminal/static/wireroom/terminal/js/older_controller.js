import { Controller } from "../../vendor/stimulus.js";
import { askDocument } from "./server.js";

// The link below the list brings what is older to where the reader is: `older:page`. Should that fail,
// it is a link like any other and opens the older lines as a page.
export default class OlderController extends Controller {
  #isAsking = false;

  async load(event) {
    event.preventDefault();
    if (this.#isAsking) return;
    this.#isAsking = true;
    const { href } = event.currentTarget;
    const page = await askDocument(href).catch(() => location.assign(href));
    this.#isAsking = false;
    if (page) this.dispatch("page", { detail: page });
  }
}
