// Pages of every kind as people see them: on a phone, wide, in the dark, on paper. Nothing is cut, nothing lies on something else.
//   node layout.mjs FOLDER   looks at each .html of it, and leaves pictures beside them
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import { chromium } from "playwright-core";

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
const folder = resolve(process.argv[2]);
const wrong = [];

/** What is wide of the screen, texts of pictures outside of them or on one another. */
function look() {
  const found = [];
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) {
    const wide = [...document.querySelectorAll("body *")].find((e) => e.getBoundingClientRect().right > clientWidth + 1);
    found.push(`scrolls sideways: ${scrollWidth} of ${clientWidth} px, by ${wide?.outerHTML.slice(0, 120)}`);
  }
  for (const svg of document.querySelectorAll("svg")) {
    const frame = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll("text")].map((text) => ({ text, box: text.getBoundingClientRect() })).filter(({ box }) => box.width > 0);
    const name = (svg.querySelector("title")?.textContent ?? svg.getAttribute("class") ?? "").slice(0, 60);
    for (const { text, box } of texts) {
      const outside = Math.max(frame.left - box.left, box.right - frame.right, frame.top - box.top, box.bottom - frame.bottom);
      if (outside > 1.5) found.push(`"${text.textContent}" leaves "${name}" by ${outside.toFixed(1)} px`);
    }
    texts.forEach((a, at) =>
      texts.slice(at + 1).forEach((b) => {
        const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
        const down = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
        if (across > 1 && down > 3) found.push(`"${a.text.textContent}" lies on "${b.text.textContent}" in "${name}"`);
      }),
    );
  }
  return [...new Set(found)];
}

/** Words of a PDF beyond its pages, and how many pages it has. */
function beyond(pdf) {
  const boxes = execFileSync("pdftotext", ["-bbox", pdf, "-"], { maxBuffer: 1 << 28 }).toString();
  const found = [];
  const pages = boxes.split("<page ").slice(1);
  for (const [at, page] of pages.entries()) {
    const [, width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(page).map(Number);
    for (const [, xMin, yMin, xMax, yMax, word] of page.matchAll(/xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">([^<]*)</g)) {
      if (+xMin < 0 || +yMin < 0 || +xMax > width || +yMax > height) found.push(`page ${at + 1}: "${word}" leaves the paper`);
    }
  }
  return { found, pages: pages.length };
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
mkdirSync(join(folder, "pictures"), { recursive: true });
for (const file of readdirSync(folder).filter((name) => name.endsWith(".html"))) {
  const name = basename(file, ".html");
  const told = (where, found) => wrong.push(...found.map((text) => `${name}, ${where}: ${text}`));
  for (const [where, width, colorScheme] of [["phone", 390, "light"], ["dark phone", 390, "dark"], ["wide", 1280, "light"], ["dark", 1280, "dark"]]) {
    // The page's own security policy lets no script in; what looks at it is one.
    const page = await browser.newPage({ viewport: { width, height: 844 }, colorScheme, bypassCSP: true });
    await page.goto(pathToFileURL(join(folder, file)).href);
    told(where, await page.evaluate(look));
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() => window.axe.run(document));
    told(where, violations.flatMap((v) => v.nodes.slice(0, 3).map((n) => `${v.id}: ${n.html.slice(0, 120)} ${n.failureSummary?.split("\n")[1] ?? ""}`)));
    await page.screenshot({ path: join(folder, "pictures", `${name}-${where.replace(" ", "-")}.png`), fullPage: true });
    if (where === "wide") {
      const pdf = join(folder, "pictures", `${name}.pdf`);
      await page.pdf({ path: pdf, preferCSSPageSize: true, format: "A4" });
      const { found, pages } = beyond(pdf);
      told("print", found);
      console.log(`${name}: ${pages} pages, ${(readFileSync(join(folder, file)).length / 1000).toFixed(0)} kB`);
    }
    await page.close();
  }
}
await browser.close();
wrong.forEach((line) => console.error(line));
if (wrong.length) {
  console.error(`${wrong.length} things lie wrong`);
  process.exit(1);
}
