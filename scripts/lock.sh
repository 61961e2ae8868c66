#!/usr/bin/env bash
# Writes requirements/*.txt anew from pyproject.toml, with the hash of every file and no address.
#
#   scripts/lock.sh             keeps the versions that are locked, adds what is new
#   scripts/lock.sh --upgrade   takes the newest versions that pyproject.toml allows
#
# Needs uv. uv.lock records the addresses that it downloaded from, so it is never committed.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

if ! command -v uv >/dev/null; then
  printf 'uv is needed to lock the requirements.\n  Install it with: pip install uv\n' >&2
  exit 3
fi

uv lock --quiet "$@"

fresh=$(mktemp -d "$root/requirements/.fresh.XXXXXX")
trap 'rm -rf "$fresh"' EXIT

export_group() {
  local name=$1
  shift
  uv export --quiet --locked --no-emit-project --no-header --no-annotate "$@" >"$fresh/$name.txt"
}
export_group base --no-dev
export_group dev --only-group dev
export_group build --only-group build

for file in "$fresh"/*.txt; do
  if grep -nE '[a-z+]+://|^-' "$file" >&2; then
    printf '%s: a lock holds names, versions and hashes, no addresses and no options.\n' \
      "$(basename "$file")" >&2
    exit 1
  fi
done

mv "$fresh"/*.txt requirements/
printf 'Wrote requirements/base.txt, dev.txt and build.txt.\n'
