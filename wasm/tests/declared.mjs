// What the declarations of effects say of a result, held against the result itself.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

export const declared = readFileSync(new URL("../pkg/effect/node/obektiv.d.ts", import.meta.url), "utf8");

/** Fields of an interface with their types, those of what it extends first. */
export function fields(name) {
  const found = new RegExp(`^export interface ${name}(?: extends (\\w+))? \\{([^]*?)^\\}`, "m").exec(declared);
  assert.ok(found, `no interface ${name}`);
  const own = [...found[2].matchAll(/^ {4}(\w+)\??: (.*);$/gm)].map(([, field, type]) => [field, type]);
  return [...(found[1] ? fields(found[1]) : []), ...own];
}

function is(value, type, where) {
  const plain = { number: "number", string: "string", boolean: "boolean" }[type];
  if (plain) return assert.equal(typeof value, plain, where);
  if (type === "Float64Array") return assert.ok(value instanceof Float64Array, where);
  if (type.endsWith(" | null")) return value === null || is(value, type.slice(0, -" | null".length), where);
  if (type.startsWith('"')) return assert.ok(type.split(" | ").includes(JSON.stringify(value)), `${where}: ${value}`);
  if (type.endsWith("[]")) {
    assert.ok(Array.isArray(value), where);
    return value.forEach((one, i) => is(one, type.slice(0, -2), `${where}[${i}]`));
  }
  const described = fields(type);
  assert.deepEqual(Object.keys(value), described.map(([name]) => name), `${where}: the fields of ${type}, and their order`);
  for (const [name, type] of described) is(value[name], type, `${where}.${name}`);
}

/** Whether a function's result is of the type that it says. */
export function conforms(result, namespace, name) {
  const space = new RegExp(`^export namespace ${namespace} \\{([^]*?)^\\}`, "m").exec(declared);
  const type = new RegExp(`^ {4}function ${name}\\(.*\\): (.*);$`, "m").exec(space[1]);
  assert.ok(type, `no ${namespace}.${name} is declared`);
  is(result, type[1], `${namespace}.${name}`);
}
