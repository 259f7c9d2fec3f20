import { Controller } from "../../vendor/stimulus.js";

// Fills in the browser's time zone, for whoever has not chosen one yet.
export default class ZoneController extends Controller {
  connect() {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const { options } = this.element;
    const isKnown = !options || [...options].some(({ value }) => value === timeZone);
    if (isKnown) this.element.value = timeZone;
  }
}
