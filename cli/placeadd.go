package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"signet/config"
	"signet/s3browser"
)

// addFlags say what a new place is.
type addFlags struct {
	at       placeFlags
	keyFile  string
	command  string
	keychain bool
	bucket   string
	noTest   bool
	replace  bool
	name     string      // another one, of a place that is there
	without  []string    // settings of such a place that go
	reads    func() bool // --read-only, which all commands have

	// Of the form alone.
	named       string // keyFile as it is written, which may begin with ~/
	environment bool   // the keys of the environment are meant
}

func (a *app) placeAddCommand() *cobra.Command {
	f := &addFlags{reads: func() bool { return a.reads }}
	cmd := &cobra.Command{
		Use:   "add NAME",
		Short: "Try a place and write it into the settings",
		Long: `Try a place step by step, and write it into the settings file if it can be used.
Comments and everything else in the file stay as they are. The region, and where
the server wants a bucket's name, are found by trying.

The keys are those of an AWS profile (--profile), of a file (--access-key-file), of
a program that prints them as a credential_process does (--credential-command; no
shell reads it), of the system's keychain (--keychain), or, without any of these,
those of the environment. A secret is never an argument: with --keychain the keys
are read from standard input, or asked for on a terminal.

With --read-only nothing is ever written in the place.`,
		Example: `  signet place add acme --profile acme
  signet place add minio --endpoint http://minio.lan:9000 \
    --access-key-file ~/keys/minio
  signet place add vault --endpoint https://s3.acme.example \
    --credential-command 'acme-keys --role reader'
  signet place add nas --endpoint https://nas.lan:9000 --keychain < keys.json`,
		Args: exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.addPlace(cmd, f, args[0])
		},
	}
	f.bind(cmd)
	return cmd
}

func (f *addFlags) bind(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&f.replace, "replace", false, "change the place of that name; what no flag names stays (as signet place edit)")
	f.bindTerms(cmd)
}

// bindTerms are the flags that say what a place is.
func (f *addFlags) bindTerms(cmd *cobra.Command) {
	s := cmd.Flags()
	s.StringVar(&f.at.endpoint, "endpoint", "", "S3 endpoint, as https://host[:port]; without it: AWS, or what the profile says")
	s.StringVar(&f.at.profile, "profile", "", "AWS profile that has the keys")
	s.StringVar(&f.at.region, "region", "", "region (default: found by trying)")
	s.Var((*styleFlag)(&f.at), "path-style", "put the bucket into the path; =false: before the host (default: found by trying)")
	s.Lookup("path-style").NoOptDefVal = "true"
	s.StringVar(&f.keyFile, "access-key-file", "", "file that has the keys; it is named in the settings, and not copied")
	s.StringVar(&f.command, "credential-command", "", "program that prints the keys as a credential_process does, with its arguments")
	s.BoolVar(&f.keychain, "keychain", false, "keep keys in the system's keychain; they are read from standard input")
	s.StringVar(&f.bucket, "bucket", "", "bucket to begin in, as BUCKET or s3://BUCKET/PREFIX/; for keys that may not list buckets")
	s.BoolVar(&f.noTest, "no-test", false, "write the place without trying it")
}

func (a *app) addPlace(cmd *cobra.Command, f *addFlags, name string) error {
	if err := atMostOne(cmd, keyFlags()...); err != nil {
		return err
	}
	if f.replace {
		return a.changePlace(cmd, f, name)
	}
	d, err := f.draft(name)
	if err != nil {
		return err
	}
	d.ReadOnly = a.reads
	return a.tryAndSave(cmd.Context(), f, d)
}

