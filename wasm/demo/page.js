// The page: what is chosen goes to the worker, what the worker says is shown.
import { byName, isTable } from "./names.js";
import { View, h } from "./view.js";

const at = Object.fromEntries([...document.querySelectorAll("[id]")].map((element) => [element.id, element]));
const languages = [...document.querySelectorAll("[data-language]")];

let view;
let catalogue = [];
/** @type {{ id: number, file?: File, key?: string, answer?: object, error?: object, reading?: boolean, item?: Element }[]} */
let files = [];
let registry; // { name, size } or { name, error }
let result; // what screen() said
let version = 0; // of what is chosen
let isExample = false;
let status = ["opening"];
let lastId = 0;

// --- the worker

// Made from a blob it obeys the policy of this page: no connection but to the page's own server.
const source = `import ${JSON.stringify(new URL("worker.js", import.meta.url).href)};`;
const waiting = new Map();
let worker = begin();

let noLibrary;

function ask(call, given) {
  if (noLibrary) return Promise.reject(noLibrary);
  const number = (ask.last = (ask.last ?? 0) + 1);
  worker.postMessage({ number, call, given });
  return new Promise((resolve, reject) => waiting.set(number, { resolve, reject }));
}

function begin() {
  const worker = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })), { type: "module" });
  worker.onmessage = ({ data: { number, value, error } }) => {
    const { resolve, reject } = waiting.get(number);
    waiting.delete(number);
    if (error?.code === "page.broken") beginAnew(error);
    if (error) reject(error);
    else resolve(value);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    noLibrary = { code: "page.no_library", message: event.message ?? "" };
    refuse(noLibrary);
  };
  return worker;
}

/** Whoever waits is told the error. */
function refuse(error) {
  const asked = [...waiting.values()];
  waiting.clear();
  for (const { reject } of asked) reject(error);
}

/** After a trap the library answers nothing more: another takes its place and reads again what this one had read. */
function beginAnew(error) {
  worker.terminate();
  refuse(error);
  worker = begin();
  if (registry?.file) ask("registry", { file: registry.file }).catch(() => {});
  if (isExample) ask("example").catch(() => {});
  for (const entry of files.filter((one) => one.answer && one.file)) {
    ask("read", { id: entry.id, file: entry.file, key: entry.key }).catch((again) => {
      Object.assign(entry, { answer: undefined, error: again });
      if (files.includes(entry)) showFile(entry);
    });
  }
}

// --- what the page says of itself

/** A sentence of the page, by its name and what it is about; it is said aloud, and again in the other language. */
function say(name, ...about) {
  status = [name, ...about];
  showStatus();
}

function showStatus() {
  const [name, ...about] = status;
  const words = view.t.status[name];
  if (name === "error") at.status.replaceChildren(...view.error(about[0]));
  else at.status.textContent = typeof words === "function" ? words(...about.map((value) => view.plain(value))) : words;
  at.status.className = name === "error" ? "wrong" : "";
}

function busy(progress) {
  at.progress.hidden = progress === undefined;
  if (progress === null) at.progress.removeAttribute("value");
  else at.progress.value = progress ?? 0;
}

// --- files

function showFile(entry) {
  const { t } = view;
  const { file, answer, error, reading } = entry;
  const name = file?.name ?? t.simulated(view.workName(answer.work));
  const asking = error?.code === "data.assessment_required";
  const item = h("li", { className: `file ${asking ? "ask" : error ? "failed" : ""}` });
  const remove = h("button", { type: "button", title: t.remove(name), ariaLabel: t.remove(name) }, "✕");
  remove.onclick = () => removeFile(entry);
  item.append(h("header", {}, h("h3", {}, name), file ? remove : ""));
  const said = h("p", { className: "said", id: `said-${entry.id}` });
  if (asking) said.append(t.ask);
  else if (error) said.append(...view.error(error));
  else if (answer) said.append(whatWasRead(answer));
  else said.append(reading ? t.reading : t.waiting);
  item.append(said);
  // A file that was read is shown short; its work can still be changed among the details.
  if (answer?.report) item.append(view.rows(answer.report, Boolean(entry.item?.querySelector("details")?.open), workOf(entry)));
  else if (asking || error?.code.startsWith("data.item")) item.append(...workOf(entry));
  if (error?.code === "data.unknown_layout" && /\.csv$/i.test(name)) {
    const instead = h("button", { type: "button" }, t.registry_instead);
    instead.onclick = async () => {
      await removeFile(entry);
      await readRegistry(file);
    };
    item.append(h("p", {}, instead));
  }
  const held = entry.item?.contains(document.activeElement) ? document.activeElement.id : undefined;
  if (entry.item) entry.item.replaceWith(item);
  else at.files.append(item);
  entry.item = item;
  // The keyboard stays where it was.
  if (held) document.getElementById(held)?.focus();
  at["remove-all"].hidden = files.length === 0;
}

