package cli

import (
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"signet/share"
)

// optionFlags read what was given for the options of a link, by flag.
type optionFlags map[string]func() []string

// bind makes a flag for each option.
func (f optionFlags) bind(s *pflag.FlagSet) {
	for _, x := range share.AllOptions() {
		if _, bound := f[x.Flag]; !bound {
			f[x.Flag] = bindOption(s, x)
			if x.FileFlag != "" {
				f[x.FileFlag] = bindOption(s, share.Option{Flag: x.FileFlag, Help: x.FileHelp})
			}
		}
	}
}

func bindOption(s *pflag.FlagSet, x share.Option) func() []string {
	given := func(so bool, value string) []string {
		if !so {
			return nil
		}
		return []string{value}
	}
	switch x.Kind {
	case share.Switch:
		on := s.Bool(x.Flag, false, x.Help)
		return func() []string { return given(*on, "true") }
	case share.Number:
		n := s.Int(x.Flag, 0, x.Help)
		return func() []string { return given(*n != 0, strconv.Itoa(*n)) }
	case share.Pairs:
		pairs := s.StringArray(x.Flag, nil, x.Help)
		return func() []string { return *pairs }
	case share.Text, share.Size, share.Key:
	}
	text := s.String(x.Flag, "", x.Help)
	return func() []string { return given(*text != "", *text) }
}

// fromStdin reports a key that is read from standard input.
func (f optionFlags) fromStdin() bool {
	return slices.ContainsFunc(share.AllOptions(), func(x share.Option) bool {
		return x.Kind == share.Key && slices.Equal(f[x.Flag](), []string{"-"})
	})
}

// read sets the options of a link for op; key reads the file of a key.
func (f optionFlags) read(op share.Operation, key func(path string) (string, error)) (o share.Options, err error) {
	if f == nil { // a command without them
		return o, nil
	}
	for _, x := range share.OptionsFor(op) {
		values, err := f.values(x, key)
		if err != nil {
			return o, err
		}
		for _, value := range values {
			if err := x.Set(&o, value); err != nil {
				return o, err
			}
		}
	}
	return o, nil
}

// values are what was typed for an option, or what the file has that was named.
func (f optionFlags) values(x share.Option, key func(path string) (string, error)) ([]string, error) {
	typed := f[x.Flag]()
	if x.Kind == share.Key && len(typed) > 0 {
		content, err := key(typed[0])
		return []string{content}, err
	}
	if x.FileFlag == "" || len(f[x.FileFlag]()) == 0 {
		return typed, nil
	}
	path := f[x.FileFlag]()[0]
	file, err := os.Open(path)
	if err != nil {
		return nil, &usageError{"--" + x.FileFlag + " cannot be read: " + clean(err.Error()), ""}
	}
	defer file.Close() //nolint:errcheck // it was only read
	value, err := x.FromFile(file, strings.Join(typed, ""))
	if err != nil {
		return nil, err
	}
	return []string{value}, nil
}

// asTyped are the options as read reads them.
func asTyped(o share.Options, op share.Operation) (args []string) {
	for _, x := range share.OptionsFor(op) {
		for _, value := range x.Values(o) {
			args = append(args, "--"+x.Flag)
			if x.Kind == share.Key { // which is kept nowhere
				value = "KEY_FILE"
			}
			if x.Kind != share.Switch {
				args = append(args, value)
			}
		}
	}
	return args
}
