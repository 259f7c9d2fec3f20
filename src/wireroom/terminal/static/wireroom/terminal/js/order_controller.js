import { Controller } from "../../vendor/stimulus.js";
import { post } from "./server.js";

// Brings topics into another order by dragging; the buttons beside them do the same without script.
export default class OrderController extends Controller {
  static targets = ["item"];
  static values = { url: String, csrf: String, folder: String };
  #lifted = null;

  lift({ currentTarget, dataTransfer }) {
    this.#lifted = currentTarget;
    dataTransfer.effectAllowed = "move";
    currentTarget.classList.add("topic--lifted");
  }

  over(event) {
    if (!this.#lifted) return;
    event.preventDefault();
    const { currentTarget: other, clientY } = event;
    if (other === this.#lifted) return;
    const box = other.getBoundingClientRect();
    other[clientY < box.top + box.height / 2 ? "before" : "after"](this.#lifted);
  }

  drop(event) {
    event.preventDefault();
    if (!this.#lifted) return;
    this.#lifted.classList.remove("topic--lifted");
    this.#lifted = null;
    const ids = this.itemTargets.map((item) => item.dataset.id).join(",");
    post(this.urlValue, this.csrfValue, { ids, folder: this.folderValue }).catch(() => location.reload());
  }
}
