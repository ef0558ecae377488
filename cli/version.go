package cli

import (
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"signet/internal/licences"
)

// What a release says of itself. The linker sets them:
// -ldflags "-X signet/cli.released=0.2.0 -X signet/cli.commit=... -X signet/cli.committed=...".
// Without them the build information of Go says it.
//
//nolint:gochecknoglobals // the linker can set nothing else
var released, commit, committed string

// built is what is known of this build.
type built struct {
	Version   string `json:"version"` // without v; (devel) where even the commit is unknown
	Commit    string `json:"commit,omitempty"`
	Committed string `json:"committed,omitempty"` // when, RFC 3339
	Modified  bool   `json:"modified"`            // the tree was not what the commit says
	Go        string `json:"go"`
	Platform  string `json:"platform"`
}

const unknownVersion = "(devel)"

func (a *app) versionCommand() *cobra.Command {
	var asJSON, texts bool
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print the version, or the licence texts of what is in the program",
		Args:  exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := atMostOne(cmd, "json", "licences"); err != nil {
				return err
			}
			switch {
			case asJSON:
				return json.NewEncoder(a.data()).Encode(thisBuild())
			case texts:
				return licences.Write(a.data(), linkedModules())
			}
			_, err := fmt.Fprint(a.Out, versionLine())
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object: version, commit, its time, Go, platform")
	cmd.Flags().BoolVar(&texts, "licences", false, "the licence texts of all that is linked into this program")
	return cmd
}

// versionLine is what the command and the flag --version print.
func versionLine() string { return thisBuild().line() }

func (b built) line() string {
	var facts []string
	if b.Commit != "" {
		day, _, _ := strings.Cut(b.Committed, "T")
		fact := "commit " + b.Commit[:min(12, len(b.Commit))]
		if day != "" {
			fact += " of " + day
		}
		if b.Modified {
			fact += " with changes"
		}
		facts = append(facts, fact)
	}
	return fmt.Sprintf("signet %s (%s)\n", b.Version, strings.Join(append(facts, b.Go, b.Platform), ", "))
}

// thisBuild is what the linker was told, else what Go knows of the build.
func thisBuild() built {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = &debug.BuildInfo{}
	}
	b := buildOf(info)
	if released != "" {
		b.Version, b.Commit, b.Committed = released, commit, committed
	}
	return b
}

// buildOf reads the build information of Go: the version of the module, as go
// install gives it, and the commit that was checked out where it was built.
func buildOf(info *debug.BuildInfo) built {
	b := built{Version: strings.TrimPrefix(info.Main.Version, "v"), Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Commit = s.Value
		case "vcs.time":
			b.Committed = s.Value
		case "vcs.modified":
			b.Modified = s.Value == "true"
		}
	}
	if b.Commit == "" {
		b.Commit, b.Committed = commitOf(b.Version)
	}
	switch {
	case b.Version != "" && b.Version != unknownVersion:
	case b.Commit != "":
		b.Version = "0.0.0-" + b.Commit[:min(12, len(b.Commit))]
	default:
		b.Version = unknownVersion
	}
	return b
}

// commitOf reads the commit and its time out of a version that Go made of them:
// 0.2.1-0.20261130113724-c244bb512345.
// https://go.dev/ref/mod#pseudo-versions
func commitOf(version string) (commit, committed string) {
	version, _, _ = strings.Cut(version, "+")
	rest, commit, ok := cutLast(version, "-")
	if !ok || len(commit) != 12 || strings.Trim(commit, "0123456789abcdef") != "" {
		return "", ""
	}
	t := rest[strings.LastIndexAny(rest, ".-")+1:]
	if len(t) != 14 || strings.Trim(t, "0123456789") != "" {
		return "", ""
	}
	return commit, fmt.Sprintf("%s-%s-%sT%s:%s:%sZ", t[:4], t[4:6], t[6:8], t[8:10], t[10:12], t[12:])
}

// cutLast is strings.Cut at the last separator.
func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// linkedModules are the modules of others that are linked into this program; nil
// where Go does not say, which stands for all.
func linkedModules() []string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return nil
	}
	var paths []string
	for _, m := range info.Deps {
		paths = append(paths, m.Path)
	}
	return paths
}
