#!/usr/bin/env bash
# From a topic or a script to a film: sets up what is missing, then makes it.
set -euo pipefail
unset CDPATH

root=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd)

# shellcheck source=scripts/old_options.sh
source "$root/scripts/old_options.sh"

usage() {
  cat <<'TEXT'
Usage: create_video.sh NAME (--topic TEXT | --script FILE | --slides FILE) [option ...]
       create_video.sh NAME [option ...]    goes on with the project of that name

  create_video.sh speaking-sounds-check --topic "Create a short video performing speaking sounds check."
  create_video.sh my-film --script my-storyboard.md --quality draft

The film and all it is made from go to projects/NAME in the folder you are in.
The first call installs what is missing. All options: .venv/bin/flaming-horse create --help
TEXT
}

case ${1-} in
  '')
    usage >&2
    exit 2
    ;;
  -h | --help)
    usage
    exit 0
    ;;
esac

name=$1
shift
read_env_file "$root/.env"
understand_options "$@"
understand_projects_dir
folder=${FLAMING_HORSE_PROJECTS_DIR:-projects}/$name
if [[ -z $brief && -n ${VIDEO_TOPIC-} && ! -e $folder ]]; then
  told "the topic is from VIDEO_TOPIC: $VIDEO_TOPIC"
  options+=(--topic "$VIDEO_TOPIC")
fi

"$root/scripts/setup.sh"
# shellcheck source=scripts/environment.sh
source "$root/scripts/environment.sh"
exec "$root/.venv/bin/flaming-horse" create "$name" ${options[@]+"${options[@]}"}
