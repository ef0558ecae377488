// Package cli is the command line of signet: one file per command. It builds
// the parts (settings, places, signer, share log) and hands them to the
// terminal interface, or prints.
//
// Standard output carries only the answer; everything for humans goes to
// standard error. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 not all could be
// proved or read, 128 and the number of the signal that ended it: 130
// interrupted, 143 terminated.
package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"signet/config"
	"signet/share"
	"signet/share/inspect"
	"signet/share/ledger"
	"signet/share/say"
	"signet/ui"
)

// The exit codes.
const (
	exitDone        = 0
	exitFailed      = 1
	exitUsage       = 2
	exitIncomplete  = 3   // log verify, log find, log usage: not all could be proved, or read
	exitSignal      = 128 // and its number
	exitInterrupted = 130
)

// IO is the world of the process, given so that a test can give another one.
type IO struct {
	In       io.Reader
	Out, Err io.Writer
	Env      func(string) string
	Clock    func() time.Time
	Timeout  time.Duration // with a terminal or a tmux that has to answer; 0: a second
	// CompletionLimit is how long a completion may ask a server or read the log; 0: two seconds
	CompletionLimit time.Duration
	// Interrupts has typed called for what ctrl+c sends, instead of ending the
	// context of Run, until soon after back is called. nil: they are not caught.
	Interrupts func(typed func()) (back func())
	// Torn has put called before the process is ended without any order, until done is
	// called: it puts the terminal back. nil: it never is.
	Torn func(put func()) (done func())
}

// Run runs one command line (without the program's name) and returns the exit
// code. It prints errors itself.
func Run(ctx context.Context, args []string, world IO) int {
	if world.Env == nil {
		world.Env = os.Getenv
	}
	if world.Clock == nil {
		world.Clock = time.Now
	}
	world.Timeout = cmp.Or(world.Timeout, terminalTimeout)
	silence()
	world.Out = heeded(world.Out)
	a := &app{IO: world, places: newRegistry()}
	root := a.rootCommand()
	root.SetArgs(args)
	root.SetIn(world.In)
	root.SetOut(world.Out)
	root.SetErr(world.Err)
	strictHelp(root)
	ran, err := root.ExecuteContextC(ctx)
	if closeErr := a.close(); err == nil {
		err = closeErr
	}
	return a.report(ctx, a.unwritten(err), placeGiven(ran))
}

// report prints an error in one voice and finds its exit code. The flags are those by
// which the command line named a place; empty: none does.
func (a *app) report(ctx context.Context, err error, flags string) int {
	if err == nil {
		return exitDone
	}
	if errors.Is(err, ui.ErrInterrupted) {
		return exitInterrupted // seen by whoever pressed the key
	}
	if ctx.Err() != nil || errors.Is(err, context.Canceled) {
		said, code := interrupted(ctx)
		fmt.Fprintln(a.Err, "signet: "+said)
		return code
	}
	var silent *exitError
	if errors.As(err, &silent) {
		return silent.code
	}
	fmt.Fprintln(a.Err, "signet: "+oneVoice(err))
	if e, ok := errorOf(err); ok && e.Doctor(flags) != "" {
		fmt.Fprintln(a.Err, "        "+e.Doctor(flags))
	}
	var incomplete *incompleteError
	if errors.As(err, &incomplete) {
		return exitIncomplete
	}
	var usage *share.UsageError
	var wrong *usageError
	if errors.As(err, &usage) || errors.As(err, &wrong) {
		return exitUsage
	}
	return exitFailed
}

// exitError ends the program with a code, when all has been said already.
type exitError struct{ code int }

func (e *exitError) Error() string { return fmt.Sprintf("exit %d", e.code) }

// incompleteError is an answer that holds only for what could be proved or read;
// problem says what that was not.
type incompleteError struct{ problem string }

func (e *incompleteError) Error() string { return e.problem }

// usageError is a command line that makes no sense.
type usageError struct{ problem, hint string }

func (e *usageError) Error() string { return say.Line(e.problem, e.hint) }

// oneVoice keeps an error harmless for the terminal, every line cleaned, and for
// whoever reads what a script has logged: a link among the arguments is masked.
func oneVoice(err error) string {
	lines := strings.Split(inspect.Mask(share.NewSecret(err.Error())), "\n")
	for i := range lines {
		lines[i] = cleanOnce(lines[i])
	}
	return strings.Join(lines, "\n        ")
}

// app is one run of the program. Its parts are made when first asked for, so
// that a command pays only for what it uses.
type app struct {
	IO
	config string // --config
	debug  string // --debug
	reads  bool   // --read-only
	places *registry

	settings *config.Settings
	log      *ledger.Ledger
	logErr   error
	doubted  bool // the log, aloud
	logMu    sync.Mutex
	hosts    judgedHost
	denials  denials
	working  sync.WaitGroup // batches under way
	stopping stopping
	signed   signed
	paths    config.Paths // zero: the user's own; the demo has its own
}

