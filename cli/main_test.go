package cli

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// programEnv makes the test binary be signet, for tests in a real terminal.
const programEnv = "SIGNET_TEST_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(programEnv) != "" {
		program()
	}
	testscript.Main(m, map[string]func(){"signet": program, "fetch": fetchMain})
}

// program is main of main.go.
func program() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(Run(ctx, os.Args[1:], IO{In: os.Stdin, Out: os.Stdout, Err: os.Stderr})) //nolint:gocritic // as in main.go
}
