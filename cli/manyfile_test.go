package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"signet/share"
	"signet/share/many"
	"signet/share/qr"
	"signet/share/say"
)

// Whoever quits in the midst of a batch keeps what was signed, in one file, and
// no other file with links in it stays behind.
func TestQuittingInTheMidstOfABatch(t *testing.T) {
	dir := home(t)
	a := &app{IO: IO{Env: os.Getenv, Clock: time.Now, Err: &bytes.Buffer{}}, places: newRegistry()}
	defer a.close()
	svc, err := a.service()
	if err != nil {
		t.Fatal(err)
	}
	ctx, quit := context.WithCancel(t.Context())
	reached, release := make(chan struct{}), make(chan struct{})
	n := 0
	svc.Judge = func(share.Request, share.Secret) []say.Remark {
		if n++; n == 1500 {
			close(reached)
			<-release
		}
		return nil
	}
	var chosen []many.Chosen
	for i := range 3000 {
		chosen = append(chosen, many.Chosen{Target: share.Target{Bucket: "acme", Key: fmt.Sprint(i), Region: "eu-west-3"}})
	}
	out := filepath.Join(dir, "out")
	path := filepath.Join(out, "links.txt")
	ended := make(chan error, 1)
	go func() {
		_, err := a.batch(svc)(ctx, ordered(chosen, share.Request{Operation: share.Download, Lifetime: share.For(time.Hour)}, path))
		ended <- err
	}()
	<-reached
	quit()
	close(release)
	a.working.Wait() // as the interface does when it is left
	data, err := os.ReadFile(path)
	if got := strings.Count(string(data), "\n"); err != nil || got != 1500 {
		t.Errorf("%d links in the file, %v; want the 1500 that were signed", got, err)
	}
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	left, err := os.ReadDir(out)
	if err != nil || len(left) != 1 {
		t.Errorf("in the folder: %v, %v", left, err)
	}
}

// half is a share log on a disk that fills up in the midst of a batch.
type half struct{ recorded int }

func (h *half) RecordAll(_ context.Context, records []share.Record) error {
	if h.recorded > 0 {
		return errors.New("disk full")
	}
	h.recorded = len(records)
	return nil
}

// The link that is explained is the first; that the log failed later is said too.
func TestBatchSaysWhatTheLogDoesNotKnow(t *testing.T) {
	dir := home(t)
	a := &app{IO: IO{Env: os.Getenv, Clock: time.Now, Err: &bytes.Buffer{}}, places: newRegistry()}
	svc, err := a.service()
	if err != nil {
		t.Fatal(err)
	}
	clock := time.Now() // stands, so that chunks are whole
	disk := &half{}
	svc.Recorder, svc.Clock = disk, func() time.Time { return clock }
	var chosen []many.Chosen
	for i := range 1500 {
		chosen = append(chosen, many.Chosen{Target: share.Target{Bucket: "acme", Key: fmt.Sprint(i), Region: "eu-west-3"}})
	}
	terms := share.Request{Operation: share.Download, Lifetime: share.For(time.Hour)}
	r, err := a.batch(svc)(t.Context(), ordered(chosen, terms, filepath.Join(dir, "links.txt")))
	lost := "not in the share log: " + say.Things(1500-disk.recorded, "link") + " (disk full)"
	if err != nil || r.Links != 1500 || disk.recorded == 0 || r.Unlogged != 1500-disk.recorded || !slices.Contains(r.Warnings(clean), lost) {
		t.Errorf("%d links, %v; warnings: %q", r.Links, err, r.Warnings(clean))
	}
}

// The paper of a sheet that the screens have chosen is the one it is written for, where its
// links are signed and where they were before.
func TestASheetIsOnThePaperThatWasChosen(t *testing.T) {
	dir := home(t)
	a := &app{IO: IO{Env: os.Getenv, Clock: time.Now, Err: &bytes.Buffer{}}, places: newRegistry()}
	defer a.close()
	svc, err := a.service()
	if err != nil {
		t.Fatal(err)
	}
	o := ordered([]many.Chosen{{Target: share.Target{Bucket: "acme", Key: "a", Region: "eu-west-3"}}}, share.Request{Operation: share.Download, Lifetime: share.For(time.Hour)}, filepath.Join(dir, "signed.qr.html"))
	o.On = qr.Letter()
	r, err := a.batch(svc)(t.Context(), o)
	if err == nil {
		err = a.listed(r.Kept, filepath.Join(dir, "again.qr.html"), qr.Letter(), false)
	}
	if err == nil {
		err = a.listed(r.Kept, filepath.Join(dir, "usual.qr.html"), qr.Paper{}, false)
	}
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"signed": "size: letter", "again": "size: letter", "usual": "size: A4"} {
		if data, err := os.ReadFile(filepath.Join(dir, name+".qr.html")); err != nil || !strings.Contains(string(data), want) {
			t.Errorf("%s does not say %q, %v", name, want, err)
		}
	}
}

// ordered is what the screens order of objects that were chosen.
func ordered(chosen []many.Chosen, terms share.Request, path string) many.Order {
	var objects []share.Target
	for _, c := range chosen {
		objects = append(objects, c.Target)
	}
	return many.Order{Objects: many.Addresses(objects), Terms: terms, Path: path, Progress: &many.Progress{}}
}