// tryAndSave writes a place that works, or any with --no-test.
func (a *app) tryAndSave(ctx context.Context, f *addFlags, d *draft) (err error) {
	if err := a.checkDraft(d); err != nil {
		return err
	}
	if f.keychain {
		if d.typed, err = a.askKeys(ctx); err != nil {
			return err
		}
	}
	if !f.noTest {
		trial := a.tryDraft(ctx, d, func(s s3browser.Step) { _ = a.printStep(a.Err, s, false) })
		if err := ctx.Err(); err != nil {
			return err
		}
		if !trial.Works() {
			did := "added; --no-test adds"
			if d.was != "" {
				did = "changed; --no-test changes"
			}
			fmt.Fprintln(a.Err, "signet: "+clean(d.Name)+" was not "+did+" it all the same")
			return &exitError{exitFailed}
		}
	}
	a.sayWhatGoes(d)
	_, left, err := a.saveDraft(ctx, d)
	if err != nil {
		return err
	}
	did := "added %s to %s"
	if d.was != "" {
		did = "changed %s in %s"
	}
	fmt.Fprintf(a.Err, did+"; signet --place %s opens it\n", clean(d.Name), clean(a.settingsFile()), quoted(d.Name))
	a.sayLeft(left)
	return nil
}

// draft is what the flags say.
func (f *addFlags) draft(name string) (*draft, error) {
	if err := f.at.check(); err != nil {
		return nil, err
	}
	d := &draft{Place: config.Place{
		Name: name, Profile: f.at.profile, Endpoint: strings.TrimRight(f.at.endpoint, "/"), Region: f.at.region,
		PathStyle: f.at.pathStyle, HostStyle: f.at.hostStyle,
	}}
	var err error
	if f.bucket != "" {
		if d.Bucket, d.Prefix, err = bucketAndPrefix(f.bucket); err != nil {
			return nil, err
		}
	}
	switch {
	case f.named != "":
		d.Keys.File = f.named
	case f.keyFile != "":
		if d.Keys.File, err = filepath.Abs(f.keyFile); err != nil {
			return nil, err
		}
	case f.command != "":
		if d.Keys.Command, err = config.Words(f.command); err != nil {
			return nil, &usageError{"--credential-command " + err.Error(), ""}
		}
	case f.keychain:
		d.keep = keptInKeychain
	case f.environment && d.Endpoint == "":
		return nil, &usageError{"the environment's keys at AWS are a place without being added", "name a server, or where else the keys are"}
	case d.Profile == "" && d.Endpoint == "":
		return nil, &usageError{"it is not said what " + clean(name) + " is", "add --endpoint, --profile, or where the keys are; see signet place add --help"}
	}
	return d, nil
}

// bucketAndPrefix reads where browsing begins.
func bucketAndPrefix(text string) (bucket, prefix string, err error) {
	if !strings.ContainsAny(text, ":/") {
		return text, "", nil
	}
	t, err := unsigned(text, nil)
	return t.Bucket, t.Key, err
}

// askKeys reads keys from standard input, or asks for them on a terminal, which does
// not show the secret.
func (a *app) askKeys(ctx context.Context) (s3browser.Keys, error) {
	if f, ok := a.In.(*os.File); ok && isTerminal(a.In) {
		id, err := a.askLine(ctx, f, "access key ID: ")
		if err != nil {
			return s3browser.Keys{}, err
		}
		secret, err := a.askUnseen(ctx, f, "secret access key (not shown): ")
		return s3browser.Keys{AccessKeyID: strings.TrimSpace(id), SecretKey: strings.TrimSpace(secret)}, err
	}
	text, err := io.ReadAll(io.LimitReader(a.stdin(ctx), maxKeyFile))
	if err != nil {
		return s3browser.Keys{}, err
	}
	keys, problem := s3browser.ParseKeys(text)
	if problem != "" {
		return keys, &usageError{"standard input " + problem, s3browser.KeyForms()}
	}
	return keys, nil
}

// printStep writes a step of a trial.
func (a *app) printStep(w io.Writer, s s3browser.Step, asJSON bool) error {
	if asJSON {
		return encodeJSON(w, struct {
			Step    string `json:"step"`
			Outcome string `json:"outcome"`
			Text    string `json:"text,omitempty"`
			Hint    string `json:"hint,omitempty"`
		}{s.Name, s.Outcome.String(), s.Text, s.Hint})
	}
	if s.Outcome == s3browser.Skipped {
		return nil
	}
	line := fmt.Sprintf("%s %-10s  %s", s.Outcome.Mark(), s.Name, clean(s.Text))
	if s.Hint != "" {
		line += "\n              " + clean(s.Hint)
	}
	_, err := fmt.Fprintln(w, line)
	return err
}
