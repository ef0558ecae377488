package e2e

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// fence is a server with a guarded object, a signet that knows no rail, and one
// that has one.
type fence struct {
	*server
	*speller
	free, bound *signet
}

func newFence(t *testing.T, s *server) fence {
	t.Helper()
	f := fence{server: s, free: signetFor(t, s), bound: signetFor(t, s)}
	f.speller = &speller{random: rand.New(rand.NewPCG(8, 7)), guarded: s.bucket(t), public: s.bucketOf(t, t.Name()+"/public")}
	s.put(t, f.guarded, guardedKey, guardedBody)
	s.put(t, f.public, "open.txt", "open to all")
	f.bound.settings(t, fmt.Sprintf("[[guard]]\nname = \"personnel\"\nbucket = %q\nprefix = \"records/\"\nrequire_note = true\n", f.guarded))
	return f
}

// settings writes the program's settings file.
func (p *signet) settings(t *testing.T, text string) {
	t.Helper()
	dir := filepath.Join(p.home, "config", "signet")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "config.toml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// each uses every link, eight at once, at the server whatever host they name.
func (f fence) each(t *testing.T, all []link, body string, judge func(l link, answer string)) {
	t.Helper()
	client := &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, strings.TrimPrefix(f.url, "http://"))
		}},
	}
	defer client.CloseIdleConnections()
	var wg sync.WaitGroup
	work := make(chan link)
	for range 8 {
		wg.Go(func() {
			for l := range work {
				answer, err := useOnce(t.Context(), client, l, body)
				if err != nil {
					t.Error(redact(err))
					continue
				}
				judge(l, answer)
			}
		})
	}
	for _, l := range all {
		work <- l
	}
	close(work)
	wg.Wait()
}

func useOnce(ctx context.Context, client *http.Client, l link, body string) (string, error) {
	req, err := http.NewRequestWithContext(ctx, l.Method, l.URL, strings.NewReader(body))
	if err != nil {
		return "", err
	}
	if l.Method == http.MethodDelete {
		req.Header.Set("X-Minio-Force-Delete", "true") // all that begins so; not signed
	}
	res, err := client.Do(req)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	return string(answer), err
}

// opening are the links for which the server gives away the guarded object.
func (f fence) opening(t *testing.T, all []link) []link {
	t.Helper()
	var mu sync.Mutex
	var out []link
	f.each(t, all, "", func(l link, answer string) {
		if strings.Contains(answer, guardedBody) {
			mu.Lock()
			defer mu.Unlock()
			out = append(out, l)
		}
	})
	return out
}

// intact fails unless the guarded part holds what it held, and nothing more.
func (f fence) intact(t *testing.T, what string) {
	t.Helper()
	prefix := "records/"
	list, err := f.client().ListObjectsV2(within(t, time.Minute), &s3.ListObjectsV2Input{Bucket: &f.guarded, Prefix: &prefix})
	if err != nil {
		t.Fatal(err)
	}
	o, ok := f.get(t, f.guarded, guardedKey)
	if len(list.Contents) != 1 || !ok || o.body != guardedBody {
		for _, c := range list.Contents {
			t.Logf("there is %q", *c.Key)
		}
		t.Errorf("%s outside the rail changed what it guards: %d objects, %q", what, len(list.Contents), o.body)
	}
}

// No spelling of 2,000 that a server takes for the guarded object is signed
// outside of its rail.
func TestARailHoldsHoweverTheObjectIsSpelled(t *testing.T) {
	t.Parallel()
	eachServer(t, func(t *testing.T, s *server) {
		f := newFence(t, s)
		spelled := f.spelled(s, 2000)
		open := f.opening(t, f.free.signed(t, s, spelled))
		signed := f.bound.signed(t, s, spelled)
		for _, l := range f.opening(t, signed) {
			t.Errorf("signed outside the rail: s3://%s/%q", l.Bucket, l.Key)
		}
		t.Logf("%d spellings open the object without a rail; %d are signed under it", len(open), len(signed))
		if s.kind.build.pkg != "" && len(open) < 25 || len(signed) < 100 {
			t.Error("too few to say anything")
		}
	})
}

// MinIO keeps the object of a folder's name, records/, under another one, and takes
// that for it.
func TestARailHoldsForTheObjectOfAFolder(t *testing.T) {
	t.Parallel()
	eachServer(t, func(t *testing.T, s *server) {
		f := newFence(t, s)
		_, err := f.tryPut(t, f.guarded, "records/", guardedBody)
		var spelled []string
		for _, key := range []string{"records/", "records__XLDIR__", "/records__XLDIR__", "//records__XLDIR__", "records__XLDIR__/", "./records__XLDIR__", "records__XLDIR____XLDIR__", "records__xldir__", "records%5F_XLDIR__"} {
			spelled = append(spelled, "s3://"+f.guarded+"/"+key)
		}
		lines := map[string][]string{s.url: append([]string{"s3://" + f.public + "/open.txt"}, spelled...)}
		open := f.opening(t, f.free.signed(t, s, lines))
		if least := map[string]int{"minio": 2, "demo": 1}[s.kind.name]; (err == nil) != (least > 0) || len(open) < least {
			t.Errorf("%d spellings open it: %v", len(open), err)
		}
		for _, l := range f.opening(t, f.bound.signed(t, s, lines)) {
			t.Errorf("signed outside the rail: s3://%s/%q", l.Bucket, l.Key)
		}
	})
}

