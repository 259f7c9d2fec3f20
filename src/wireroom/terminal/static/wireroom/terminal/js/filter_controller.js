import { Controller } from "../../vendor/stimulus.js";

const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

// Leaves the lines whose headline, labels, genre and language contain every word of the box.
export default class FilterController extends Controller {
  static targets = ["input", "empty"];

  apply() {
    const words = plain(this.inputTarget.value).split(/\s+/).filter(Boolean);
    const lines = [...this.element.querySelectorAll(".feed > .line")];
    for (const line of lines) line.hidden = !this.#has(line, words);
    this.emptyTarget.hidden = !lines.length || lines.some((line) => !line.hidden);
  }

  submit(event) {
    event.preventDefault();
  }

  #has(line, words) {
    if (!words.length) return true;
    const text = plain(line.textContent);
    return words.every((word) => text.includes(word));
  }
}
