// Comfort only: everything works without this file. It lights up a value's box in the letter, fills in a
// value that was clicked, warns before unsaved changes are left, and takes letters dropped on the list.
"use strict";

const letter = document.querySelector(".letter");
const form = document.getElementById("form");

function light(mark) {
  document.querySelectorAll(".lit").forEach((one) => one.classList.remove("lit"));
  if (!mark) return;
  mark.classList.add("lit");
  if (!letter || getComputedStyle(letter).position !== "sticky") return;
  const box = mark.getBoundingClientRect();
  const pane = letter.getBoundingClientRect();
  if (box.top < pane.top + 40 || box.bottom > pane.bottom - 40) {
    letter.scrollTop += box.top - pane.top - pane.height / 3;
  }
}

const markOf = (element) => {
  const holder = element && element.closest("[data-mark]");
  return holder ? document.getElementById(holder.dataset.mark) : null;
};

if (form && letter) {
  form.addEventListener("focusin", (event) => light(markOf(event.target)));
  form.addEventListener("click", (event) => {
    const link = event.target.closest("a.where");
    if (link && getComputedStyle(letter).position === "sticky") {
      event.preventDefault();
      light(document.getElementById(link.dataset.mark));
    } else if (!event.target.closest("a, button")) {
      light(markOf(event.target));
    }
  });
}

// A link to a value that is folded away opens what folds it.
function unfold() {
  const place = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  for (let fold = place && place.closest("details"); fold; fold = fold.parentElement.closest("details")) {
    fold.open = true;
  }
  if (place && place.classList.contains("entry")) {
    place.scrollIntoView({ block: "center" });
    const input = place.querySelector("input, select, textarea");
    if (input) input.focus({ preventScroll: true });
  }
}
window.addEventListener("hashchange", unfold);
unfold();

if (form) {
  const told = form.querySelector("[data-unsaved]");
  let unsaved = false;
  const touched = (element) => {
    unsaved = true;
    if (told) told.hidden = false;
    const entry = element.closest(".entry");
    if (entry) entry.classList.add("changed");
  };
  form.addEventListener("input", (event) => {
    if (event.target.name !== "who") touched(event.target);
  });
  form.addEventListener("submit", () => { unsaved = false; });
  window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-fill]");
    const input = button && document.getElementById(button.dataset.into);
    if (!input || !button.dataset.fill) return; // not plain text: the server takes it
    event.preventDefault();
    const add = input.tagName === "TEXTAREA" && button.textContent.startsWith("Add");
    input.value = add && input.value ? input.value + "\n" + button.dataset.fill : button.dataset.fill;
    touched(input);
    input.focus();
  });
}

const drop = document.querySelector("[data-drop]");
if (drop) {
  const input = drop.querySelector("input[type=file]");
  for (const name of ["dragenter", "dragover"]) {
    document.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
  }
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) drop.classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    if (event.dataTransfer && event.dataTransfer.files.length) input.files = event.dataTransfer.files;
  });
}
