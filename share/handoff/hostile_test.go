package handoff_test

import (
	"bufio"
	"io"
	"net/http"
	"net/textproto"
	"strings"
	"testing"
	"time"

	"signet/internal/hostile"
	"signet/share/handoff"
)

// Names, notes and what the store says of an object reach a visitor as text and nothing
// else: the page by a parser with the rules of browsers, the head of a stream line by line.
func TestHostileTextOnTheWayToAVisitor(t *testing.T) {
	judge := hostile.HTML("html", "head", "meta", "link", "title", "style", "body", "main", "h1", "p", "dl", "dt", "dd", "form", "button")
	for _, evil := range append(hostile.Texts(), hostile.Mixed(1, 50)...) {
		w := newWorld(t)
		w.store = func(to http.ResponseWriter, r *http.Request) {
			for _, name := range []string{"ETag", "Content-Type", "Content-Encoding", "Last-Modified", "Content-Disposition", "Set-Cookie", "Location"} {
				to.Header()[name] = []string{evil.Text}
			}
			http.ServeContent(to, r, "", time.Time{}, strings.NewReader(document))
		}
		for _, change := range []func(*handoff.Terms){
			func(t *handoff.Terms) { t.Request.Target.Key = "a/" + evil.Text },
			func(t *handoff.Terms) { t.Request.Options.Filename = evil.Text },
			func(t *handoff.Terms) { t.Request.Note, t.Request.Recipient = evil.Text, evil.Text },
		} {
			h := w.begin(func(t *handoff.Terms) { t.Stream = true; change(t) })
			page := strings.Replace(body(t, ask(h, "GET", nil)), `<link rel="icon" href="data:,"/>`, "", 1) // ours
			if err := judge(page); err != nil {
				t.Errorf("%s: %v", evil.Name, err)
			}
			bytes := pressed(t, h)
			c := serve(t, h)("192.168.178.40:1")
			r := request(h, "GET", bytes)
			_, _ = io.WriteString(c, "GET "+r.URL.RequestURI()+" HTTP/1.1\r\nHost: "+r.Host+"\r\nConnection: close\r\n\r\n")
			in := textproto.NewReader(bufio.NewReader(c))
			if line, err := in.ReadLine(); err != nil || line != "HTTP/1.1 200 OK" {
				t.Fatalf("%s: %q %v", evil.Name, line, err)
			}
			for {
				line, err := in.ReadLine()
				if err != nil {
					t.Fatal(err)
				}
				if line == "" {
					break
				}
				name, value, _ := strings.Cut(line, ": ")
				if err := hostile.ASCII(name); err != nil {
					t.Errorf("%s: %v in %q", evil.Name, err, line)
				}
				switch name {
				case "Content-Disposition":
					if err := hostile.ASCII(value); err != nil || !strings.HasPrefix(value, `attachment; filename="`) || strings.ContainsAny(value, "/\\") {
						t.Errorf("%s: %q %v", evil.Name, value, err)
					}
				case "Set-Cookie", "Location", "Bcc":
					t.Errorf("%s: a header %q", evil.Name, line)
				}
			}
			if rest, err := io.ReadAll(in.R); err != nil || !strings.Contains(string(rest), document) { // in one piece or a chunk
				t.Errorf("%s: %q %v", evil.Name, rest, err)
			}
		}
	}
}
