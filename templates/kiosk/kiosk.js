// Clears the screen of somebody who walked away: after a while it asks, any key or touch goes on, silence ends the turn.
"use strict";
(() => {
  const warning = document.getElementById("kiosk.warning");
  const end = document.getElementById("kiosk.end");
  const left = document.getElementById("kiosk.left");
  if (!warning) return;
  const quiet = Number(warning.dataset.quiet), patience = Number(warning.dataset.patience);
  let last = performance.now(), focused = null;

  const isAsking = () => !warning.hidden;
  const stay = () => { if (!isAsking()) last = performance.now(); };
  // The key or touch that answers must not also reach what lies behind: Enter would send a page, a touch change an answer.
  const goOn = (event) => {
    if (!isAsking() || !event.isTrusted) return;
    event.preventDefault();
    event.stopPropagation();
    warning.hidden = true;
    stay();
    document.querySelector("main").inert = false;
    if (focused) focused.focus();
  };
  const ask = () => {
    focused = document.activeElement;
    warning.hidden = false;
    document.querySelector("main").inert = true;
    warning.querySelector("button").focus();
  };
  const look = () => {
    const silence = (performance.now() - last) / 1000;
    if (silence > quiet + patience) return end.click();
    if (silence > quiet && !isAsking()) ask();
    left.textContent = Math.max(0, Math.ceil(quiet + patience - silence));
  };
  for (const sign of ["keydown", "pointerdown", "pointermove", "wheel", "touchstart", "input"]) {
    addEventListener(sign, stay, { passive: true });
  }
  for (const sign of ["keydown", "click"]) addEventListener(sign, goOn, { capture: true });
  setInterval(look, 500);
  // A page that the browser kept for its Back button is somebody's: send its turn to the end.
  addEventListener("pageshow", (shown) => { if (shown.persisted) end.click(); });
})();
