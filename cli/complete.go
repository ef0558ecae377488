package cli

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"signet/s3browser"
	"signet/share"
	"signet/share/handover"
	"signet/share/ledger"
	"signet/ui/kit"
)

// offerValues lets the shell complete the values of flags: those of a closed
// list, names of places and profiles, and files. Nothing is asked of a server.
func (a *app) offerValues(cmd *cobra.Command) {
	for name, values := range map[string]func(*cobra.Command) []string{
		"op":       func(*cobra.Command) []string { return share.OperationNames() },
		"qr":       func(*cobra.Command) []string { return styleNames() },
		"sse":      func(*cobra.Command) []string { return []string{"AES256", "aws:kms"} },
		"handover": func(*cobra.Command) []string { return handover.Names() },
		"state":    func(*cobra.Command) []string { return stateNames() },
		"place":    a.placeNames,
		"signer":   a.signerNames,
		"profile":  profileNames,
	} {
		if cmd.Flags().Lookup(name) == nil {
			continue
		}
		_ = cmd.RegisterFlagCompletionFunc(name, func(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
			return slices.DeleteFunc(values(cmd), unsayable), cobra.ShellCompDirectiveNoFileComp
		}) // fails only when it is done twice
	}
	for _, name := range []string{"config", "debug", "out", "qr-out"} {
		if cmd.Flags().Lookup(name) != nil || cmd.PersistentFlags().Lookup(name) != nil {
			_ = cmd.RegisterFlagCompletionFunc(name, files)
		}
	}
	if p := cmd.CommandPath(); p == "signet log import" || p == "signet log usage" {
		cmd.ValidArgsFunction = files
	}
	for _, c := range cmd.Commands() {
		a.offerValues(c)
	}
}

// unsayable reports what a shell would print as it is and the terminal act upon,
// or what is no single word of a list: a tab begins a description, a line feed the
// next word. There is no other way to offer it, since an escape is another name.
func unsayable(value string) bool {
	return !utf8.ValidString(value) || strings.ContainsFunc(value, kit.Hidden)
}

// files leaves it to the shell.
func files(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveDefault
}

func stateNames() []string {
	var out []string
	for _, s := range append(ledger.States(), ledger.StateRunning) {
		out = append(out, string(s))
	}
	return out
}

// signerNames are the signers of the place that was named, or of all.
func (a *app) signerNames(cmd *cobra.Command) []string {
	s, err := a.load()
	if err != nil {
		return nil
	}
	named, _ := cmd.Flags().GetString("place")
	out := []string{share.DefaultSigner}
	for _, p := range s.Places {
		for _, w := range p.Signers {
			if (named == "" || named == p.Name) && !slices.Contains(out, w.Name) {
				out = append(out, w.Name)
			}
		}
	}
	return out
}

// placeNames is empty when the settings cannot be read: a completion is no time
// to complain.
func (a *app) placeNames(*cobra.Command) []string {
	s, err := a.load()
	if err != nil {
		return nil
	}
	var out []string
	for _, p := range s.Places {
		out = append(out, p.Name)
	}
	return out
}

func profileNames(cmd *cobra.Command) []string {
	found, err := s3browser.Profiles(cmd.Context())
	if err != nil {
		return nil
	}
	var out []string
	for _, p := range found {
		out = append(out, p.Name)
	}
	return out
}
