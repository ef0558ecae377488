package qr_test

import (
	"bytes"
	"compress/zlib"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"signet/share/qr"
)

// TestReadableGivesLargeCodesRoom: as many labels as asked for while phones read
// them, fewer where they would not, and never a refusal.
func TestReadableGivesLargeCodesRoom(t *testing.T) {
	sheet := func(perPage int, lengths ...int) qr.Sheet {
		s := qr.Sheet{PerPage: perPage}
		for _, n := range lengths {
			s.Labels = append(s.Labels, label(t, n, "pump.pdf"))
		}
		return s
	}
	for _, tt := range []struct {
		name  string
		sheet qr.Sheet
		least int // labels on a page
		most  int
	}{
		{"small codes keep what was asked for", sheet(24, 384, 409), 24, 24},
		{"and the default", sheet(0, 384, 409), 12, 12},
		{"one large code among small ones", sheet(24, 384, 2006, 384), 2, 14},
		{"nothing to print", sheet(24), 24, 24},
		{"the longest link", sheet(24, qr.MaxBytes), 1, 10},
	} {
		got := tt.sheet.Readable()
		if got.PerPage < tt.least || got.PerPage > tt.most {
			t.Errorf("%s: %d a page, want %d to %d", tt.name, got.PerPage, tt.least, tt.most)
		}
		if m := got.Module(); m > 0 && m < qr.FinestModule {
			t.Errorf("%s: modules of %.2f mm", tt.name, m)
		}
		if got.PerPage < tt.sheet.PerPage {
			finer := got
			finer.PerPage++
			if finer.Module() >= qr.FinestModule {
				t.Errorf("%s: %d a page although %d are read too", tt.name, got.PerPage, finer.PerPage)
			}
		}
	}
}

func TestExportSheet(t *testing.T) {
	s := qr.Sheet{Labels: []qr.Label{label(t, 53, "a"), label(t, 53, "b")}}
	for path, magic := range map[string]string{"x.pdf": "%PDF-", "x.HTML": "<!doctype html>", ".htm": "<!doctype html>"} {
		if data, err := qr.ExportSheet(path, s); err != nil || !bytes.HasPrefix(data, []byte(magic)) {
			t.Errorf("%s: %v, %.15q", path, err, data)
		}
	}
	if _, err := qr.ExportSheet("x.png", s); err == nil || !strings.Contains(err.Error(), ".pdf or .html") {
		t.Errorf("a picture of a sheet: %v", err)
	}
}

// TestTheEndIsWhole: on the smallest labels, time zone included.
func TestTheEndIsWhole(t *testing.T) {
	l := label(t, 384, "pump.pdf")
	l.End = "until at most Wed 30 Dec 2031 23:58 CEST"
	var b bytes.Buffer
	if err := (qr.Sheet{Labels: []qr.Label{l}, PerPage: qr.MaxPerPage}).PDF(&b); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(streams(t, b.Bytes()), "<2026>") {
		t.Error("a part of the end is cut off")
	}
	l.End += " and much that no label has room for, not in two lines either"
	b.Reset()
	if err := (qr.Sheet{Labels: []qr.Label{l}, PerPage: qr.MaxPerPage}).PDF(&b); err != nil || !strings.Contains(streams(t, b.Bytes()), "<2026>") {
		t.Errorf("the test does not see an ellipsis (%v)", err)
	}
}

// streams are all streams of a PDF, unpacked; the fonts among them list the
// characters that are used, an ellipsis as <2026>.
func streams(t *testing.T, file []byte) string {
	t.Helper()
	var all strings.Builder
	for _, at := range regexp.MustCompile(`/Length (\d+)[^>]*>>\nstream\n`).FindAllSubmatchIndex(file, -1) {
		n, _ := strconv.Atoi(string(file[at[2]:at[3]]))
		if z, err := zlib.NewReader(bytes.NewReader(file[at[1] : at[1]+n])); err == nil {
			_, _ = io.Copy(&all, z)
		}
	}
	return all.String()
}
