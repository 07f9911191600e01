// Officials' pages: htmx for parts of a page, and four keys for those who work without a mouse.
// "/" search, "j" and "k" to the next and previous row, "x" select it; Enter opens the focused link by itself.
import "htmx.org/dist/htmx.esm.js";

const KEY = "nk-keys-off";

const rows = () => [...document.querySelectorAll("[data-keys] > tr, [data-keys] > li")];

const keysOff = () => {
  try {
    return localStorage.getItem(KEY) === "1";
  } catch {
    return false;
  }
};

const typing = (target) =>
  target.isContentEditable ||
  target.tagName === "TEXTAREA" ||
  target.tagName === "SELECT" ||
  (target.tagName === "INPUT" && !["checkbox", "radio", "button", "submit"].includes(target.type));

const move = (step) => {
  const all = rows();
  const here = all.findIndex((row) => row.contains(document.activeElement));
  const next = all[here < 0 ? (step > 0 ? 0 : all.length - 1) : here + step];
  const link = next && (next.querySelector("a[data-open]") || next.querySelector("a"));
  if (link) {
    link.focus();
    next.scrollIntoView({ block: "nearest" });
  }
};

const select = () => {
  const row = rows().find((one) => one.contains(document.activeElement));
  const box = row && row.querySelector("input[type=checkbox]");
  if (box) box.click();
};

const keys = {
  "/": () => document.querySelector("[data-search]")?.focus(),
  j: () => move(1),
  k: () => move(-1),
  x: select,
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || keysOff()) return;
  if (typing(event.target)) {
    if (event.key === "Escape" && event.target.matches("[data-search]")) event.target.blur();
    return;
  }
  if (Object.hasOwn(keys, event.key)) {
    event.preventDefault();
    keys[event.key]();
  }
});

// Single keys can be switched off (WCAG 2.1.4); the choice is kept on this machine.
for (const button of document.querySelectorAll("[data-keys-switch]")) {
  const say = () => {
    button.textContent = keysOff() ? button.dataset.on : button.dataset.off;
  };
  button.hidden = false;
  say();
  button.addEventListener("click", () => {
    try {
      localStorage.setItem(KEY, keysOff() ? "0" : "1");
    } catch {
      return;
    }
    say();
  });
}

// An open menu closes with Escape and when the work goes on elsewhere.
for (const menu of document.querySelectorAll("details.nk-menu")) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}
