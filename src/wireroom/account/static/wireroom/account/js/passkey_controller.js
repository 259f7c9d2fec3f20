import { Controller } from "../../vendor/stimulus.js";

// Asks the device to make or to use a passkey, puts its answer into the form and sends it. The
// question comes from the page (`data-passkey-data-value`: a JSON script's id) or from an address.
export default class PasskeyController extends Controller {
  static targets = ["credential", "problem", "alone"];
  static values = { data: String, url: String, cancelled: String };

  connect() {
    this.element.hidden = !window.PublicKeyCredential?.parseRequestOptionsFromJSON;
  }

  use(event) {
    this.#ask(event, async () => {
      const { request_options: { publicKey } } = await this.#question();
      return navigator.credentials.get({
        publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey),
      });
    });
  }

  create(event) {
    this.#ask(event, async () => {
      const { creation_options: { publicKey } } = await this.#question();
      const alone = this.hasAloneTarget && this.aloneTarget.checked;
      publicKey.authenticatorSelection = {
        ...publicKey.authenticatorSelection,
        residentKey: alone ? "required" : "discouraged",
        requireResidentKey: alone,
        ...(alone && { userVerification: "required" }),
      };
      return navigator.credentials.create({
        publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey),
      });
    });
  }

  async #ask(event, ceremony) {
    event.preventDefault();
    this.problemTarget.hidden = true;
    try {
      this.credentialTarget.value = JSON.stringify(await ceremony());
      this.credentialTarget.form.submit();
    } catch {
      this.problemTarget.textContent = this.cancelledValue;
      this.problemTarget.hidden = false;
    }
  }

  async #question() {
    if (!this.urlValue) return JSON.parse(document.getElementById(this.dataValue).textContent);
    const answer = await fetch(this.urlValue, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`${answer.status}`);
    return answer.json();
  }
}
