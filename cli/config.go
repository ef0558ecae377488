package cli

import (
	"cmp"
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"signet/config"
)

func (a *app) configCommand() *cobra.Command {
	var asJSON, path, sample, keys bool
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Show the settings, and where each comes from",
		Long: `Show every setting with its value and its source: an environment variable, a
line of the settings file, or the default.`,
		Example: `  SIGNET_EXPIRY=8h signet config
  signet config --keys
  signet config --sample > ~/.config/signet/config.toml`,
		Args: exactly(0),
		RunE: func(*cobra.Command, []string) error {
			switch {
			case moreThanOne(asJSON, path, sample, keys):
				return &usageError{"--json, --path, --sample and --keys cannot go together", "use one of them"}
			case sample:
				_, err := fmt.Fprint(a.Out, config.Sample())
				return err
			case path:
				return a.configPath()
			}
			s, err := a.load()
			if err != nil {
				return err
			}
			if keys {
				return a.configKeys(s)
			}
			if asJSON {
				return a.configJSON(s.Values())
			}
			return a.configTable(s.Values())
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object per line: key, value, source")
	cmd.Flags().BoolVar(&path, "path", false, "print the path of the settings file only")
	cmd.Flags().BoolVar(&sample, "sample", false, "print a settings file that explains itself")
	cmd.Flags().BoolVar(&keys, "keys", false, "list what can be done by a key, with the keys in force")
	return cmd
}

func moreThanOne(flags ...bool) bool {
	n := 0
	for _, on := range flags {
		if on {
			n++
		}
	}
	return n > 1
}

// configPath prints the path without reading the file, which may be broken.
func (a *app) configPath() error {
	file, _ := config.Options{File: a.config, Env: a.Env, Paths: a.paths}.Path()
	_, err := fmt.Fprintln(a.data(), file)
	return err
}

func (a *app) configJSON(values []config.Value) error {
	for _, v := range values {
		if err := encodeJSON(a.Out, v); err != nil {
			return err
		}
	}
	return nil
}

func (a *app) configTable(values []config.Value) error {
	w := tabwriter.NewWriter(a.Out, 0, 0, 2, ' ', 0)
	for _, v := range values {
		value := clean(v.Value)
		value = cmp.Or(value, "(none)")
		if _, err := fmt.Fprintf(w, "%s\t%s\t%s\n", clean(v.Key), value, clean(v.Source)); err != nil {
			return err
		}
	}
	return w.Flush()
}
