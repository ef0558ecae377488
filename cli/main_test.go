package cli

import (
	"os"
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
	os.Exit(Main(os.Args[1:], IO{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}))
}