// Nor is one by which something is stored or deleted there. The rail allows
// downloads: what could copy those is not what this is about.
func TestARailHoldsForWhatWrites(t *testing.T) {
	t.Parallel()
	eachServer(t, func(t *testing.T, s *server) {
		f := newFence(t, s)
		f.bound.settings(t, fmt.Sprintf("[[guard]]\nname = \"personnel\"\nbucket = %q\nprefix = \"records/\"\noperations = [\"get\", \"head\"]\n", f.guarded))
		spelled := f.spelled(s, 400)
		for _, key := range []string{"records", "records/2026", "record", "r", ".", "..", "x/..", "x/../records", "records__XLDIR__", "x/../records__XLDIR__", "records/2026__XLDIR__"} {
			spelled[s.url] = append(spelled[s.url], "s3://"+f.guarded+"/"+key)
		}
		if all := f.bound.signed(t, s, map[string][]string{s.url: {"s3://" + f.public + "/in.txt"}}, "--op", "put"); len(all) != 1 {
			t.Error("nothing is stored anywhere under this rail")
		}
		for op, what := range map[string]string{"put": "an upload", "delete": "a deletion"} {
			f.each(t, f.bound.signed(t, s, spelled, "--op", op), "from outside", func(link, string) {})
			f.intact(t, what)
		}
	})
}

// A form for a prefix is under every rail that its sender could reach, by a key
// that goes up where the server takes paths for keys.
func TestARailHoldsForEveryKeyOfAForm(t *testing.T) {
	t.Parallel()
	eachServer(t, func(t *testing.T, s *server) {
		f := newFence(t, s)
		for _, prefix := range []string{"", "in/", "rec", "x/../rec", "records/2026/"} {
			args := append([]string{"share", "--json", "s3://" + f.guarded + "/" + prefix, "--op", "post", "--key-prefix"}, s.at()...)
			if out := f.bound.run(t, "", args...); out.code != 1 || out.stdout != "" || !strings.Contains(out.stderr, "guard rail personnel") {
				t.Errorf("a form below %q: code %d, %s", prefix, out.code, out.stderr)
			}
			all := links(t, f.free.must(t, "", args...).stdout)
			for i, field := range all[0].Fields {
				if field[0] == "key" {
					all[0].Fields[i][1] = prefix + "../records/stolen.txt"
				}
			}
			post(t, all[0], "stolen.txt", "text/plain", "from outside") // whether it is taken depends on the server
		}
		form := append([]string{"s3://" + f.public + "/in/", "--op", "post", "--key-prefix"}, s.at()...)
		f.bound.must(t, "", append([]string{"share"}, form...)...)
	})
}

// A server takes a link that names AWS, if its own key signed it: it makes nothing
// of the host, and finds the bucket in the path.
func TestARailHoldsForALinkToAWS(t *testing.T) {
	t.Parallel()
	eachServer(t, func(t *testing.T, s *server) {
		f := newFence(t, s)
		guard := fmt.Sprintf("[[guard]]\nname = \"personnel\"\nbucket = %q\nprefix = \"records/\"\nrequire_note = true\n", f.guarded)
		f.bound.settings(t, guard+fmt.Sprintf("[[place]]\nname = \"own\"\nendpoint = %q\n", s.url))
		args := []string{"share", "--json", "--region", s.region, "s3://" + f.public + "/" + f.guarded + "/" + guardedKey}
		free := links(t, f.free.must(t, "", args...).stdout)
		for i, l := range free { // what is signed is the host, and not how it is reached
			free[i].URL = strings.Replace(l.URL, "https://", "http://", 1)
		}
		if open := f.opening(t, free); len(open) != 1 {
			t.Error("it opens nothing")
		}
		if out := f.bound.run(t, "", args...); out.code != 1 || out.stdout != "" || !strings.Contains(out.stderr, "guard rail personnel") {
			t.Errorf("code %d, %s", out.code, out.stderr)
		}
		args[len(args)-1] = "s3://" + f.public + "/open.txt"
		if out := f.bound.run(t, "", args...); out.code != 0 {
			t.Errorf("another object: %s", out.stderr)
		}
	})
}
