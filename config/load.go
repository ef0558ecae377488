package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
)

// Options are where settings come from beside the default file.
type Options struct {
	// File is the settings file to read (--config). It must exist. Empty: the
	// one that SIGNET_CONFIG names, else that of Paths, which may be missing.
	File string
	// Env looks up environment variables; nil: os.Getenv.
	Env func(string) string
	// Flags are settings given on the command line, by their key. Only read_only is
	// one (--read-only); the other flags of signet are no settings.
	Flags map[string]string
	// Keyboard is what keys of one's own are judged by.
	Keyboard Keyboard
	// Paths is where files live; the zero Paths: see fromEnv.
	Paths Paths
}

// Path is the settings file that Load would read, and whether it was asked for
// by name, so that it must exist.
func (o Options) Path() (file string, asked bool) {
	env := o.Env
	if env == nil {
		env = os.Getenv
	}
	for _, name := range []string{o.File, env("SIGNET_CONFIG")} {
		if name != "" {
			return name, true
		}
	}
	if o.Paths == (Paths{}) {
		o.Paths = fromEnv(env)
	}
	return o.Paths.ConfigFile(), false
}

// Load reads the settings. A flag wins over the environment, the environment
// over the file, the file over the default. The error joins one *Error for each
// problem, in the order of the file.
func Load(o Options) (*Settings, error) {
	if o.Env == nil {
		o.Env = os.Getenv
	}
	if o.Paths == (Paths{}) {
		o.Paths = fromEnv(o.Env)
	}
	s := &Settings{Paths: o.Paths, sources: map[string]string{}}
	data, err := s.open(o)
	if err != nil {
		return nil, err
	}
	doc, err := parse(s.File, data)
	if err != nil {
		return nil, err
	}
	s.read(doc, o)
	if err := doc.err(); err != nil {
		return nil, err
	}
	return s, nil
}

// Default are the settings where nothing is set, for whoever has to go on though what
// was written cannot be read. They have no guard rails, so that nothing may be signed by
// them.
func Default(o Options) *Settings {
	if o.Env == nil {
		o.Env = os.Getenv
	}
	if o.Paths == (Paths{}) {
		o.Paths = fromEnv(o.Env)
	}
	s := &Settings{Paths: o.Paths, sources: map[string]string{}}
	s.File, _ = o.Path()
	doc := &document{file: s.File, places: map[string]spot{}}
	s.read(doc, Options{Env: func(string) string { return "" }, Keyboard: o.Keyboard})
	return s
}

// open finds and reads the settings file. No file at all is no error, unless it
// was asked for by name.
func (s *Settings) open(o Options) ([]byte, error) {
	var asked bool
	s.File, asked = o.Path()
	open := Open
	if asked {
		open = os.Open // a shell hands a pipe over: --config <(command)
	}
	data, err := readFile(s.File, open)
	var wrong *Error
	switch {
	case errors.As(err, &wrong):
		return nil, err
	case errors.Is(err, fs.ErrNotExist) && !asked && isThere(s.File):
		return nil, &Error{File: s.File, Problem: "it is a symbolic link that leads nowhere", Hint: "what it led to may have guard rails: bring it back, or remove the link"}
	case errors.Is(err, fs.ErrNotExist) && !asked:
		return nil, distrusted(s.File, FolderDoubts(s.File))
	case errors.Is(err, fs.ErrNotExist):
		return nil, &Error{File: s.File, Problem: "there is no such file", Hint: "signet config --sample prints one to begin with"}
	case err != nil:
		return nil, &Error{File: s.File, Problem: "cannot be read: " + cause(err)}
	}
	s.Found = true
	return data, nil
}

// isThere reports a name in its folder, wherever it leads.
func isThere(name string) bool {
	_, err := os.Lstat(name)
	return err == nil
}

// readFile reads a settings file that nobody else can change, without the byte
// order mark that some editors put in front.
func readFile(name string, open func(string) (*os.File, error)) ([]byte, error) {
	f, err := open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	if err := distrusted(name, FileDoubts(f)); err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(f, maxBytes+1))
	if err == nil && len(data) > maxBytes {
		err = errors.New("larger than 1 MiB")
	}
	return bytes.TrimPrefix(data, []byte("\ufeff")), err
}

// cause is an error without the path, which the message names already.
func cause(err error) string {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err.Error()
	}
	return err.Error()
}

// read fills s. Problems, those of environment and flags too, are left with the
// document.
func (s *Settings) read(doc *document, o Options) {
	s.document = doc
	root := doc.root()
	s.scalars(root, o)
	s.Places = readPlaces(root)
	s.Guards = readGuards(root, s.Places)
	s.AccessPoints = readAccessPoints(root)
	s.RefusesUnsigned = root.servers("refuses_unsigned")
	s.Keys = readKeys(root, o.Keyboard)
	root.done()
	for key := range o.Flags {
		if !slices.ContainsFunc(scalars(), func(c scalar) bool { return c.key == key }) {
			doc.problems = append(doc.problems, problem{&Error{File: "--" + key, Problem: "there is no such setting"}, -1})
		}
	}
}

func (s *Settings) scalars(root *section, o Options) {
	prices := root.table("prices")
	if prices == nil {
		prices = &section{doc: root.doc, path: "prices"}
	}
	for _, c := range scalars() {
		if err := c.set(s, c.value); err != nil {
			panic("config: default of " + c.key + ": " + err.Error()) // a mistake in the table; tested
		}
		s.sources[c.key] = sourceDefault
	}
	if s.ownPrices(prices, o) {
		s.Prices.AsOf, s.Prices.Source = "", "your settings"
	}
	for _, c := range scalars() {
		in, key := root, c.key
		if rest, ok := strings.CutPrefix(c.key, "prices."); ok {
			in, key = prices, rest
		}
		s.resolve(c, in, key, o)
	}
	prices.done()
}

// ownPrices reports whether the dated default no longer describes the prices.
func (s *Settings) ownPrices(prices *section, o Options) bool {
	return slices.ContainsFunc([]string{"currency", "transfer_per_gb", "request_per_1000"}, func(key string) bool {
		c := scalar{key: "prices." + key}
		_, flag := o.Flags[c.key]
		return prices.has(key) || flag || o.Env(c.env()) != ""
	})
}

// resolve sets one setting from every source that has it, the strongest last.
// A file is judged even where the environment wins.
func (s *Settings) resolve(c scalar, in *section, key string, o Options) {
	if text, ok := c.read(in, key); ok {
		at := in.spot(key)
		s.apply(c, text, in.doc, problem{&Error{File: in.doc.file}, at.value}, fmt.Sprintf("%s:%d", in.doc.file, in.doc.line(at.value)))
	}
	if text := o.Env(c.env()); text != "" {
		s.apply(c, text, in.doc, problem{&Error{File: c.env()}, -1}, c.env())
	}
	if text, ok := o.Flags[c.key]; ok {
		s.apply(c, text, in.doc, problem{&Error{File: "flag"}, -1}, sourceFlag)
	}
}

func (s *Settings) apply(c scalar, text string, doc *document, at problem, source string) {
	if !c.tightens() || c.get(s) == c.value {
		s.sources[c.key] = source
	}
	err := c.set(s, text)
	if err == nil && !hasControl(text) {
		return
	}
	if err == nil {
		err = errors.New("holds a control character")
	}
	at.err.Problem, at.err.Hint = fmt.Sprintf("%s %s %s", c.key, quote(text), err), c.hint
	doc.problems = append(doc.problems, at)
}
