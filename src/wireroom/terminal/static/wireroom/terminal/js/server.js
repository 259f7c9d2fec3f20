import { isAboutTerms, termsAreAgreed } from "./terms.js";

// What the script asks of the pages' server. A refusal is an error that carries the HTTP status. One that lasts
// only until new terms are agreed to has none, like a server that is not there, and `isTerms`.

export async function ask(url, options = {}) {
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

// A document made of markup; nothing in it runs.
export function parsed(html) { return new DOMParser().parseFromString(html, "text/html"); }
