import { isAboutTerms, termsAreAgreed, termsNote } from "./terms.js";
import { say } from "./words.js";

// What the script asks of the pages' server. A refusal is an error that carries the HTTP status. One that lasts
// only until new terms are agreed to has none, like a server that is not there, and `isTerms`.

const AGAIN = { "X-Script": "again" }; // for what is on the screen already: nobody has asked for it

async function ask(url, options = {}) {
  const headers = { "X-Script": "1", ...options.headers };
  const response = await fetch(url, { cache: "no-store", ...options, headers });
  if (response.ok) { termsAreAgreed(); return response; }
  if (await isAboutTerms(response)) throw Object.assign(new Error("terms"), { isTerms: true });
  throw Object.assign(new Error(`HTTP ${response.status}`), { status: response.status });
}

// A ticket for the stream: { ticket, url }.
export async function askTicket(url, csrf, signal) {
  const response = await ask(url, { method: "POST", headers: { "X-CSRFToken": csrf }, signal });
  return response.json();
}

// Which of the watched queries what came after a place meets: { lines: { key: html } }.
export async function askLive(url, csrf, facts) {
  const headers = { "X-CSRFToken": csrf, "Content-Type": "application/json" };
  return (await ask(url, { method: "POST", headers, body: JSON.stringify(facts) })).json();
}

export async function askJson(url, signal) {
  return (await ask(url, { signal })).json();
}

// The markup at `url` as a document of its own; nothing in it runs.
export async function askDocument(url, signal) {
  const response = await ask(url, { signal });
  return parsed(await response.text());
}

// The nodes of a fragment; nothing in them runs.
export async function askNodes(url, signal) {
  return [...(await askDocument(url, signal)).body.childNodes];
}

export function post(url, csrf, facts = {}) {
  const headers = { "X-CSRFToken": csrf };
  return ask(url, { method: "POST", headers, body: new URLSearchParams(facts) });
}

// The terminal's page anew: its document, the place in the wire that it stands for, the form's secret.
export async function askPage(url) {
  const page = await askDocument(url);
  const { streamCursorValue: cursor, streamCsrfValue: csrf } =
    page.querySelector("[data-stream-cursor-value]").dataset;
  return { page, cursor, csrf };
}

// The nodes of a story, or in their place the reason why there are none.
export async function askStory(url, signal) {
  try {
    return await askNodes(url, signal);
  } catch (error) {
    if (error.isTerms) return [termsNote()];
    return [error.status ? say("story.missing") : say("story.unreachable")];
  }
}

// The nodes of the story that is on the screen, anew; null when they cannot be had now.
export async function askStoryAgain(url, signal) {
  try {
    const response = await ask(url, { signal, headers: AGAIN });
    return [...parsed(await response.text()).body.childNodes];
  } catch (error) {
    return error.status === 404 ? [say("story.missing")] : null;
  }
}

function parsed(html) { return new DOMParser().parseFromString(html, "text/html"); }
