// The documentation of Python functions as TSDoc of those that are carried over by hand here: that in python/src, and that in python/obektiv
// of functions that Python has from the core's catalogue already.
// Types are left to TypeScript and examples to Python; names become camelCase; what "as for `lz`" stands for is written out.
import { readFileSync, readdirSync } from "node:fs";

const snakeCase = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const camelCase = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());

/** Files and folders of python/src that belong to a module of another name. */
const FILES = { shift: "heaping" };

/** Parameters that have another name here. */
const NAMES = { source: "bytes" };

/** Where a function differs from Python's: null keeps the words of its Rust source, text takes the place of a section. */
const OTHERWISE = {
  initSync: null, // wasm-bindgen's
  readMany: null,
  effectPage: null, // its own words: an effect comes from another entry
  fill: null, fromDocx: null, fromXlsx: null, toDocx: null, toXlsx: null, // methods in Python
  readXlsx: { returns: "The results, what became of every row, and the registry of the file." },
  readCsv: { returns: "The results, what became of every row, and the registry of the file." },
  "irt.fit": { returns: "The items, which `JSON.stringify` writes and this package reads, their table, and how the fit ended." },
  "irt.mokken": { returns: "H of the test, of each item, and of each pair: items × items, row by row, NaN on the diagonal." },
  "personFit.rapidGuessing": { returns: "The share of answers that were not rapid, of persons and of items, and each item's threshold." },
};

