package e2e

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A role of a profile is taken on at the server that the profile names, for an hour or
// for as long as the profile says, and the link works. Names stand in quotation marks
// and the file begins with a mark, as an editor of Windows leaves it.
func TestRoleAtAnOwnServer(t *testing.T) {
	t.Parallel()
	eachSTS(t, func(t *testing.T, s *server) {
		b := s.bucket(t)
		s.put(t, b, "a.txt", "a")
		for seconds, want := range map[string]time.Duration{"": time.Hour, "duration_seconds = 7200\r\n": 2 * time.Hour} {
			p := signetWith(t, keys{})
			p.env = append(p.env, "AWS_PROFILE=My Role", "AWS_CONFIG_FILE=~/aws config")
			config := "\ufeff[profile \"My Role\"]\r\nrole_arn = arn:aws:iam::000000000000:role/demo\r\nsource_profile = My Keys\r\n" + seconds +
				"endpoint_url = " + s.url + "\r\nregion = " + s.region + "\r\n" +
				"[profile \"My Keys\"]\r\naws_access_key_id = " + s.key + "\r\naws_secret_access_key = " + s.secret + "\r\n"
			if err := os.WriteFile(filepath.Join(p.home, "aws config"), []byte(config), 0o600); err != nil {
				t.Fatal(err)
			}
			asked := time.Now()
			out := p.must(t, "", "share", "--json", "s3://"+b+"/a.txt", "--expires", "24h")
			l := links(t, out.stdout)[0]
			if first, last := asked.Add(want-time.Second), time.Now().Add(want+time.Second); l.LimitedBy != "credentials" || l.ExpiresAt.Before(first) || l.ExpiresAt.After(last) {
				t.Errorf("%q: by %s until %s, want %s from then", seconds, l.LimitedBy, l.ExpiresAt, want)
			}
			if !strings.Contains(l.URL, strings.TrimPrefix(s.url, "http://")) {
				t.Errorf("the link leads to another server than %s", s.url)
			}
			mustWork(t, "download", use(t, http.MethodGet, l.URL, nil, ""))
		}
	})
}
