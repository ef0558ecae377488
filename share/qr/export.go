package qr

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"strings"
)

// exportScale is the pixels per module of an exported PNG: sharp on any screen
// and still a few kilobytes.
const exportScale = 8

// Formats lists the endings of files that a code can be exported to.
func Formats() []string { return []string{".png", ".svg", ".pdf", ".html"} }

// SheetFormats lists the endings of files that a sheet can be exported to.
func SheetFormats() []string { return []string{".pdf", ".html"} }

// Export renders a label in the format that the ending of path names. PNG and
// SVG hold the code alone, PDF and HTML a page with name, end and note.
func Export(path string, l Label) ([]byte, error) {
	switch ending(path) {
	case ".png":
		return written(path, func(w io.Writer) error { return PNG(w, l.Code, exportScale, QuietZone) })
	case ".svg":
		return written(path, func(w io.Writer) error { return SVG(w, l.Code, QuietZone) })
	case ".pdf", ".html", ".htm":
		return ExportSheet(path, Page(l))
	}
	return nil, fmt.Errorf("export %s: the name must end in %s", path, strings.Join(Formats(), ", "))
}

// ExportSheet renders a sheet in the format that the ending of path names.
func ExportSheet(path string, s Sheet) ([]byte, error) {
	switch ending(path) {
	case ".pdf":
		return written(path, s.PDF)
	case ".html", ".htm":
		return written(path, s.HTML)
	}
	return nil, fmt.Errorf("export %s: a sheet of codes must end in %s", path, strings.Join(SheetFormats(), " or "))
}

func ending(path string) string { return strings.ToLower(filepath.Ext(path)) }

func written(path string, write func(io.Writer) error) ([]byte, error) {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return nil, fmt.Errorf("export %s: %w", path, err)
	}
	return b.Bytes(), nil
}
