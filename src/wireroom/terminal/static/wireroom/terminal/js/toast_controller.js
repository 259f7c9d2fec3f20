import { Controller } from "../../vendor/stimulus.js";

const SHOWN_MS = 12_000;

// Goes away by itself, but not while somebody looks at it.
export default class ToastController extends Controller {
  #timer;

  connect() { this.release(); }

  disconnect() { clearTimeout(this.#timer); }

  hold() { clearTimeout(this.#timer); }

  release() { this.hold(); this.#timer = setTimeout(() => this.close(), SHOWN_MS); }

  // What is held or killed loses its words in the moment that this is heard.
  hear({ detail: { guid, pub_status } }) {
    if (guid === this.element.dataset.guid && pub_status !== "usable") this.close();
  }

  close() { this.element.remove(); }
}
