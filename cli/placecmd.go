package cli

import (
	"cmp"
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"signet/config"
	"signet/s3browser"
)

func (a *app) placeCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "place",
		Short: "Add, change, try, list and remove places of the settings",
		Long: `A place is what is browsed and signed for: a server and the keys for it, by a
name. Places stand in the settings file; profiles of the AWS files are there
without being added.`,
		Args: exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return &usageError{"what is to be done with places is missing", "add, edit, list, test or remove; see " + cmd.CommandPath() + " --help"}
		},
	}
	cmd.AddCommand(a.placeAddCommand(), a.placeEditCommand(), a.placeListCommand(), a.placeTestCommand(), a.placeRemoveCommand())
	return cmd
}

func (a *app) placeListCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the places of the settings",
		Args:  exactly(0),
		RunE: func(*cobra.Command, []string) error {
			s, err := a.load()
			if err != nil {
				return err
			}
			return a.listPlaces(s, asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object per line")
	return cmd
}

func (a *app) listPlaces(s *config.Settings, asJSON bool) error {
	w := tabwriter.NewWriter(a.Out, 0, 0, 2, ' ', 0)
	for _, p := range s.Places {
		var err error
		if asJSON {
			err = encodeJSON(a.Out, struct {
				Name     string `json:"name"`
				Endpoint string `json:"endpoint,omitempty"`
				Keys     string `json:"keys"`
				Region   string `json:"region,omitempty"`
				Bucket   string `json:"bucket,omitempty"`
				Prefix   string `json:"prefix,omitempty"`
				ReadOnly bool   `json:"read_only,omitempty"`
			}{p.Name, p.Endpoint, keysWords(p), p.Region, p.Bucket, p.Prefix, p.ReadOnly})
		} else {
			state := ""
			if p.ReadOnly {
				state = "read only"
			}
			_, err = fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", clean(p.Name), clean(cmp.Or(p.Endpoint, "AWS")), clean(keysWords(p)), clean(startOf(p)), state)
		}
		if err != nil {
			return err
		}
	}
	return w.Flush()
}

// keysWords says where the keys of a place are.
func keysWords(p config.Place) string {
	switch {
	case len(p.Keys.Command) > 0:
		return "command " + s3browser.Line(p.Keys.Command)
	case p.Keys.File != "":
		return "file " + p.Keys.File
	case p.Keys.Keychain != "":
		return "keychain " + p.Keys.Keychain
	case p.Profile != "":
		return "profile " + p.Profile
	}
	return "environment"
}

func startOf(p config.Place) string {
	if p.Bucket == "" {
		return ""
	}
	return "s3://" + p.Bucket + "/" + p.Prefix
}

func (a *app) placeTestCommand() *cobra.Command {
	var asJSON bool
	var bucket string
	cmd := &cobra.Command{
		Use:   "test NAME",
		Short: "Try a place step by step, and say what is wrong",
		Long: `Try a place: its address, its keys, the connection, the clock, the right to list
buckets, the bucket that it begins with, and the other signers that it has. Nothing
but GET and HEAD is sent, and for a signer of sessions one form that asks for a session
which may do nothing.
The exit code is 1 where the place cannot be used.`,
		Args: exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := a.resolve(&placeFlags{place: args[0]})
			if err != nil {
				return err
			}
			d := &draft{Place: p.config}
			if bucket != "" {
				if d.Bucket, _, err = bucketAndPrefix(bucket); err != nil {
					return err
				}
			}
			var failed error
			trial := a.tryDraft(cmd.Context(), d, func(s s3browser.Step) {
				if failed == nil {
					failed = a.printStep(a.Out, s, asJSON)
				}
			})
			if trial.Works() && failed == nil {
				failed = a.trySigners(cmd.Context(), p, asJSON)
			}
			if err := cmd.Context().Err(); err != nil {
				return err
			}
			if d.Bucket == p.config.Bucket {
				a.noteTrial(p.config.Name, trial)
			}
			if failed == nil && !trial.Works() {
				failed = &exitError{exitFailed}
			}
			return failed
		},
		ValidArgsFunction: upTo(1, a.placeOffers),
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object per step: step, outcome, text, hint")
	cmd.Flags().StringVar(&bucket, "bucket", "", "look into this bucket too")
	return cmd
}

func (a *app) placeRemoveCommand() *cobra.Command {
	var yes bool
	cmd := &cobra.Command{
		Use:   "remove NAME",
		Short: "Take a place out of the settings",
		Long: `Take a place out of the settings file. Comments and everything else in it stay.
Keys that signet put into the keychain or into a file of its own for just this place
are removed too, unless another place or settings file beside this one uses them;
profiles and files of yours are not touched. What goes is said before it is asked.`,
		Args: exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := a.load()
			if err != nil {
				return err
			}
			if _, ok := s.Place(args[0]); !ok {
				return &usageError{fmt.Sprintf("there is no place %q in the settings", args[0]), placesHint(s)}
			}
			if !yes {
				a.printRemoval(a.removal(args[0]))
				if err := a.confirm(cmd.Context(), "remove"); err != nil {
					return err
				}
			}
			left, err := a.removePlace(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			fmt.Fprintf(a.Err, "removed %s from %s\n", clean(args[0]), clean(s.File))
			a.sayLeft(left)
			return nil
		},
		ValidArgsFunction: upTo(1, a.placeOffers),
	}
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask")
	return cmd
}
