package cli

import (
	"errors"

	"github.com/spf13/pflag"
)

// onceFlag is a text that is given once: of two that say who signs, or what is allowed,
// neither is taken for the one that was meant.
type onceFlag struct{ text *string }

// bindOnce makes such a flag.
func bindOnce(s *pflag.FlagSet, text *string, name, help string) {
	s.Var(onceFlag{text}, name, help)
}

// Set implements pflag.Value.
func (f onceFlag) Set(text string) error {
	if *f.text != "" && *f.text != text {
		return errors.New("it is there twice, and one counts")
	}
	*f.text = text
	return nil
}

// String implements pflag.Value.
func (f onceFlag) String() string {
	if f.text == nil { // as pflag asks for the zero value
		return ""
	}
	return *f.text
}

// Type implements pflag.Value.
func (f onceFlag) Type() string { return "string" }
