package objects

import (
	"context"
	"errors"
	"net/http"
	"strings"

	tea "charm.land/bubbletea/v2"

	"signet/s3browser"
	"signet/share"
	"signet/share/say"
	"signet/ui/kit"
)

// An address with a + that may be a blank has two readings. The folder of the first one
// is opened at once; meanwhile the server is asked which is there.

// readMsg is the reading that was taken.
type readMsg struct {
	target share.Target
	said   say.Remark
}

// readTwo asks for both readings.
func (s *Screen) readTwo() tea.Cmd {
	if s.at.Other == "" {
		return nil
	}
	t, source := s.target(s.at.named()), s.source
	return s.env.Do(func(ctx context.Context) tea.Msg {
		other := t
		other.Key = t.Other
		taken, said := t.Read(presence(ctx, source, t), presence(ctx, source, other))
		return readMsg{taken, said}
	})
}

// named is the key that the address names; of a folder with the slash.
func (l Location) named() string {
	if l.Select != "" {
		return l.Select
	}
	return l.Prefix
}

// presence is of an object, or of a folder by that name.
func presence(ctx context.Context, source Source, t share.Target) share.Presence {
	if !strings.HasSuffix(t.Key, "/") {
		_, err := source.Head(ctx, t.Bucket, t.Key, t.VersionID)
		var known *s3browser.Error
		switch {
		case err == nil:
			return share.There
		case !errors.As(err, &known) || known.Status != http.StatusNotFound && !known.Deleted:
			return share.Untold
		}
	}
	page, err := source.List(ctx, s3browser.ListRequest{Bucket: t.Bucket, Prefix: strings.TrimSuffix(t.Key, "/") + "/", Max: 1})
	switch {
	case err == nil && len(page.Entries) > 0:
		return share.There
	case err != nil || !page.Done:
		return share.Untold
	}
	return share.Missing
}

// read opens the reading that is there, unless the user has gone on.
func (s *Screen) read(msg readMsg) (kit.Step, tea.Cmd) {
	first := s.at.named()
	if msg.said.Code == "" || len(s.levels) != 1 || s.top().prefix != s.at.Prefix {
		return nil, nil
	}
	s.at.Other = ""
	var cmd tea.Cmd
	if msg.target.Key != first {
		s.top().stop()
		s.at.Prefix, s.at.Select = Folder(msg.target.Key)
		s.levels = nil
		v := s.open(s.at.Prefix)
		v.sought = s.at.Select
		cmd = s.begin(v)
	}
	kind := kit.Info
	if msg.said.Level == say.Warning {
		kind = kit.Problem
	}
	return kit.Notify{Kind: kind, Text: kit.Clean(msg.said.String())}, cmd
}

// Folder is the folder of a key, and the key itself unless it is the folder's.
func Folder(key string) (prefix, object string) {
	prefix = key[:strings.LastIndexByte(key, '/')+1]
	if key != prefix {
		object = key
	}
	return prefix, object
}
