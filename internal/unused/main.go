// Command unused finds what is finished and reached by nobody: functions that
// main never calls, exported names that no other package says, fields that are
// never set or never read. Only tests using a thing does not count. `make lint`
// runs it; exceptions.txt names what a later issue connects.
//
//	unused DEADCODE EXCEPTIONS
//
// DEADCODE is the program golang.org/x/tools/cmd/deadcode. It is to run at the
// root of the module.
package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// find is one thing that nobody uses.
type find struct {
	file string // relative to the root, with the line
	name string // share/qr.Letter, s3browser.Client.Versions
	what string
}

func main() {
	if err := run(os.Args[1], os.Args[2], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "unused:", err)
		os.Exit(1)
	}
}

func run(deadcode, exceptions string, out io.Writer) error {
	code, err := load()
	if err != nil {
		return err
	}
	called, err := uncalled(deadcode, code)
	if err != nil {
		return err
	}
	excused, err := read(exceptions)
	if err != nil {
		return err
	}
	left := 0
	for _, f := range merge(called, code.unsaid()) {
		if !excused.covers(f) {
			left++
			fmt.Fprintf(out, "%s: %s: %s\n", f.file, f.name, f.what)
		}
	}
	for _, name := range excused.idle() {
		left++
		fmt.Fprintf(out, "%s: %s: used by now, or gone: the exception goes\n", exceptions, name)
	}
	if left > 0 {
		return fmt.Errorf("%d found: connect it, or delete it with its tests", left)
	}
	return nil
}

// merge puts the finds in the order of the files, each name once.
func merge(lists ...[]find) []find {
	seen, all := map[string]bool{}, []find(nil)
	for _, f := range slices.Concat(lists...) {
		if !seen[f.name] {
			seen[f.name] = true
			all = append(all, f)
		}
	}
	slices.SortFunc(all, func(a, b find) int { return strings.Compare(a.file+a.name, b.file+b.name) })
	return all
}

// uncalled is the functions that main does not reach, in the packages it does.
func uncalled(deadcode string, code *code) ([]find, error) {
	const form = `{{range .Funcs}}{{printf "%s\t%s\t%s:%d\n" $.Path .Name .Position.File .Position.Line}}{{end}}`
	out, err := exec.Command(deadcode, "-f", form, ".").Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", deadcode, err)
	}
	var finds []find
	for line := range strings.Lines(string(out)) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) == 3 && code.product[f[0]] {
			finds = append(finds, find{code.relative(f[2]), code.short(f[0]) + "." + f[1], "main never calls it"})
		}
	}
	return finds, nil
}
