package cli

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"unicode"

	"github.com/spf13/cobra"

	"signet/config"
	"signet/demo"
	"signet/s3browser"
)

// demoKind is what kind of place the demo is.
const demoKind = "demo server"

// demoFlags are the flags of signet demo.
type demoFlags struct {
	port  int
	dir   string
	serve bool
}

func (a *app) demoCommand() *cobra.Command {
	f := &demoFlags{}
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Try everything on an S3 server inside this program",
		Long: `Start an S3 server inside the process, on 127.0.0.1 only, filled with sample
documents, and open signet on it. Nothing of yours is touched: the demo has its
own settings and its own share log.

Without a terminal it runs the main job once by itself and prints each step.`,
		Args: exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if a.config != "" {
				return &usageError{"--config has no meaning for the demo, which has settings of its own", "with --data DIR they are in DIR/signet/config.toml"}
			}
			return a.demo(cmd.Context(), f)
		},
	}
	cmd.Flags().IntVar(&f.port, "port", 0, "port of the server (default: a free one, or the folder's)")
	cmd.Flags().StringVar(&f.dir, "data", "", "folder that keeps documents, keys and share log (default: temporary)")
	cmd.Flags().BoolVar(&f.serve, "serve", false, "only run the server, and print how to reach it")
	return cmd
}

func (a *app) demo(ctx context.Context, f *demoFlags) error {
	if f.port < 0 || f.port > 65535 {
		return &usageError{fmt.Sprintf("--port %d is no port", f.port), "0 to 65535"}
	}
	// A reader that goes away (signet demo | head) is an error to clean up after,
	// not the end on the spot.
	signal.Ignore(syscall.SIGPIPE)
	root, err := filepath.Abs(f.dir) // --serve prints it for other folders too
	if f.dir == "" {
		root, err = os.MkdirTemp("", "signet-demo-")
		defer os.RemoveAll(root) //nolint:errcheck // a temporary folder that stays behind is no failure
	}
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	if err := demo.OwnFolder(root); err != nil { // before anything is written in it
		return err
	}
	srv, err := a.startDemo(ctx, f, root)
	if err != nil {
		return err
	}
	defer srv.Close() //nolint:errcheck // the process ends
	signers, err := a.demoSigners(ctx, srv, root)
	if err != nil {
		return err
	}
	if err := demoSettings(root, srv, signers, f.serve); err != nil {
		return err
	}
	if err := a.loadDemo(root); err != nil {
		return err
	}
	own := srv.Owner()
	p := a.places.add(&place{name: "demo", kind: demoKind, config: config.Place{Name: "demo", Signers: signers}, conn: s3browser.Connection{
		Place: "demo", Endpoint: srv.Endpoint(), Region: srv.Region(), PathStyle: true,
		AccessKeyID: own.AccessKeyID, SecretKey: own.SecretKey,
	}})
	switch {
	case f.serve:
		return a.serveDemo(ctx, srv, root)
	case a.drawable() != nil:
		return a.runHeadless(ctx, p)
	}
	defer a.close() //nolint:errcheck // before the folder goes; Run reports nothing more
	return a.browse(ctx, p)
}

// loadDemo reads the settings of the demo's own folder: the user's guard rails are
// not for it.
func (a *app) loadDemo(root string) error {
	a.paths, a.config = config.Paths{Root: filepath.Join(root, "signet")}, ""
	env := a.Env
	a.Env = func(name string) string {
		if strings.HasPrefix(name, "SIGNET_") && name != "SIGNET_READ_ONLY" {
			return ""
		}
		return env(name)
	}
	_, err := a.load()
	return err
}

func (a *app) startDemo(ctx context.Context, f *demoFlags, root string) (*demo.Server, error) {
	o := demo.Options{Clock: a.Clock}
	if f.dir != "" {
		o.Dir = filepath.Join(root, "s3")
	}
	if f.port != 0 {
		o.Addr = net.JoinHostPort("127.0.0.1", strconv.Itoa(f.port))
	}
	return demo.Start(ctx, o)
}

// serveDemo prints how to reach the server and waits to be interrupted.
func (a *app) serveDemo(ctx context.Context, srv *demo.Server, root string) error {
	own := srv.Owner()
	_, err := fmt.Fprintf(a.Out, "export AWS_ENDPOINT_URL_S3=%s\nexport AWS_REGION=%s\nexport AWS_ACCESS_KEY_ID=%s\nexport AWS_SECRET_ACCESS_KEY=%s\nexport SIGNET_HOME=%s\n",
		srv.Endpoint(), srv.Region(), own.AccessKeyID, own.SecretKey, word(filepath.Join(root, "signet")))
	if err != nil {
		return err
	}
	fmt.Fprintln(a.Err, "the demo server runs until ctrl+c; the lines above make other programs use it\n"+
		"with them: signet share s3://"+demoBucket+"/KEY --signer front --until 2027-12-24 --from 127.0.0.1")
	<-ctx.Done()
	return nil
}

// word is text for a POSIX shell, quoted only where it must be.
func word(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool {
		return !strings.ContainsRune("/._-+:@%", r) && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}) {
		return quoted(s)
	}
	return s
}
