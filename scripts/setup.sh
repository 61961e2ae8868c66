#!/usr/bin/env bash
# Sets up what Flaming Horse needs and is not there yet; says nothing when all is there.
#
#   scripts/setup.sh         what making a film needs
#   scripts/setup.sh --dev   and what the tests need
#
# System packages come from apt-get (or Homebrew), libraries from requirements/*.txt with their
# hashes, into .venv. Exit codes: 0 all is there, 3 something is not installed (and what to type).
# Everything is printed to stderr, so that the output of what runs next stays clean.
set -euo pipefail
unset CDPATH PYTHONHOME PYTHONPATH PIP_USER PIP_TARGET PIP_PREFIX PIP_REQUIRE_HASHES

root=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd)
venv=$root/.venv
log=$root/log/setup.log
not_installed=3
kilobytes_needed=2500000 # measured on Debian 12: 1.5 GB, with the test tools 1.8, and downloads

dev=no
case ${1-} in
  '') ;;
  --dev) dev=yes ;;
  *)
    printf 'Usage: %s [--dev]\n' "$0" >&2
    exit 2
    ;;
esac

say() { printf '%s\n' "$*" >&2; }

# fail WHAT REMEDY...: what happened, and what to do about it, line by line.
fail() {
  say "$1"
  shift
  printf '  %s\n' "$@" >&2
  exit "$not_installed"
}

digest() {
  if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -d ' ' -f 1
}

# wanted NAME FILE...: what .venv/.setup-NAME holds once these files are installed. It depends on
# the folder, because a virtual environment that was moved is broken.
wanted() {
  shift
  { printf '%s\n' "$root" && cat -- "$@"; } | digest
}

# is_done NAME FILE...
is_done() {
  [[ -f $venv/.setup-$1 && $(<"$venv/.setup-$1") == "$(wanted "$@")" ]]
}

# mark_done NAME FILE...: written beside and renamed, so that a killed set-up is never "done".
mark_done() {
  wanted "$@" >"$venv/.setup-$1.part"
  mv -f -- "$venv/.setup-$1.part" "$venv/.setup-$1"
}

build_files=("$root/requirements/build.txt")
base_files=("$root/requirements/build.txt" "$root/requirements/base.txt")
dev_files=("${base_files[@]}" "$root/requirements/dev.txt")
project_files=("$root/pyproject.toml" "$root/requirements/build.txt")

all_is_there() {
  [[ -x $venv/bin/python && -x $venv/bin/flaming-horse ]] &&
    is_done base "${base_files[@]}" && is_done project "${project_files[@]}" &&
    { [[ $dev == no ]] || is_done dev "${dev_files[@]}"; }
}

# The part above is all that a second call runs: keep it quick.
if all_is_there; then exit 0; fi

# shellcheck source=scripts/environment.sh
source "$root/scripts/environment.sh" # pip keeps its downloads in the cache that this names

# step DOING EXPECTED COMMAND...: runs it with its output in the log and the seconds on screen.
step() {
  local doing=$1 expected=$2 began=$SECONDS ticker='' status=0
  shift 2
  printf -- '\n== %s: %s\n' "$doing" "$*" >>"$log"
  if [[ -t 2 ]]; then
    (while sleep 1 && kill -0 "$$" 2>/dev/null; do
      printf '\r  %-46s %4d s  (%s)' "$doing" "$((SECONDS - began))" "$expected" >&2
    done) &
    ticker=$!
  else
    say "  $doing ($expected)"
  fi
  "$@" >>"$log" 2>&1 </dev/null || status=$?
  if [[ -n $ticker ]]; then
    kill "$ticker" 2>/dev/null || true
    wait "$ticker" 2>/dev/null || true
    printf '\r\033[K' >&2
  fi
  if ((status != 0)); then
    return "$status"
  fi
  if [[ -n $ticker ]]; then
    printf '  %-46s %4d s\n' "$doing" "$((SECONDS - began))" >&2
  else
    printf '  done after %d s\n' "$((SECONDS - began))" >&2
  fi
}

# stopped WHAT: a step failed; its last words, and what to do.
stopped() {
  say "$1 The last lines of $log:"
  tail -n 8 -- "$log" | sed 's/^/  | /' >&2
  fail 'The set-up stopped.' \
    'Run the same command again: it goes on where it stopped (a lost network is the usual reason).' \
    "If it stops at the same place, the whole log is in $log"
}

# --- Python ---------------------------------------------------------------------------------

# kokoro-onnx, the embedded voice, has no release for Python 3.14 and newer.
is_fitting() {
  "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' >/dev/null 2>&1
}

find_python() {
  local name
  # 3.12 after 3.11: pocketsphinx, which listens to cloned voices, comes compiled for 3.11 and 3.13.
  for name in python3.13 python3.11 python3.12 python3; do
    # Asking it also leaves out launchers of version managers that have nothing to launch.
    if command -v "$name" >/dev/null && is_fitting "$name"; then
      command -v "$name"
      return
    fi
  done
  return 1
}

