#compdef signet
# Completion of signet for zsh. What was typed is taken apart by the shell and never
# evaluated: names on a server are anybody's.

_signet() {
    emulate -L zsh
    local out directive line value tab=$'\t'
    local -a args values shown options
    args=("${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}")
    out=$("${(Q)words[1]/#\~\//$HOME/}" __complete "${args[@]}" </dev/null 2>/dev/null) || return 1
    directive=${out##*:} out=${out%:*}
    [[ $directive == <-> ]] || return 1
    (( directive & 1 )) && return 1
    [[ $PREFIX == -*=* ]] && compset -P 1 '*=' # a value behind = is completed by itself
    for line in "${(@f)out}"; do
        [[ -n $line ]] || continue
        value=${line%%$tab*}
        values+=("$value")
        if [[ $line == *$tab* ]]; then
            shown+=("$value  -- ${line#*$tab}")
        else
            shown+=("$value")
        fi
    done
    if (( $#values == 0 )); then
        (( directive & 4 )) && return 1
        _files
        return
    fi
    (( directive & 2 )) && options+=(-S '')
    (( directive & 32 )) && options+=(-V signet)
    compadd "${options[@]}" -l -d shown -a values # unquoted, an empty suffix would go missing
}

if [[ $funcstack[1] == _signet ]]; then
    _signet "$@"
else
    compdef _signet signet
fi