func (a *app) rootCommand() *cobra.Command {
	flags := &placeFlags{}
	root := &cobra.Command{
		Use:   "signet",
		Short: "Share private S3 documents from a terminal",
		Long: `signet browses private S3 buckets, signs a link to an object on this machine,
and shows it as text and as a QR code, beside the log of what was shared.

A link is a bearer secret: whoever holds it can use it until it ends.`,
		Args:              exactly(0),
		SilenceErrors:     true,
		SilenceUsage:      true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error { return noneEmpty(cmd) },
		RunE:              func(cmd *cobra.Command, _ []string) error { return a.interactive(cmd.Context(), flags) },
	}
	root.PersistentFlags().StringVar(&a.config, "config", "", "settings file to use")
	root.PersistentFlags().StringVar(&a.debug, "debug", "", "file to write one line per message of the interface to: its kind, never its content")
	root.PersistentFlags().BoolVar(&a.reads, "read-only", false, "only links that read, and nothing is written, whatever the settings allow")
	a.answerVersion(root)
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		problem, _, _ := strings.Cut(err.Error(), ": strconv.") // which repeats the argument
		return &usageError{problem, "see " + c.CommandPath() + " --help"}
	})
	root.SetUsageFunc(usage)
	root.SetHelpFunc(help)
	flags.bind(root)
	root.AddCommand(a.commands()...)
	root.AddCommand(a.helpTopics()...)
	a.offerValues(root)
	root.CompletionOptions.DisableDefaultCmd = true // see completionCommand
	root.CompletionOptions.SetDefaultShellCompDirective(cobra.ShellCompDirectiveNoFileComp)
	return root
}

func (a *app) commands() []*cobra.Command {
	return []*cobra.Command{
		a.shareCommand(), a.requestCommand(), a.handOffCommand(), a.qrCommand(), a.lsCommand(), a.demoCommand(), a.configCommand(), a.placeCommand(), a.bookmarksCommand(), a.inspectCommand(), a.logCommand(), a.revokeCommand(), a.receiptCommand(), a.grantCommand(), a.doctorCommand(), a.versionCommand(), a.completionCommand(),
	}
}

// exactly is cobra.ExactArgs with an error that counts as wrong usage.
func exactly(n int) cobra.PositionalArgs { return between(n, n) }

func between(least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		hint := "see " + cmd.CommandPath() + " --help"
		switch {
		case len(args) < least:
			return &usageError{"something is missing: " + cmd.UseLine(), hint}
		case len(args) > most && most == 0 && !cmd.HasParent():
			return &usageError{fmt.Sprintf("there is no command %q", args[0]), hint}
		case len(args) > most:
			return &usageError{fmt.Sprintf("%q is one argument too many", args[most]), hint}
		}
		return nil
	}
}

// noneEmpty refuses flags that were given without a text. In a script that is a
// variable that was never set: --version-id "$V" must not share any version, nor
// --expires "$FOR" for as long as the settings say.
func noneEmpty(cmd *cobra.Command) error {
	var empty error
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if empty == nil && f.Value.Type() == "string" && f.Value.String() == "" && f.Name != "note" && f.Name != "to" && f.Name != "allow" { // which says itself what it wants
			empty = &usageError{"--" + f.Name + " is empty", "leave it out, or see " + cmd.CommandPath() + " --help"}
		}
	})
	return empty
}

// atMostOne refuses flags that contradict each other, as wrong usage.
func atMostOne(cmd *cobra.Command, names ...string) error {
	first := ""
	for _, name := range names {
		switch {
		case !cmd.Flags().Changed(name):
		case first != "":
			return &usageError{"--" + first + " and --" + name + " cannot go together", "choose one"}
		default:
			first = name
		}
	}
	return nil
}

// load reads the settings, once.
func (a *app) load() (*config.Settings, error) {
	if a.settings != nil {
		return a.settings, nil
	}
	s, err := a.readSettings()
	if err != nil {
		return nil, err
	}
	a.settings = s
	a.places.configured(s)
	a.places.terminal = a.helperTerminal()
	return s, nil
}

// readSettings reads the settings as they are now.
func (a *app) readSettings() (*config.Settings, error) {
	o := config.Options{File: a.config, Env: a.Env, Paths: a.paths, Keyboard: keyboard()}
	if a.reads {
		o.Flags = map[string]string{"read_only": "true"}
	}
	return config.Load(o)
}

// openLog opens the share log, once. The log is never nil: after an error all
// of its methods return that error.
func (a *app) openLog() (*ledger.Ledger, error) {
	a.logMu.Lock()
	defer a.logMu.Unlock()
	if a.log != nil {
		return a.log, a.logErr
	}
	s, err := a.load()
	if err != nil {
		return nil, err
	}
	a.tellLogDoubt(s)
	a.log, a.logErr = ledger.Open(s.Paths.Ledger(), ledger.Options{Clock: a.Clock, Soon: s.Soon})
	a.tellLogNotice()
	return a.log, a.logErr
}

// tellLogNotice says what the user must know about the log, when the terminal is
// not the interface's: as it is opened, and at the end of the program, because
// damage may show only when a share is recorded.
func (a *app) tellLogNotice() {
	if notice := a.log.Notice(); notice != "" {
		fmt.Fprintln(a.Err, "signet: "+clean(notice))
	}
}

func (a *app) close() error {
	if a.log == nil {
		return nil
	}
	a.tellLogNotice()
	l := a.log
	a.log = nil
	return l.Close()
}
