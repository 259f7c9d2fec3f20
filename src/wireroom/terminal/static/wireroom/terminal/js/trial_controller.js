import { Controller } from "../../vendor/stimulus.js";

// The line above the page of whoever reads on trial: as the newest page has it, or none any more.
export default class TrialController extends Controller {
  renew({ detail: page }) {
    this.element.querySelector(":scope > .trial")?.remove();
    const banner = page.querySelector(".trial");
    if (banner) this.element.querySelector(":scope > .bar").before(banner);
  }
}
