// The library at work, off the page's thread: one message in, one answer out, in order.
import init, * as ob from "../pkg/web/index.js";
import { byName, isTable } from "./names.js";

/** Groups of fewer pupils are not shown, here as in the report. */
const SMALLEST_SHOWN = 5;

/** @type {Map<number, { name: string, results: ob.Results }>} */
const read = new Map();
let catalogue, registry, screening;

class PageError extends Error {
  constructor(code, about = "") {
    super(about);
    this.code = code;
  }
}

/** All that knows how a file is read. */
function readTable(name, bytes, assessment) {
  return /\.csv$/i.test(name) ? ob.readCsv(bytes, assessment) : ob.readXlsx(bytes, assessment);
}

async function bytesOf(file) {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    throw new PageError("page.unreadable", error.message);
  }
}

/** An error without the header that it shows: in a file that has none it is the first pupil. Remarks hold no text of cells. */
const nameless = (text) => text.replace(/the header begins with \[.*\];/, "");

const work = ({ key, subject, testGrade, pupilGrade, year, season }) => ({ key, subject, testGrade, pupilGrade, year, season });

function told(results) {
  return { work: work(results.assessment), persons: results.persons, schools: new Set(results.school).size };
}

/** What is kept of an import report: counts, notes, and the reasons with the rows they hold for. */
function outline({ layout, rows, taken, repaired, oneDay, absent, setAside, notes, remarks }) {
  const reasons = new Map();
  remarks.reason.forEach((text, i) => {
    const [kind, reason] = [remarks.kind[i], text];
    const at = `${kind} ${reason}`;
    if (!reasons.has(at)) reasons.set(at, { kind, reason, rows: [] });
    reasons.get(at).rows.push(remarks.row[i]);
  });
  const all = [...reasons.values()].sort((a, b) => b.rows.length - a.rows.length);
  const said = notes.map(nameless);
  return { layout, counts: { rows, taken, repaired, oneDay, absent, setAside }, notes: said, reasons: all };
}

const calls = {
  catalogue: () => catalogue.map(work),

  async read({ id, file, key }) {
    if (!isTable(file.name)) throw new PageError("page.not_a_table");
    forget(id);
    const bytes = await bytesOf(file);
    if (bytes.length === 0) throw new PageError("page.empty");
    const named = key ? catalogue.find((a) => a.key === key) : byName(file.name, catalogue);
    const { results, report } = readTable(file.name, bytes, named);
    const same = [...read.values()].find((other) => other.results.fingerprint === results.fingerprint);
    if (same) throw new PageError("page.same", same.name);
    read.set(id, { name: file.name, results });
    return { ...told(results), named: Boolean(named), report: outline(report) };
  },

  remove: ({ ids }) => ids.forEach(forget),

  async registry({ file }) {
    registry = undefined;
    screening = undefined;
    if (!file) return undefined;
    registry = ob.readRegistry(await bytesOf(file));
    return { size: registry.size };
  },

  /** A simulated municipality in place of all files. */
  example() {
    [...read.keys()].forEach(forget);
    const town = ob.simulate.municipality();
    registry = town.registry;
    return town.results.map((results, i) => {
      read.set(-1 - i, { name: results.assessment.key, results });
      return { id: -1 - i, ...told(results) };
    });
  },

  screen({ policy }) {
    const names = registry;
    const results = [...read.values()].map((r) => (names ? r.results.withRegistry(names) : r.results));
    screening = ob.screen(results, { policy: ob.Policy[policy](), registry: names });
    const works = results.map((r) => work(r.assessment));
    if (names) results.forEach((r) => r.free());
    const { schools, findings, index } = screening;
    const name = new Map(schools.school.map((login, i) => [login, schools.name[i]]));
    const shown = [];
    for (let i = 0; i < findings.id.length; i += 1) {
      if (findings.pupils[i] < SMALLEST_SHOWN) continue;
      const school = findings.school[i] || findings.group[i]; // a municipality has none
      const row = { unit: findings.unit[i], group: name.get(school) ?? school, class: findings.class[i] };
      for (const column of ["id", "sign", "scope", "n", "statistic", "pvalue", "qvalue"]) row[column] = findings[column][i];
      shown.push(row);
    }
    return {
      works,
      schools: schools.school.length,
      results: schools.n.reduce((sum, n) => sum + n, 0),
      marked: schools.marked.filter(Boolean).length,
      share: index.share[0],
      findings: findings.id.length,
      shown,
    };
  },

  report: ({ language, title }) => screening.report({ language, title }),
  schools: () => screening.schoolsCsv(),
};

function forget(id) {
  read.get(id)?.results.free();
  read.delete(id);
  screening = undefined;
}

const ready = init().then(
  () => {
    catalogue = ob.assessments();
  },
  (error) => {
    throw new PageError("page.no_library", error.message);
  },
);
ready.catch(() => {}); // whoever asks is told

async function answer({ call, number, given }) {
  try {
    await ready;
    return { number, value: await calls[call](given ?? {}) };
  } catch (error) {
    // After a trap nothing more can be asked of the module.
    const known = typeof error.code === "string" ? error.code : "page.other";
    const code = error instanceof WebAssembly.RuntimeError ? "page.broken" : known;
    return { number, error: { code, message: code === "page.same" ? error.message : nameless(String(error.message)) } };
  }
}

let last = Promise.resolve();
self.onmessage = ({ data }) => {
  last = last.then(() => answer(data)).then((said) => self.postMessage(said));
};