/** The choice of a file's work: what it says itself, what its name says, or what was chosen. */
function workOf(entry) {
  const { answer } = entry;
  const ofFile = answer && !answer.named ? answer.work : undefined;
  const chosen = entry.key ?? (ofFile ? undefined : byName(entry.file.name, catalogue)?.key);
  const select = view.works(catalogue, { id: `work-${entry.id}`, chosen, ofFile });
  select.setAttribute("aria-describedby", `said-${entry.id}`);
  select.onchange = () => {
    entry.key = select.value || undefined;
    reread(entry);
  };
  return [h("label", { htmlFor: select.id }, view.t.work), select];
}

function whatWasRead({ work, persons, schools, report }) {
  const [some, of] = [persons, schools].map((n) => view.whole(n));
  return report ? view.t.read(view.workName(work), some, of, view.whole(report.counts.setAside)) : view.t.example_read(some, of);
}

async function addFiles(chosen, skipped = 0) {
  if (isExample) await removeAll();
  const added = chosen.map((file) => ({ id: (lastId += 1), file }));
  files.push(...added);
  added.forEach(showFile);
  if (added.length > 0) stale();
  for (const [i, entry] of added.entries()) {
    say("reading", i + 1, added.length, entry.file.name);
    busy(i / added.length);
    await readFile(entry);
  }
  busy();
  const read = added.filter((entry) => entry.answer).length;
  if (skipped > 0) say("skipped", skipped);
  else if (added.some((e) => e.error?.code === "data.assessment_required")) say("unasked");
  else if (added.length > 0) say("done", read, added.length);
}

async function readFile(entry) {
  if (!files.includes(entry)) return; // removed in the meantime
  Object.assign(entry, { reading: true, answer: undefined, error: undefined });
  showFile(entry);
  try {
    entry.answer = await ask("read", { id: entry.id, file: entry.file, key: entry.key });
  } catch (error) {
    entry.error = error;
  }
  entry.reading = false;
  if (files.includes(entry)) showFile(entry);
}

/** Reads a file as another work. */
async function reread(entry) {
  stale();
  say("reading", 1, 1, entry.file.name);
  await readFile(entry);
  say("done", entry.answer ? 1 : 0, 1);
}

async function removeFile(entry) {
  const next = entry.item.nextElementSibling ?? entry.item.previousElementSibling;
  files = files.filter((other) => other !== entry);
  entry.item.remove();
  at["remove-all"].hidden = files.length === 0;
  (next?.querySelector("header button") ?? at.pick).focus();
  stale();
  await ask("remove", { ids: [entry.id] }).catch(failed);
}

async function removeAll() {
  const ids = files.map((entry) => entry.id);
  files = [];
  at.files.replaceChildren();
  at["remove-all"].hidden = true;
  stale();
  if (isExample) await readRegistry(undefined);
  isExample = false;
  await ask("remove", { ids }).catch(failed);
}

// --- registry

async function readRegistry(file) {
  stale();
  registry = file && { name: file.name, file };
  try {
    const read = await ask("registry", { file });
    if (read) registry.size = read.size;
  } catch (error) {
    registry.error = error;
  }
  showRegistry();
}

function showRegistry() {
  at["registry-remove"].hidden = !registry;
  at["registry-said"].hidden = !registry;
  at["registry-said"].className = registry?.error ? "said wrong" : "said";
  if (!registry) return;
  const name = registry.name ?? view.t.example_registry;
  const said = registry.error
    ? [view.t.about(name, ""), ...view.error(registry.error)]
    : [view.t.registry_read(name, view.whole(registry.size))];
  at["registry-said"].replaceChildren(...said);
}

// --- the result

/** What is shown no longer belongs to what is chosen. */
function stale() {
  version += 1;
  if (result) say("changed");
  result = undefined;
  at.result.hidden = true;
  at.report.removeAttribute("srcdoc");
}

async function screen() {
  if (!files.some((entry) => entry.answer)) return say("nothing");
  say("screening");
  busy(null);
  const asked = version;
  try {
    const start = performance.now();
    const policy = at.policy.value;
    const said = await ask("screen", { policy });
    const page = await report();
    if (asked !== version) return; // something else was chosen meanwhile
    result = { ...said, policy, report: page };
    const seconds = (performance.now() - start) / 1000;
    busy(); // before the page scrolls: the bar takes room
    showResult();
    say("screened", result.findings, seconds);
    at["result-title"].focus({ preventScroll: true });
    at["result-title"].scrollIntoView();
  } catch (error) {
    if (asked === version) failed(error);
  } finally {
    busy();
  }
}

const report = () =>
  ask("report", { language: view.language, title: isExample ? view.t.example_title : undefined });

function showResult() {
  at.result.hidden = !result;
  if (!result) return;
  at["result-of"].textContent = view.t.by(view.t[result.policy], isExample);
  at.numbers.replaceChildren(...view.numbers(result));
  at.findings.replaceChildren(...view.findings(result));
  at["findings-region"].hidden = result.shown.length === 0;
  at["findings-none"].hidden = result.findings > 0;
  const hidden = result.findings - result.shown.length;
  at["findings-hidden"].hidden = hidden === 0;
  at["findings-hidden"].textContent = view.t.hidden(view.whole(hidden));
  at.report.srcdoc = result.report;
}

