// Loads the page again when the questionnaire's files have changed, and keeps the place on it.
"use strict";
const seen = document.documentElement.dataset.state;
const kept = "leadsurvey-preview " + location.pathname;

const place = sessionStorage.getItem(kept);
sessionStorage.removeItem(kept);
if (place !== null) scrollTo({ top: Number(place), behavior: "instant" });

async function look() {
  try {
    const answer = await fetch("/state", { cache: "no-store" });
    if (answer.ok && (await answer.text()) !== seen) {
      sessionStorage.setItem(kept, String(scrollY));
      location.reload();
      return;
    }
  } catch {
    // the server is away for a moment
  }
  setTimeout(look, 700);
}
setTimeout(look, 700);
