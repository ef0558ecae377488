// Package licences holds the licence texts of all that is linked into signet,
// for those who are given the program and nothing else. `make licences` writes
// them anew; a test beside the generator fails where they are not those of the
// modules that are linked, or where a licence is not one of the allowed ones.
package licences

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Texts are the texts as the generator writes them: JSON, compressed.
//
//go:embed texts.json.gz
var texts []byte

// Text is one licence text, and whose it is.
type Text struct {
	// Of are the modules that carry it, after a space with what of the module it
	// holds for alone: "m (internal/x)". Go itself is "Go", this program "signet".
	Of   []string `json:"of"`
	File string   `json:"file"` // its name
	Text string   `json:"text"`
}

// All are the texts of all that is linked on any system, in their order.
func All() ([]Text, error) {
	z, err := gzip.NewReader(bytes.NewReader(texts))
	if err != nil {
		return nil, fmt.Errorf("licence texts: %w", err)
	}
	var all []Text
	if err := json.NewDecoder(z).Decode(&all); err != nil {
		return nil, fmt.Errorf("licence texts: %w", err)
	}
	return all, nil
}

// Write writes the texts that hold for a program with these modules (paths
// without versions); nil: all of them.
func Write(w io.Writer, modules []string) error {
	all, err := All()
	if err != nil {
		return err
	}
	var b strings.Builder
	for _, t := range all {
		of := slices.DeleteFunc(t.Of, func(of string) bool { return modules != nil && !holds(of, modules) })
		if len(of) == 0 {
			continue
		}
		fmt.Fprintf(&b, "%s\n%s\n%s\n\n%s\n\n", strings.Repeat("=", 78), strings.Join(of, "\n"), strings.Repeat("-", 78), t.Text)
	}
	_, err = io.WriteString(w, b.String())
	return err
}

// holds reports whether what a text is of is in a program with these modules.
func holds(of string, modules []string) bool {
	module, _, _ := strings.Cut(of, " ")
	return module == "Go" || module == "signet" || slices.Contains(modules, module)
}
