// Functions explain themselves: what stands over them in the declarations, and that an editor shows it.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { test } from "node:test";
import * as ob from "obektiv";
import * as effects from "obektiv/effect";
import { declared } from "./declared.mjs";
import { declarations } from "./helpers.mjs";

/** Functions as `heaping.byGroup` with the lines of their documentation, overloads apart. */
function documented(declarations) {
  const found = [];
  let namespace = "", comment = [], inside = false;
  for (const line of declarations.split("\n")) {
    const text = line.trim();
    if (text.startsWith("/**")) {
      inside = !text.endsWith("*/");
      comment = inside ? [] : [text.slice(3, -2).trim()];
    }
    else if (inside && text === "*/") inside = false;
    else if (inside) comment.push(text.replace(/^\* ?/, ""));
    else {
      if (/^export (namespace|class|interface) /.test(line)) namespace = /^export namespace (\w+)/.exec(line)?.[1] ?? "";
      const name = /^(?: {4}|export )function (\w+)\(/.exec(line)?.[1];
      if (name) found.push({ path: line.startsWith("export") ? name : `${namespace}.${name}`, lines: comment, signature: text });
      comment = [];
    }
  }
  return found;
}

const PACKAGES = [[ob, documented(declarations)], [effects, documented(declared)]];
const FUNCTIONS = PACKAGES.flatMap(([, functions]) => functions);

/** Paths of the functions that a package has. */
const paths = (ob) => Object.entries(ob).flatMap(([name, value]) => {
  if (typeof value === "function") return /^class/.test(Function.prototype.toString.call(value)) ? [] : [name];
  return value !== null && typeof value === "object" ? Object.keys(value).map((member) => `${name}.${member}`) : [];
});

test("every function of the packages is documented", () => {
  for (const [of, functions] of PACKAGES) assert.deepEqual([...new Set(functions.map(({ path }) => path))].sort(), paths(of).sort());
  assert.ok(FUNCTIONS.length > 120, `${FUNCTIONS.length}`);
  for (const { path, lines } of FUNCTIONS) assert.ok(lines.length > 0 && lines[0].length > 15, path);
});

test("half of the functions tell twenty lines and more in an editor", () => {
  for (const [, functions] of PACKAGES) {
    // The signature is a line too.
    const sizes = functions.map(({ lines }) => lines.length + 1).sort((a, b) => a - b);
    const median = sizes[Math.floor(sizes.length / 2)];
    console.log(`documentation: ${sizes.length} signatures, median ${median} lines, least ${sizes[0]}`);
    assert.ok(median >= 20, `${median}`);
  }
});

test("the documentation speaks TypeScript and names parameters that there are", () => {
  for (const { path, lines, signature } of FUNCTIONS) {
    const text = lines.join("\n");
    for (const [, parameter] of text.matchAll(/^@param (\w+)/gm)) {
      assert.match(signature, new RegExp(`\\b${parameter}\\??:`), `${path}: ${parameter}`);
    }
    const python = /\b(None|True|False|ndarray|data ?frame|dicts?|float64|>>>|ob\.\w)\b|^r" /m.exec(text);
    assert.equal(python, null, `${path}: ${python?.[0]}`);
  }
});

test("an editor shows it", async () => {
  const folder = new URL(".", import.meta.url), uri = new URL("hover.ts", folder).href;
  const server = spawn(process.execPath, [fileURLToPath(new URL("../node_modules/typescript/bin/tsc", folder)), "--lsp", "--stdio"], {
    cwd: fileURLToPath(folder),
    stdio: ["pipe", "pipe", "ignore"],
  });
  try {
    const ask = client(server);
    await ask("initialize", {
      processId: process.pid, rootUri: pathToFileURL(fileURLToPath(folder)).href,
      capabilities: { textDocument: { hover: { contentFormat: ["markdown"] } } },
    });
    ask.tell("initialized", {});
    const text = 'import * as ob from "obektiv";\nob.heaping.threeBin(1, 2, 3);\nob.level.byGroup;\nob.readCsv;\n';
    ask.tell("textDocument/didOpen", { textDocument: { uri, languageId: "typescript", version: 1, text } });
    for (const [line, character, words] of [
      [1, 12, /sticks out of a smooth distribution[^]*pvalueDip[^]*`at`[^]*throws/],
      [2, 10, /in the funnel of its reference[^]*options\.minReference[^]*maximumPvalueMid[^]*Spiegelhalter/],
      [3, 5, /text with comma, semicolon or tab[^]*options\.repair/],
    ]) {
      const shown = await ask("textDocument/hover", { textDocument: { uri }, position: { line, character } });
      assert.match(shown?.contents?.value ?? "nothing", words);
    }
  } finally {
    server.kill();
  }
});

/** Requests of the language server protocol; what the server asks is answered by nothing. */
function client(server) {
  let buffer = Buffer.alloc(0), last = 0;
  const waiting = new Map();
  const send = (message) => {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  const next = () => {
    const head = buffer.indexOf("\r\n\r\n");
    if (head < 0) return undefined;
    const end = head + 4 + Number(/Content-Length: (\d+)/i.exec(buffer.toString("utf8", 0, head))[1]);
    if (buffer.length < end) return undefined;
    const message = JSON.parse(buffer.toString("utf8", head + 4, end));
    buffer = buffer.subarray(end);
    return message;
  };
  server.stdout.on("data", (data) => {
    buffer = Buffer.concat([buffer, data]);
    for (let message = next(); message; message = next()) {
      if (message.method === undefined) waiting.get(message.id)?.(message.result);
      else if (message.id !== undefined) send({ id: message.id, result: message.params?.items?.map(() => null) ?? null });
    }
  });
  const ask = (method, params) =>
    new Promise((resolve, reject) => {
      waiting.set(++last, resolve);
      server.once("exit", () => reject(new Error("the language server ended")));
      send({ id: last, method, params });
    });
  return Object.assign(ask, { tell: (method, params) => send({ method, params }) });
}
