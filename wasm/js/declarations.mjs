// Sorts the declarations of a generated .d.ts by name. Their order comes from the linker, and a file that
// is committed and compared must not depend on the compiler's version.
import { readFileSync, writeFileSync } from "node:fs";

const start = /^(?:\/\*\*|export |declare )/;
const name = /^(?:export (?:default )?|declare )(?:class|interface|type|const|let|function)\s+(\w+)/m;

for (const path of process.argv.slice(2)) {
  const blocks = [];
  let comment = false;
  for (const line of readFileSync(path, "utf8").split("\n")) {
    if (line.startsWith("/* ") || line.trim() === "") continue;
    const begins = start.test(line);
    // A declaration belongs to the comment above it.
    if (begins && !comment) blocks.push(line);
    else blocks[blocks.length - 1] += "\n" + line;
    if (begins) comment = line.startsWith("/**");
  }
  const named = blocks.map((block) => {
    const found = name.exec(block);
    if (!found) throw new Error(`${path}: no name in\n${block}`);
    return [found[1], block];
  });
  named.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  // Without `export {}` every declaration of the file would count as exported.
  writeFileSync(path, named.map(([, block]) => block + "\n").join("\n") + "\nexport {};\n");
}
