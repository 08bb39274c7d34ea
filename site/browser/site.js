// What a page can do beside being read: colours, copying code, ticking points of a list, and the search.
const html = document.documentElement;
const root = html.dataset.root;

/** A value that stays in this browser; nothing where it keeps none. */
const kept = {
  get(name) {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  },
  set(name, value) {
    try {
      localStorage.setItem(name, value);
    } catch {
      // It is lost when the page is left.
    }
  },
};

// ---------------------------------------------------------------------------------------------------- colours

const themeButton = document.querySelector("button.theme");
const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

function otherTheme() {
  const isDark = html.dataset.theme ? html.dataset.theme === "dark" : systemIsDark.matches;
  return isDark ? "light" : "dark";
}

function nameTheme() {
  const theme = otherTheme();
  themeButton.textContent = theme === "dark" ? "Dark" : "Light";
  themeButton.setAttribute("aria-label", `${themeButton.textContent} colours`);
}

themeButton.hidden = false;
themeButton.addEventListener("click", () => {
  html.dataset.theme = otherTheme();
  kept.set("theme", html.dataset.theme);
  nameTheme();
});
systemIsDark.addEventListener("change", nameTheme);
nameTheme();

// ------------------------------------------------------------------------------------------------- code and tables

for (const block of document.querySelectorAll("div.code")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(block.querySelector("code").textContent);
      button.textContent = "Copied";
    } catch {
      // The browser refused: the code is selected, to be copied by hand.
      getSelection().selectAllChildren(block.querySelector("code"));
      button.textContent = "Selected";
    }
    setTimeout(() => (button.textContent = "Copy"), 2000);
  });
  block.append(button);
}

/** What scrolls sideways can be reached and scrolled with the keyboard. */
const wide = new ResizeObserver((changes) => {
  for (const { target } of changes) {
    if (target.scrollWidth <= target.clientWidth) {
      for (const name of ["tabindex", "role", "aria-label"]) target.removeAttribute(name);
      continue;
    }
    target.tabIndex = 0;
    target.setAttribute("role", "group");
    target.setAttribute(
      "aria-label",
      target.localName === "pre" ? "Code, scrolls sideways" : "Table, scrolls sideways",
    );
  }
});
for (const element of document.querySelectorAll("pre, div.table")) wide.observe(element);

// -------------------------------------------------------------------------------------------------- lists to tick

for (const box of document.querySelectorAll("li.task input")) {
  const name = `done:${document.title}:${document.getElementById(box.getAttribute("aria-labelledby")).textContent}`;
  box.checked = kept.get(name) === "1";
  box.addEventListener("change", () => kept.set(name, box.checked ? "1" : "0"));
}

// ------------------------------------------------------------------------------------------------------ navigation

/** The place of the open page is in view, and nothing but the navigation scrolls for it. */
const pages = document.querySelector("#navigation");
function showPlace() {
  const place = pages.querySelector("[aria-current]");
  if (place) pages.scrollTop = place.offsetTop - pages.clientHeight / 2;
}
pages.addEventListener("toggle", showPlace);
showPlace();

// ---------------------------------------------------------------------------------------------------------- search

const MOST_RESULTS = 30;
const TEXT_AROUND = 70;

/** Words and numbers, these with their sign: response codes have one. */
const tokens = (text) => text.match(/(?<![\p{L}\p{N}_])-\d+|[\p{L}\p{N}_]+/gu) ?? [];

/** "orderNumber" is found by "orderNumber", "order" and "number"; "-2007" also by "2007". */
const words = (token) => {
  const parts = token.split(/(?<=[a-z0-9])(?=[A-Z])|[-_]/).filter((part) => part !== "");
  return [...new Set([token, ...parts].map((part) => part.toLowerCase()))];
};