at.report.onload = () => {
  const inside = at.report.contentDocument;
  if (!inside?.body) return;
  // As long as the report is, so that there is one scroll bar and not two.
  new ResizeObserver(() => {
    at.report.style.height = `${Math.ceil(inside.body.getBoundingClientRect().height) + 2}px`;
  }).observe(inside.body);
  // Without this a link to one of its parts would lead to the page around it.
  for (const link of inside.querySelectorAll("a[href^='#']")) link.href = `about:srcdoc${link.getAttribute("href")}`;
};

function failed(error) {
  say("error", error.code ? error : { code: "page.other", message: String(error.message) });
}

function download(content, type, name) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  h("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

at.save.onclick = () => {
  download(result.report, "text/html", `obektiv-${view.language}.html`);
  say("saved");
};
at["save-schools"].onclick = async () => {
  try {
    download(await ask("schools"), "text/csv", "obektiv-schools.csv");
    say("saved_schools");
  } catch (error) {
    failed(error);
  }
};
at.print.onclick = () => at.report.contentWindow.print();
at.run.onclick = screen;
at.policy.onchange = () => {
  showPolicy();
  if (result) screen();
};

function showPolicy() {
  at["policy-note"].textContent = view.t.policy_note[at.policy.value];
}

at["remove-all"].onclick = async () => {
  at.pick.focus();
  await removeAll();
  say("ready");
};
at.example.onclick = async () => {
  try {
    await removeAll();
    const works = await ask("example");
    isExample = true;
    files = works.map(({ id, ...answer }) => ({ id, answer }));
    registry = { size: works[0].schools };
    files.forEach(showFile);
    showRegistry();
    await screen();
  } catch (error) {
    failed(error);
  }
};

// --- choosing and dropping

for (const [button, input] of [["pick", "pick-input"], ["pick-folder", "pick-folder-input"], ["registry", "registry-input"]]) {
  at[button].onclick = () => at[input].click();
}
at["pick-input"].onchange = ({ target }) => take(target, (chosen) => addFiles(chosen));
at["pick-folder-input"].onchange = ({ target }) => take(target, addFolder);
at["registry-input"].onchange = ({ target }) => take(target, ([file]) => file && readRegistry(file));
at["registry-remove"].onclick = () => {
  readRegistry(undefined);
  at.registry.focus();
};

function take(input, use) {
  const chosen = [...input.files];
  input.value = ""; // so that the same file can be chosen again
  use(chosen);
}

/** Of a folder only the tables, as the command line takes them. */
function addFolder(inside) {
  const tables = inside.filter((file) => isTable(file.name)).sort((a, b) => (a.name < b.name ? -1 : 1));
  return addFiles(tables, inside.length - tables.length);
}

const over = (is) => (event) => {
  if (!event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  at.drop.classList.toggle("over", is);
};
document.addEventListener("dragover", over(true));
document.addEventListener("dragleave", over(false));
document.addEventListener("drop", async (event) => {
  over(false)(event);
  const { items } = event.dataTransfer;
  // The list is gone after this turn.
  const dropped = [...items].filter((item) => item.kind === "file").map((item) => ({ file: item.getAsFile(), entry: item.webkitGetAsEntry?.() }));
  const [single, inside] = [[], []];
  for (const { file, entry } of dropped) {
    if (entry?.isDirectory) inside.push(...(await filesIn(entry)));
    else if (file) single.push(file);
  }
  if (inside.length > 0) {
    const tables = inside.filter((file) => isTable(file.name)).sort((a, b) => (a.name < b.name ? -1 : 1));
    await addFiles([...single, ...tables], inside.length - tables.length);
  } else {
    await addFiles(single);
  }
});

async function filesIn(folder) {
  const reader = folder.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((resolve) => reader.readEntries(resolve, () => resolve([]))); // up to a hundred at a time
    if (some.length === 0) return found;
    for (const entry of some) {
      if (entry.isDirectory) found.push(...(await filesIn(entry)));
      else found.push(await new Promise((resolve, reject) => entry.file(resolve, reject)));
    }
  }
}

// --- language, and the start

async function speak(language) {
  view = new View(language);
  view.fillIn(document);
  for (const button of languages) button.setAttribute("aria-pressed", button.dataset.language === language);
  showPolicy();
  showStatus();
  showRegistry();
  files.forEach(showFile);
  if (!result) return;
  result.report = await report();
  showResult();
}

for (const button of languages) button.onclick = () => speak(button.dataset.language).catch(failed);

await speak(navigator.languages.map((l) => l.slice(0, 2)).find((l) => l === "ru" || l === "en") ?? "ru");
try {
  catalogue = await ask("catalogue");
  say("ready");
} catch (error) {
  failed(error);
}