/** Docstrings by file and function, such as `person_fit.lz`; those of modules under their own name. */
function docstrings(python) {
  const found = new Map();
  const line = /((?:^ *\/\/\/.*\n)+)((?: *#\[(?:[^\n]*|[^\]]*)\]\n)*)(?: *(?:pub )?fn (\w+)| *(\w+);$)/gm;
  for (const file of readdirSync(`${python}/src`, { recursive: true }).filter((name) => name.endsWith(".rs"))) {
    // What stands in a folder belongs to the folder's module.
    const stem = file.split(/[\\/]/)[0].replace(/\.rs$/, ""), module = FILES[stem] ?? stem;
    for (const [, doc, attributes, name, ofMacro] of readFileSync(`${python}/src/${file}`, "utf8").matchAll(line)) {
      if (name && !/#\[pyfunction/.test(attributes)) continue;
      const named = /#\[pyfunction\(name = "(\w+)"/.exec(attributes)?.[1] ?? name ?? ofMacro;
      found.set(`${module}.${named}`, doc.replace(/^ *\/\/\/ ?/gm, ""));
    }
  }
  for (const file of readdirSync(`${python}/obektiv`)) {
    if (!file.endsWith(".py")) continue;
    const module = file.replace(/\.py$/, ""), source = readFileSync(`${python}/obektiv/${file}`, "utf8");
    const doc = /^"""([^"]+)"""/.exec(source);
    if (doc) found.set(module, doc[1].trim());
    if (!source.includes("./x generate")) continue;
    for (const [, name, doc] of source.matchAll(/^def (\w+)\([^]*?:\n {4}"""([^]*?)\n {4}"""/gm)) {
      found.set(`${module}.${name}`, `${doc.replace(/^ {4}/gm, "")}\n`);
    }
  }
  return found;
}

/** Entries of a section in NumPy's manner: `a, b : type` and indented lines below. */
function entries(section = "") {
  return [...section.matchAll(/^(\w[^\n]*)\n((?:(?: {4}[^\n]*)?(?:\n|$))*)/gm)].map(([, head, text]) => {
    const [names, type = ""] = head.split(" : ");
    // A type without a description may say something too: `sequence of bool, one for each item`.
    const said = type.replace(/^.*\bone (for each \w+).*$|^.*$/, (_, each) => (each ? `One ${each}.` : ""));
    const [, usual] = /, default (.*)$/.exec(type) ?? [];
    const told = text.replace(/^ {4}/gm, "").trim() || said;
    return { names: names.split(", "), text: usual && told ? `${told} Default ${usual}.` : told };
  });
}

function sections(doc) {
  const [body, ...rest] = doc.split(/^(\w[\w ]*)\n-{3,}\n/m);
  const of = Object.fromEntries(rest.flatMap((name, i) => (i % 2 ? [] : [[name, `${rest[i + 1].trimEnd()}\n`]])));
  const parameters = new Map();
  const found = entries(of.Parameters);
  found.forEach(({ names, text }, i) => {
    // One description may stand for several entries above it.
    const all = text.startsWith("All as ") ? found.slice(i - 1, i + 1).flatMap((entry) => entry.names) : names;
    for (const name of all) parameters.set(name, text);
  });
  const [returns] = entries(of.Returns);
  return {
    body: body.trimEnd(),
    parameters,
    returns: returns && (returns.text || /, (.*)/.exec(returns.names.join(", "))?.[1] || ""),
    throws: entries(of.Raises).filter(({ names }) => names[0] !== "OSError").map(({ text }) => text),
    see: of.References?.trim(),
  };
}

export class Documentation {
  #found;
  #known;

  /** `declarations`: what names there are. */
  constructor(python, declarations) {
    this.#found = docstrings(python);
    this.#known = new Set(declarations.match(/\b\w+\b/g));
  }

  /** The docstring of a function, wherever it is defined, or undefined. */
  #key(module, name) {
    const key = `${module}.${name}`;
    if (this.#found.has(key)) return key;
    const [only, ...others] = [...this.#found.keys()].filter((found) => found.endsWith(`.${name}`));
    return others.length === 0 ? only : undefined;
  }

  /** What a docstring says, with what it refers to in others written out. */
  #sections(key) {
    const own = sections(this.#found.get(key)), module = key.split(".")[0];
    const other = (reference) => {
      const [name, of = module] = reference.split(".").reverse();
      const found = this.#key(of, name);
      return found && found !== key ? this.#sections(found) : undefined;
    };
    const expand = (text, part) => {
      const found = /^(?:All )?[Aa]s (?:for |in )?`([\w.]+)`(?: has them)?(?=$|[.;])/.exec(text);
      const from = found && other(found[1]);
      if (!from) return text;
      const more = text.slice(found[0].length).replace(/^[.;]\s*/, "");
      const named = part(from) ?? "";
      // Of two defaults the function's own holds.
      return [/\bDefault /.test(more) ? named.replace(/\s*Default [^.]*\.$/, "") : named, more].join(" ").trim();
    };
    for (const [name, text] of own.parameters) own.parameters.set(name, expand(text, (of) => of.parameters.get(name)));
    own.throws = own.throws.map((text) => expand(text, (of) => of.throws.join("\n")));
    const refers = /\b((?:Layouts, p|P)arameters|All else)([\w, ]*?)(?: as for| are those of) `([\w.]+)`/.exec(own.body);
    const from = refers && other(refers[3]);
    if (from) {
      for (const [name, text] of from.parameters) if (!own.parameters.has(name)) own.parameters.set(name, text);
      const all = refers[1] === "All else";
      if ((all || refers[2].includes("columns")) && own.returns === undefined) own.returns = from.returns;
      if ((all || refers[2].includes("errors")) && own.throws.length === 0) own.throws = from.throws;
    }
    return own;
  }

  /** Python's words in TypeScript's. */
  #words(text, parameters) {
    const names = new Set(parameters.map((name) => name.split(".").at(-1)));
    const told = (piece, known) =>
      piece.replace(/(?<!["\w]|\b(?:data|statistic|model|plan|report|screening)\.)[a-z]\w*?_\w+(?!["\w])/g, (name) =>
        known.has(camelCase(name)) ? camelCase(name) : name,
      );
    return text
      .split(/(`[^`]*`|^ {4}.*$)/m)
      .map((piece, i) => {
        if (i % 2 === 0) return told(piece, names);
        if (piece.startsWith("`")) return told(piece, this.#known).replace(/\bob\./g, "").replace(/([(,] ?)\w+=(?=\w)/g, "$1");
        // In formulas, what stands below each other goes on doing so.
        return piece.replace(/^( *\w+)( +=)/, (_, name, is) => told(name, this.#known).padEnd(name.length) + is).replace(/ .*/, (all) => told(all, this.#known));
      })
      .join("")
      .replace(/\bNone\b/g, "null").replace(/\bTrue\b/g, "true").replace(/\bFalse\b/g, "false")
      .replace(/\bdict(s?)\b/g, "object$1").replace(/\ba Table\b/g, "a table");
  }

  /** The first lines of a module's docstring. */
  module(name) {
    return this.#found.get(snakeCase(name))?.split("\n\n")[0];
  }

  /**
   * The lines of TSDoc of a function, or undefined where its own words are to stay.
   * `parameters`: its parameters, and the fields of those that are objects, as `options.group`.
   */
  of(namespace, name, parameters) {
    const path = namespace ? `${namespace}.${name}` : name;
    const key = this.#key(namespace ? snakeCase(namespace) : "", snakeCase(name));
    if (OTHERWISE[path] === null) return undefined;
    if (key === undefined) throw new Error(`Python has no documentation of ${path}: write it, or name it in OTHERWISE`);
    const doc = { ...this.#sections(key), ...OTHERWISE[path] };
    const tags = [];
    for (const parameter of parameters) {
      const last = parameter.split(".").at(-1);
      const [, text] = [...doc.parameters].find(([name]) => [camelCase(name), NAMES[name]].includes(last)) ?? [];
      if (text) tags.push(`@param ${parameter} - ${text}`);
    }
    // Columns in a list have their types from TypeScript.
    const returns = doc.returns?.replace(/^- (`\w+`) \(\w+\)/gm, "- $1").replace(/^- /, "A table:\n- ");
    if (returns) tags.push(`@returns ${returns[0].toUpperCase()}${returns.slice(1)}`);
    for (const text of doc.throws) tags.push(`@throws ObektivError: ${text}`);
    const body = doc.body.replace(/, or None\.$/m, ", or undefined.");
    const lines = this.#words([body, "", ...tags].join("\n"), parameters).trimEnd().split("\n");
    // Titles and names of authors are as they are.
    return doc.see ? [...lines, ...`@see ${doc.see}`.split("\n")] : lines;
  }
}