# What this system has instead of a Python that fits, and why it does not.
no_python() {
  local found='none'
  command -v python3 >/dev/null && found=$(python3 -c 'import platform as p; print(p.python_version())' 2>/dev/null || printf none)
  fail "Python 3.11, 3.12 or 3.13 is needed, and this system has $found." \
    'Python 3.14 is too new: the embedded voice (kokoro-onnx) has no release for it yet.' \
    'Install one beside it (Debian 12 has 3.11 as python3; brew install python@3.13), then run the same command again.'
}

# --- System packages ------------------------------------------------------------------------

has_library() { command -v pkg-config >/dev/null && pkg-config --exists "$1"; }
has_venv() { "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; }
has_headers() {
  "$1" -c 'import os, sys, sysconfig as s
sys.exit(not os.path.exists(os.path.join(s.get_path("include"), "Python.h")))' >/dev/null 2>&1
}

# The name that Debian gives to a part of this Python: python3-dev for its own, python3.13-dev.
debian_python() {
  local python=$1 part=$2
  case $python in
    */python3) printf 'python3-%s' "$part" ;;
    *) printf '%s-%s' "${python##*/}" "$part" ;;
  esac
}

# What is missing, one package a line, in Debian's names.
missing_debian_packages() {
  local python
  if python=$(find_python); then
    has_venv "$python" || printf '%s\n' "$(debian_python "$python" venv)"
    has_headers "$python" || printf '%s\n' "$(debian_python "$python" dev)"
  else
    printf '%s\n' python3 python3-venv python3-dev
  fi
  command -v cc >/dev/null || printf '%s\n' gcc libc6-dev
  command -v pkg-config >/dev/null || printf '%s\n' pkg-config
  has_library cairo || printf '%s\n' libcairo2-dev
  has_library pangocairo || printf '%s\n' libpango1.0-dev
}

missing_brew_packages() {
  find_python >/dev/null || printf '%s\n' python@3.13
  command -v pkg-config >/dev/null || printf '%s\n' pkg-config
  has_library cairo || printf '%s\n' cairo
  has_library pangocairo || printf '%s\n' pango
}

is_root() { [[ $(id -u) == 0 ]]; }

