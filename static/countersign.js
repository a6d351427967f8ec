// What makes the pages calm: polling that answers 304, keys, the confirm step, copying, times, one live region.
// Every page works without this file.

const config = window.htmx?.config;
if (config) {
  config.allowEval = false;
  config.allowScriptTags = false;
  config.includeIndicatorStyles = false;
  config.selfRequestsOnly = true;
  config.historyCacheSize = 0; // pages with other people's data stay out of the browser's storage
  config.refreshOnHistoryMiss = true;
  config.scrollBehavior = "instant";
  config.responseHandling = [{ code: "[23]04", swap: false }, { code: "[23]..", swap: true }, { code: "...", swap: false, error: true }];
}

document.documentElement.classList.add("js");
const one = (css, root = document) => root.querySelector(css);
const all = (css, root = document) => [...root.querySelectorAll(css)];
const phone = matchMedia("(max-width: 820px)");

// ---- Swaps
addEventListener("htmx:configRequest", ({ target, detail }) => {
  if (target.dataset.etag) detail.headers["If-None-Match"] = `"${target.dataset.etag}"`;
});
addEventListener("htmx:beforeRequest", (event) => {
  const { target } = event;
  if (target.dataset.poll !== undefined && document.hidden) event.preventDefault();
  if (target.dataset.beside !== undefined && phone.matches) {
    event.preventDefault(); // no room beside the list
    location.assign(target.href);
  }
});
addEventListener("htmx:beforeSwap", (event) => {
  const { target, detail } = event;
  if (!detail.shouldSwap || detail.requestConfig.elt?.dataset.poll === undefined) return;
  if (!isInUse(target)) return;
  detail.shouldSwap = false; // nobody's half-written reason is taken away
  const notice = one("[data-moved]", target);
  if (notice?.hidden) {
    notice.hidden = false;
    say(notice.textContent);
  }
});
addEventListener("htmx:afterSwap", ({ detail }) => {
  const link = detail.requestConfig?.elt;
  if (link?.dataset.beside !== undefined) markCurrent(link);
  settle(document);
  const said = detail.target?.isConnected ? one("[data-say]", detail.target) : null;
  if (said) say(said.dataset.say || said.textContent);
});

function isInUse(target) {
  const written = all("textarea, input[type=text]", target).some((field) => field.value !== field.defaultValue);
  return written || all("details[data-key][open]", target).length > 0 || target.contains(document.activeElement?.form ?? null);
}
function markCurrent(link) {
  for (const row of all("[data-row]")) row.toggleAttribute("aria-current", row === link);
  link.setAttribute("aria-current", "true");
}
function say(text) {
  const live = one("#live");
  if (live) live.textContent = text.trim().replace(/\s+/g, " ");
}

// ---- Times: the page's zone is printed; yours is a hover away
function settle(root) {
  for (const time of all("time[data-at]", root)) {
    time.title = new Date(time.dateTime).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "long" });
  }
}

// ---- Copying
addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  say("Copied.");
});

// ---- Keys: only where nobody is writing; they can be turned off
const off = "countersign.keys.off";
const keysAreOff = () => localStorage.getItem(off) === "1";
const isWriting = (el) => el.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
const goes = { h: "home", i: "inbox", r: "runs", p: "policy" };
let going = false;

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target) || one("dialog[open]")) return;
  if (event.key === "Escape") return void all("details[data-key][open], details.pop[open]").forEach((d) => { d.open = false; });
  if (event.key === "?") return void one("#keys")?.showModal();
  if (keysAreOff()) return;
  const act = going ? go(event.key) : press(event.key);
  if (act) event.preventDefault();
});

function go(key) {
  going = false;
  const link = one(`[data-go="${goes[key] ?? ""}"]`);
  link?.click();
  return Boolean(link);
}
function press(key) {
  if (key === "g") return (going = true);
  if (key === "j" || key === "k") return move(key === "j" ? 1 : -1);
  if (/^[aerz]$/.test(key)) return open(key);
  return false;
}
function move(by) {
  const rows = all("[data-row]");
  const at = rows.indexOf(document.activeElement);
  const from = at >= 0 ? at : rows.findIndex((row) => row.getAttribute("aria-current") === "true");
  const next = rows[Math.min(Math.max(from + by, 0), rows.length - 1)];
  next?.focus();
  return Boolean(next);
}
function open(key) {
  const step = one(`details[data-key="${key}"]`);
  if (!step) return false;
  const first = one("textarea, input:not([type=hidden]), button", step);
  if (step.open && document.activeElement === first && first.localName === "button") first.click(); // the second press
  step.open = true;
  first?.focus();
  return true;
}

// ---- Only one confirm step is open at a time
addEventListener("toggle", ({ target }) => {
  if (!target.open || !target.matches?.("details[data-key]")) return;
  for (const other of all("details[data-key][open]")) if (other !== target) other.open = false;
}, true);

addEventListener("DOMContentLoaded", () => {
  settle(document);
  const box = one("#keys-on");
  if (!box) return;
  box.checked = !keysAreOff();
  box.addEventListener("change", () => localStorage.setItem(off, box.checked ? "0" : "1"));
});
