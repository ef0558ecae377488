package share

import (
	"io"
	"slices"
	"strings"
	"sync"

	"signet/share/say"
)

// Option is one thing that may be asked of a link beside its object, its operation
// and its times. optionTable has them all; the command line, the form, the share log
// and the signers read them there and nowhere else.
type Option struct {
	ID      string // stable: by it errors and fields are told apart
	Flag    string // on the command line, without dashes; empty: nobody is asked for it
	Help    string // of the flag
	Label   string // in the form
	Hint    string // in the form
	Kind    Kind
	Choices []Choice // what a form offers; nil: whatever is typed
	Ops     []Operation
	Form    int  // its place in the form; equals stand as in the table
	Rare    bool // a form shows it only to those who ask for more
	Alone   bool // of one object: several cannot have the same

	FileFlag, FileHelp string // another flag, of a file that FromFile reads the value from; empty: none
	FromFile           func(file io.Reader, typed string) (value string, err error)

	store
	needs   func(*Options) bool                                         // of the options before it; nil: nothing
	check   func(o *Options, info OperationInfo) (problem, hint string) // of a value that is given; nil: any
	hex     bool                                                        // a long row of hexadecimal digits is at home in it
	fact    string                                                      // name of the fact; empty: another row tells it
	says    func(*Options) string                                       // the fact of a value that is given; nil: as it is typed. Empty: there is none
	unsaid  func(*Options) string                                       // the fact where none is given; nil: there is none
	refuses func(*Options, Endpoint) (problem, hint string)             // of a value that is given, by where the link points; nil: nothing
	warns   func(*Options, Endpoint) say.Remark                         // what to know of a value that is given; empty, or nil: nothing
	signs   func(*Options, *Signs)                                      // what a value that is given puts into the signature
}

// Kind is how the value of an option is written.
type Kind int

// The kinds.
const (
	Text   Kind = iota // in words
	Switch             // on or off
	Size               // a number of bytes
	Number
	Pairs // name=value, several
	Key   // a secret: read from a file or typed unseen, and never shown
)

// Choice is one value that a form offers.
type Choice struct{ Value, Label string }

// store is where the value of an option is kept, as it is typed: none, one, or
// several of Pairs.
type store struct {
	get func(*Options) []string
	set func(*Options, string) error
}

// options is the table and, by operation, the rows that belong to it and those by
// which its options are read and told.
type options struct {
	rows     []Option
	of, told map[Operation][]Option
}

//nolint:gochecknoglobals // immutable once made
var allOptions = sync.OnceValue(func() (t options) {
	t.rows, t.of, t.told = optionTable(), map[Operation][]Option{}, map[Operation][]Option{}
	for _, i := range Operations() {
		t.of[i.Op] = slices.DeleteFunc(slices.Clone(t.rows), func(x Option) bool { return !x.For(i.Op) })
		t.told[i.Op] = told(t.rows, i.Op)
	}
	return t
})

// AllOptions are all options that a user can ask for, in the order of the table.
func AllOptions() []Option { return asked(slices.Clone(allOptions().rows)) }

// asked are those that a user can ask for.
func asked(rows []Option) []Option {
	return slices.DeleteFunc(rows, func(x Option) bool { return x.Flag == "" })
}

// option finds a row by its id.
func option(id string) (Option, bool) {
	rows := allOptions().rows
	i := slices.IndexFunc(rows, func(x Option) bool { return x.ID == id })
	if i < 0 {
		return Option{}, false
	}
	return rows[i], true
}

// OptionsFor are the rows by which the options of one operation are read and told:
// where rows share a flag, that of the operation, and else the last.
func OptionsFor(op Operation) []Option { return asked(slices.Clone(allOptions().told[op])) }

func told(rows []Option, op Operation) (out []Option) {
	for _, x := range rows {
		i := slices.IndexFunc(out, func(other Option) bool { return x.Flag != "" && other.Flag == x.Flag })
		switch {
		case i < 0 || x.Flag == "":
			out = append(out, x)
		case !out[i].For(op):
			out[i] = x
		}
	}
	return out
}

// For reports whether the option belongs to the operation.
func (x Option) For(op Operation) bool { return slices.Contains(x.Ops, op) }

// Fits reports whether the option can be given beside those that stand before it in
// the table.
func (x Option) Fits(o Options) bool { return x.needs == nil || x.needs(&o) }

// Values are the values of the option as they are typed; none: it is not given.
func (x Option) Values(o Options) []string { return x.get(&o) }

// Set reads a value as it is typed, one of several if it is one of Pairs. Errors are
// of type *UsageError.
func (x Option) Set(o *Options, value string) error { return x.set(o, value) }

// Text is the value in one line, as SetText reads it.
func (x Option) Text(o Options) string {
	if x.Kind == Pairs {
		return joinPairs(x.get(&o))
	}
	return strings.Join(x.get(&o), "")
}

// SetText reads the value from one line; an empty one gives none.
func (x Option) SetText(o *Options, text string) error {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	if x.Kind != Pairs {
		return x.set(o, text)
	}
	for _, pair := range splitPairs(text) {
		if err := x.set(o, pair); err != nil {
			return hinted(err, `a comma in a value is written \,`)
		}
	}
	return nil
}
