package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"time"

	"signet/config"
	"signet/s3browser"
	"signet/share/say"
)

// maxTrials bounds the file of trials.
const maxTrials = 200

// notedTrial is the last trial of a place, as the file of trials has it.
type notedTrial struct {
	At     time.Time `json:"at"`
	Failed string    `json:"failed,omitempty"` // the step, and why; empty: it works
}

// noteTrial keeps how the last trial of a place went, for its card. What cannot be
// written is forgotten: it is worth no failure.
func (a *app) noteTrial(name string, t s3browser.Trial) {
	if name == "" || len(t.Steps) == 0 || a.settings == nil {
		return
	}
	n := notedTrial{At: a.Clock()}
	for _, s := range t.Steps {
		if s.Outcome == s3browser.Failed {
			n.Failed = s.Name + ": " + s.Text
		}
	}
	file := a.settings.Paths.Trials()
	all := readTrials(file)
	kept := map[string]notedTrial{name: n}
	s, _ := a.places.now()
	for _, p := range s.Places {
		if t, ok := all[p.Name]; ok && p.Name != name && len(kept) < maxTrials {
			kept[p.Name] = t
		}
	}
	text, err := json.Marshal(kept)
	if err != nil || config.MakeDir(filepath.Dir(file)) != nil {
		return
	}
	f, err := os.CreateTemp(filepath.Dir(file), ".trials-*")
	if err != nil {
		return
	}
	_, err = f.Write(text)
	if closed := f.Close(); err != nil || closed != nil || os.Rename(f.Name(), file) != nil {
		_ = os.Remove(f.Name())
	}
}

// readTrials reads the file; what is no such file is none.
func readTrials(file string) map[string]notedTrial {
	if info, err := os.Stat(file); err != nil || !info.Mode().IsRegular() || info.Size() > maxTrials*1024 {
		return nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	return parseTrials(text)
}

func parseTrials(text []byte) (all map[string]notedTrial) {
	if json.Unmarshal(text, &all) != nil {
		return nil
	}
	return all
}

// triedWords says how the last trial of a place went. It reads the file.
func (a *app) triedWords(name string) string {
	t, ok := readTrials(a.settings.Paths.Trials())[name]
	if !ok {
		return "none yet: signet place test " + name
	}
	return t.words(a.Clock())
}

func (t notedTrial) words(now time.Time) string {
	if t.Failed != "" {
		return say.Minute(t.At, now) + "; failed at " + t.Failed
	}
	return say.Minute(t.At, now) + "; it worked"
}
