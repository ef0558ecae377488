package qr

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"strings"
)

// Formats lists the endings of files that a code can be exported to.
func Formats() []string { return []string{".png", ".svg", ".pdf", ".html"} }

// SheetFormats lists the endings of files that a sheet can be exported to.
func SheetFormats() []string { return []string{".pdf", ".html"} }

// Export renders a label in the format that the ending of path names. PNG holds the
// code alone, the others name, end and link besides.
func Export(path string, l Label, form Form) ([]byte, error) {
	switch ending(path) {
	case ".png":
		scale := form.scale()
		if scale < 1 || scale > MaxScale {
			return nil, fmt.Errorf("export %s: %d pixels per square are out of bounds, 1 to %d", path, scale, MaxScale)
		}
		return written(path, func(w io.Writer) error { return PNG(w, l.Code, scale, QuietZone) })
	case ".svg":
		return written(path, func(w io.Writer) error { return SVG(w, l) })
	case ".pdf", ".html", ".htm":
		page := Page(l)
		page.Paper = form.Paper
		return ExportSheet(path, page)
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
