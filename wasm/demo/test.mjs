// The page in a real browser: what it finds is what the other languages find, whatever is dropped on it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import axe from "axe-core";
import * as ob from "obektiv";
import { chromium } from "playwright-core";
import { root } from "../tests/helpers.mjs";
import { xlsx } from "../tests/xlsx.mjs";
import { byName } from "./names.js";
import { words } from "./words.js";

const KINDS = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".wasm": "application/wasm" };
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
// A picture of one pixel.
const PNG = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4//8/AAX+Av4N70a4AAAAAElFTkSuQmCC", "base64");
const folder = mkdtempSync(join(tmpdir(), "obektiv-page-"));
const pictures = join(root, "target/demo-shots");
let server, origin, browser;

before(async () => {
  mkdirSync(pictures, { recursive: true });
  server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://x").pathname));
    const file = fileURLToPath(new URL(`..${path.endsWith("/") ? `${path}index.html` : path}`, import.meta.url));
    try {
      response.writeHead(200, { "content-type": KINDS[extname(file)] ?? "application/octet-stream" }).end(readFileSync(file));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${server.address().port}`;
  const args = [...FLAGS, "--disable-component-update", "--disable-sync"];
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args });
});

after(async () => {
  await browser?.close();
  server?.close();
  server?.closeAllConnections();
  rmSync(folder, { recursive: true });
});

/** A fresh page that is ready, and what it says and asks for. */
async function open({ locale = "en-GB", width = 1280, height = 900, ...more } = {}) {
  const context = await browser.newContext({ locale, viewport: { width, height }, acceptDownloads: true, ...more });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const log = { console: [], requests: [] };
  context.on("request", (request) => log.requests.push(request.url()));
  context.on("console", (message) => ["error", "warning"].includes(message.type()) && log.console.push(message.text()));
  page.on("pageerror", (error) => log.console.push(String(error)));
  await page.goto(`${origin}/demo/`);
  await page.waitForFunction(() => document.querySelector("#status").textContent === "");
  const close = async () => {
    assert.doesNotMatch(await page.innerText("body"), /undefined|NaN|null|false(?! on average)|\[object/, "the text of the page");
    assert.deepEqual(log.console, [], "the console");
    const elsewhere = log.requests.filter((url) => ![`${origin}/`, `blob:${origin}/`].some((own) => url.startsWith(own)) && url !== "about:srcdoc");
    assert.deepEqual(elsewhere, [], "requests that leave the page's own server");
    await context.close();
  };
  return { page, log, close };
}

const put = (name, content) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

/** Results as a table in the plain layout. */
function table(results) {
  const { school, classId, variant, journalMark, municipality, scores, persons } = results;
  const items = scores.length / persons;
  const cell = (score) => ({ 255: null, 254: "X", 253: "N" })[score] ?? score;
  const header = ["municipality", "school", "class", "variant", "journal_mark", ...Array.from({ length: items }, (_, i) => `i${i + 1}`)];
  const rows = Array.from({ length: persons }, (_, p) => [
    municipality[p], school[p], classId[p] || null, variant[p], journalMark[p], ...Array.from(scores.subarray(p * items, (p + 1) * items), cell),
  ]);
  return [header, ...rows];
}
const csv = (rows) => rows.map((row) => row.map((value) => value ?? "").join(";")).join("\n");

function registryOf(results, registry) {
  const logins = [...new Set(results.flatMap((r) => r.school))].sort();
  const row = (login) => [login, registry.name(login), registry.municipality(login), registry.reference(login)];
  return csv([["login", "name", "municipality", "reference"], ...logins.map(row)]);
}

const town = ob.simulate.municipality();
const small = () => csv(table(town.results[0]).slice(0, 200));

const files = (page) => page.locator("#files > li");
const choose = (page, paths) => page.locator("#pick-input").setInputFiles(paths);
const idle = (page) => page.waitForFunction(() => document.querySelector("#progress").hidden && !document.querySelector(".file .said")?.textContent.endsWith("…"));
/** Drops files or folders onto the page as the desktop does. */
async function drop(page, paths) {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"]) {
    await session.send("Input.dispatchDragEvent", { type, x: 300, y: 300, data });
    if (type === "dragOver") assert.match(await page.getAttribute("#drop", "class"), /over/);
  }
  assert.doesNotMatch(await page.getAttribute("#drop", "class"), /over/);
}

/** The table of findings as the page shows it, with the numbers behind the text. */
const findings = (page) =>
  page.locator("#findings tbody tr").evaluateAll((rows) =>
    rows.map((row) => ({ id: row.dataset.id, numbers: [...row.querySelectorAll("data")].map((data) => Number(data.value)) })),
  );
const number = (page, name) => page.locator(`[data-number=${name}]`).getAttribute("data-value").then(Number);

const near = (got, want, where) => {
  const scale = Math.max(1e-9, Math.abs(want ?? 0));
  assert.ok(want === null || Number.isNaN(want) ? Number.isNaN(got) : Math.abs(got - want) <= 1e-9 * scale, `${where}: ${got}, expected ${want}`);
};

test("a workbook of 25,000 rows gives the findings of the library", async (t) => {
  const large = ob.simulate.municipality({ seed: 4, schools: 350 });
  const expect = ob.screen(large.results, { registry: large.registry });
  const paths = large.results.map((r) => put(`${r.assessment.key}.xlsx`, xlsx(table(r))));
  assert.ok(large.results[0].persons >= 25_000);

  const start = performance.now();
  const { page, log, close } = await open();
  t.diagnostic(`page and library ready after ${Math.round(performance.now() - start)} ms, ${log.requests.length} requests`);
  // How long the page itself ever stands still.
  await page.evaluate(() => {
    window.still = 0;
    let last = performance.now();
    setInterval(() => {
      const now = performance.now();
      window.still = Math.max(window.still, now - last);
      last = now;
    }, 10);
  });
  await page.locator("#registry-input").setInputFiles(put("schools.csv", registryOf(large.results, large.registry)));
  await page.waitForSelector("#registry-said:not([hidden])");
  const reading = performance.now();
  await choose(page, paths);
  await idle(page);
  const read = performance.now();
  t.diagnostic(`${large.results.map((r) => r.persons).join(" + ")} rows read after ${Math.round(read - reading)} ms`);
  assert.equal(await files(page).locator("[data-count=rows]").first().textContent(), large.results[0].persons.toString().replace(/(\d{3})$/, "\u202f$1"));
  t.diagnostic(`longest gap of the page's timer while reading: ${Math.round(await page.evaluate(() => window.still))} ms`);
  await page.click("#run");
  await page.waitForSelector("#result:not([hidden])");
  t.diagnostic(`screened, report written and shown after ${Math.round(performance.now() - read)} ms more`);
  await page.waitForTimeout(500);
  t.diagnostic(`longest gap of the page's timer with the report: ${Math.round(await page.evaluate(() => window.still))} ms`);

  const sum = (column) => column.reduce((a, b) => a + b, 0);
  assert.equal(await number(page, "schools"), expect.schools.school.length);
  assert.equal(await number(page, "results"), sum(expect.schools.n));
  assert.equal(await number(page, "marked"), expect.schools.marked.filter(Boolean).length);
  assert.equal(await number(page, "findings"), expect.findings.id.length);
  const shown = await findings(page);
  assert.deepEqual(shown.map((row) => row.id), expect.findings.id);
  for (const [i, row] of shown.entries()) {
    ["n", "statistic", "pvalue", "qvalue"].forEach((column, at) => near(row.numbers[at], expect.findings[column][i], `${row.id} ${column}`));
  }
  const named = await page.locator("#findings tbody th").allTextContents();
  assert.ok(named.some((name) => name === expect.schools.name[expect.schools.school.indexOf(expect.findings.group?.[0] ?? expect.findings.id[0].split(":")[3])]), named[0]);
  await page.screenshot({ path: join(pictures, "large-en.png") });
  await close();
});

test("the policy of 2019 has its own findings", async () => {
  const { page, close } = await open();
  await page.click("#example");
  await page.waitForSelector("#result:not([hidden])");
  const calibrated = await findings(page);
  await page.selectOption("#policy", "official2019");
  await page.waitForFunction((before) => document.querySelectorAll("#findings tbody tr").length !== before, calibrated.length);
  const official = ob.screen(town.results, { policy: ob.Policy.official2019(), registry: town.registry });
  assert.deepEqual((await findings(page)).map((row) => row.id), official.findings.id);
  await close();
});

test("the report in the frame and in the saved file is the library's own", async () => {
  const { page, close } = await open();
  await page.click("#example");
  await page.waitForSelector("#result:not([hidden])");
  const wanted = ob
    .screen(town.results, { registry: town.registry })
    .report({ language: "en", title: words.en.example_title });
  assert.equal(await page.locator("#report").getAttribute("srcdoc"), wanted);
  assert.equal(await page.locator("#report").getAttribute("sandbox"), "allow-same-origin allow-modals");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("#save")]);
  assert.equal(download.suggestedFilename(), "obektiv-en.html");
  assert.equal(readFileSync(await download.path(), "utf8"), wanted);
  const [table] = await Promise.all([page.waitForEvent("download"), page.click("#save-schools")]);
  assert.equal(table.suggestedFilename(), "obektiv-schools.csv");
  assert.match(readFileSync(await table.path(), "utf8"), /^\ufeff[^\n]*;[^\n]*\r\n/);
  // As high as the report is, and its links lead to its parts.
  const frame = page.frameLocator("#report");
  await page.waitForFunction(() => document.querySelector("#report").offsetHeight > 2000);
  await frame.locator("a[href$='#index']").first().click();
  const place = async () => Math.abs((await frame.locator("#index").boundingBox()).y);
  for (let tries = 0; tries < 50 && (await place()) > 5; tries += 1) await page.waitForTimeout(100);
  assert.ok((await place()) <= 5, "the link leads to the index");
  await close();
});

