// Several tabs hear of the same alert; it rings in one of them: in the one that first gets a lock by the
// alert's number, and holds it until the slowest tab has asked. What tabs write into localStorage reaches
// each other too late for this; it has to do where there are no locks (no https).

const HELD_MS = 90_000; // a hidden tab's timers run once a minute
const KEY = "wireroom:rung";
const KEPT = 200;

export async function firstToRing(alerts) {
  if (!navigator.locks) return notYetRung(alerts);
  const isMine = await Promise.all(alerts.map(({ id }) => take(`wireroom:alert-${id}`)));
  return alerts.filter((_, at) => isMine[at]);
}

function take(name) {
  return new Promise((answer) => {
    navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      answer(lock !== null);
      return lock && new Promise((release) => { setTimeout(release, HELD_MS); });
    });
  });
}

function notYetRung(alerts) {
  const rung = JSON.parse(localStorage.getItem(KEY) ?? "[]");
  const mine = alerts.filter(({ id }) => !rung.includes(id));
  localStorage.setItem(KEY, JSON.stringify([...rung, ...mine.map(({ id }) => id)].slice(-KEPT)));
  return mine;
}
