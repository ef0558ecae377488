package handoff

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"signet/share"
	"signet/share/refusal"
	"signet/share/say"
)

// The token of a press, by which the same browser fetches what it pressed for, and
// resumes what broke off: 20 letters are 92 bits.
const (
	tokenName = "press"
	tokenLen  = 20
)

const (
	mostTries = 20               // requests for one press
	slowest   = 30 * time.Second // for one piece to get out; who reads slower is given up
	piece     = 32 << 10
)

// stream is what a press of a hand-off that streams came to. Its fields are under the
// lock of the hand-off.
type stream struct {
	press int
	link  share.Link
	tries int
	etag  string     // of what was begun; the rest must be of the same
	from  netip.Addr // who pressed, and alone may fetch
	upTo  int64      // bytes that are out, from the first one on
	again int64      // bytes of those that went out once more
	// A resume from a byte on shows that the browser has all before it.
	proved int64
	free   bool // what goes out now was lost on the way, and does not count as sent again
	end    context.CancelFunc
}

// stop ends the request that is under way; the lock of the hand-off is held.
func (s *stream) stop() {
	if s.end != nil {
		s.end()
	}
}

// turn is one request for the bytes of a press.
type turn struct {
	*stream
	nth int
	end context.CancelFunc
}

// claim takes the stream of a token. The browser that asks again has given up what it
// asked for before, whether or not that has been noticed here.
func (h *HandOff) claim(ctx context.Context, token string, who visitor) (context.Context, turn) {
	h.mu.Lock()
	defer h.mu.Unlock()
	s := h.streams[token]
	if s == nil || s.from != who.place() || s.tries >= mostTries || h.why == Stopped || h.presses[s.press].Stream == Delivered {
		return ctx, turn{}
	}
	s.stop()
	ctx, s.end = context.WithCancel(ctx)
	s.tries++
	return ctx, turn{s, s.tries, s.end}
}

// stream sends the bytes of a press through here.
func (h *HandOff) stream(w http.ResponseWriter, r *http.Request, who visitor) {
	ctx, t := r.Context(), turn{}
	if r.Method == http.MethodGet {
		ctx, t = h.claim(ctx, r.URL.Query().Get(tokenName), who)
	}
	if t.stream == nil {
		h.pages.nothing.send(w, r, http.StatusNotFound)
		return
	}
	defer t.end()
	answer, err := h.fetch(ctx, t.stream, r)
	if errors.Is(err, errNotAgain) {
		h.broke(t, nil)
		h.pages.nothing.send(w, r, http.StatusRequestedRangeNotSatisfiable)
		return
	}
	if err != nil {
		if r.Context().Err() == nil && h.giveBack(r.URL.Query().Get(tokenName), t, err) {
			h.never(ctx, t.link, err)
			h.pages.failed.send(w, r, http.StatusServiceUnavailable)
			return
		}
		h.broke(t, err)
		h.pages.later.send(w, r, http.StatusServiceUnavailable)
		return
	}
	defer func() { _ = answer.Body.Close() }()
	from, size := h.describe(w.Header(), answer)
	_ = http.NewResponseController(w).SetReadDeadline(time.Time{}) // it may take long
	w.WriteHeader(answer.StatusCode)
	n, err := copyOut(ctx, w, answer.Body, h.counter(t.stream, from))
	if err == nil && answer.ContentLength >= 0 && n < answer.ContentLength {
		err = io.ErrUnexpectedEOF
	}
	h.sent(ctx, t, who, from, n, size, err)
	if err != nil {
		panic(http.ErrAbortHandler) // what is short must not look whole
	}
}

// fetch asks the store for the bytes, by a link that still works.
func (h *HandOff) fetch(ctx context.Context, s *stream, r *http.Request) (*http.Response, error) {
	h.mu.Lock()
	link, etag := s.link, s.etag
	h.mu.Unlock()
	begin := beginOf(r, etag)
	if !h.mayHave(s, begin) {
		return nil, errNotAgain
	}
	if !fresh(link, h.world.Clock()) {
		var err error
		if link, err = h.openAgain(ctx, s.press, link.ID); err != nil {
			return nil, err
		}
	}
	out, err := http.NewRequestWithContext(ctx, http.MethodGet, link.URL.Reveal(), nil)
	if err != nil {
		return nil, errors.New("the link is no address that can be opened")
	}
	for _, header := range link.Sends() {
		if !strings.EqualFold(header.Name, "host") {
			out.Header.Set(header.Name, header.Value)
		}
	}
	if begin > 0 {
		out.Header.Set("Range", fmt.Sprintf("bytes=%d-", begin))
	}
	if etag != "" {
		out.Header.Set("If-Match", etag)
	}
	answer, err := h.world.Fetch(out)
	if err != nil {
		return nil, errors.New("the store does not answer") // what went wrong may quote the link
	}
	if answer.StatusCode == http.StatusOK || answer.StatusCode == http.StatusPartialContent {
		if !refusal.OfStore(answer.Header) {
			_ = answer.Body.Close()
			return nil, errors.New("something else answers in the place of the store: a sign-in page of the network, a proxy or another server")
		}
		if from, _ := reach(answer); from != begin && !h.mayHave(s, from) { // stores that know no ranges give all of it
			_ = answer.Body.Close()
			return nil, errNotAgain
		}
		h.mu.Lock()
		s.link, s.etag = link, answer.Header.Get("ETag")
		from, _ := reach(answer)
		if s.free = h.proves(s, from); s.free {
			s.proved = from
		}
		h.presses[s.press].Stream = Streaming
		h.tell()
		h.mu.Unlock()
		return answer, nil
	}
	body, _ := io.ReadAll(io.LimitReader(answer.Body, 64<<10)) // what breaks off has still said something
	_ = answer.Body.Close()
	if answer.StatusCode == http.StatusPreconditionFailed && etag != "" {
		return nil, errors.New("the object was changed while it was on its way")
	}
	words := refusal.Explain(refusal.Parse(answer.StatusCode, answer.Header, body))
	return nil, errors.New(say.Line(words.Sentence, words.Cause, words.Said))
}

