#!/usr/bin/env bash
# The package as a user gets it: packed, and installed into a clean folder that has nothing else. There the
# TypeScript of both READMEs must compile and run, and every entry load.
set -euo pipefail
cd "$(dirname "$0")"
bash build.sh
root=$(cd .. && pwd)
tsc=$root/wasm/node_modules/.bin/tsc
clean=$root/target/npm-package

fail() { echo "package-test.sh: $*" >&2; exit 1; }

# shellcheck source=tools/no-paths.sh
(cd "$root" && source tools/no-paths.sh && names_no_folder wasm/pkg) || fail "what is packed is not for others"

rm -rf "$clean"
mkdir -p "$clean"
npm pack --silent --pack-destination "$clean" >/dev/null
cd "$clean"
archive=$(echo ./*.tgz)

# --- what the archive holds: these and nothing else
tar -tzf "$archive" | sed 's|^package/||' | LC_ALL=C sort >files.txt
parts='index\.js|surface\.js|functions\.js|obektiv\.js|obektiv\.d\.ts|obektiv_bg\.wasm|obektiv_bg\.js'
junk=$(grep -vE "^(README\.md|LICENSE-APACHE|LICENSE-MIT|package\.json|pkg/reference-simulated\.json|pkg/((slim|effect|documents)/)?(node|bundler|web)/($parts))\$" files.txt || true)
[ -z "$junk" ] || fail "the archive holds what it should not: $junk"
for name in README.md LICENSE-APACHE LICENSE-MIT package.json pkg/reference-simulated.json pkg/{,slim/,effect/,documents/}{node,bundler,web}/{index.js,surface.js,obektiv.d.ts} pkg/{,slim/,effect/}{node,bundler,web}/functions.js; do
  grep -qxF "$name" files.txt || fail "the archive has no $name"
done
size=$(wc -c <"$archive")
echo "archive: $(wc -l <files.txt) files, $size bytes (at most 7250000)"
[ "$size" -le 7250000 ] || fail "the archive is too large"

# --- a clean place; offline, for the package needs no other
npm init -y >/dev/null
npm pkg set type=module
npm install --silent --offline --no-audit --no-fund "$archive"
[ "$(ls node_modules)" = obektiv ] || fail "other packages came along: $(ls node_modules)"

settings=(--strict --target es2022 --lib "esnext,dom" --types "")
compile_and_run() { # compile_and_run NAME: the file NAME.ts, whose output goes to NAME.txt
  "$tsc" "${settings[@]}" --module nodenext "$1.ts"
  "$tsc" "${settings[@]}" --module esnext --moduleResolution bundler --noEmit "$1.ts"
  node "$1.js" >"$1.txt"
  if grep -E 'undefined|NaN' "$1.txt"; then fail "$1.ts prints what is not known"; fi
}

number=0
for readme in "$root/README.md" node_modules/obektiv/README.md; do
  number=$((number + 1))
  sed -n '/^```ts$/,/^```$/p' "$readme" | sed '/^```/d' >"readme$number.ts"
  [ -s "readme$number.ts" ] || fail "$readme has no lines of TypeScript"
  compile_and_run "readme$number"
  # The id of a finding, and a sentence about it.
  grep -qE '[0-9]{4}.*:(evidence|heaping|journal|official)\.\w+:(school|class|municipality):' "readme$number.txt" || fail "$readme: no finding printed"
  grep -qE '\w+ \w+ \w+ \w+' "readme$number.txt" || fail "$readme: no words printed"
  echo "README: $(tail -n 1 "readme$number.txt" | cut -c 1-120)"
done

cat >entries.ts <<'TEXT'
import * as full from "obektiv";
import * as documents from "obektiv/documents";
import * as effects from "obektiv/effect";
import * as slim from "obektiv/slim";
import initDocuments, * as documentsWeb from "obektiv/documents/web";
import initEffects, * as effectsWeb from "obektiv/effect/web";
import initWeb, * as web from "obektiv/web";
import initSlim, * as slimWeb from "obektiv/slim/web";

interface Files {
  readFileSync(path: URL): BufferSource;
  readFileSync(path: URL, encoding: "utf8"): string;
}
declare const process: { getBuiltinModule(name: "node:fs"): Files };
const { readFileSync } = process.getBuiltinModule("node:fs");
const bytes = (entry: string) => readFileSync(new URL("obektiv_bg.wasm", import.meta.resolve(entry)));
await initWeb({ module_or_path: bytes("obektiv/web") });
await initSlim({ module_or_path: bytes("obektiv/slim/web") });
await initDocuments({ module_or_path: bytes("obektiv/documents/web") });
await initEffects({ module_or_path: bytes("obektiv/effect/web") });
const works = full.simulate.municipality().results;
const ids = [full, slim, web, slimWeb].map(({ Policy, Results, findAssessment, screen }) => {
  const own = works.map((r) => {
    const { scores, school, classId = null, journalMark = null, municipality = null } = r;
    const { subject, testGrade, year } = r.assessment;
    return new Results(findAssessment(subject, testGrade, year)!, { scores, school, classId, journalMark, municipality });
  });
  return screen(own, { policy: Policy.calibrated1() }).findings.id;
});
if (new Set(ids.map((id) => id.join())).size !== 1) throw new Error("the entries differ");
const reference = full.Reference.fromJson(readFileSync(new URL(import.meta.resolve("obektiv/reference-simulated.json")), "utf8"));
if (reference.schools !== 500) throw new Error("not the simulated reference");
const listed = [effects, effectsWeb].map(({ effect }) => effect.mcnemar({ kept: 12, cleared: 11, new: 3, never: 40 }));
if (listed[0]?.sentence.en !== listed[1]?.sentence.en) throw new Error("the entries of effects differ");
const note = full.plan.example().toJson();
for (const { fromDocx, toDocx } of [documents, documentsWeb]) if (fromDocx(toDocx(note)) !== note) throw new Error("a plan is lost in its document");
console.log(`entries: ${ids.length}, each with ${ids[0]?.length} findings, and ${listed.length} of effects: ${listed[0]?.sentence.en}`);
TEXT
compile_and_run entries
cat entries.txt
