package cli

import (
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"signet/config"
	"signet/s3browser"
	"signet/share/address"
	"signet/share/qr"
)

// The bounds of the file: reading it is part of every signet share.
const (
	maxRegions     = 1000
	maxRegionsLine = 256 // bytes
)

// regionFile keeps the regions of buckets that are not where their place is, so
// that what signet ls has found out counts for signet share. It is a text file
// with a line for each: server, bucket and region, apart by tabs, the newest last.
// A line that cannot be read is left out, and what cannot be written is forgotten:
// it is found out again.
type regionFile struct {
	path  string
	still bool // nothing is written, or kept: what is found out is for this run alone

	mu    sync.Mutex
	read  bool
	lines []regionLine
}

type regionLine struct{ server, bucket, region string }

var (
	_ s3browser.Regions = (*regionFile)(nil)
	_ s3browser.Styles  = (*regionFile)(nil)
)

// ofServer stands for the bucket in the line about a server itself: how it takes the
// name of a bucket. No bucket has a slash in its name.
const (
	ofServer = "/style"
	inPath   = "path"
	inHost   = "host"
)

// Style implements s3browser.Styles.
func (f *regionFile) Style(server string) (path, ok bool) {
	style := f.Region(server, ofServer)
	return style == inPath, style == inPath || style == inHost
}

// Proved implements s3browser.Styles.
func (f *regionFile) Proved(server string, path bool) {
	style := inHost
	if path {
		style = inPath
	}
	f.Found(server, map[string]string{ofServer: style})
}

func newRegionFile(path string) *regionFile { return &regionFile{path: path} }

// Region reads the file once: what others find out meanwhile is for the next run.
func (f *regionFile) Region(server, bucket string) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.read {
		f.read, f.lines = true, readRegions(f.path)
	}
	for _, l := range f.lines {
		if l.server == server && l.bucket == bucket {
			return l.region
		}
	}
	return ""
}

// Found adds to what stands in the file by now: another signet may have written.
// It takes the file's place as a whole, so that nobody reads half of it.
func (f *regionFile) Found(server string, regions map[string]string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.still {
		return
	}
	lines := slices.DeleteFunc(readRegions(f.path), func(l regionLine) bool {
		_, again := regions[l.bucket]
		return again && l.server == server
	})
	for _, bucket := range slices.Sorted(maps.Keys(regions)) {
		if l := (regionLine{server, bucket, regions[bucket]}); l.ok() {
			lines = append(lines, l)
		}
	}
	f.read, f.lines = true, lines[max(0, len(lines)-maxRegions):]
	_ = writeRegions(f.path, f.lines)
}

func readRegions(path string) []regionLine {
	file, err := config.Open(path)
	if err != nil {
		return nil
	}
	defer file.Close() //nolint:errcheck // only read
	if len(config.FileDoubts(file)) > 0 {
		return nil // a stranger's word on where to sign for
	}
	text, err := io.ReadAll(io.LimitReader(file, maxRegions*maxRegionsLine))
	if err != nil {
		return nil
	}
	return parseRegions(string(text))
}

// parseRegions are the lines of a text that can be read, the newest of them.
func parseRegions(text string) (lines []regionLine) {
	for line := range strings.Lines(text) {
		line, whole := strings.CutSuffix(line, "\n")
		server, rest, _ := strings.Cut(line, "\t")
		bucket, region, _ := strings.Cut(rest, "\t")
		if l := (regionLine{server, bucket, region}); whole && l.ok() {
			lines = append(lines, l)
		}
	}
	return lines[max(0, len(lines)-maxRegions):]
}

// ok reports a line that can be written and read again, and used. An access point
// names its region itself.
func (l regionLine) ok() bool {
	return l.server != "" && l.bucket != "" && l.region != "" && isRegion(l.region) && len(l.String()) <= maxRegionsLine &&
		!strings.ContainsAny(l.server+l.bucket, "\t\r\n") && !address.IsARN(l.bucket)
}

func (l regionLine) String() string { return l.server + "\t" + l.bucket + "\t" + l.region + "\n" }

func writeRegions(path string, lines []regionLine) error {
	if err := config.MakeDir(filepath.Dir(path)); err != nil {
		return err
	}
	var text strings.Builder
	for _, l := range lines {
		text.WriteString(l.String())
	}
	return qr.WriteFile(path, []byte(text.String()), true)
}