/** The index, made when the search is opened first. */
let index;
const loadIndex = () =>
  (index ??= (async () => {
    const data = new Promise((resolve) => (window.searchData = resolve));
    await Promise.all([script("assets/minisearch.js"), script("assets/search-data.js")]);
    const entries = (await data).map((entry, id) => ({ ...entry, key: id }));
    const found = new window.MiniSearch({
      idField: "key",
      fields: ["heading", "title", "text"],
      storeFields: ["path", "id", "heading", "title", "text", "weight"],
      tokenize: tokens,
      processTerm: words,
      searchOptions: {
        boost: { heading: 4, title: 3 },
        // What has the word as its whole name comes first.
        boostDocument: (_key, term, { weight, heading }) =>
          heading.toLowerCase().replace(/\W+$/, "") === term ? 3 * weight : weight,
        prefix: (term) => term.length > 2,
        fuzzy: (term) => (term.length > 4 && !/\d/.test(term) ? 0.2 : false),
        combineWith: "AND",
        processTerm: (term) => term.toLowerCase(),
      },
    });
    found.addAll(entries);
    return found;
  })());

function script(path) {
  return new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.src = root + path;
    element.onload = resolve;
    element.onerror = () => reject(new Error(`${path} did not load`));
    document.head.append(element);
  });
}

const dialog = document.createElement("dialog");
dialog.className = "search";
dialog.setAttribute("aria-label", "Search");
dialog.innerHTML = `<form method="dialog"><label for="query">Search</label>
<input id="query" type="search" autocomplete="off" autocapitalize="off" spellcheck="false" placeholder="actionCode, refund, SATIM, -2007">
<button>Close</button></form><p role="status"></p><ol></ol>`;
document.body.append(dialog);
const query = dialog.querySelector("input");
const count = dialog.querySelector("[role=status]");
const list = dialog.querySelector("ol");

function openSearch() {
  if (dialog.open) return;
  dialog.showModal();
  query.select();
  loadIndex().then(show, (error) => (count.textContent = `The search cannot start: ${error.message}.`));
}

/** The results for what is typed now. */
async function show() {
  const typed = query.value.trim();
  const found = await loadIndex();
  if (typed !== query.value.trim()) return;
  const results = typed === "" ? [] : found.search(typed);
  count.textContent = typed === "" ? "" : countOf(results.length);
  list.replaceChildren(...results.slice(0, MOST_RESULTS).map(resultItem));
}

function countOf(count) {
  if (count === 0) return "Nothing found.";
  return count > MOST_RESULTS ? `${count} found. The first ${MOST_RESULTS}:` : `${count} found.`;
}

function resultItem({ path, id, heading, title, text, terms }) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = `${root}${path}${id ? `#${id}` : ""}`;
  link.addEventListener("click", () => dialog.close());
  const name = document.createElement("strong");
  name.textContent = heading && heading !== title ? `${title} › ${heading}` : title;
  const excerpt = document.createElement("span");
  excerpt.append(...marked(excerptOf(text, terms), terms));
  link.append(name, excerpt);
  item.append(link);
  return item;
}

function excerptOf(text, terms) {
  const lower = text.toLowerCase();
  const places = terms.map((term) => lower.indexOf(term)).filter((place) => place >= 0);
  const start = Math.max(0, Math.min(...(places.length > 0 ? places : [0])) - TEXT_AROUND);
  const end = start + TEXT_AROUND * 3;
  return `${start > 0 ? "…" : ""}${text.slice(start, end)}${end < text.length ? "…" : ""}`;
}

function* marked(text, terms) {
  const escape = (term) => term.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const pattern = new RegExp(`(${terms.map(escape).join("|")})`, "gi");
  for (const [place, part] of text.split(pattern).entries()) {
    if (place % 2 === 0) {
      yield part;
      continue;
    }
    const mark = document.createElement("mark");
    mark.textContent = part;
    yield mark;
  }
}

const searchButton = document.querySelector("button.search");
searchButton.hidden = false;
searchButton.addEventListener("click", openSearch);
query.addEventListener("input", show);
query.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  // Enter in the field opens the first result.
  event.preventDefault();
  show().then(() => list.querySelector("a")?.click());
});
dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
dialog.addEventListener("keydown", (event) => {
  // In a field for searches Escape only empties it.
  if (event.key === "Escape") dialog.close();
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const stops = [query, ...list.querySelectorAll("a")];
  stops[Math.max(0, Math.min(stops.length - 1, stops.indexOf(document.activeElement) + step))].focus();
});
document.addEventListener("keydown", (event) => {
  const isTyping = /^(input|textarea|select)$/.test(event.target.localName);
  const isShortcut =
    (event.key === "/" && !isTyping) || (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey));
  if (!isShortcut) return;
  event.preventDefault();
  openSearch();
});
