// New terms of use: until a reader has agreed to them, the server refuses everything but what is on the screen.
// The document hears `terms:changed` with every refusal and `terms:agreed` when it is over.

const TYPE = "urn:wireroom:error:terms_not_accepted";
let isWaiting = false;

// Whether this was refused because of the terms.
export async function isAboutTerms(response) {
  if (!response.headers.get("Content-Type")?.startsWith("application/problem+json")) return false;
  const { type } = await response.json();
  if (type === TYPE) tell(true, "terms:changed");
  return type === TYPE;
}

export function termsAreAgreed() { if (isWaiting) tell(false, "terms:agreed"); }

// The note with the way to the terms, and from there back to here.
export function termsNote() {
  const { content } = document.querySelector("[data-terms-note]");
  const note = document.importNode(content.firstElementChild, true); // in a template no address is complete
  const link = note.querySelector("a");
  link.search = new URLSearchParams({ next: location.pathname + location.search });
  return note;
}

function tell(isHalt, name) {
  isWaiting = isHalt;
  document.dispatchEvent(new CustomEvent(name));
}
