// The declarations that wasm-bindgen generates, and those that `./x generate` writes of the catalogue's functions, as we publish them:
// declarations.mjs IN FUNCTIONS OUT.
//
// They are sorted by name: their order comes from the linker, and a file that is committed and compared must not depend on the
// compiler's version. Functions stand in namespaces, where an editor finds their documentation; of those that are carried over by hand
// it is Python's.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Documentation } from "./docs.mjs";

const start = /^(?:\/\*\*|export |declare )/;
const name = /^(?:export (?:default )?|declare )(?:class|interface|type|const|let|function|namespace)\s+(\w+)/m;
const comment = (lines) => ["/**", ...lines.map((line) => ` * ${line.replaceAll("*/", "* /")}`.trimEnd()), " */"];

/** Declarations with the comments above them, by name. */
function blocks(source, path) {
  const found = [];
  let commented = false;
  for (const line of source.split("\n")) {
    if (/^\/[*/] /.test(line) || line.trim() === "") continue;
    const begins = start.test(line);
    if (begins && !commented) found.push(line);
    else found[found.length - 1] += "\n" + line;
    if (begins) commented = line.startsWith("/**");
  }
  return found.map((text) => {
    const named = name.exec(text);
    if (!named) throw new Error(`${path}: no name in\n${text}`);
    return { name: named[1], text };
  });
}

/** The members of a namespace that `./x generate` wrote: each begins with its comment. */
const members = (text) => /\{\n([^]*)\n\}$/.exec(text.slice(text.indexOf("export namespace")))[1].replace(/^ {4}/gm, "").split(/\n(?=\/\*\*)/);

/** Parameters of a signature, and the fields of those that are objects: `results`, `options.group`, … */
function parametersOf(signature, interfaces) {
  return [...signature.matchAll(/(\w+)\??: (\w+)(?: \| null)?(?=[,)])|(\w+)\??: /g)].flatMap(([, object, type, other]) => {
    const fields = /(?:Options|Init)$/.test(type) ? interfaces.get(type) : undefined;
    return fields ? fields.map((field) => `${object}.${field}`) : [object ?? other];
  });
}

const [input, functions, output] = process.argv.slice(2);
const source = readFileSync(input, "utf8"), catalogue = readFileSync(functions, "utf8");
const all = blocks(source, input), written = blocks(catalogue, functions);
const documentation = new Documentation(fileURLToPath(new URL("../../python", import.meta.url)), source + catalogue);
const interfaces = new Map(
  all.filter(({ text }) => /^export interface/m.test(text)).map(({ name, text }) => [name, [...text.matchAll(/^ {4}(\w+)\??:/gm)].map(([, field]) => field)]),
);

/** A function with Python's documentation in place of its own, but for those that differ. */
function documented(text, namespace, name) {
  const signature = text.slice(text.search(/^(?:export|declare) function/m));
  const lines = documentation.of(namespace, name, parametersOf(signature, interfaces));
  return lines ? [...comment(lines), signature].join("\n") : text;
}

const namespaces = new Map(), rest = [];
for (const { name, text } of all) {
  if (/^export let/m.test(text)) namespaces.set(name, []);
}
for (const { name, text } of all) {
  const [namespace, member] = name.split("__");
  if (member && namespaces.has(namespace)) {
    namespaces.get(namespace).push(documented(text, namespace, member).replace(/^declare function \w+?__/m, "function "));
  } else if (/^export function/m.test(text)) {
    rest.push([name, documented(text, "", name)]);
  } else if (!namespaces.has(name)) {
    rest.push([name, text]);
  }
}
for (const { name, text } of written) {
  if (!/^export namespace/m.test(text)) rest.push([name, text]);
  else namespaces.set(name, [...(namespaces.get(name) ?? []), ...members(text)]);
}
for (const [namespace, functions] of namespaces) {
  const told = documentation.module(namespace);
  const sorted = functions.sort((a, b) => (signatureOf(a) < signatureOf(b) ? -1 : 1)).map((text) => text.replace(/^(?=.)/gm, "    "));
  const text = [...(told ? comment(told.split("\n")) : []), `export namespace ${namespace} {`, sorted.join("\n\n"), "}"].join("\n");
  rest.push([namespace, text]);
}
function signatureOf(text) {
  return text.slice(text.search(/^function/m));
}
rest.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
// Without `export {}` every declaration of the file would count as exported.
writeFileSync(output, rest.map(([, text]) => text + "\n").join("\n") + "\nexport {};\n");
