//go:build unix

package config

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// tree makes settings in DIR/above/own/config.toml, for this user alone, and
// returns the resolved DIR: the folder of temporary files may be a link.
func tree(t *testing.T) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	must(t, os.MkdirAll(filepath.Join(dir, "above", "own"), 0o700), os.Chmod(dir, 0o700))
	must(t, os.WriteFile(filepath.Join(dir, "above", "own", "config.toml"), []byte("expiry = '2h'\n"), 0o600))
	return dir
}

// What everyone can write is refused wherever it stands on the way to the file,
// and the command that is printed mends it.
func TestSettingsThatEveryoneCanWrite(t *testing.T) {
	for _, c := range []struct {
		name, file string
		open       []string // what everyone can write
		mode       os.FileMode
		want       []string // what is to be named; none: accepted
	}{
		{"nothing", "above/own/config.toml", nil, 0, nil},
		{"the file", "above/own/config.toml", []string{"above/own/config.toml"}, 0o666, []string{"above/own/config.toml"}},
		{"write only", "above/own/config.toml", []string{"above/own/config.toml"}, 0o602, []string{"above/own/config.toml"}},
		{"the folder", "above/own/config.toml", []string{"above/own"}, 0o777, []string{"above/own"}},
		{"a folder above", "above/own/config.toml", []string{"above"}, 0o777, []string{"above"}},
		{"all of them", "above/own/config.toml", []string{"above", "above/own", "above/own/config.toml"}, 0o777, []string{"above", "above/own", "above/own/config.toml"}},
		{"a folder where nobody replaces what is not his", "above/own/config.toml", []string{"above", "above/own"}, 0o777 | os.ModeSticky, nil},
		{"the folder of a link", "links/config.toml", []string{"links"}, 0o777, []string{"links"}},
		{"what a link points to", "links/config.toml", []string{"above/own/config.toml"}, 0o666, []string{"above/own/config.toml"}},
		{"its folder", "links/config.toml", []string{"above/own"}, 0o777, []string{"above/own"}},
		{"the folder of a link in the middle", "first/config.toml", []string{"links"}, 0o777, []string{"links"}},
		{"a linked folder", "folder/config.toml", []string{"above/own"}, 0o777, []string{"above/own"}},
		{"dots", "links/../above/own/config.toml", []string{"links"}, 0o777, []string{"links"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := tree(t)
			must(t, os.Mkdir(filepath.Join(dir, "links"), 0o700), os.Mkdir(filepath.Join(dir, "first"), 0o700),
				os.Symlink("../above/own/config.toml", filepath.Join(dir, "links", "config.toml")),
				os.Symlink(filepath.Join(dir, "links", "config.toml"), filepath.Join(dir, "first", "config.toml")),
				os.Symlink(filepath.Join("above", "own"), filepath.Join(dir, "folder")))
			for _, name := range c.open {
				must(t, os.Chmod(filepath.Join(dir, name), c.mode))
			}
			file := dir + "/" + c.file // not Join, which takes the dots away
			_, err := Load(Options{Env: none, File: file})
			if len(c.want) == 0 {
				must(t, err)
				return
			}
			for _, name := range c.want {
				command := "chmod go-w " + filepath.Join(dir, name)
				if err == nil || !strings.Contains(err.Error()+"\n", command+"\n") || !strings.Contains(err.Error(), "written by everyone") {
					t.Fatalf("want %q in: %v", command, err)
				}
				must(t, exec.Command("sh", "-c", command).Run())
			}
			if _, err := Load(Options{Env: none, File: file}); err != nil {
				t.Error("after what was printed:", err)
			}
		})
	}
}

// All the ways in which a settings file is named are judged, and so is the file
// that a place is added to.
func TestEveryWayToSettingsIsJudged(t *testing.T) {
	dir := tree(t)
	file := filepath.Join(dir, "above", "own", "config.toml")
	must(t, os.Chmod(file, 0o666))
	for name, o := range map[string]Options{
		"--config":      {Env: none, File: file},
		"SIGNET_CONFIG": {Env: env(map[string]string{"SIGNET_CONFIG": file})},
		"SIGNET_HOME":   {Env: env(map[string]string{"SIGNET_HOME": filepath.Dir(file)})},
		"its own place": {Env: none, Paths: Paths{Root: filepath.Dir(file)}},
	} {
		if s, err := Load(o); err == nil || s != nil {
			t.Errorf("%s: read", name)
		}
	}
	if err := AddPlace(file, Place{Name: "a", Profile: "b"}); err == nil || !strings.Contains(err.Error(), "chmod go-w") {
		t.Error(err)
	}
}

