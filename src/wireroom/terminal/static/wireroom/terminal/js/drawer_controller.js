import { Controller } from "../../vendor/stimulus.js";
import { showCount } from "./badge.js";

// The button that opens the topics at the side, with what is unread on it.
export default class DrawerController extends Controller {
  static targets = ["badge"];

  toggle() { document.dispatchEvent(new CustomEvent("rail:toggle")); }

  show({ detail: { isOpen } }) { this.element.ariaExpanded = String(isOpen); }

  count({ detail: { total } }) { showCount(this.badgeTarget, total); }
}
