#!/usr/bin/env bash
# Makes two environments with this package beside one of Manim's voice add-ons each, as their users
# have them, and says how the tests find them.
#
#   scripts/voiceover_environments.sh [FOLDER]     default: .home/voiceover in the checkout
set -euo pipefail
unset CDPATH

root=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd)

case ${1-} in
  -h | --help)
    sed -n '2,6s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
    exit 0
    ;;
esac
folder=${1:-$root/.home/voiceover}
python=${PYTHON:-python3}

# What the package itself needs, read from pyproject.toml: the add-ons bring no voice of ours.
needed() {
  "$python" - "$root/pyproject.toml" <<'PY'
import sys, tomllib
with open(sys.argv[1], "rb") as file:
    project = tomllib.load(file)
print(*project["project"]["dependencies"], *project["build-system"]["requires"], "editables", sep="\n")
PY
}

install() {
  local name=$1 addon=$2
  if [[ ! -x $folder/$name/bin/python ]]; then "$python" -m venv "$folder/$name"; fi || return
  needed >"$folder/needed.txt" || return
  # setuptools below 81: the add-ons still import pkg_resources
  "$folder/$name/bin/python" -m pip install -q "$addon" 'setuptools<81' \
    -r "$folder/needed.txt" || return
  "$folder/$name/bin/python" -m pip install -q --no-deps --no-build-isolation -e "$root"
}

# make VARIABLE NAME ADDON: what is printed is for the shell that evaluates it.
make() {
  local variable=$1 name=$2
  if install "$name" "$3" >&2; then
    printf 'export %s=%q\n' "$variable" "$folder/$name/bin/python"
  else
    printf 'voiceover_environments.sh: %s is not there; its tests are skipped\n' "$name" >&2
  fi
}

mkdir -p -- "$folder"
make FLAMING_HORSE_TEST_MANIM_VOICEOVER manim-voiceover manim-voiceover==0.4.0
make FLAMING_HORSE_TEST_MANIM_VOICEOVER_PLUS manim-voiceover-plus manim-voiceover-plus==0.6.9
rm -f -- "$folder/needed.txt"
