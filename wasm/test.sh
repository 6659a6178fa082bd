#!/usr/bin/env bash
# Builds the package and runs all its tests: in Node, of the types, of its size, and of the page in a browser.
set -euo pipefail
cd "$(dirname "$0")"
bash build.sh
node --test --test-reporter=spec tests/*.test.mjs
node_modules/.bin/tsc -p tests/tsconfig.json
echo "types: the whole surface compiles with tsc --strict"

gate() { # gate WHAT FILE LARGEST-GZIP-BYTES
  local raw zipped
  raw=$(wc -c <"$2")
  zipped=$(gzip -9c "$2" | wc -c)
  echo "size $1: $((raw / 1000)) kB, gzip $((zipped / 1000)) kB (at most $(($3 / 1000)))"
  [ "$zipped" -le "$3" ]
}
gate "slim, without workbooks and reports" pkg/slim/web/obektiv_bg.wasm 250000
gate "effects and designs alone" pkg/effect/web/obektiv_bg.wasm 250000
gate "documents alone" pkg/documents/web/obektiv_bg.wasm 950000
gate "with all" pkg/web/obektiv_bg.wasm 1750000

browser() { command -v chromium || command -v google-chrome; }
if ! browser >/dev/null; then
  as_root=(); [ "$(id -u)" = 0 ] || as_root=(sudo)
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" apt-get install -y -qq --no-install-recommends chromium >/dev/null
fi
CHROMIUM=$(browser) node --test --test-reporter=spec demo/test.mjs