test("the languages have the same words, and names as the report has them", () => {
  const shape = (value) => (typeof value === "object" ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, shape(v)])) : typeof value);
  assert.deepEqual(shape(words.ru), shape(words.en));
  for (const [language, said] of Object.entries(words)) {
    const report = JSON.parse(readFileSync(join(root, `core/data/wording.${language}.json`), "utf8"));
    for (const name of ["subjects", "seasons", "units", "all"]) assert.deepEqual(said[name], report[name], `${language} ${name}`);
    const signs = Object.fromEntries(Object.entries(report.signs).map(([id, sign]) => [id, sign.name]));
    assert.deepEqual(said.signs, signs, language);
  }
  assert.doesNotMatch(readFileSync(new URL("words.js", import.meta.url), "utf8"), /fraud|guilty|cheat|обман|мошен|винов|нарушител/i);
});

test("a file name names its work as on the command line", () => {
  const catalogue = ob.assessments();
  const key = (name) => byName(name, catalogue)?.key;
  assert.equal(key("2020-grade5-maths.xlsx"), "2020-autumn-maths-5");
  assert.equal(key("2020-autumn-maths-5.xlsx"), "2020-autumn-maths-5");
  assert.equal(key("2021-maths-5 (2).csv"), "2021-spring-maths-5");
  for (const name of ["maths.xlsx", "2020-maths-51.xlsx", "2020-grade5-mathsb.xlsx", "2035-maths-5.xlsx", "x2020-maths-5.csv"]) {
    assert.equal(key(name), undefined, name);
  }
});

