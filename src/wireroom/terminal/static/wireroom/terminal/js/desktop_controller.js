import { Controller } from "../../vendor/stimulus.js";

// Asks for permission to notify on the desktop: only when somebody presses the button, never before.
export default class DesktopController extends Controller {
  static targets = ["ask", "granted", "denied"];

  connect() { this.#show(); }

  async ask() {
    await Notification.requestPermission();
    this.#show();
  }

  // The box "desktop notification" was ticked: that is a wish, too.
  ticked({ target }) { if (target.checked && this.#state === "default") this.ask(); }

  get #state() { return "Notification" in window ? Notification.permission : "denied"; }

  #show() {
    this.askTarget.hidden = this.#state !== "default";
    this.grantedTarget.hidden = this.#state !== "granted";
    this.deniedTarget.hidden = this.#state !== "denied";
  }
}
