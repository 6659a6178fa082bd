// What several test files share.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { resolve } from "node:path";
import { Assessment, Results } from "obektiv";

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** A folder of real data under OBEKTIV_SHARED (default ../shared), or undefined with a loud line. */
export function shared(what) {
  const path = resolve(root, process.env.OBEKTIV_SHARED ?? "../shared", what);
  if (existsSync(path)) return path;
  console.error(`SKIPPED: ${what} is not in OBEKTIV_SHARED (default ../shared); this test needs it`);
  return undefined;
}

export const declarations = readFileSync(new URL("../pkg/node/obektiv.d.ts", import.meta.url), "utf8");

/** Totals 0 to 3; marks 3, 4, 5 from 1, 2, 3. */
export const assessment = () =>
  new Assessment({ subject: "maths", testGrade: 5, year: 2020, maxScores: [1, 2], boundaries: [1, 2, 3] });

export const results = () =>
  new Results(assessment(), {
    scores: Uint8Array.of(1, 2, 0, 2, 254, 1, 255, 2),
    school: ["b", "b", "a", "a"],
    classId: ["5А", null, "5А", "5А"],
    variant: ["1", "2", "1", "1"],
    journalMark: [5, null, 3, 4],
    municipality: ["M1", "M1", "M2", "M2"],
  });