test("files that are no tables are named with the reason, and the page goes on working", async () => {
  const { page, close } = await open();
  const good = put("2021-spring-maths-5.csv", small());
  const workbook = xlsx(table(town.results[0]).slice(0, 50));
  const bad = {
    "notes.docx": ["page.not_a_table", put("notes.docx", "text")],
    "2021-spring-maths-6.csv": ["page.empty", put("2021-spring-maths-6.csv", "")],
    "2021-spring-maths-7.xlsx": ["data.unreadable", put("2021-spring-maths-7.xlsx", workbook.subarray(0, workbook.length / 2))],
    "2021-spring-maths-8.xlsx": ["data.unreadable", put("2021-spring-maths-8.xlsx", PNG)],
    "2021-spring-russian-5.csv": ["data.unknown_layout", put("2021-spring-russian-5.csv", "Ivanov;Ivan;5\nPetrov;Petr;4\n")],
    "2021-spring-russian-4.csv": ["data.item_columns", put("2021-spring-russian-4.csv", small())],
    "2021-spring-maths-5 (2).csv": ["page.same", put("2021-spring-maths-5 (2).csv", small())],
  };
  await choose(page, [good, ...Object.values(bad).map(([, path]) => path)]);
  await idle(page);
  assert.equal(await files(page).count(), 8);
  for (const [name, [code]] of Object.entries(bad)) {
    const item = files(page).filter({ has: page.getByRole("heading", { name, exact: true }) });
    assert.match(await item.getAttribute("class"), /failed/, name);
    const said = await item.locator(".said").textContent();
    const sentence = words.en.errors[code];
    assert.ok(said.startsWith(typeof sentence === "function" ? sentence("2021-spring-maths-5.csv") : sentence), `${name}: ${said}`);
    if (code.startsWith("data.")) assert.equal(await item.locator("code").textContent(), code);
    assert.doesNotMatch(said, /ivanov/i);
  }
  assert.match(await page.textContent("#status"), /1 of 8/);
  await page.screenshot({ path: join(pictures, "bad-en.png"), fullPage: true });
  await page.click("#run");
  await page.waitForSelector("#result:not([hidden])");
  assert.equal(await number(page, "results"), 199);
  // One that was of another work becomes what it is… and is the same results again.
  const other = files(page).filter({ has: page.getByRole("heading", { name: "2021-spring-russian-4.csv" }) });
  await other.getByRole("combobox").selectOption("2021-spring-maths-5");
  await page.waitForFunction(() => document.querySelector("#files").textContent.match(/same results/g)?.length === 2);
  assert.equal(await page.locator("#result").isVisible(), false, "the result belonged to other files");
  await close();
});

