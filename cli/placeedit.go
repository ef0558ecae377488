package cli

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"signet/config"
)

func (a *app) placeEditCommand() *cobra.Command {
	f := &addFlags{reads: func() bool { return a.reads }}
	cmd := &cobra.Command{
		Use:   "edit NAME",
		Short: "Change a place of the settings",
		Long: `Change a place of the settings: what a flag names, and nothing else. Its comments,
how its links are signed and all that has no flag here stay as they are. Naming
where the keys are takes the place of where they were; keys that signet itself kept
for just this place are removed if no other one uses them, which is said before. --without takes settings out: endpoint,
region, path-style, bucket, and keys, after which those of the environment are used.
The place is tried first, as signet place add does.`,
		Example: `  signet place edit nas --endpoint https://nas.lan:9000
  signet place edit nas --keychain < keys.json
  signet place edit acme --name acme-eu --read-only`,
		Args:              exactly(1),
		ValidArgsFunction: upTo(1, a.placeOffers),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := atMostOne(cmd, keyFlags()...); err != nil {
				return err
			}
			return a.changePlace(cmd, f, args[0])
		},
	}
	cmd.Flags().StringVar(&f.name, "name", "", "another name for the place")
	cmd.Flags().StringSliceVar(&f.without, "without", nil, "settings to take out: endpoint, region, path-style, bucket, keys")
	f.bindTerms(cmd)
	return cmd
}

// keyFlags say where the keys are: one of them, or none.
func keyFlags() []string {
	return []string{"profile", "access-key-file", "credential-command", "keychain"}
}

// changePlace changes what the flags name of a place of the settings.
func (a *app) changePlace(cmd *cobra.Command, f *addFlags, name string) error {
	s, err := a.load()
	if err != nil {
		return err
	}
	was, ok := s.Place(name)
	if !ok {
		return &usageError{fmt.Sprintf("there is no place of that name in the settings: %q", name), placesHint(s)}
	}
	d, err := f.over(cmd, was)
	if err != nil {
		return err
	}
	return a.tryAndSave(cmd.Context(), f, d)
}

// over is a place with what the flags name put into it.
func (f *addFlags) over(cmd *cobra.Command, was config.Place) (*draft, error) {
	if err := f.at.check(); err != nil {
		return nil, err
	}
	d, named := &draft{Place: was, was: was.Name}, false
	for _, name := range f.without {
		if !d.lacks(name) {
			return nil, &usageError{fmt.Sprintf("--without %q is no setting that can go", name), "endpoint, region, path-style, bucket or keys"}
		}
		named = true
	}
	for _, t := range f.terms() {
		if !cmd.Flags().Changed(t.flag) {
			continue
		}
		named = true
		if err := t.put(d); err != nil {
			return nil, err
		}
	}
	if !named {
		return nil, &usageError{"it is not said what is to change", "name it with flags; see " + cmd.CommandPath() + " --help"}
	}
	return d, nil
}

// lacks takes a setting out; false: there is none of that name that can go.
func (d *draft) lacks(name string) bool {
	switch name {
	case "endpoint":
		d.Endpoint = ""
	case "region":
		d.Region = ""
	case "path-style":
		d.PathStyle, d.HostStyle = false, false
	case "bucket":
		d.Bucket, d.Prefix = "", ""
	case "keys":
		d.Profile, d.Keys = "", config.AccessKeys{}
	default:
		return false
	}
	return true
}

// placeTerm is a flag that says something of a place.
type placeTerm struct {
	flag string
	put  func(d *draft) error
}

// terms are the flags and what they change.
func (f *addFlags) terms() []placeTerm {
	return []placeTerm{
		{"name", func(d *draft) error { d.Name = f.name; return nil }},
		{"endpoint", func(d *draft) error { d.Endpoint = strings.TrimRight(f.at.endpoint, "/"); return nil }},
		{"region", func(d *draft) error { d.Region = f.at.region; return nil }},
		{"path-style", func(d *draft) error { d.PathStyle, d.HostStyle = f.at.pathStyle, f.at.hostStyle; return nil }},
		{"bucket", func(d *draft) (err error) {
			d.Bucket, d.Prefix, err = bucketAndPrefix(f.bucket)
			return err
		}},
		{"profile", func(d *draft) error { d.lacks("keys"); d.Profile = f.at.profile; return nil }},
		{"access-key-file", func(d *draft) (err error) {
			d.lacks("keys")
			d.Keys.File, err = filepath.Abs(f.keyFile)
			return err
		}},
		{"credential-command", func(d *draft) (err error) {
			d.lacks("keys")
			if d.Keys.Command, err = config.Words(f.command); err != nil {
				return &usageError{"--credential-command " + err.Error(), ""}
			}
			return nil
		}},
		{"keychain", func(d *draft) error {
			if !f.keychain {
				return &usageError{"--keychain=false does not say where the keys are instead", "name it, or add --without keys"}
			}
			d.lacks("keys")
			d.keep = keptInKeychain
			return nil
		}},
		{"read-only", func(d *draft) error { d.ReadOnly = f.reads(); return nil }},
	}
}
