package hostiletest

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"strings"
)

// Logs are tricks on whoever reads the objects below s3://b/p/ as access logs:
// the lists are honest, and name the object p/good last. Says is a part of what a
// person must read of the others.
func Logs() []Trick {
	all := []Trick{
		{Name: "an endless log", Says: "longer than", serve: endless("x y\n")},
		{Name: "a log of one endless line", Says: "longer than", serve: endless("xxxxxxxx")},
		{Name: "endless JSON", Says: "longer than", serve: endless("{}\n")},
		{Name: "an endless array", Says: "longer than", serve: begun(200, "[1", forever(",1", 32<<10))},
		{Name: "an endless record", Says: "a record is longer than", serve: begun(200, `{"a":"`, forever("x", 64<<10))},
		{Name: "a log that unpacks without end", Says: "longer than", serve: func(_ *Server, w http.ResponseWriter, _ *http.Request) { send(w, 200, squeezed()) }},
		{Name: "a log that unpacks to nothing", Says: "longer than", serve: endless(packed(""))},
		{Name: "JSON nested without end", Says: "max depth", serve: always(strings.Repeat("[", 1<<20))},
		{Name: "objects nested without end", Says: "max depth", serve: always(strings.Repeat(`{"a":`, 1<<18))},
		{Name: "damaged JSON", Says: "damaged place", serve: always(`{"Records":[{"eventTime":}]}`)},
		{Name: "JSON cut off", Says: "unexpected EOF", serve: always(`{"Records":[{"eventTime":"2026`)},
		{Name: "packed and cut off", Says: "unexpected EOF", serve: always(packed("x y z\n")[:20])},
		{Name: "no gzip", Says: "gzip", serve: always("\x1f\x8bxxxxxxxxxxxxxxx")},
		{Name: "a refused log", Says: "access denied", serve: answer(403, refusal("AccessDenied"))},
		{Name: "a log that is gone", Says: "there is no such", serve: answer(404, refusal("NoSuchKey"))},
		{Name: "a log cut off", Says: "unexpected EOF", serve: answer(200, "x y\n", "Content-Length", "1000")},
		{Name: "a dripping log", Says: "too slowly", Stalls: true, serve: begun(200, "", (*Server).drip)},
		{Name: "a silent log", Says: "no answer from", Stalls: true, serve: func(s *Server, _ http.ResponseWriter, r *http.Request) { s.hang(r) }},
	}
	for i := range all {
		bad := all[i].serve
		all[i].serve = func(s *Server, w http.ResponseWriter, r *http.Request) {
			switch {
			case strings.HasSuffix(r.URL.Path, "/p/good"):
				send(w, 200, goodLog)
			case strings.Count(r.URL.Path, "/") > 1:
				bad(s, w, r)
			default:
				send(w, 200, page(entry("p/bad1"), entry("p/bad2"), entry("p/good")))
			}
		}
	}
	return all
}

// goodLog is a log of one request.
const goodLog = `o b [04/Mar/2026:12:00:05 +0000] 203.0.113.9 - REQ1 REST.GET.OBJECT k "GET /b/k HTTP/1.1" 200 - 1 1 1 1 "-" "curl/8" -` + "\n"

func endless(text string) serve { return begun(200, "", forever(text, (64<<10)/len(text))) }

func packed(text string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = fmt.Fprint(z, text)
	_ = z.Close()
	return b.String()
}
