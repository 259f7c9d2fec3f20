import { Controller } from "../../vendor/stimulus.js";

// Puts a text into the clipboard and says so; without a clipboard there is no button.
export default class CopyController extends Controller {
  static targets = ["source", "button", "said"];

  connect() {
    this.buttonTarget.hidden = !navigator.clipboard;
  }

  async copy() {
    await navigator.clipboard.writeText(this.sourceTarget.textContent);
    this.saidTarget.textContent = this.buttonTarget.textContent = this.saidTarget.dataset.said;
  }
}