// describe takes over what the store says of the bytes: which they are, of how many.
func (h *HandOff) describe(to http.Header, answer *http.Response) (from, size int64) {
	for _, name := range []string{"Content-Type", "Content-Encoding", "Content-Range", "ETag", "Last-Modified"} {
		if v := answer.Header.Get(name); v != "" {
			to.Set(name, v)
		}
	}
	if to.Get("Content-Type") == "" {
		to.Set("Content-Type", "application/octet-stream")
	}
	to.Set("Accept-Ranges", "bytes")
	to.Set("Content-Disposition", share.Attachment(h.pages.name))
	to.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	if answer.ContentLength >= 0 {
		to.Set("Content-Length", strconv.FormatInt(answer.ContentLength, 10))
	}
	return reach(answer)
}

// copyOut copies piece by piece. Each must be out within a time, so that a slow reader
// holds nothing for ever. What is out is counted at once: the browser may ask for the rest
// before it is noticed here that its connection broke.
func copyOut(ctx context.Context, w http.ResponseWriter, from io.Reader, count func(wrote int)) (n int64, err error) {
	control := http.NewResponseController(w)
	b := make([]byte, piece)
	for {
		read, readErr := from.Read(b)
		if read > 0 {
			_ = control.SetWriteDeadline(time.Now().Add(slowest))
			wrote, err := w.Write(b[:read])
			n += int64(wrote)
			count(wrote)
			if err != nil {
				return n, err
			}
		}
		switch {
		case errors.Is(readErr, io.EOF):
			_ = control.SetWriteDeadline(time.Now().Add(slowest))
			return n, control.Flush()
		case readErr != nil:
			return n, readErr
		case ctx.Err() != nil:
			return n, ctx.Err()
		}
	}
}

// sent notes how far a stream got: it is delivered when its last byte is out, and so all
// before it.
func (h *HandOff) sent(ctx context.Context, t turn, who visitor, from, n, size int64, err error) {
	h.mu.Lock()
	whole := err == nil && (size < 0 || t.upTo >= size)
	p := &h.presses[t.press]
	p.Bytes = t.upTo
	if whole {
		p.Stream = Delivered
	}
	id, upTo := p.ID, t.upTo
	h.mu.Unlock()
	u := Use{At: h.world.Clock(), From: who.from.String(), Agent: who.agent, Status: http.StatusOK, Sent: true, Detail: "hand-off: delivered, " + say.Things(upTo, "byte")}
	if !whole {
		u.Detail = "hand-off: broke off, " + say.Things(n, "byte") + " went out from byte " + say.Count(from) + " on"
	}
	if whole || n > 0 {
		h.note(ctx, t.press, id, u)
	}
	if !whole {
		h.broke(t, nil)
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.tell()
}

// broke notes that a stream broke off, unless the same browser has asked again already.
func (h *HandOff) broke(t turn, why error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if p := &h.presses[t.press]; p.Stream.open() && t.nth == t.tries {
		switch {
		case t.tries >= mostTries:
			p.Stream = Lost
		case p.Stream == Streaming:
			p.Stream = Broken
		}
	}
	if why != nil {
		h.problem, h.failed, h.counts = why.Error(), h.world.Clock(), true
	}
	h.tell()
}

// giveBack makes a press one that can be made again, as the store refused before
// a byte was sent; false: it counts.
func (h *HandOff) giveBack(token string, t turn, why error) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if t.tries != 1 || t.upTo > 0 || h.why != Running {
		return false
	}
	delete(h.streams, token)
	h.presses[t.press].Stream = Returned
	h.left++
	h.problem, h.failed, h.counts = why.Error(), h.world.Clock(), false
	h.tell()
	return true
}