test("a file that names no work is asked about, and a remark names no pupil", async () => {
  const { page, close } = await open();
  const rows = table(town.results[0]).slice(0, 60).map((row, i) => [...row, i === 0 ? "pupil" : "Petrov"]);
  rows[2][1] = rows[1][1]; // two rows of one pupil's code in one school
  rows[3][5] = "Sidorov";
  rows[4][5] = 9;
  await drop(page, [put("work.csv", csv(rows))]);
  await page.waitForSelector("#files .said");
  await idle(page);
  assert.equal(await page.textContent("#files .said"), words.en.ask);
  const select = page.getByRole("combobox", { name: words.en.work });
  assert.equal(await select.inputValue(), "");
  await page.click("#run");
  assert.equal(await page.textContent("#status"), words.en.status.nothing);
  await select.selectOption("2021-spring-maths-5");
  await page.waitForSelector("#files details");
  assert.match(await page.textContent("#files .said"), /^Maths, grade 5, 2021, spring\. Results: 57, schools: \d+, rows set aside: 2\.$/);
  await page.click("#files summary");
  const told = await page.textContent("#files details");
  assert.match(told, /the code of this pupil stands in row/);
  assert.match(told, /item 1 is "9"/);
  assert.doesNotMatch(await page.textContent("body"), /Petrov|Sidorov/);
  await close();
});

