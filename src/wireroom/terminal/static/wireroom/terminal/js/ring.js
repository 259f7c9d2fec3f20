// Two soft falling tones for an alert, when the sound in the bar is on. A flash in a list that stands
// on this page has rung already.

const KEY = "wireroom:sound";
let audio;

export function ring(alerts) {
  if (localStorage.getItem(KEY) !== "on") return;
  const listRings = document.querySelector("[data-controller~='list']") !== null;
  if (listRings && alerts.every(({ urgency }) => urgency === 1)) return;
  audio ??= new AudioContext();
  audio.resume();
  [988, 740].forEach((pitch, index) => tone(pitch, audio.currentTime + index * 0.16));
}

function tone(frequency, start) {
  const [source, volume] = [audio.createOscillator(), audio.createGain()];
  source.frequency.value = frequency;
  volume.gain.setValueAtTime(0.1, start);
  volume.gain.exponentialRampToValueAtTime(0.001, start + 0.2);
  source.connect(volume).connect(audio.destination);
  source.start(start);
  source.stop(start + 0.22);
}
