#!/usr/bin/env bash
# Builds the npm package into wasm/pkg, setting up what it needs. Quick when nothing has changed.
#   wasm/build.sh                  build
#   wasm/build.sh --accept-types   build, and take the generated declarations over into wasm/obektiv.d.ts
# The documentation of what is carried over by hand is Python's, read from python/: if that alone has changed, only the declarations are
# written anew.
set -euo pipefail
cd "$(dirname "$0")/.."
target=wasm32-unknown-unknown
cache="$PWD/.cache"
mkdir -p "$cache"
# shellcheck source=tools/no-paths.sh
source tools/no-paths.sh
# npm packs what stands beside package.json.
cp LICENSE-APACHE LICENSE-MIT wasm/

# The declarations as wasm-bindgen writes them, from which ours are made.
declared="$cache/declarations"

declarations() {
  local kind part functions
  for kind in {,slim/,effect/,documents/}{bundler,web,node}; do
    part=${kind%/*}; [ "$part" != "$kind" ] || part=full
    functions=wasm/js/$part/functions.d.ts
    [ -f "$functions" ] || functions=/dev/null
    node wasm/js/declarations.mjs "$declared/$kind.d.ts" "$functions" "wasm/pkg/$kind/obektiv.d.ts"
  done
  if [ "${1:-}" = --accept-types ]; then cp wasm/pkg/node/obektiv.d.ts wasm/obektiv.d.ts; fi
}

sources() {
  find core/src core/data core/Cargo.toml derive Cargo.toml Cargo.lock \
    wasm/src wasm/js/*.js wasm/js/*/*.js wasm/Cargo.toml wasm/package-lock.json wasm/build.sh tools/no-paths.sh -type f -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum
}
stamp=$(sources)
if [ -f wasm/pkg/stamp ] && [ -f "$declared/node.d.ts" ] && [ "$stamp" = "$(cat wasm/pkg/stamp)" ]; then
  echo "wasm/pkg is up to date"
  declarations "$@"
  exit 0
fi

# --- the compiler: rustup's target, else the system's compiler with the library's source
has_target() { [ -d "$(rustc --print sysroot 2>/dev/null)/lib/rustlib/$target/lib" ]; }
if ! has_target && command -v rustup >/dev/null; then
  timeout 120 rustup target add "$target" >/dev/null 2>&1 || true
fi
if ! has_target; then
  missing=()
  for package in rustc-web cargo-web rust-web-src lld-19; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  if [ ${#missing[@]} -gt 0 ]; then
    as_root=(); [ "$(id -u)" = 0 ] || as_root=(sudo)
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  fi
fi

build() { # build FEATURES INLINE_THRESHOLD
  local args=(-p obektiv-wasm --lib --profile wasm-release --target "$target" --target-dir target/wasm
    --no-default-features --features "$1" --locked)
  # All is put together, and so inlined, in the last step.
  local last=(-- -C "llvm-args=-inline-threshold=$2")
  CARGO_ENCODED_RUSTFLAGS=$(no_paths -C target-feature=+simd128)
  export CARGO_ENCODED_RUSTFLAGS
  if has_target; then
    cargo rustc "${args[@]}" "${last[@]}"
  else
    RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld-19 \
      /usr/bin/cargo rustc -Zbuild-std=std,panic_abort "${args[@]}" "${last[@]}"
  fi
}

# --- wasm-bindgen's command line tool, of the version that the lock file has
version=$(grep -A1 '^name = "wasm-bindgen"$' Cargo.lock | sed -n 's/version = "\(.*\)"/\1/p')
bindgen="$cache/wasm-bindgen/bin/wasm-bindgen"
if [ "$("$bindgen" --version 2>/dev/null)" != "wasm-bindgen $version" ]; then
  # Its own lock file may name a version that is not to be had; then the newest fitting ones do.
  install=(cargo install wasm-bindgen-cli --version "=$version" --root "$cache/wasm-bindgen" --force --quiet)
  "${install[@]}" --locked 2>/dev/null || "${install[@]}"
fi

# --- wasm-opt and TypeScript
if ! cmp -s wasm/package-lock.json wasm/node_modules/.locked; then
  (cd wasm && npm ci --no-progress >/dev/null && cp package-lock.json node_modules/.locked)
fi

# What the compiler uses. All features at once would let wasm-opt write what today's engines cannot read.
features=(--enable-{bulk-memory,bulk-memory-opt,call-indirect-overlong,multivalue,mutable-globals}
  --enable-{nontrapping-float-to-int,reference-types,sign-ext,simd})

package() { # package FOLDER FEATURES INLINE_THRESHOLD
  local folder=$1 built=target/wasm/$target/wasm-release/obektiv_wasm.wasm name kind part=full index=wasm/js/index
  [ "$folder" = wasm/pkg ] || part=${folder##*/}
  [ ! -f "wasm/js/$part/index.js" ] || index=wasm/js/$part/index
  build "$2" "$3"
  for name in bundler web node; do
    kind=$name; [ "$name" != node ] || kind=experimental-nodejs-module
    "$bindgen" "$built" --target "$kind" --out-dir "$folder/$name" --out-name obektiv
    rm -f "$folder/$name/package.json" "$folder/$name/obektiv_bg.wasm.d.ts" "$folder/$name/.gitignore"
    cp wasm/js/surface.js "$folder/$name/"
    [ ! -f "wasm/js/$part/functions.js" ] || cp "wasm/js/$part/functions.js" "$folder/$name/"
    cp "$index$([ "$name" = web ] && echo .web).js" "$folder/$name/index.js"
    # The three kinds differ in their JavaScript alone; Node's reads the bundlers' module. That for browsers
    # keeps its own, since its folder may be all that a server has.
    case $name in
    bundler)
      mv "$folder/bundler/obektiv_bg.wasm" "$folder/plain.wasm"
      # Functions stand in the order of their names and are not put into one another again: what is compiled once for
      # each type is alike, stands together, and is packed by a seventh smaller.
      wasm/node_modules/.bin/wasm-opt -g -Os -ocimfs 0 -aimfs 0 -fimfs 0 --reorder-functions-by-name "${features[@]}" \
        "$folder/plain.wasm" -o "$folder/named.wasm"
      # The names themselves are known to go in a run without -g only.
      wasm/node_modules/.bin/wasm-opt --strip-debug "${features[@]}" "$folder/named.wasm" \
        -o "$folder/bundler/obektiv_bg.wasm"
      rm "$folder/named.wasm"
      ;;
    web)
      cmp "$folder/web/obektiv_bg.wasm" "$folder/plain.wasm"
      cp "$folder/bundler/obektiv_bg.wasm" "$folder/web/"
      ;;
    node)
      cmp "$folder/node/obektiv_bg.wasm" "$folder/plain.wasm"
      rm "$folder/node/obektiv_bg.wasm"
      sed -i "s|new URL('obektiv_bg.wasm'|new URL('../bundler/obektiv_bg.wasm'|" "$folder/node/obektiv.js"
      grep -q "'../bundler/obektiv_bg.wasm'" "$folder/node/obektiv.js"
      ;;
    esac
    mkdir -p "$declared/${folder#wasm/pkg}"
    mv "$folder/$name/obektiv.d.ts" "$declared/${folder#wasm/pkg}/$name.d.ts"
  done
  rm "$folder/plain.wasm"
}
rm -rf wasm/pkg "$declared"
# The small packages are built for size alone; in the large one more is inlined, which makes it faster. Two and two have
# the core with the same features, so that it is compiled once for both: what a package does not call is left out of it
# at last.
package wasm/pkg/slim csv,obektiv/effects 15
package wasm/pkg/effect effect,obektiv/csv 15
package wasm/pkg/documents documents,obektiv/combinations,obektiv/csv,obektiv/exact-json,obektiv/identify,obektiv/persons,obektiv/signs 15
package wasm/pkg csv,report,signs,xlsx,obektiv/documents 75
cp core/data/reference-simulated.json wasm/pkg/
echo "$stamp" >wasm/pkg/stamp
declarations "$@"
echo "built wasm/pkg"
