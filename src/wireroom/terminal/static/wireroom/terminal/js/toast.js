// The alerts in the corner of the screen, drawn with the server's template: the newest few, each story
// once, as it is now.

const MOST = 4;

export function showToasts(corner, template, alerts) {
  for (const alert of alerts.slice(-MOST)) {
    corner.querySelector(`[data-guid="${CSS.escape(alert.guid)}"]`)?.remove();
    corner.append(draw(template, alert));
  }
  [...corner.children].slice(0, -MOST).forEach((toast) => toast.remove());
}

function draw(template, { guid, topic, colour, headline, language, url, labels }) {
  const toast = template.content.firstElementChild.cloneNode(true);
  const find = (name) => toast.querySelector(name);
  toast.dataset.guid = guid;
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
