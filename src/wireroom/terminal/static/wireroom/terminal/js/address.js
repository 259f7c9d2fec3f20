// The search in an address: it goes along when a story is opened beside its results.

const PARTS = ["q", "sort", "versions", "topic"];

// What an address (a location or a link) asks for, without what is empty.
export function askedOf({ search }) {
  const asked = new URLSearchParams(search);
  return Object.fromEntries(PARTS.filter((name) => asked.get(name)).map((name) => [name, asked.get(name)]));
}

// `path` with a search; without one it is the wire itself. Parts always stand in the same order.
export function addressOf(path, asked) {
  const parts = PARTS.filter((name) => asked[name]).map((name) => [name, asked[name]]);
  return asked.q && parts.length ? `${path}?${new URLSearchParams(parts)}` : path;
}

// A link's address together with the page's own search; what the link itself asks for stays.
export function withSearch(href) {
  const url = new URL(href, location.href);
  for (const [name, value] of Object.entries(askedOf(location))) {
    if (!url.searchParams.has(name)) url.searchParams.set(name, value);
  }
  return url.href;
}

// Whether a click is meant for this page, not for a new tab or window.
export function isPlain(event) { return !event.ctrlKey && !event.metaKey && !event.shiftKey; }
