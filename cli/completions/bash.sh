# Completion of signet for bash, without bash-completion. What was typed is taken
# apart here and never evaluated: names on a server are anybody's.

# Splits what was typed up to the cursor into _signet_words, as the shell would hand
# them over; the last one is the one to complete. _signet_head is how many of its
# characters stand before what readline replaces, _signet_quote the quote that is open.
_signet_split() {
    local line=$1 c i=0 n=${#1} word='' any='' quote=''
    _signet_words=() _signet_head=0
    while ((i < n)); do
        c=${line:i:1}
        ((i += 1))
        if [[ $quote == "'" ]]; then
            if [[ $c == "'" ]]; then quote='' _signet_head=${#word}; else word+=$c; fi
        elif [[ $quote == '"' ]]; then
            if [[ $c == '"' ]]; then
                quote='' _signet_head=${#word}
            elif [[ $c == \\ && ${line:i:1} == [\\\"\$\`] ]]; then
                word+=${line:i:1}
                ((i += 1))
            else
                word+=$c
            fi
        elif [[ $c == \\ ]]; then
            word+=${line:i:1} any=1
            ((i += 1))
        elif [[ $c == [\'\"] ]]; then
            quote=$c any=1 _signet_head=${#word}
        elif [[ $c == [[:space:]] ]]; then
            [[ -n $word$any ]] && _signet_words+=("$word")
            word='' any='' _signet_head=0
        else
            word+=$c any=1
            [[ $COMP_WORDBREAKS == *"$c"* ]] && _signet_head=${#word}
        fi
    done
    _signet_words+=("$word") _signet_quote=$quote
}

# Writes $1 into _signet_text so that it is read as it is, within the open quote.
_signet_escape() {
    local text=$1 c i
    _signet_text=''
    for ((i = 0; i < ${#text}; i++)); do
        c=${text:i:1}
        case $_signet_quote in
        "'") [[ $c == "'" ]] && c="'\\''" ;;
        '"') # ! would be replaced by the history: it stands outside of the quotes
            if [[ $c == '!' ]]; then c='"\!"'; elif [[ $c == [\\\"\$\`] ]]; then c="\\$c"; fi ;;
        *) [[ $c == [[:space:]\\\'\"\`\$\&\|\;\<\>\(\)\{\}\[\]\*\?\#\!\~\^] ]] && c="\\$c" ;;
        esac
        _signet_text+=$c
    done
}

_signet() {
    local _signet_words _signet_head _signet_quote _signet_text
    local out directive line value cur before='' common i program tab=$'\t'
    local -a lines=() values=() shown=()
    COMPREPLY=()
    _signet_split "${COMP_LINE:0:COMP_POINT}"
    cur=${_signet_words[${#_signet_words[@]} - 1]}
    program=${_signet_words[0]/#\~\//$HOME/}
    out=$("$program" __complete "${_signet_words[@]:1}" </dev/null 2>/dev/null) || return
    directive=${out##*:} out=${out%:*}
    [[ $directive =~ ^[0-9]+$ ]] || return
    while IFS= read -r line; do [[ -n $line ]] && lines+=("$line"); done <<<"$out"
    ((directive & 1)) && return
    [[ $cur == -*=* ]] && before=${cur%%=*}= # the answer is the value behind it
    for line in ${lines[@]+"${lines[@]}"}; do
        line=$before$line
        value=${line%%"$tab"*}
        [[ ${value:0:${#cur}} == "$cur" ]] || continue
        values+=("$value")
        if [[ $line == *"$tab"* ]]; then shown+=("$value  (${line#*"$tab"})"); else shown+=("$value"); fi
    done
    if ((${#values[@]} == 0)); then
        ((directive & 4)) && compopt +o default +o bashdefault 2>/dev/null
        return
    fi
    compopt +o default +o bashdefault 2>/dev/null
    ((directive & 2)) && compopt -o nospace 2>/dev/null
    if ((COMP_TYPE == 37 || COMP_TYPE == 42)); then # they are inserted one after the other
        for value in "${values[@]}"; do
            _signet_escape "${value:_signet_head}"
            COMPREPLY+=("$_signet_text")
        done
        return
    fi
    common=${values[0]}
    for value in "${values[@]}"; do
        while [[ ${value:0:${#common}} != "$common" ]]; do common=${common:0:${#common} - 1}; done
    done
    if ((${#values[@]} == 1)) || ((${#common} > ${#cur})); then
        ((${#values[@]} > 1)) && compopt -o nospace 2>/dev/null
        _signet_escape "${common:_signet_head}"
        COMPREPLY=("$_signet_text")
        return
    fi
    # A list to look at. The blank has nothing in common with the others, so that what
    # was typed stays as it is.
    ((directive & 32)) && compopt -o nosort 2>/dev/null
    COMPREPLY=("${shown[@]}" ' ')
}

complete -o default -F _signet signet
