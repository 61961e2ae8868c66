# Sourced by create_video.sh and build_video.sh, with `root` set: the predecessor's options,
# variables and .env, each understood or told. Not a program.
# shellcheck shell=bash

: "${root:?is set by the script that sources this}"

told() { printf '%s\n' "$*" >&2; }

refused() {
  told "$1"
  told "  $2"
  exit 2
}

# Takes our variables from the lines NAME=value of a .env; it is read, and nothing of it is run.
read_env_file() {
  local file=$1 line name value taken='' left=''
  [[ -f $file ]] || return 0
  while IFS= read -r line || [[ -n $line ]]; do
    line=${line%$'\r'}
    [[ $line =~ ^[[:space:]]*(export[[:space:]]+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)$ ]] || continue
    name=${BASH_REMATCH[2]} value=${BASH_REMATCH[3]}
    case $value in
      \"*\"*) value=${value#\"} value=${value%%\"*} ;;
      \'*\'*) value=${value#\'} value=${value%%\'*} ;;
      *) value=${value%%[[:space:]]#*} value=${value%"${value##*[![:space:]]}"} ;;
    esac
    case $name in
      FLAMING_HORSE_* | VIDEO_TOPIC | PROJECTS_BASE_DIR | HF_HOME)
        [[ -z ${!name-} ]] || continue # what the command line sets counts more
        # shellcheck disable=SC2088 # as written in the file
        [[ $value != '~/'* ]] || value=$HOME/${value#'~/'}
        export "$name=$value"
        taken+=" $name"
        ;;
      *) left+=" $name" ;;
    esac
  done <"$file"
  [[ -z $taken ]] || told "from $file:$taken"
  [[ -z $left ]] || told "not read from $file:$left (language models: docs/from-a-topic.md)"
}

# Sets `options` to the arguments as this version has them, and `topic` and `brief` to what they
# name to make a film from.
options=()
topic=''
brief=''
understand_options() {
  local word words
  while (($#)); do
    case $1 in
      --skip-precache | --resume)
        told "$1 is not needed: what is there is kept and gone on with"
        shift
        ;;
      --rerender-final)
        refused "--rerender-final is not an option of this version" \
          "Have all lines spoken again: flaming-horse reset precache_voiceovers PROJECT, then build."
        ;;
      --phase)
        case ${2-} in
          assemble | complete) told "--phase $2 is not needed: a build goes on to the film" ;;
          *)
            refused "--phase ${2-} is not an option of this version: a build goes on to the film" \
              "To look at plan and script on the way: --review, then flaming-horse approve."
            ;;
        esac
        shift 2
        ;;
      --build-args)
        words=()
        while IFS= read -r -d '' word; do
          words+=("$word")
        done < <(printf '%s' "${2-}" | xargs -n 1 printf '%s\0')
        [[ -z ${words[*]-} ]] || understand_options "${words[@]}"
        shift $(($# > 1 ? 2 : 1))
        ;;
      --topic)
        topic=${2-} brief=yes
        options+=("$1" ${2+"$2"})
        shift $(($# > 1 ? 2 : 1))
        ;;
      --script | --slides | --topic=* | --script=* | --slides=*)
        brief=yes
        options+=("$1")
        shift
        ;;
      --projects-dir | --projects-dir=*)
        unset PROJECTS_BASE_DIR
        options+=("$1")
        shift
        ;;
      *)
        options+=("$1")
        shift
        ;;
    esac
  done
}

# Where projects live, under its old name.
understand_projects_dir() {
  [[ -n ${PROJECTS_BASE_DIR-} && -z ${FLAMING_HORSE_PROJECTS_DIR-} ]] || return 0
  export FLAMING_HORSE_PROJECTS_DIR=$PROJECTS_BASE_DIR
  told "projects are in $PROJECTS_BASE_DIR (PROJECTS_BASE_DIR);" \
    "other commands read FLAMING_HORSE_PROJECTS_DIR"
}
