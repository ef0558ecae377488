// Command generate writes the licence texts of all that is linked into signet,
// on each system that it is released for. It is to run at the root of the
// module.
//
//	generate          to internal/licences/texts.json.gz, from which the program has them
//	generate FILE     to that file, as text, for the archives
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"

	"signet/internal/licences"
)

// kept is where the texts are kept, seen from the root of the module.
const kept = "internal/licences/texts.json.gz"

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "licences:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) > 0 {
		f, err := os.Create(args[0])
		if err != nil {
			return err
		}
		if err := licences.Write(f, nil); err != nil {
			return err
		}
		return f.Close()
	}
	found, err := collect(".")
	if err != nil {
		return err
	}
	for _, t := range found {
		if kind(t.Text) == "" {
			return fmt.Errorf("%s: %s is none of the licences that are allowed (docs/adr/0050)", t.Of[0], t.File)
		}
	}
	b, err := pack(found)
	if err != nil {
		return err
	}
	return os.WriteFile(kept, b, 0o644) //nolint:gosec // a file of the tree
}

// pack makes of the texts what the program holds.
func pack(all []licences.Text) ([]byte, error) {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	e := json.NewEncoder(z)
	e.SetEscapeHTML(false)
	if err := e.Encode(all); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
