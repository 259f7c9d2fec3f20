// One alert in the corner of the screen, drawn with the server's template.
export function drawToast(template, { guid, topic, colour, headline, language, url, labels }) {
  const toast = template.content.firstElementChild.cloneNode(true);
  const find = (name) => toast.querySelector(name);
  find(".dot").classList.add(`dot--${colour}`);
  find(".toast__name").textContent = topic;
  find(".toast__tags").append(...labels.flatMap(drawTag));
  Object.assign(find(".toast__headline"), { textContent: headline, lang: language, href: url });
  find(".toast__mute").dataset.alertsGuidParam = guid;
  return toast;
}

function drawTag({ word, tone }) {
  const tag = Object.assign(document.createElement("span"), { className: `tag tag--${tone}` });
  tag.textContent = word;
  return [tag, " "];
}
