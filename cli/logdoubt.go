package cli

import (
	"fmt"
	"strings"

	"signet/config"
)

func (a *app) tellLogDoubt(s *config.Settings) {
	if doubt := a.logDoubt(s); doubt != "" {
		fmt.Fprintln(a.Err, "signet: "+doubt)
	}
}

// logDoubt says once a run that others could have changed the share log, by what,
// and the command that mends it; empty: they could not, or it was said. It is asked
// before the log is opened, which takes a log that all may write away from them.
func (a *app) logDoubt(s *config.Settings) string {
	if a.doubted {
		return ""
	}
	a.doubted = true
	var said []string
	for _, d := range config.LogDoubts(s.Paths.Ledger()) {
		said = append(said, d.String())
	}
	if len(said) == 0 {
		return ""
	}
	return clean("the share log may have been changed by others: " + strings.Join(said, "; "))
}
