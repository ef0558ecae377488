package config

import (
	"os"
	"strings"
)

// Described is a setting with one value, as the sample of the settings file explains
// it.
type Described struct {
	Key      string // in the file: "expiry", "prices.currency"
	Variable string // SIGNET_EXPIRY
	Default  string // empty: none
	Text     string // in sentences; of settings that are explained together, the same
}

// Describe lists every setting with one value, in the order of `signet config`. What
// it says stands in the sample, and nowhere else.
func Describe() []Described {
	said := explained(Sample())
	var out []Described
	for _, c := range scalars() {
		out = append(out, Described{Key: c.key, Variable: c.env(), Default: c.value, Text: said[c.key]})
	}
	return out
}

// explained are the paragraphs of the sample by the keys that they stand above, up to
// the first place: what follows is not a setting by itself.
func explained(sample string) map[string]string {
	out := map[string]string{}
	table := ""
	for block := range strings.SplitSeq(sample, "\n\n") {
		var text, keys []string
		for line := range strings.Lines(block) {
			line = strings.TrimSpace(line)
			switch sentence, ok := strings.CutPrefix(line, "# "); {
			case ok:
				text = append(text, sentence)
			case strings.HasPrefix(line, "#["):
				table = strings.Trim(line, "#[]") + "."
			default:
				key, _, _ := strings.Cut(strings.TrimPrefix(line, "#"), " ")
				keys = append(keys, table+key)
			}
		}
		if strings.HasPrefix(table, "place.") {
			break
		}
		for _, key := range keys {
			out[key] = strings.Join(text, " ")
		}
	}
	return out
}

// Variables are those that no setting has, each with what it does.
func Variables() []Described {
	return []Described{
		{Variable: "SIGNET_HOME", Text: "A folder for all files of signet: settings, share log, bookmarks and what is remembered. Without it they are in the folders that the system has for them."},
		{Variable: "SIGNET_CONFIG", Text: "The settings file. --config names another one."},
	}
}

// Kept is a file of signet, or a folder.
type Kept struct {
	Usual string // where it is on a Linux machine on which nothing says otherwise
	Path  string // where it is here
	Text  string
}

// Files are the files of signet, where Load would look for them.
func (o Options) Files() []Kept {
	if o.Env == nil {
		o.Env = os.Getenv
	}
	p := o.Paths
	if p == (Paths{}) {
		p = fromEnv(o.Env)
	}
	settings, _ := o.Path()
	return []Kept{
		{"~/.config/signet/config.toml", settings, `The settings. "signet config --sample" prints a file that explains itself.`},
		{"~/.config/signet/bookmarks.toml", p.Bookmarks(), "The bookmarks."},
		{"~/.local/state/signet/shares.db", p.Ledger(), "The share log: everything about a share but the link itself."},
		{"~/.local/state/signet/recents", p.Recents(), "The places and folders that were visited last."},
		{"~/.local/state/signet/regions", p.Regions(), "The regions in which buckets were found."},
		{"~/.local/state/signet/trials.json", p.Trials(), "How the last trial of each place went."},
		{"~/.cache/signet", p.cacheDir(), "What can be lost."},
	}
}
