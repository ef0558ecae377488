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

// offer is one word that a shell may complete to, and what it is.
type offer struct{ word, about string }

// offers are the words for what was typed so far. more says that the word may go on, so
// that no blank follows it.
type offers struct {
	words   []offer
	more    bool
	ordered bool // they are in an order of their own
}

// source finds offers for what a flag or an argument may be.
type source func(cmd *cobra.Command, typed string) offers

// offerValues lets the shell complete the values of flags, and the arguments of
// commands.
func (a *app) offerValues(cmd *cobra.Command) {
	for name, from := range a.flagSources(cmd.CommandPath()) {
		if cmd.Flags().Lookup(name) == nil && cmd.PersistentFlags().Lookup(name) == nil {
			continue
		}
		_ = cmd.RegisterFlagCompletionFunc(name, func(cmd *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
			return from(cmd, typed).forShell()
		}) // fails only when it is done twice
	}
	for _, name := range []string{"config", "debug", "out", "qr-out", "output", "public-key", "tls-cert", "tls-key", "checksum-file", "sse-c-key-file", "access-key-file", "data"} {
		if cmd.Flags().Lookup(name) != nil || cmd.PersistentFlags().Lookup(name) != nil {
			_ = cmd.RegisterFlagCompletionFunc(name, files)
		}
	}
	a.offerArguments(cmd)
	for _, c := range cmd.Commands() {
		a.offerValues(c)
	}
}

// flagSources are where the values of flags come from, by their names; a few names are
// used for different things by different commands.
func (a *app) flagSources(path string) map[string]source {
	out := map[string]source{
		"op":            fixed(share.OperationNames()...),
		"qr":            fixed(styleNames()...),
		"style":         fixed(styleNames()...),
		"sse":           fixed("AES256", "aws:kms"),
		"handover":      fixed(handover.Names()...),
		"state":         fixed(stateNames()...),
		"paper":         fixed("a4", "letter"),
		"storage-class": fixed("STANDARD", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"),
		"expires":       spans("15m", "1h", "8h", "1d", "3d", "7d"),
		"for":           spans("10m", "30m", "2h", "12h"),
		"since":         spans("12h", "1d", "7d", "30d"),
		"before":        spans("30d", "90d", "1y"),
		"until":         fixed("noon", "tomorrow"),
		"allow":         fixed("list", "get", "put", "delete", "list,get"),
		"place":         a.placeOffers,
		"renew-with":    a.placeAndProfileOffers,
		"signer":        func(cmd *cobra.Command, _ string) offers { return plainWords(a.signerNames(cmd)) },
		"profile":       func(cmd *cobra.Command, _ string) offers { return plainWords(profileNames(cmd)) },
		"evidence":      a.shares(anyShare),
		"batch":         a.logged(groupOf),
		"group":         a.logged(groupOf),
	}
	switch path {
	case "signet log", "signet revoke":
		out["to"] = a.logged(recipientOf)
		out["key"] = a.logged(keyOf)
		out["bucket"] = a.logged(bucketOf)
	case "signet handoff":
		delete(out, "allow") // networks
	case "signet log verify":
		out["evidence"] = nil
	case "signet log export":
		out["key"] = nil
	}
	for name, from := range out {
		if from == nil {
			delete(out, name)
		}
	}
	return out
}

// offerArguments completes what a command is about.
func (a *app) offerArguments(cmd *cobra.Command) {
	many := 1 << 20
	switch strings.TrimPrefix(cmd.CommandPath(), "signet ") {
	case "share":
		cmd.ValidArgsFunction = upTo(many, a.addresses)
	case "ls", "grant", "bookmarks add", "request", "doctor":
		cmd.ValidArgsFunction = upTo(1, a.addresses)
	case "handoff":
		cmd.ValidArgsFunction = upTo(1, either(a.addresses, a.shares(anyShare)))
	case "log show", "request status", "request remind":
		cmd.ValidArgsFunction = upTo(1, a.shares(anyShare))
	case "receipt":
		cmd.ValidArgsFunction = upTo(1, either(a.shares(anyShare), a.logged(groupOf)))
	case "revoke", "log revoked":
		cmd.ValidArgsFunction = upTo(many, a.shares(openShare))
	case "log uploads":
		cmd.ValidArgsFunction = upTo(many, a.shares(uploadShare))
	case "log keys":
		cmd.ValidArgsFunction = upTo(1, a.logged(keyOf))
	case "log import", "log find":
		cmd.ValidArgsFunction = files
	case "log usage":
		cmd.ValidArgsFunction = func(cmd *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
			if !strings.HasPrefix(typed, scheme) {
				return files(cmd, nil, typed)
			}
			return a.addresses(cmd, typed).forShell()
		}
	}
}

// upTo completes so many arguments.
func upTo(most int, from source) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
		if len(args) >= most {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		found := from(cmd, typed)
		found.words = slices.DeleteFunc(found.words, func(o offer) bool { return slices.Contains(args, o.word) })
		return found.forShell()
	}
}

// either has the offers of both.
func either(first, second source) source {
	return func(cmd *cobra.Command, typed string) offers {
		a, b := first(cmd, typed), second(cmd, typed)
		if len(a.words) == 0 {
			return b
		}
		return offers{append(a.words, b.words...), a.more || b.more, a.ordered || b.ordered}
	}
}

// forShell is what cobra prints. A word that a shell could not hand back as it is, or
// that the terminal would act upon, is left out: there is no other way to write it,
// since an escape is another name.
func (o offers) forShell() ([]string, cobra.ShellCompDirective) {
	var out []string
	for _, w := range o.words {
		switch {
		case w.word == "" || unsayable(w.word):
		case w.about != "":
			out = append(out, w.word+"\t"+clean(w.about))
		case strings.TrimSpace(w.word) == w.word: // cobra trims what has nothing behind it
			out = append(out, w.word)
		}
	}
	directive := cobra.ShellCompDirectiveNoFileComp
	if o.more {
		directive |= cobra.ShellCompDirectiveNoSpace
	}
	if o.ordered {
		directive |= cobra.ShellCompDirectiveKeepOrder
	}
	return out, directive
}

// unsayable reports what a shell would print as it is and the terminal act upon,
// or what is no single word of a list: a tab begins a description, a line feed the
// next word.
func unsayable(value string) bool {
	return !utf8.ValidString(value) || strings.ContainsFunc(value, kit.Hidden)
}

// files leaves it to the shell.
func files(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveDefault
}

func plainWords(words []string) (out offers) {
	for _, w := range words {
		out.words = append(out.words, offer{word: w})
	}
	return out
}

func fixed(words ...string) source {
	return func(*cobra.Command, string) offers { return plainWords(words) }
}

// spans are words in an order of their own: from short to long.
func spans(words ...string) source {
	return func(*cobra.Command, string) offers {
		out := plainWords(words)
		out.ordered = true
		return out
	}
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

// placeOffers is empty when the settings cannot be read: a completion is no time
// to complain.
func (a *app) placeOffers(*cobra.Command, string) (out offers) {
	s, err := a.load()
	if err != nil {
		return out
	}
	for _, p := range s.Places {
		about := p.Endpoint
		if about == "" {
			about = "AWS"
		}
		out.words = append(out.words, offer{p.Name, about})
	}
	return out
}

func (a *app) placeAndProfileOffers(cmd *cobra.Command, typed string) offers {
	out := a.placeOffers(cmd, typed)
	out.words = append(out.words, plainWords(profileNames(cmd)).words...)
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
