package cli

import (
	"encoding/json"
	"runtime/debug"
	"strings"
	"testing"
)

// Whatever Go knows of a build, the commit is said where it is known, and the
// version is never "(devel)" then.
func TestVersionOfABuild(t *testing.T) {
	const hash = "c244bb5123456789c244bb5123456789c244bb51"
	vcs := func(modified string) []debug.BuildSetting {
		return []debug.BuildSetting{{Key: "vcs", Value: "git"}, {Key: "vcs.revision", Value: hash}, {Key: "vcs.time", Value: "2026-11-30T11:37:24Z"}, {Key: "vcs.modified", Value: modified}}
	}
	for _, c := range []struct {
		name, version string
		settings      []debug.BuildSetting
		want          string // of the line, before the version of Go
	}{
		{"go install", "v0.2.0", nil, "signet 0.2.0 ("},
		{"go install of a commit", "v0.2.1-0.20261130113724-c244bb512345", nil, "signet 0.2.1-0.20261130113724-c244bb512345 (commit c244bb512345 of 2026-11-30, "},
		{"go install of a commit before any version", "v0.0.0-20261130113724-c244bb512345", nil, "signet 0.0.0-20261130113724-c244bb512345 (commit c244bb512345 of 2026-11-30, "},
		{"go build in a clone", "v0.2.0", vcs("false"), "signet 0.2.0 (commit c244bb512345 of 2026-11-30, "},
		{"go build in a clone with changes", "v0.0.0-20261130113724-c244bb512345+dirty", vcs("true"), "signet 0.0.0-20261130113724-c244bb512345+dirty (commit c244bb512345 of 2026-11-30 with changes, "},
		{"a commit without a version", unknownVersion, vcs("false"), "signet 0.0.0-c244bb512345 (commit c244bb512345 of 2026-11-30, "},
		{"a version that only looks like one of a commit", "v1.0.0-2026113011372x-c244bb512345", nil, "signet 1.0.0-2026113011372x-c244bb512345 ("},
		{"nothing", unknownVersion, nil, "signet (devel) ("},
		{"not even that", "", nil, "signet (devel) ("},
	} {
		got := buildOf(&debug.BuildInfo{Main: debug.Module{Version: c.version}, Settings: c.settings}).line()
		rest, ok := strings.CutPrefix(got, c.want)
		if !ok || !strings.HasPrefix(rest, "go") || strings.Contains(rest, "commit") {
			t.Errorf("%s: %q, not %q", c.name, got, c.want)
		}
	}
}

// What the linker was told comes first.
func TestVersionOfARelease(t *testing.T) {
	t.Cleanup(func() { released, commit, committed = "", "", "" })
	released, commit, committed = "9.8.7", "0123456789abcdef0123", "2026-11-30T11:37:24Z"
	if got := versionLine(); !strings.HasPrefix(got, "signet 9.8.7 (commit 0123456789ab of 2026-11-30, go") {
		t.Error(got)
	}
	b, err := json.Marshal(thisBuild())
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"version":"9.8.7","commit":"0123456789abcdef0123","committed":"2026-11-30T11:37:24Z","modified":`; !strings.HasPrefix(string(b), want) {
		t.Errorf("%s", b)
	}
}
