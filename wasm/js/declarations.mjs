// The declarations that wasm-bindgen generates, as we publish them: declarations.mjs IN OUT.
//
// They are sorted by name: their order comes from the linker, and a file that is committed and compared must not depend on the
// compiler's version. Functions stand in namespaces, where an editor finds their documentation, which is Python's.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Documentation } from "./docs.mjs";

const start = /^(?:\/\*\*|export |declare )/;
const name = /^(?:export (?:default )?|declare )(?:class|interface|type|const|let|function)\s+(\w+)/m;
const comment = (lines) => ["/**", ...lines.map((line) => ` * ${line.replaceAll("*/", "* /")}`.trimEnd()), " */"];

/** Declarations with the comments above them, by name. */
function blocks(source, path) {
  const found = [];
  let commented = false;
  for (const line of source.split("\n")) {
    if (line.startsWith("/* ") || line.trim() === "") continue;
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

/** Parameters of a signature, and the fields of those that are objects: `results`, `options.group`, … */
function parametersOf(signature, interfaces) {
  return [...signature.matchAll(/(\w+)\??: (\w+)(?: \| null)?(?=[,)])|(\w+)\??: /g)].flatMap(([, object, type, other]) => {
    const fields = /(?:Options|Init|Model|Times)$/.test(type) ? interfaces.get(type) : undefined;
    return fields ? fields.map((field) => `${object}.${field}`) : [object ?? other];
  });
}

const [input, output] = process.argv.slice(2);
const source = readFileSync(input, "utf8");
const all = blocks(source, input);
const documentation = new Documentation(fileURLToPath(new URL("../../python", import.meta.url)), source);
const interfaces = new Map(
  all.filter(({ text }) => /^export interface/m.test(text)).map(({ name, text }) => [name, [...text.matchAll(/^ {4}(\w+)\??:/gm)].map(([, field]) => field)]),
);

/** A function with Python's documentation in place of its own, but for those that differ. */
function documented(text, namespace, name) {
  const signature = text.slice(text.search(/^(?:export|declare) function/m));
  const lines = documentation.of(namespace, name, parametersOf(signature, interfaces));
  return lines ? [...comment(lines), signature].join("\n") : text.replace(/^( \* )r" /gm, "$1");
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
for (const [namespace, functions] of namespaces) {
  const told = documentation.module(namespace);
  const members = functions.sort((a, b) => (signatureOf(a) < signatureOf(b) ? -1 : 1)).map((text) => text.replace(/^(?=.)/gm, "    "));
  const text = [...(told ? comment(told.split("\n")) : []), `export namespace ${namespace} {`, members.join("\n\n"), "}"].join("\n");
  rest.push([namespace, text]);
}
function signatureOf(text) {
  return text.slice(text.search(/^function/m));
}
rest.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
// Without `export {}` every declaration of the file would count as exported.
writeFileSync(output, rest.map(([, text]) => text + "\n").join("\n") + "\nexport {};\n");
