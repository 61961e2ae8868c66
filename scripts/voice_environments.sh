#!/usr/bin/env bash
# Make the environments of the cloned voice's engines for the tests, and print where they are.
#
#   eval "$(scripts/voice_environments.sh)"        both engines
#   eval "$(scripts/voice_environments.sh mlx)"    one of them
#
# They lie where `flaming-horse voice prepare` makes them, in the user's data folder, and take
# 0.5 GB (mlx) and 1.6 to 5 GB (qwen). What is there already is not made again.
set -euo pipefail
unset CDPATH

root=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd)
# shellcheck source=scripts/environment.sh
source "$root/scripts/environment.sh"

engines=("$@")
if ((!${#engines[@]})); then engines=(mlx qwen); fi

for engine in "${engines[@]}"; do
  variable=FLAMING_HORSE_TEST_$(tr '[:lower:]' '[:upper:]' <<<"$engine")_PYTHON
  if [[ -x ${!variable-} ]]; then
    python=${!variable}
  else
    python=$("$root/.venv/bin/python" -m flaming_horse_voice.prepare.make "$engine") || {
      printf 'voice_environments.sh: %s is not there; its tests are skipped\n' "$engine" >&2
      continue
    }
  fi
  printf 'export %s=%q\n' "$variable" "$python"
done
