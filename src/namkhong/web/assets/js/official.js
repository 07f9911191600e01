// Officials' pages: htmx for parts of a page, and four keys for those who work without a mouse.
// "/" search, "j" and "k" to the next and previous row, "x" select it, Enter open it, "?" say which keys there are.
// "b" goes to what can be done with the selected rows. A page may give a key to one of its links or buttons with data-key="p".
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

const tell = () => {
  const said = document.querySelector("[data-keys-help]");
  if (!said) return;
  if (said.open) said.close();
  else said.showModal();
};

// On a row's checkbox Enter opens the row; everywhere else the browser knows what Enter does.
const open = (event) => {
  const box = document.activeElement;
  const row = box?.type === "checkbox" && box.closest("[data-keys] > *");
  const link = row && row.querySelector("a[data-open]");
  if (!link) return;
  event.preventDefault();
  link.click();
};

const inBulk = () => document.querySelector("[data-bulk] button")?.focus();

const keys = {
  "/": () => document.querySelector("[data-search]")?.focus(),
  j: () => move(1),
  k: () => move(-1),
  x: select,
  b: inBulk,
  "?": tell,
};

// A scanner types like a keyboard, only faster than any hand: what it reads while no field has the focus is no command.
const HAND = 40; // milliseconds between two keys
let before = -HAND;

document.addEventListener("keydown", (event) => {
  const scanned = event.timeStamp - before < HAND;
  before = event.timeStamp;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || keysOff()) return;
  const over = document.querySelector("[data-keys-help]");
  if (over?.open) {
    if (event.key === "?") over.close();
    return;
  }
  if (typing(event.target)) {
    if (event.key === "Escape" && event.target.matches("[data-search]")) event.target.blur();
    return;
  }
  const own = !scanned && /^[a-z]$/.test(event.key) && document.querySelector(`[data-key="${event.key}"]`);
  if (Object.hasOwn(keys, event.key)) {
    event.preventDefault();
    keys[event.key]();
  } else if (own) {
    event.preventDefault();
    own.click();
  } else if (event.key === "Enter") {
    open(event);
  }
});

// All boxes of the page at once, and how many are ticked.
const all = document.querySelector("[data-tick-all]");
if (all) {
  const boxes = () => [...document.querySelectorAll("[data-keys] input[type=checkbox][form]")];
  const count = () => {
    const ticked = boxes().filter((box) => box.checked).length;
    all.checked = ticked > 0 && ticked === boxes().length;
    all.indeterminate = ticked > 0 && !all.checked;
    for (const said of document.querySelectorAll("[data-ticked]")) said.textContent = ticked ? ` (${ticked})` : "";
  };
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes()) box.checked = all.checked;
    count();
  });
  document.addEventListener("change", (event) => {
    if (event.target !== all) count();
  });
  count();
}

// A clerk's hands stay on the keys: on a page of a form the first question still open has the focus, else its button.
const asked = document.querySelector("main .nk-steps ~ form");
if (asked && !document.querySelector("main [autofocus]")) {
  const optional = (one) =>
    one.labels?.[0]?.querySelector(".nk-optional") || one.closest("fieldset")?.querySelector("legend .nk-optional");
  const answered = (one) => {
    if (one.type === "radio") return Boolean(asked.querySelector(`input[name="${CSS.escape(one.name)}"]:checked`));
    return one.type === "checkbox" ? one.checked : one.value !== "";
  };
  const open = [...asked.querySelectorAll("input:not([type=hidden], [type=file]), select, textarea")].find(
    (one) => one.offsetParent && !one.readOnly && !one.disabled && !optional(one) && !answered(one),
  );
  (open || asked.querySelector("button.govuk-button"))?.focus();
}

// What was read badly is replaced by what is read again, not lengthened by it.
document.querySelector("[data-scan][autofocus]")?.select();

// Where two cards are read one after the other, the Enter of the scanner goes to the next field and does not send the page.
for (const field of document.querySelectorAll("[data-scan-next]")) {
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !field.value) return;
    event.preventDefault();
    const fields = [...field.form.querySelectorAll("input:not([type=hidden]), select, textarea")];
    fields.slice(fields.indexOf(field) + 1).find((one) => one.offsetParent)?.focus();
  });
}

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