apt_install() {
  local as_root=()
  is_root || as_root=(sudo -n)
  local apt=(${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive
    apt-get -q -o DPkg::Lock::Timeout=300)
  "${apt[@]}" update && "${apt[@]}" install --yes --no-install-recommends "$@"
}

may_use_apt() {
  is_root || { command -v sudo >/dev/null && sudo -n true 2>/dev/null; }
}

install_debian_packages() {
  local packages
  IFS=$'\n' read -r -d '' -a packages < <(missing_debian_packages && printf '\0') || true
  if ((${#packages[@]} == 0)); then return; fi
  if ! may_use_apt; then
    fail 'These system packages are missing, and installing them needs your password. Type:' \
      "sudo apt-get update && sudo apt-get install --no-install-recommends ${packages[*]}" \
      'and then the same command again.'
  fi
  say "  system packages: ${packages[*]}"
  step 'installing system packages' 'about a minute' apt_install "${packages[@]}" ||
    stopped 'apt-get could not install the system packages.'
}

# Not needed for films of one's own: without it the set-up goes on, and says so.
install_sandbox() {
  if command -v bwrap >/dev/null; then return; fi
  if may_use_apt && step 'installing bubblewrap' 'seconds' apt_install bubblewrap; then return; fi
  say '  bubblewrap is not there: it keeps code of other people away from your files.' \
    'For films of your own it is not needed. To get it: sudo apt-get install bubblewrap'
}

# onnxruntime, which the embedded voice runs on, comes for Apple silicon and macOS 14 alone.
check_macos() {
  local version
  version=$(sw_vers -productVersion 2>/dev/null || printf 0)
  [[ $(uname -m) == arm64 ]] || fail 'A Mac with Apple silicon is needed, and this is one with Intel.' \
    'On Apple silicon: open a terminal that does not run in Rosetta, then run the same command again.'
  if ((${version%%.*} < 14)); then
    fail "macOS 14 or newer is needed, and this is macOS $version." 'Update macOS, then run the same command again.'
  fi
}

install_brew_packages() {
  local packages
  IFS=$'\n' read -r -d '' -a packages < <(missing_brew_packages && printf '\0') || true
  command -v cc >/dev/null || fail "Apple's command line tools are missing. Type:" \
    'xcode-select --install' 'and then the same command again.'
  if ((${#packages[@]} == 0)); then return; fi
  if ! command -v brew >/dev/null; then
    fail "These packages are missing: ${packages[*]}" \
      'Install Homebrew (its home page says how), then run the same command again.'
  fi
  step "installing ${packages[*]}" 'a few minutes' brew install "${packages[@]}" ||
    stopped 'Homebrew could not install the packages.'
}

install_system_packages() {
  if [[ $(uname -s) == Darwin ]]; then
    check_macos
    install_brew_packages
  elif command -v apt-get >/dev/null; then
    install_debian_packages
    install_sandbox
  elif [[ -n $(missing_debian_packages) ]]; then
    fail 'These are missing (in the names that Debian gives them):' \
      "$(missing_debian_packages | tr '\n' ' ')" \
      'Install them with the package manager of this system, then run the same command again.'
  fi
}

# --- Libraries ------------------------------------------------------------------------------

# Renamed first: one that is half deleted must not be taken for one that is there.
remove_venv() {
  mv -- "$venv" "$venv.gone.$$"
  rm -rf -- "$venv".gone.*
}

make_venv() {
  local python=$1
  # A virtual environment that an interrupted set-up or a removed Python left behind has no pip.
  if [[ -e $venv ]] && ! { "$venv/bin/python" -m pip --version && is_fitting "$venv/bin/python"; } \
    >>"$log" 2>&1; then
    remove_venv
  fi
  # pip takes a package for installed whose files were only half written when it was killed.
  if [[ -e $venv/.setup-at-work ]]; then
    say '  the last set-up was cut off: making .venv anew (downloads are kept)'
    remove_venv
  fi
  # One that was moved here keeps the old folder in its programs.
  if [[ -f $venv/.setup-folder && $(<"$venv/.setup-folder") != "$root" ]]; then
    remove_venv
  fi
  if [[ ! -e $venv ]]; then
    step "making .venv with Python $("$python" -c 'import platform as p; print(p.python_version())')" \
      'seconds' "$python" -m venv "$venv" || stopped 'Python could not make .venv.'
  fi
  printf '%s\n' "$root" >"$venv/.setup-folder"
}

# with_pip DOING EXPECTED ARGUMENT...: the mark stays only when this is killed, see make_venv.
with_pip() {
  local status=0 doing=$1 expected=$2
  shift 2
  : >"$venv/.setup-at-work"
  step "$doing" "$expected" pip_install "$@" || status=$?
  rm -f -- "$venv/.setup-at-work"
  return "$status"
}

# The build tools are locked and installed first; builds find them on PATH and fetch nothing.
pip_install() {
  PATH=$venv/bin:$PATH "$venv/bin/python" -m pip install --disable-pip-version-check --no-input \
    --no-build-isolation --no-deps "$@"
}

# install NAME DOING EXPECTED FILE...: the last file is what is installed now.
install() {
  local name=$1 doing=$2 expected=$3
  shift 3
  if is_done "$name" "$@"; then return; fi
  with_pip "$doing" "$expected" --require-hashes -r "${!#}" ||
    stopped 'pip could not install the libraries.'
  mark_done "$name" "$@"
}

install_project() {
  if is_done project "${project_files[@]}" && [[ -x $venv/bin/flaming-horse ]]; then return; fi
  with_pip 'installing flaming-horse itself' 'seconds' --editable "$root" ||
    stopped 'pip could not install flaming-horse.'
  mark_done project "${project_files[@]}"
}

check_disk() {
  local free
  free=$(df -Pk -- "$root" | awk 'NR == 2 { print $4 }')
  if [[ ! -e $venv/.setup-base ]] && ((free < kilobytes_needed)); then
    fail "The disk with $root has $((free / 1000)) MB free; the set-up needs $((kilobytes_needed / 1000))." \
      'Make room, then run the same command again.'
  fi
}

# Two set-ups at once would disturb each other; the second waits. macOS has no flock.
wait_for_other_setup() {
  command -v flock >/dev/null || return 0
  exec 9<"$root/scripts/setup.sh"
  if ! flock -n 9; then
    say 'Another set-up is at work here; waiting for it.'
    flock 9
  fi
}

main() {
  if ! { mkdir -p -- "$root/log" && : >>"$log"; } 2>/dev/null; then
    fail "Nothing can be written in $root." 'Copy the folder to a place of your own and call it there.'
  fi
  wait_for_other_setup
  if all_is_there; then return; fi
  date >"$log"
  check_disk
  say 'Setting up Flaming Horse: once, two to six minutes, most of it downloads.'
  install_system_packages
  local python
  python=$(find_python) || no_python
  make_venv "$python"
  install build 'installing build tools' 'seconds' "${build_files[@]}"
  install base 'installing libraries and the voice' 'one to three minutes' "${base_files[@]}"
  if [[ $dev == yes ]]; then
    install dev 'installing test tools' 'half a minute' "${dev_files[@]}"
  fi
  install_project
  say "Set up in $SECONDS s. The log is $log"
}

main
