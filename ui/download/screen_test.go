package download

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"signet/s3browser/fetch"
	"signet/share"
	"signet/ui/kit"
	"signet/ui/uitest"
)

type saver struct {
	jobs []fetch.Job
	errs []error // of each call
	p    *fetch.Progress
	ctx  context.Context
}

func (v *saver) save(ctx context.Context, j fetch.Job, p *fetch.Progress) error {
	v.jobs, v.p, v.ctx = append(v.jobs, j), p, ctx
	if ctx.Err() != nil {
		return ctx.Err()
	}
	p.Size.Store(142_000)
	p.Done.Store(142_000)
	if n := len(v.jobs) - 1; n < len(v.errs) {
		return v.errs[n]
	}
	return nil
}

func start(t *testing.T, v *saver) (*uitest.Driver, *Screen) {
	t.Helper()
	var s *Screen
	d := uitest.New(t, func(env kit.Env) kit.Screen {
		s = New(env, share.Target{Bucket: "acme", Key: `a/..\re:port*\x1b.pdf`, VersionID: "v1"}, share.Object{Known: true, Size: 142_000}, "", v.save)
		return s
	})
	return d, s
}

func TestADownloadAsksForANameAndSaysWhatBecameOfIt(t *testing.T) {
	v := &saver{errs: []error{fmt.Errorf("save x: %w", fs.ErrExist)}}
	d, s := start(t, v)
	d.Goldens("question")
	uitest.Sizes(t, s)
	d.Press("enter")
	if j := v.jobs[0]; j.Path != "x1b.pdf" || j.Overwrite || j.VersionID != "v1" || j.Key != `a/..\re:port*\x1b.pdf` {
		t.Errorf("job %+v", j)
	}
	d.Goldens("exists")
	if view := d.View(80, 24); !strings.Contains(view, "there is such a file") {
		t.Errorf("exists:\n%s", view)
	}
	d.Press("enter")
	if len(v.jobs) != 2 || !v.jobs[1].Overwrite {
		t.Errorf("jobs %+v", v.jobs)
	}
	if view := d.View(80, 24); !strings.Contains(view, "saved as x1b.pdf, 142 kB, readable by you alone") {
		t.Errorf("saved:\n%s", view)
	}
	d.Goldens("saved")
	uitest.CheckKeys(t, s.Keys())
	d.Press("esc")
	if _, ok := d.Step().(kit.Pop); !ok {
		t.Error("esc does not leave")
	}
}

func TestAnotherNameIsNotReplaced(t *testing.T) {
	v := &saver{errs: []error{fs.ErrExist}}
	d, _ := start(t, v)
	d.Press("enter")
	d.Type("2")
	d.Press("enter")
	if len(v.jobs) != 2 || v.jobs[1].Overwrite || v.jobs[1].Path != "x1b.pdf2" {
		t.Errorf("jobs %+v", v.jobs)
	}
}

func TestProgressHasARateAndAnEnd(t *testing.T) {
	v := &saver{}
	d, s := start(t, v)
	d.Hold = true
	d.Press("enter")
	if s.Busy() == "" {
		t.Error("nothing is under way")
	}
	s.progress.Size.Store(142_000)
	s.progress.Done.Store(20_000)
	s.progress.Broken.Store(1)
	d.Tick(2 * time.Second)
	view := d.View(80, 24)
	for _, want := range []string{"20 kB of 142 kB", "10 kB a second, 13 s left", "broke 1 time"} {
		if !strings.Contains(view, want) {
			t.Errorf("lacks %q:\n%s", want, view)
		}
	}
	d.Goldens("running")
	uitest.Sizes(t, s)
	d.Press("y")
	if n, ok := d.Step().(kit.Notify); !ok || n.Text != "downloading; x stops" {
		t.Errorf("another key: %+v", d.Step())
	}
	d.Press("x")
	d.Settle()
	d.Goldens("stopped")
	if view := d.View(80, 24); !errors.Is(v.ctx.Err(), context.Canceled) || !strings.Contains(view, "nothing is left of it") {
		t.Errorf("stopped:\n%s", view)
	}
	d.Press("r")
	if !s.Capturing() {
		t.Error("r does not ask again")
	}
}

func TestAFailureSaysWhatIsLeft(t *testing.T) {
	v := &saver{errs: []error{errors.New("the disk is full after 1 kB of 142 kB")}}
	d, _ := start(t, v)
	d.Press("enter")
	d.Goldens("failed")
	if view := d.View(80, 24); !strings.Contains(view, "the disk is full") || !strings.Contains(view, "nothing is left") {
		t.Errorf("failed:\n%s", view)
	}
}

// The folder of the settings is offered, and ~ is the home folder.
func TestTheFolderOfTheSettings(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	v := &saver{}
	d := uitest.New(t, func(env kit.Env) kit.Screen {
		return New(env, share.Target{Bucket: "acme", Key: "a/../../x.pdf"}, share.Object{}, "~/Down loads", v.save)
	})
	if view := d.View(80, 24); !strings.Contains(view, "~/Down loads/x.pdf") || !strings.Contains(view, "in this folder, or another path") {
		t.Errorf("offered:\n%s", view)
	}
	d.Press("enter")
	if want := filepath.Join(home, "Down loads", "x.pdf"); len(v.jobs) != 1 || v.jobs[0].Path != want {
		t.Errorf("saved as %+v, not %s", v.jobs, want)
	}
}

// A server that sends another size than the list has is believed, and it is said: what came
// may be another object by now, or not all of it.
func TestAnotherSizeThanTheListHasIsSaid(t *testing.T) {
	for size, want := range map[int64]bool{142_000: false, 284_000: true} {
		v := &saver{}
		d := uitest.New(t, func(env kit.Env) kit.Screen {
			return New(env, share.Target{Bucket: "acme", Key: "a.pdf"}, share.Object{Known: true, Size: size}, "", v.save)
		})
		d.Press("enter")
		if view := d.View(80, 24); !strings.Contains(view, "saved as a.pdf") || strings.Contains(view, "the list has it with 284 kB") != want {
			t.Errorf("%d in the list:\n%s", size, view)
		}
	}
}
