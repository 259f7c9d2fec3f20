import { Controller } from "../../vendor/stimulus.js";

const TYPING = "input, textarea, select, [contenteditable], dialog";

// The list of keys, the same on every page.
export default class HelpController extends Controller {
  static targets = ["dialog"];

  press(event) {
    if (event.key !== "?" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.defaultPrevented || event.target.closest(TYPING)) return;
    event.preventDefault();
    this.open();
  }

  open() { if (!document.querySelector("dialog[open]")) this.dialogTarget.showModal(); }
}
