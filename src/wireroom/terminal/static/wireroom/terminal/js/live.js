// Lines that come live for queries. No query is judged here: when the stream brings items, the server
// is asked which of the watched queries they meet, for all queries at once and at most four times a
// second. A page takes part with data-controller="stream live", data-live-url-value and the actions
// `stream:item->live#hear stream:page->live#forget live:watched@document->live#catchUp`.
//
//   watch(key, query, after)  From now on, or with another text; a key of your own, like "topic-7". May come
//                       before the controller is connected. `after`: a place of the wire (a sealed cursor) from
//                       which to catch up at once. A text that is no query is never answered.
//   unwatch(key)        No more.
//   `live:lines`        The document hears it for every watched key in every round, also without lines:
//                       detail { key, lines, items }. `lines` are new elements of a list (`_line.html`,
//                       newest first, marks of the query in them), to be put where you want them.
//                       `items` are the stream's items of this round: a story of yours that is among
//                       them with a newer version, and not in `lines`, meets the query no more.

const queries = new Map();

export function watch(key, query, after = "") {
  queries.set(key, { q: query, after });
  if (after) document.dispatchEvent(new CustomEvent("live:watched"));
}

export function unwatch(key) { queries.delete(key); }

// What is to be asked now, after `place` or where a query has a place of its own to catch up from.
export function questions(place) {
  const asked = [...queries].filter(([, { after }]) => after || place);
  return Object.fromEntries(asked.map(([key, { q, after }]) => [key, { q, after: after || place }]));
}

// These were answered: they go on from where the stream is, or from a place of `rest` where not all
// was looked at.
export function answered(asked, rest) {
  for (const [key, { q }] of Object.entries(asked)) {
    if (queries.get(key)?.q === q) queries.set(key, { q, after: rest[key] });
  }
}

// The elements of a fragment of lines; nothing in it runs.
export function linesOf(html) {
  return [...new DOMParser().parseFromString(html, "text/html").querySelectorAll(".line")];
}
