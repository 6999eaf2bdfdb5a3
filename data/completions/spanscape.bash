# bash completion for spanscape

_spanscape ()
{
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]}
  local knobs='--gogc --memlimit --procs --seed --verify --heap-cap --stack-cap --output-cap --break-write-barrier
    --break-deletion-barrier --break-assists --break-proportional-sweep'
  local words=''

  if [ "$COMP_CWORD" -eq 1 ]; then
    words='run render events escape vectors bench help --help --version'
  else
    case $prev in
      --theme) words='light dark high-contrast high-contrast-dark print' ;;
      --palette) words='okabe-ito tol grey' ;;
      --colour-by) words='state sweepgen class occupancy marked owner line age' ;;
      --view) words='window spans timeline inspector board objects fragmentation ribbon output' ;;
      --until | --at | --from | --to) words='end tick: cycle: line: func: event: heap> object:' ;;
      --gogc | --memlimit) words='off' ;;
      *)
        case $command in
          run) words="--gctrace --until --save --memstats --memstats=json --dump-bytecode --help $knobs" ;;
          render) words="-o --view --at --size --scale --theme --palette --colour-by --select --zoom --text-scale --caption --help $knobs" ;;
          events) words="--from --to --kind --json --help $knobs" ;;
          escape) words='-m -m=2 -d=escapemutationscalls --json --check --help' ;;
          vectors) [ "$COMP_CWORD" -eq 2 ] && words='maps pacer pagealloc scavenge sizes' ;;
          help) words='run render events escape vectors bench' ;;
        esac
        ;;
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  case $cur in
    -*) ;;
    *) COMPREPLY+=($(compgen -f -X '!*.@(go|scape|vec|scn)' -- "$cur") $(compgen -d -- "$cur")) ;;
  esac
}
complete -o filenames -F _spanscape spanscape