test("a table of schools among the files becomes the registry", async () => {
  const { page, close } = await open();
  await drop(page, [put("schools.csv", registryOf(town.results, town.registry))]);
  await idle(page);
  await page.getByRole("button", { name: words.en.registry_instead }).click();
  await page.waitForSelector("#registry-said:not([hidden])");
  assert.equal(await page.textContent("#registry-said"), "schools.csv: 40 schools.");
  assert.equal(await files(page).count(), 0);
  await page.click("#registry-remove");
  await page.waitForSelector("#registry-said", { state: "hidden" });
  await page.locator("#registry-input").setInputFiles(put("no.csv", "name;x\na;b\n"));
  await page.waitForSelector("#registry-said.wrong");
  assert.match(await page.textContent("#registry-said"), /^no\.csv: there is no column/);
  await close();
});

test("a library that does not load is said, and nothing waits for it", async () => {
  const context = await browser.newContext({ locale: "en-GB" });
  const page = await context.newPage();
  await context.route("**/*.wasm", (route) => route.abort());
  await page.goto(`${origin}/demo/`);
  await page.waitForFunction(() => document.querySelector("#status.wrong"));
  assert.equal(await page.textContent("#status"), words.en.errors["page.no_library"]);
  await context.unrouteAll();
  await context.route("**/worker.js", (route) => route.abort());
  await page.reload();
  await page.waitForFunction(() => document.querySelector("#status.wrong"));
  assert.equal(await page.textContent("#status"), words.en.errors["page.no_library"]);
  await page.click("#example");
  assert.equal(await page.textContent("#status"), words.en.errors["page.no_library"]);
  await context.close();
});

test("names with markup in them are shown as text", async () => {
  const { page, close } = await open();
  const name = (login) => `<img src=x onerror="document.title=1">${login}`;
  const logins = [...new Set(town.results[0].school)];
  await page.locator("#registry-input").setInputFiles(put("names.csv", csv([["login", "name"], ...logins.map((login) => [login, `"${name(login).replaceAll('"', '""')}"`])])));
  await choose(page, town.results.map((r) => put(`${r.assessment.key}.csv`, csv(table(r)))));
  await idle(page);
  await page.click("#run");
  await page.waitForSelector("#result:not([hidden])");
  const [first] = await findings(page);
  assert.equal(await page.locator("#findings tbody th").first().textContent(), name(first.id.split(":")[3]));
  assert.equal(await page.locator("main img").count() + (await page.frameLocator("#report").locator("img").count()), 0);
  assert.match(await page.title(), /obektiv/);
  await close();
});

test("a folder gives its tables", async () => {
  const { page, close } = await open();
  const inside = join(folder, "exports");
  mkdirSync(inside);
  writeFileSync(join(inside, "2021-spring-maths-5.csv"), small());
  writeFileSync(join(inside, "~$2021-spring-maths-5.xlsx"), "lock");
  writeFileSync(join(inside, "letter.txt"), "text");
  for (const give of [(page) => page.locator("#pick-folder-input").setInputFiles(inside), (page) => drop(page, [inside])]) {
    await give(page);
    await page.waitForSelector("#files details");
    await idle(page);
    assert.equal(await files(page).count(), 1);
    assert.equal(await page.textContent("#status"), words.en.status.skipped(2));
    await page.click("#remove-all");
    assert.equal(await files(page).count(), 0);
  }
  await close();
});

test("the language changes everything, and the numbers stay", async () => {
  const { page, close } = await open({ locale: "ru-RU" });
  assert.equal(await page.textContent("h1"), words.ru.title);
  await page.click("#example");
  await page.waitForSelector("#result:not([hidden])");
  const before = await findings(page);
  await page.click("[data-language=en]");
  await page.waitForFunction(() => document.querySelector("#report").srcdoc.includes('<html lang="en">'));
  assert.equal(await page.textContent("h1"), words.en.title);
  assert.equal(await page.getAttribute("html", "lang"), "en");
  assert.deepEqual(await findings(page), before);
  const left = await page.locator("main").evaluate((main) => [...main.querySelectorAll("*")].filter((e) => e.children.length === 0 && e.offsetParent && /[а-яё]/i.test(e.textContent)).map((e) => e.textContent));
  // The simulated schools keep their names.
  assert.deepEqual(left.filter((text) => !/^Школа №/.test(text)), []);
  await close();
});

