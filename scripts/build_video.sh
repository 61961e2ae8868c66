#!/usr/bin/env bash
# The predecessor's name for `flaming-horse build`: build_video.sh FOLDER [--topic TEXT] [option ...]
set -euo pipefail
unset CDPATH

root=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd)
# shellcheck source=scripts/old_options.sh
source "$root/scripts/old_options.sh"
folder=.
case ${1-} in
  -h | --help)
    sed -n '2s/^# //p' "${BASH_SOURCE[0]}"
    exit 0
    ;;
  '' | -*) ;;
  *)
    folder=$1
    shift
    ;;
esac

read_env_file "$root/.env"
understand_options "$@"
understand_projects_dir
"$root/scripts/setup.sh"
# shellcheck source=scripts/environment.sh
source "$root/scripts/environment.sh"
if [[ -n $topic && ! -f $folder/storyboard.md ]]; then
  exec "$root/.venv/bin/flaming-horse" create "$(basename -- "$folder")" \
    --projects-dir "$(dirname -- "$folder")" "${options[@]}"
fi
if [[ -n $topic ]]; then
  refused "$folder has a storyboard; a topic writes nothing over it" \
    "To build it, leave --topic out; for another film, choose another folder."
fi
exec "$root/.venv/bin/flaming-horse" build "$folder" ${options[@]+"${options[@]}"}
