package cli

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"signet/share"
	"signet/share/many"
)

// holds is a server on which every object has that version; empty: it keeps none.
func holds(t *testing.T, version string) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if version != "" {
			w.Header().Set("X-Amz-Version-Id", version)
		}
		w.Header().Set("Etag", `"e"`)
		if strings.Contains(r.URL.Path, "none") {
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	t.Cleanup(s.Close)
	return s
}

// keeps is a server as MinIO is: it keeps versions, or once did, and says nothing of
// the version that has no id.
func keeps(t *testing.T, status string) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Etag", `"e"`)
		switch {
		case r.Method == http.MethodHead:
		case !r.URL.Query().Has("versioning"):
			w.WriteHeader(http.StatusNotFound)
		case status == "":
			w.WriteHeader(http.StatusForbidden)
		default:
			_, _ = w.Write([]byte("<VersioningConfiguration><Status>" + status + "</Status></VersioningConfiguration>"))
		}
	}))
	t.Cleanup(s.Close)
	return s
}

// An object that was stored before its bucket kept versions, or after it did, has
// none that stays: to the server the next upload replaces it, or what the link gives.
func TestAnObjectWithoutAVersionWhereVersionsAreKept(t *testing.T) {
	dir := home(t)
	const rail = "[[guard]]\nname = 'pin'\nbucket = 'b'\nprefix = 'k'\npin_version = true\n"
	for _, c := range []struct {
		name, status, rail string
		args               []string // {} is the server
		want, says         string   // the version; what is said where there is no link
	}{
		{"kept", "Enabled", rail, []string{"s3://b/k", "--endpoint", "{}"}, "", "the version null is what the next upload replaces"},
		{"suspended", "Suspended", rail, []string{"s3://b/k", "--endpoint", "{}"}, "", "the version null is"},
		{"several", "Suspended", rail, []string{"s3://b/k", "s3://b/k2", "--endpoint", "{}"}, "", "the version null is"},
		{"by an address that moves the bucket", "Suspended", rail, []string{"s3://k/x", "--endpoint", "{}/b", "--check"}, "", "the version must be pinned"},
		{"a flag", "Suspended", "", []string{"s3://b/k", "--endpoint", "{}", "--pin-version"}, "null", ""},
		{"signed for there", "Enabled", rail + "sign_place = 'kept'\n[[place]]\nname = 'kept'\nendpoint = '{}'\npath_style = true\n", []string{"s3://b/k", "--endpoint", holds(t, "v").URL}, "", "the version null is"},
		{"nobody may ask", "", rail, []string{"s3://b/k", "--endpoint", "{}"}, "", ""},
	} {
		server := keeps(t, c.status)
		writeSettings(t, dir, strings.ReplaceAll(c.rail, "{}", server.URL))
		args := []string{"share", "--path-style"}
		for _, arg := range c.args {
			args = append(args, strings.ReplaceAll(arg, "{}", server.URL))
		}
		var out, said bytes.Buffer
		code := Run(t.Context(), args, IO{Out: &out, Err: &said})
		_, version, _ := strings.Cut(out.String(), "versionId=")
		version, _, _ = strings.Cut(version, "&")
		if (code != 0) != (c.says != "") || c.says != "" && out.Len() > 0 || !strings.Contains(said.String(), c.says) || version != c.want {
			t.Errorf("%s: exit %d, version %q: %s", c.name, code, version, said.String())
		}
	}
}

// A version is pinned that the server has which the link points to, not the one
// where the object was found.
func TestTheVersionIsOfTheServerThatTheLinkPointsTo(t *testing.T) {
	dir := home(t)
	browsed, signed, plain := holds(t, "browsed"), holds(t, "signed"), holds(t, "")
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	const rail = "[[guard]]\nname = 'pin'\npin_version = true\n"
	same := strings.Replace(browsed.URL, "127.0.0.1", "LOCALHOST", 1) + "/"
	for _, c := range []struct {
		name, rail, signs string
		args              []string
		want, says        string // the version; what is said where there is no link
	}{
		{"a rail", rail, signed.URL, nil, "signed", ""},
		{"a flag", "", signed.URL, []string{"--pin-version"}, "signed", ""},
		{"several", rail, signed.URL, []string{"s3://b/l"}, "signed", ""},
		{"a rail that names who signs", rail + "sign_place = 'vault'\n[[place]]\nname = 'vault'\nendpoint = '" + signed.URL + "'\n", browsed.URL, nil, "signed", ""},
		{"one server by two names", rail, same, nil, "browsed", ""},
		{"no versions there", rail, plain.URL, nil, "", ""},
		{"no versions there, and a flag", rail, plain.URL, []string{"--pin-version"}, "", "the bucket keeps no versions"},
		{"nobody there", rail, gone.URL, nil, "", "the link points to " + gone.URL + ", which does not tell the version: "},
		{"nobody there, and a flag", "", gone.URL, []string{"--pin-version"}, "", "pin s3://b/k: the link points to " + gone.URL},
		{"nobody there, several", rail, gone.URL, []string{"s3://b/l"}, "", "which does not tell the version"},
		{"by hand", rail, gone.URL, []string{"--version-id", "mine"}, "mine", ""},
		{"without either", "", gone.URL, nil, "", ""},
	} {
		settings := "[[place]]\nname = 'split'\nendpoint = '" + browsed.URL + "'\nregion = 'eu-west-3'\n[place.sign]\nendpoint = '" + c.signs + "'\n" + c.rail
		writeSettings(t, dir, settings)
		var out, said bytes.Buffer
		args := append([]string{"share", "s3://b/k", "--place", "split"}, c.args...)
		code := Run(t.Context(), args, IO{Out: &out, Err: &said})
		if c.says != "" {
			if code == 0 || out.Len() > 0 || !strings.Contains(said.String(), c.says) {
				t.Errorf("%s: exit %d, %s", c.name, code, said.String())
			}
			continue
		}
		_, version, _ := strings.Cut(out.String(), "versionId=")
		version, _, _ = strings.Cut(version, "&")
		if code != 0 || version != c.want {
			t.Errorf("%s: exit %d, version %q, want %q: %s", c.name, code, version, c.want, said.String())
		}
	}
}

// The same from the screens: a look for one object, and a batch.
func TestTheScreensPinWhatTheLinkPointsTo(t *testing.T) {
	dir := home(t)
	browsed, signed := holds(t, "browsed"), holds(t, "signed")
	writeSettings(t, dir, "[[place]]\nname = 'split'\nendpoint = '"+browsed.URL+"'\nregion = 'eu-west-3'\n[place.sign]\nendpoint = '"+signed.URL+"'\n[[guard]]\nname = 'pin'\npin_version = true\n")
	a := newApp(t)
	svc, err := a.service()
	if err != nil {
		t.Fatal(err)
	}
	at := share.Target{Place: "split", Bucket: "b", Key: "k"}
	look, err := a.lookAt(t.Context(), a.places.get("split"), share.Request{Target: at, Operation: share.Download}, svc.For(at).Pins())
	if err != nil || look.Object.VersionID != "signed" || look.Object.VersionOf != signed.URL || look.SkewOf != browsed.URL {
		t.Errorf("%+v, %v", look.Object, err)
	}
	out := filepath.Join(dir, "links.txt")
	_, err = a.batch(svc)(t.Context(), ordered([]many.Chosen{{Target: at}}, share.Request{Operation: share.Download}, out))
	if link, _ := os.ReadFile(out); err != nil || !strings.Contains(string(link), "versionId=signed&") {
		t.Errorf("%q, %v", link, err)
	}
}
