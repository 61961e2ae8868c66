# Sourced by setup.sh, create_video.sh and test.sh, with `root` set. Not a program.
# shellcheck shell=bash

: "${root:?is set by the script that sources this}"

# Without a home that can be written (a service, a CI job) caches stay in the checkout.
if ! { mkdir -p -- "${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}" &&
  [[ -w ${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache} ]]; } 2>/dev/null; then
  export XDG_CACHE_HOME=$root/.home/cache XDG_DATA_HOME=$root/.home/data
  mkdir -p -- "$XDG_CACHE_HOME" "$XDG_DATA_HOME"
fi
