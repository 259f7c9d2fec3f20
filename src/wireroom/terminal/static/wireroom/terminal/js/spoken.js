import { askedOf } from "./address.js";
import { say } from "./words.js";

// Alerts for screen readers: one at a time, at most every four seconds, and when more came meanwhile how
// many, with the newest. Where the wire stands on the page, its list has said them.

const PAUSE_MS = 4000;
const waiting = [];
let timer;

export function speak(region, alerts) {
  if (document.querySelector("[data-controller~='list']") && !askedOf(location).q) return;
  waiting.push(...alerts);
  if (!timer) tell(region);
}

function tell(region) {
  timer = undefined;
  const came = waiting.splice(0);
  if (!came.length) return region.replaceChildren();
  const words = say(came.length > 1 ? "say.alerts" : "say.alert", { count: came.length, ...came.at(-1) });
  region.replaceChildren(Object.assign(document.createElement("p"), { textContent: words }));
  timer = setTimeout(() => tell(region), PAUSE_MS);
}

// What is held or killed may have been said just now, or wait to be.
export function hush(region) {
  waiting.splice(0);
  region.replaceChildren();
}
