#!/usr/bin/env bash
# The predecessor's name for `flaming-horse build`: build_video.sh FOLDER [--topic TEXT] [option ...]
set -euo pipefail
unset CDPATH

root=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd)
folder=${1:-.}
case $folder in
  -h | --help)
    sed -n '2s/^# //p' "${BASH_SOURCE[0]}"
    exit 0
    ;;
esac
shift || true

"$root/scripts/setup.sh"
# shellcheck source=scripts/environment.sh
source "$root/scripts/environment.sh"
if [[ ! -f $folder/storyboard.md && " $* " == *" --topic "* ]]; then
  exec "$root/.venv/bin/flaming-horse" create "$(basename -- "$folder")" \
    --projects-dir "$(dirname -- "$folder")" "$@"
fi
exec "$root/.venv/bin/flaming-horse" build "$folder" "$@"
