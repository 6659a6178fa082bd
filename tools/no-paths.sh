# Sourced: so that what is built names no folder of the machine that built it.

# Flags of rustc, as CARGO_ENCODED_RUSTFLAGS holds them: any given, and those that shorten paths.
no_paths() {
    local IFS=$'\x1f' crates=${CARGO_HOME:-$HOME/.cargo}/registry/src
    local flags=("$@" "--remap-path-prefix=$crates=crates" "--remap-path-prefix=$PWD=obektiv")
    echo "${flags[*]}"
}

# Fails for a file below these that names a folder of this machine.
names_no_folder() {
    local named
    named=$(grep -raolF -e "${CARGO_HOME:-$HOME/.cargo}/" -e "$PWD/" "$@" || true)
    [ -z "$named" ] || { echo "these name folders of this machine: $named" >&2; return 1; }
}
