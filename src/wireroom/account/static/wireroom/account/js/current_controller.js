import { Controller } from "../../vendor/stimulus.js";

// Brings the present page's place in the navigation into sight where the list is wider than the screen.
export default class CurrentController extends Controller {
  connect() {
    this.element.scrollIntoView({ block: "nearest", inline: "center" });
  }
}
