import { programNames } from '../program-names.ts';

const names = programNames.join(' ');

/**
 * What a shell reads to complete the words of cps-tools: it asks the program itself at each TAB. A line of a TAB and "files" in the
 * answer stands for the files of the disk.
 */
export const completionScripts = {
  bash: `# Completion of cps-tools for bash. In ~/.bashrc: source <(cps-tools completion bash)
_cps_complete() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ $line == $'\\tfiles' ]]; then
      type compopt >/dev/null 2>&1 && compopt -o default
      return
    fi
    COMPREPLY+=("$line")
  done < <("\${1/#\\~/$HOME}" complete bash -- "\${COMP_LINE:0:COMP_POINT}" "$2" </dev/null 2>/dev/null)
}
if type compopt >/dev/null 2>&1; then
  complete -F _cps_complete ${names}
else
  complete -o default -F _cps_complete ${names}
fi
`,
  zsh: `#compdef ${names}
# Completion of cps-tools for zsh. In ~/.zshrc, behind compinit: source <(cps-tools completion zsh)
_cps_complete() {
  local line
  local -a values shown
  for line in "\${(@f)$("\${(Q)words[1]/#\\~/$HOME}" complete zsh -- "\${(@Q)words[2,CURRENT]}" </dev/null 2>/dev/null)}"; do
    if [[ $line == $'\\tfiles' ]]; then
      _files
      return
    fi
    [[ -n $line ]] || continue
    values+=("\${line%%$'\\t'*}")
    shown+=("\${line/$'\\t'/  }")
  done
  (( $#values )) && compadd -l -d shown -a values
}
if [[ "\${funcstack[1]}" == _cps* ]]; then
  _cps_complete "$@"
else
  compdef _cps_complete ${names}
fi
`,
  fish: `# Completion of cps-tools for fish. Once: cps-tools completion fish > ~/.config/fish/completions/cps-tools.fish
function __cps_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l program $words[1]
    set -e words[1]
    for line in ($program complete fish -- $words "$current" </dev/null 2>/dev/null)
        if test "$line" = \\tfiles
            __fish_complete_path "$current"
        else
            echo $line
        end
    end
end
for program in ${names}
    complete -c $program -f -a '(__cps_complete)'
end
`,
} as const;
