package cli

import (
	"os"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// programEnv makes the test binary be signet, for tests in a real terminal.
const programEnv = "SIGNET_TEST_PROGRAM"

// quickEnd has a program that is built with the race detector end when it is done: by
// itself it waits a second for races of what still runs, which the scripts would do a
// thousand times. What it has found by then still fails it.
// https://go.dev/doc/articles/race_detector#Options
const quickEnd = "GORACE=atexit_sleep_ms=10"

// longest is how long anything may take before a test gives up. It only ends
// what would never end, and says nothing about how fast a machine is.
const longest = 5 * time.Minute

func TestMain(m *testing.M) {
	if os.Getenv(programEnv) != "" {
		program()
	}
	testscript.Main(m, map[string]func(){"signet": program, "fetch": fetchMain})
}

// program is main of main.go, with a clock of the test's if there is one.
func program() {
	world := IO{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Timeout: longest}
	if name := os.Getenv(wallEnv); name != "" {
		wall(name).tick()
		world.Clock = wall(name).now
	}
	os.Exit(Main(os.Args[1:], world))
}
