import { Controller } from "../../vendor/stimulus.js";
import { askNodes } from "./asking.js";

// Brings the list of alerts up to date when new ones have come, and keeps what had the focus.
export default class InboxController extends Controller {
  static targets = ["list"];
  static values = { url: String };

  async refresh() {
    const nodes = await askNodes(this.urlValue).catch(() => null);
    if (!nodes) return;
    const focused = document.activeElement?.closest?.("a")?.getAttribute("href");
    const hadFocus = this.listTarget.contains(document.activeElement);
    this.listTarget.replaceChildren(...nodes);
    if (hadFocus) this.listTarget.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }
}
