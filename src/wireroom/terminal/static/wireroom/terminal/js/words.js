// The page's words, by the keys of `wireroom.terminal.words`; what stands in braces is filled in.
let words;

export function say(key, facts = {}) {
  words ??= JSON.parse(document.querySelector("[data-words]").dataset.words);
  return words[key].replace(/\{(\w+)\}/g, (_, name) => facts[name]);
}