// Whoever can write the folder can take the guard rails away with the file.
func TestAFolderThatTheFileMayHaveBeenTakenFrom(t *testing.T) {
	dir := tree(t)
	own := filepath.Join(dir, "above", "own")
	must(t, os.Remove(filepath.Join(own, "config.toml")), os.Chmod(filepath.Join(dir, "above"), 0o777))
	o := Options{Env: none, Paths: Paths{Root: own}}
	if _, err := Load(o); err != nil {
		t.Error("a folder that is not signet's own:", err)
	}
	must(t, os.Chmod(own, 0o777))
	if _, err := Load(o); err == nil || !strings.Contains(err.Error(), "chmod go-w "+own) {
		t.Error(err)
	}
	must(t, os.Chmod(own, 0o777|os.ModeSticky))
	if _, err := Load(o); err != nil {
		t.Error(err)
	}
	if _, err := Load(Options{Env: none, Paths: Paths{Root: filepath.Join(own, "not", "there")}}); err != nil {
		t.Error(err)
	}
}

// foreign is a judge to whom the test's files belong to another user than
// himself. Root's files are believed, so root gives them away first.
func foreign(t *testing.T, names ...string) judge {
	t.Helper()
	const stranger = 64321
	if uid := os.Geteuid(); uid != 0 {
		return judge{uid + 1, accounts(t.TempDir())}
	}
	for _, name := range names {
		must(t, os.Lchown(name, stranger, -1))
	}
	return self()
}

func TestSettingsOfAnotherUser(t *testing.T) {
	for _, name := range []string{"above", "above/own", "above/own/config.toml", "link"} {
		t.Run(name, func(t *testing.T) {
			dir := tree(t)
			link, strange := filepath.Join(dir, "link"), filepath.Join(dir, name)
			must(t, os.Symlink("above/own/config.toml", link))
			j := foreign(t, strange)
			f, err := os.Open(link)
			must(t, err)
			defer f.Close()
			for _, d := range j.file(f) {
				if d.Path == strange && strings.Contains(d.Fault, "belongs to another user") && strings.Contains(d.Mend, "chown ") && strings.HasSuffix(d.Mend, " "+strange) {
					return
				}
			}
			t.Errorf("%s is not named: %v", strange, j.file(f))
		})
	}
}

// The file is judged that was opened, whatever stands at its path by now.
func TestTheOpenFileIsJudged(t *testing.T) {
	dir := tree(t)
	name := filepath.Join(dir, "above", "own", "config.toml")
	must(t, os.Chmod(name, 0o666))
	f, err := os.Open(name)
	must(t, err)
	defer f.Close()
	must(t, os.Remove(name), os.WriteFile(name, nil, 0o600))
	if d := FileDoubts(f); len(d) != 1 || !strings.Contains(d[0].Fault, "everyone") {
		t.Error(d)
	}
}

// What is read from a pipe or a device was written by whoever gave it.
func TestSettingsFromAPipe(t *testing.T) {
	r, w, err := os.Pipe()
	must(t, err)
	defer r.Close()
	must(t, w.Close())
	if d := FileDoubts(r); len(d) > 0 {
		t.Error(d)
	}
	if _, err := Load(Options{Env: none, File: os.DevNull}); err != nil {
		t.Error(err)
	}
}

// Beside the log the sticky bit does not help; above its folder it does.
func TestDoubtsAboutTheLog(t *testing.T) {
	dir := tree(t)
	state := filepath.Join(dir, "above", "own")
	log := filepath.Join(state, "shares.db")
	if d := LogDoubts(log); len(d) > 0 {
		t.Error(d)
	}
	must(t, os.Chmod(filepath.Join(dir, "above"), 0o777|os.ModeSticky))
	if d := LogDoubts(log); len(d) > 0 {
		t.Error(d)
	}
	must(t, os.Chmod(state, 0o777|os.ModeSticky))
	if d := LogDoubts(log); len(d) != 1 || d[0].Mend != "chmod go-w "+state {
		t.Error(d)
	}
	must(t, os.Symlink(log, filepath.Join(dir, "elsewhere.db")), os.WriteFile(log, nil, 0o666), os.Chmod(log, 0o666))
	if d := LogDoubts(filepath.Join(dir, "elsewhere.db")); len(d) != 2 || d[0].Path != state || d[1].Path != log {
		t.Error(d)
	}
	if j := foreign(t, state); len(j.log(log)) == 0 {
		t.Error("a foreign folder is believed")
	}
}

// Links that lead in a circle end.
func TestLinksInACircle(t *testing.T) {
	dir := tree(t)
	must(t, os.Symlink("b", filepath.Join(dir, "a")), os.Symlink("a", filepath.Join(dir, "b")))
	if d := LogDoubts(filepath.Join(dir, "a", "x")); len(d) > 0 {
		t.Error(d)
	}
}

// The command that is printed survives any name.
func TestTheCommandIsQuoted(t *testing.T) {
	dir := tree(t)
	own := filepath.Join(dir, "it's $HOME; \"x\"")
	must(t, os.Rename(filepath.Join(dir, "above", "own"), own), os.Chmod(own, 0o777))
	d := FolderDoubts(filepath.Join(own, "config.toml"))
	if len(d) != 1 {
		t.Fatal(d)
	}
	must(t, exec.Command("sh", "-c", d[0].Mend).Run())
	if d := FolderDoubts(filepath.Join(own, "config.toml")); len(d) > 0 {
		t.Error(d)
	}
}
