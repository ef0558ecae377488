package preview

import (
	"context"
	"io"
	"strings"

	tea "charm.land/bubbletea/v2"

	"signet/s3browser"
	"signet/share"
)

// got is what was read beyond what was there, or why there is nothing.
type got struct {
	seq      int
	content  content
	etag     string
	page     page
	archived *s3browser.Head // the object is archived, and was not read
	err      error
}

// fetch reads on, up to the limit, and draws what is there. An object that is listed as
// archived is asked about first, and read only if a restored copy is there.
func (s *Screen) fetch() tea.Cmd {
	s.seq++
	s.busy = true
	seq, source, t, c, etag := s.seq, s.source, s.subject.Target, s.content, s.etag
	asks := len(c.raw) == 0 && share.ArchivedClass(s.subject.Object.StorageClass)
	return s.env.Do(func(ctx context.Context) tea.Msg {
		if asks {
			head, err := source.Head(ctx, t.Bucket, t.Key, t.VersionID)
			if err != nil || head.Archived() {
				return got{seq: seq, archived: &head, err: err}
			}
		}
		tag, err := c.fill(ctx, source, t, etag)
		if err != nil {
			return got{seq: seq, err: err}
		}
		return got{seq: seq, content: c, etag: tag, page: c.read()}
	})
}

// fill reads on behind what is there, from the same object.
func (c *content) fill(ctx context.Context, source Source, t share.Target, etag string) (string, error) {
	want := int64(c.limit - len(c.raw))
	if want <= 0 || c.complete() {
		return etag, nil
	}
	r := s3browser.GetRequest{Bucket: t.Bucket, Key: t.Key, VersionID: t.VersionID, From: int64(len(c.raw)), Count: want, IfMatch: etag}
	part, err := source.Get(ctx, r)
	if err != nil {
		return etag, err
	}
	defer part.Body.Close()
	more, err := io.ReadAll(io.LimitReader(part.Body, want))
	if err != nil {
		return etag, err
	}
	c.raw = append(c.raw[:len(c.raw):len(c.raw)], more...)
	c.size, c.kind, c.encoding = part.Size, part.ContentType, strings.ToLower(part.Encoding)
	if c.size < 0 && int64(len(more)) < want {
		c.size = int64(len(c.raw)) // it ended
	}
	return part.ETag, nil
}

// took shows what was read, unless something else was asked for since.
func (s *Screen) took(msg got) {
	if msg.seq != s.seq {
		return
	}
	s.busy = false
	s.archived, s.err = nil, msg.err
	switch {
	case msg.err != nil:
	case msg.archived != nil:
		s.archived = msg.archived
	default:
		s.content, s.etag = msg.content, msg.etag
		s.page = msg.page
		s.at = min(s.at, max(len(s.page.views)-1, 0))
		s.drawn = drawn{}
	}
}