test("the keyboard alone reaches everything, and roles and labels are in order", async () => {
  const { page, close } = await open();
  const order = [];
  for (let i = 0; i < 9; i += 1) {
    await page.keyboard.press("Tab");
    order.push(await page.evaluate(() => document.activeElement.id || document.activeElement.dataset.language));
  }
  assert.deepEqual(order.slice(0, 8), ["ru", "en", "pick", "pick-folder", "example", "policy", "registry", "run"]);
  await page.focus("#pick-folder");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#result:not([hidden])");
  await page.waitForFunction(() => document.activeElement.id === "result-title");
  assert.match(await page.getByRole("status").textContent(), /^Done\. Signs: \d+/);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.id), "findings-region");
  assert.equal(await page.getByRole("table", { name: words.en.findings }).count(), 1);

  const remove = page.locator("#files li");
  assert.equal(await remove.count(), 2);
  await page.locator("#pick-input").setInputFiles([put("2021-spring-maths-5.csv", small()), put("work.csv", small()), put("x.pdf", "x")]);
  await idle(page);
  for (const language of ["en", "ru"]) {
    await page.click(`[data-language=${language}]`);
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() => window.axe.run(document, { iframes: false }));
    assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`), []);
  }
  await page.click("#example");
  await page.waitForSelector("#result:not([hidden])");
  const { violations, passes } = await page.evaluate(() => window.axe.run(document, { iframes: false }));
  assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`), []);
  assert.ok(passes.some((p) => p.id === "color-contrast"));
  await close();
});

test("the browser itself keeps the page and its worker from connecting elsewhere", async (t) => {
  const { page } = await open();
  let reached = 0;
  const other = createServer((_, response) => {
    reached += 1;
    response.writeHead(200, { "access-control-allow-origin": "*" }).end("reached");
  });
  await new Promise((resolve) => other.listen(0, "127.0.0.1", resolve));
  t.after(() => other.close());
  const url = `http://127.0.0.1:${other.address().port}/`;
  const attempt = async (url) => {
    try {
      return await (await fetch(url)).text();
    } catch {
      return "refused";
    }
  };
  assert.equal(await page.evaluate(attempt, url), "refused");
  assert.equal(await page.workers()[0].evaluate(attempt, url), "refused");
  assert.equal(reached, 0);
  await page.context().close();
});

test("pictures of the page, to look at", async () => {
  for (const [locale, width, height, name] of [
    ["ru-RU", 1280, 900, "ru"],
    ["en-GB", 1280, 900, "en"],
    ["ru-RU", 375, 740, "ru-phone"],
    ["en-GB", 375, 740, "en-phone"],
  ]) {
    const { page, close } = await open({ locale, width, height });
    await page.screenshot({ path: join(pictures, `${name}-start.png`), fullPage: true });
    await choose(page, [put("2021-spring-maths-5.csv", small()), put("work.csv", small()), put("letter.docx", "x")]);
    await idle(page);
    await page.click("#files summary");
    await page.screenshot({ path: join(pictures, `${name}-files.png`), fullPage: true });
    await page.click("#example");
    await page.waitForSelector("#result:not([hidden])");
    await page.waitForTimeout(500);
    await page.screenshot({ path: join(pictures, `${name}-result.png`) });
    await page.evaluate(() => document.querySelector("#save").scrollIntoView());
    await page.waitForTimeout(300);
    await page.screenshot({ path: join(pictures, `${name}-report.png`) });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= width, `${name}: the page is ${wide} wide`);
    await close();
  }
});

test("the page is no part of the package", () => {
  const packed = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: join(root, "wasm"), encoding: "utf8" });
  const paths = JSON.parse(packed)[0].files.map((file) => file.path);
  assert.ok(paths.includes("pkg/web/obektiv_bg.wasm"));
  assert.deepEqual(paths.filter((path) => path.includes("demo")), []);
});
