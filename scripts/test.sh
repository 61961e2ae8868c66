#!/usr/bin/env bash
# Lint, format, types, tests: sets up what is missing, then runs all of them and sums up.
#
#   scripts/test.sh               what CI runs: at most 25 minutes on 2 cores
#   scripts/test.sh --all         the slow tests too: at most 90 minutes
#   scripts/test.sh ARGUMENT...   are handed to pytest: -k timeline, tests/unit, --lf
set -euo pipefail
unset CDPATH

root=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd)
cd -- "$root"

minutes=25
selection=()
case ${1-} in
  -h | --help)
    sed -n '2,6s/^# \{0,1\}//p' scripts/test.sh
    exit 0
    ;;
  --all)
    minutes=90
    selection=(-m 'slow or not slow')
    shift
    ;;
esac

scripts/setup.sh --dev
# shellcheck source=scripts/environment.sh
source "$root/scripts/environment.sh"
python=$root/.venv/bin/python
export PATH=$root/.venv/bin:$PATH

# What the tests find does not depend on how the caller likes Python to write.
unset PYTHONPATH PYTHONHOME PYTHONUNBUFFERED PYTHONDONTWRITEBYTECODE

# The slow tests load real models and run in other projects' environments; what cannot be
# installed here skips its own tests, and says so.
if ((${#selection[@]})); then
  eval "$(scripts/voice_environments.sh)"
  eval "$(PYTHON=$python scripts/voiceover_environments.sh)"
fi

# Node.js comes from its wheel, whatever else is installed, and nobody is asked about updates.
export PYRIGHT_PYTHON_GLOBAL_NODE=0 PYRIGHT_PYTHON_IGNORE_WARNINGS=1

# A test that hangs ends the run here rather than the machine's patience. macOS has no timeout.
limit=()
if command -v timeout >/dev/null; then limit=(timeout -k 30 "$((minutes * 60))"); fi

failed=()
run() {
  local name=$1 began=$SECONDS
  shift
  printf '\n== %s\n' "$name"
  "$@" || failed+=("$name")
  printf '== %s took %d s\n' "$name" "$((SECONDS - began))"
}

run lint "$python" -m ruff check .
run format "$python" -m ruff format --check .
run types "$python" -m pyright
run tests ${limit[@]+"${limit[@]}"} "$python" -m pytest -n 2 --dist loadscope \
  ${selection[@]+"${selection[@]}"} "$@"

if ((${#failed[@]})); then
  printf '\nFailed after %d s: %s\n' "$SECONDS" "${failed[*]}"
  exit 1
fi
printf '\nAll passed in %d s.\n' "$SECONDS"
