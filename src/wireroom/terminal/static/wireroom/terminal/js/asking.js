// What the personal pages ask of the server. A refusal is an error that carries the HTTP status.

async function ask(url, options = {}) {
  const headers = { "X-Script": "1", ...options.headers };
  const response = await fetch(url, { cache: "no-store", ...options, headers });
  if (response.ok) return response;
  throw Object.assign(new Error(`HTTP ${response.status}`), { status: response.status });
}

export async function askJson(url, signal) {
  return (await ask(url, { signal })).json();
}

// The nodes of a fragment; nothing in them runs.
export async function askNodes(url, signal) {
  const text = await (await ask(url, { signal })).text();
  return [...new DOMParser().parseFromString(text, "text/html").body.childNodes];
}

export function post(url, csrf, facts = {}) {
  const headers = { "X-CSRFToken": csrf };
  return ask(url, { method: "POST", headers, body: new URLSearchParams(facts) });
}
