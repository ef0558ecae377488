package share

import (
	"fmt"
	"strings"
	"testing"
)

// A temporary key says by its name what it is; only AWS is known to refuse it
// without its token.
func TestAMissingSessionToken(t *testing.T) {
	for _, c := range []struct {
		name     string
		id       Identity
		endpoint string
		want     bool
	}{
		{"a session's key alone", Identity{AccessKeyID: "ASIAIOSFODNN7EXAMPLE"}, "", true},
		{"with its token", Identity{AccessKeyID: "ASIAIOSFODNN7EXAMPLE", Temporary: true}, "", false},
		{"a long-lived key", Identity{AccessKeyID: "AKIAIOSFODNN7EXAMPLE"}, "", false},
		{"elsewhere", Identity{AccessKeyID: "ASIAIOSFODNN7EXAMPLE"}, "https://minio.example.com", false},
	} {
		s, pen, _ := newService()
		pen.id, pen.endpoint = c.id, c.endpoint
		p, err := s.Plan(t.Context(), request())
		if err != nil {
			t.Fatal(err)
		}
		link, err := s.Share(t.Context(), request())
		if err != nil {
			t.Fatal(err)
		}
		for when, got := range map[string]string{"planned": fmt.Sprint(p.Warnings), "signed": fmt.Sprint(link.Warnings)} {
			if strings.Contains(got, "AWS will refuse the link") != c.want {
				t.Errorf("%s, %s: %s", c.name, when, got)
			}
		}
	}
}
