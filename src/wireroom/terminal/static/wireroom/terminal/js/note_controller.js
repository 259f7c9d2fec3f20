import { Controller } from "../../vendor/stimulus.js";
import { post } from "./server.js";

// Saves the note of a bookmark when its field is left; the button is for those without script.
export default class NoteController extends Controller {
  connect() { this.element.classList.add("kept__tools--scripted"); }

  async save({ target }) {
    const csrf = this.element.elements.csrfmiddlewaretoken.value;
    const saved = await post(this.element.action, csrf, { note: target.value }).catch(() => null);
    target.ariaInvalid = String(!saved);
  }
}
