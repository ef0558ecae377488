package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"

	"github.com/pelletier/go-toml/v2"

	"signet/share/address"
)

// AddPlace appends a place to a settings file, which is created if there is
// none. What stands in the file stays as it is. The file is replaced in one
// step and only if the result loads; a symbolic link is followed.
func AddPlace(file string, p Place) error {
	return rewrite(file, "add place to", func() (changed, error) { return withPlace(file, p) })
}

// CheckPlace says why a place could not be added; nil: it could. Nothing is written.
func CheckPlace(file string, p Place) error {
	_, err := withPlace(file, p)
	return err
}

// withPlace is a settings file with the place behind it.
func withPlace(file string, p Place) (changed, error) {
	name, data, mode, err := forEditing(file)
	var added []byte
	if err == nil {
		added, err = appendPlace(data, p)
	}
	if err != nil {
		return changed{}, fmt.Errorf("add place to %s: %w", file, err)
	}
	return changed{name, added, mode}, checkAdded(file, data, added, p)
}

// forEditing reads a settings file as it stands, byte order mark included.
func forEditing(file string) (name string, data []byte, mode fs.FileMode, err error) {
	name = resolved(file)
	f, err := Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return name, nil, fileMode, distrusted(file, FolderDoubts(file))
	}
	if err != nil {
		return name, nil, 0, err
	}
	defer func() { _ = f.Close() }()
	if err := distrusted(file, FileDoubts(f)); err != nil {
		return name, nil, 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return name, nil, 0, err
	}
	data, err = io.ReadAll(f)
	return name, data, info.Mode().Perm(), err
}

// placeFile is a place as the file spells it.
type placeFile struct {
	Name       string    `toml:"name"`
	Profile    string    `toml:"profile,omitempty"`
	Command    []string  `toml:"credential_command,omitempty"`
	File       string    `toml:"access_key_file,omitempty"`
	Keychain   string    `toml:"keychain,omitempty"`
	Endpoint   string    `toml:"endpoint,omitempty"`
	Region     string    `toml:"region,omitempty"`
	PathStyle  *bool     `toml:"path_style"`
	FIPS       *bool     `toml:"use_fips_endpoint"`
	DualStack  *bool     `toml:"use_dualstack_endpoint"`
	Accelerate *bool     `toml:"use_accelerate_endpoint"`
	Bucket     string    `toml:"bucket,omitempty"`
	Prefix     string    `toml:"prefix,omitempty"`
	Track      bool      `toml:"track,omitempty"`
	ReadOnly   bool      `toml:"read_only,omitempty"`
	Batches    *bool     `toml:"batches"`
	Pages      string    `toml:"pages_bucket,omitempty"`
	PagesIn    string    `toml:"pages_prefix,omitempty"`
	Sign       *signFile `toml:"sign,omitempty"`
}

type signFile struct {
	Profile    string   `toml:"profile,omitempty"`
	Command    []string `toml:"credential_command,omitempty"`
	File       string   `toml:"access_key_file,omitempty"`
	Keychain   string   `toml:"keychain,omitempty"`
	Endpoint   string   `toml:"endpoint,omitempty"`
	Region     string   `toml:"region,omitempty"`
	PathStyle  *bool    `toml:"path_style"`
	FIPS       *bool    `toml:"use_fips_endpoint"`
	DualStack  *bool    `toml:"use_dualstack_endpoint"`
	Accelerate *bool    `toml:"use_accelerate_endpoint"`
}

// written is a choice as the file has it; nil: nothing.
func written(c address.Choice) *bool {
	if c == address.Unsaid {
		return nil
	}
	yes := c == address.Yes
	return &yes
}

func styleChoice(path, host bool) *bool {
	if !path && !host {
		return nil
	}
	return &path
}

// fileOf is a place as the file spells it.
func fileOf(p Place) placeFile {
	f := placeFile{
		Name: p.Name, Profile: p.Profile, Command: p.Keys.Command, File: p.Keys.File, Keychain: p.Keys.Keychain, Endpoint: p.Endpoint, Region: p.Region, PathStyle: styleChoice(p.PathStyle, p.HostStyle),
		FIPS: written(p.Variants.FIPS), DualStack: written(p.Variants.DualStack), Accelerate: written(p.Variants.Accelerate),
		Bucket: p.Bucket, Prefix: p.Prefix, Track: p.Track, ReadOnly: p.ReadOnly, Pages: p.PagesBucket, PagesIn: p.PagesPrefix,
	}
	if p.NoBatches {
		f.Batches = new(bool)
	}
	if w := p.Sign; w != nil {
		f.Sign = &signFile{
			w.Profile, w.Keys.Command, w.Keys.File, w.Keys.Keychain, w.Endpoint, w.Region, styleChoice(w.PathStyle, w.HostStyle),
			written(w.Variants.FIPS), written(w.Variants.DualStack), written(w.Variants.Accelerate),
		}
	}
	return f
}

// appendPlace returns data with the place behind it, in data's own line ends.
func appendPlace(data []byte, p Place) ([]byte, error) {
	if err := readsBack(p); err != nil {
		return nil, err
	}
	text, err := toml.Marshal(struct {
		Place []placeFile `toml:"place"`
	}{[]placeFile{fileOf(p)}})
	if err != nil {
		return nil, err
	}
	out := slices.Clone(data)
	if len(out) > 0 {
		if out[len(out)-1] != '\n' {
			out = append(out, '\n')
		}
		out = append(out, '\n')
	}
	out = append(out, text...)
	if bytes.Contains(data, []byte("\r\n")) {
		head := out[:len(data)]
		tail := bytes.ReplaceAll(out[len(data):], []byte("\n"), []byte("\r\n"))
		out = slices.Concat(head, tail)
	}
	return out, nil
}

// checkAdded loads the file before and after, so that a mistake is reported
// where it is: in the file as it was, or in the place. All else must be as it was.
func checkAdded(file string, before, after []byte, p Place) error {
	_, was, err := readAll(file, before)
	if err != nil {
		return err
	}
	fail := func(problem, hint string) error {
		return &Error{File: file, Problem: "the place " + quote(p.Name) + " cannot be added: " + problem, Hint: hint}
	}
	_, now, err := readAll(file, after)
	if e := (*Error)(nil); errors.As(err, &e) {
		return fail(e.Problem, e.Hint)
	}
	if err != nil {
		return err
	}
	alone, err := appendPlace(nil, p)
	if err != nil {
		return err
	}
	added, err := parse(file, alone)
	if err != nil {
		return err
	}
	all, _ := was.values[placeTable].([]any)
	if want := withTable(was.values, placeTable, len(all), tableOf(added.values, placeTable, 0)); !reflect.DeepEqual(now.values, want) {
		return fail("the file is written in a way that signet cannot edit", "edit the file by hand")
	}
	return nil
}

// Replace writes a file beside the old one and renames it into its place, so that nobody
// reads half of it. Its folder is made if there is none.
func Replace(name string, data []byte, mode fs.FileMode) (err error) {
	if err := MakeDir(filepath.Dir(name)); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".signet-*.toml") // mode 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close())
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}
