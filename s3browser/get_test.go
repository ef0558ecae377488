package s3browser

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"signet/demo"
)

// everything reads what a Get opened.
func everything(t *testing.T, c *Client, r GetRequest) (string, *Content) {
	t.Helper()
	got, err := c.Get(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	body, err := io.ReadAll(got.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body), got
}

func TestGetReadsAPart(t *testing.T) {
	alone(t)
	s := start(t, demo.Options{})
	c := connect(s, s.Owner())
	at := GetRequest{Bucket: "acme-contracts", Key: "README.txt"}
	whole, facts := everything(t, c, at)
	if facts.Size != int64(len(whole)) || facts.From != 0 || facts.ETag == "" || !strings.HasPrefix(whole, "ACME Instruments") || facts.ContentType == "" {
		t.Errorf("whole: %+v, %d bytes", facts, len(whole))
	}
	at.From, at.Count, at.IfMatch = 5, 11, facts.ETag
	if text, f := everything(t, c, at); text != whole[5:16] || f.From != 5 || f.Size != int64(len(whole)) {
		t.Errorf("a part: %q %+v", text, f)
	}
	at.Count = 0
	if text, _ := everything(t, c, at); text != whole[5:] {
		t.Errorf("the rest: %q", text)
	}
	if text, f := everything(t, c, GetRequest{Bucket: "field-reports", Key: "odd-names/empty file", Count: 100}); text != "" || f.Size != 0 {
		t.Errorf("an empty object: %q %+v", text, f)
	}
	at.IfMatch = "0123"
	if _, err := c.Get(t.Context(), at); failure(t, err, Other).Status != http.StatusPreconditionFailed {
		t.Errorf("changed: %v", err)
	}
	_, err := c.Get(t.Context(), GetRequest{Bucket: "field-reports", Key: "archive/2019 aerial survey.png", Count: 10})
	failure(t, err, Archived)
	_, err = c.Get(t.Context(), GetRequest{Bucket: "field-reports", Key: "sealed/customer key only.txt", Count: 10})
	failure(t, err, Encrypted)
}

func TestGetOfStrangeServers(t *testing.T) {
	alone(t)
	for _, c := range []struct {
		name   string
		answer func(w http.ResponseWriter)
		from   int64
		text   string
		kind   Kind
		fails  bool
	}{
		{name: "no ranges", text: "0123", answer: func(w http.ResponseWriter) { fmt.Fprint(w, "0123456789") }},
		{name: "no ranges, from the middle", from: 4, fails: true, kind: Incomplete, answer: func(w http.ResponseWriter) { fmt.Fprint(w, "0123456789") }},
		{name: "another range", from: 4, fails: true, kind: Incomplete, answer: func(w http.ResponseWriter) {
			w.Header().Set("Content-Range", "bytes 2-5/10")
			w.WriteHeader(http.StatusPartialContent)
			fmt.Fprint(w, "2345")
		}},
		{name: "no range at all", from: 4, fails: true, kind: Incomplete, answer: func(w http.ResponseWriter) {
			w.Header().Set("Content-Range", "pages 1-2")
			w.WriteHeader(http.StatusPartialContent)
		}},
		{name: "breaks off", fails: true, kind: ServerFailed, answer: func(w http.ResponseWriter) {
			w.Header().Set("Content-Length", "4")
			fmt.Fprint(w, "01")
		}},
		{name: "of unknown size", from: 2, text: "2345", answer: func(w http.ResponseWriter) {
			w.Header().Set("Content-Range", "bytes 2-5/*")
			w.WriteHeader(http.StatusPartialContent)
			fmt.Fprint(w, "2345")
		}},
	} {
		client := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("ETag", `"1"`)
			c.answer(w)
		})
		got, err := client.Get(t.Context(), GetRequest{Bucket: "b", Key: "k", From: c.from, Count: 4})
		var body []byte
		if err == nil {
			body, err = io.ReadAll(got.Body)
			got.Body.Close()
		}
		switch {
		case c.fails:
			if e := failure(t, err, c.kind); !strings.Contains(e.Sentence, "s3://b/k") {
				t.Errorf("%s: %v", c.name, e)
			}
		case err != nil || string(body) != c.text:
			t.Errorf("%s: %q %v", c.name, body, err)
		}
	}
}
