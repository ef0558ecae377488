# Completion of signet for fish. What was typed is taken apart by the shell and never
# evaluated: names on a server are anybody's.

function __signet_complete
    set -l words (commandline -opc)
    set -l cur (commandline -ot) # with -c it would leave out what is not finished
    test (count $cur) -eq 0; and set cur ''
    set -l out ($words[1] __complete $words[2..-1] "$cur" </dev/null 2>/dev/null)
    or return
    test (count $out) -gt 0; or return
    set -l directive (string replace -r '^:' '' -- $out[-1])
    string match -qr '^[0-9]+$' -- $directive; or return
    set -e out[-1]
    test (math "$directive % 2") -eq 1; and return
    # A value behind = is completed by itself, and fish wants the whole word.
    set -l before (string match -r '^-[^=]*=' -- "$cur")
    for line in $out
        test -n "$line"; and printf '%s%s\n' "$before" "$line"
    end
    if test (count $out) -eq 0; and test (math "floor($directive / 4) % 2") -eq 0
        __fish_complete_path "$cur"
    end
end

complete -c signet -e
complete -c signet -f -k -a '(__signet_complete)'
