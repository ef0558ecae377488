package handoff

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"signet/internal/lazyregexp"
	"signet/share"
	"signet/share/say"
)

// A press gives the document once. A browser whose connection broke has lost what was
// out and had not arrived, and may have that again; nobody may have all of it again.

// mostAgain bounds the bytes that go out once more for one press: those lie between here
// and the browser when a connection breaks, and are a few MiB each time.
const mostAgain = 16 << 20

// errNotAgain refuses what was had already, or would leave out what was not.
var errNotAgain = errors.New("these bytes are not had again, or not yet")

// fromOn is all that is understood of a range: from a byte on, as browsers resume. Of any
// other all of it is sent, as RFC 9110 allows: a part that stops short could be asked for
// again and again. https://www.rfc-editor.org/rfc/rfc9110#section-14.2
var fromOn = lazyregexp.New(`^bytes=([0-9]{1,18})-$`)

// beginOf is the first byte that a request wants.
func beginOf(r *http.Request, etag string) int64 {
	m := fromOn.FindStringSubmatch(r.Header.Get("Range"))
	if given := r.Header.Get("If-Range"); m == nil || given != "" && given != etag {
		return 0
	}
	n, _ := strconv.ParseInt(m[1], 10, 64)
	return n
}

// reach is the first byte of an answer, and how many there are in all; -1: nobody says.
func reach(answer *http.Response) (from, size int64) {
	if answer.StatusCode != http.StatusPartialContent {
		return 0, answer.ContentLength
	}
	var last int64
	if _, err := fmt.Sscanf(answer.Header.Get("Content-Range"), "bytes %d-%d/%d", &from, &last, &size); err != nil {
		return 0, -1
	}
	return from, size
}

// mayHave reports whether a press may have the bytes from one on: none is left out, and
// what is sent once more is at most three quarters of the document.
func (h *HandOff) mayHave(s *stream, from int64) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.proves(s, from) || from <= s.upTo && s.again+s.upTo-from <= h.mostAgain()
}

// mostAgain is what goes out once more at most; the lock is held.
func (h *HandOff) mostAgain() int64 {
	most := int64(mostAgain)
	if o := h.terms.Request.Object; o.Known {
		most = min(most, o.Size/4*3)
	}
	return most
}

// proves reports a resume by a browser that goes forward: what was out behind that byte
// was lost on the way, and is bounded each time, and by the tries. The lock is held.
func (h *HandOff) proves(s *stream, from int64) bool {
	return from > 0 && from >= s.proved && from <= s.upTo && s.upTo-from <= h.mostAgain()
}

// counter counts the bytes of one request as they go out.
func (h *HandOff) counter(s *stream, at int64) func(wrote int) {
	return func(wrote int) {
		h.mu.Lock()
		defer h.mu.Unlock()
		end := at + int64(wrote)
		if !s.free {
			s.again += max(min(end, s.upTo)-at, 0)
		}
		s.upTo = max(s.upTo, end)
		h.presses[s.press].Bytes = s.upTo
		at = end
	}
}

// openAgain signs once more for a press whose link is over, so that it goes on.
func (h *HandOff) openAgain(ctx context.Context, press int, before string) (share.Link, error) {
	link, err := h.open(ctx)
	if err != nil {
		h.never(ctx, link, err)
		return link, err
	}
	h.note(ctx, press, link.ID, Use{At: h.world.Clock(), Sent: true, Detail: "hand-off: press " + say.Count(press+1) + " goes on by this link, first " + before})
	return link, nil
}
