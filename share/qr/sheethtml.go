package qr

import (
	"fmt"
	"io"

	"signet/internal/htmltemplate"
)

// HTML writes the sheet as one self-contained page: no scripts, nothing loaded
// from anywhere, the codes as vectors. It prints as it is laid out and reads
// well on a phone.
func (s Sheet) HTML(w io.Writer) error {
	t, err := htmltemplate.Parse("sheet", sheetHTML)
	if err != nil {
		return fmt.Errorf("write html: %w", err)
	}
	if err := t.Execute(w, s.page()); err != nil {
		return fmt.Errorf("write html: %w", err)
	}
	return nil
}

// The data of the template; lengths are millimetres.
type (
	htmlSheet struct {
		Title               string
		Paper               htmltemplate.CSS
		Width, Height       float64
		Left, Cols          float64
		CellW, CellH, Code  float64
		Name, Text, Padding float64
		Skip                float64
		Lines, Ends, Notes  int
		Single              bool
		Pages               [][]htmlLabel
	}
	htmlLabel struct {
		Name, End, Note string
		Title           string // for who cannot see the code
		Link            string // of a page with one code
		Side            int    // of the view box, in modules
		Path            string
	}
)

func (s Sheet) page() htmlSheet {
	l, paper := s.layout(), s.paper()
	page := htmlSheet{
		Title: Visible(s.Title), Paper: htmltemplate.CSS(paper.Name), Width: paper.Width, Height: paper.Height,
		Left: l.left, Cols: float64(l.cols), CellW: l.cellW, CellH: l.cellH, Code: l.code, Name: l.name, Text: l.text,
		Padding: l.padding, Skip: l.skip, Lines: l.lines, Ends: l.ends, Notes: l.notes, Single: l.single,
	}
	for _, labels := range s.pages() {
		row := make([]htmlLabel, 0, len(labels))
		for _, label := range labels {
			h := htmlLabel{Title: label.titled(), Name: Visible(label.Name), End: Visible(label.End), Note: Visible(label.Note)}
			if l.single {
				h.Link = Visible(label.Link.Reveal())
			}
			if label.Code != nil {
				h.Side, h.Path = label.Code.Size()+2*QuietZone, svgPath(label.Code, QuietZone)
			}
			row = append(row, h)
		}
		page.Pages = append(page.Pages, row)
	}
	return page
}

// hint is on every page of one code: what to do, and what the paper is worth.
const hint = "Point the camera of a phone at the code. Whoever can see this page can use the link until it ends."

const sheetHTML = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="only light">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{{with .Title}}{{.}}{{else}}QR code{{end}}</title>
<style>
* { box-sizing: border-box; margin: 0; padding: 0; }
html { color-scheme: only light; background: #e8eaed; color: #000; font: {{.Text}}pt/1.25 system-ui, -apple-system, "Segoe UI", "Noto Sans", Arial, sans-serif; }
.page { background: #fff; max-width: {{.Width}}mm; margin: 4mm auto; padding: {{.Left}}mm; display: flex; flex-wrap: wrap; align-content: flex-start; justify-content: flex-start; }
.label { width: {{.CellW}}mm; max-width: 100%; padding: {{.Padding}}mm; overflow: hidden; text-align: center; break-inside: avoid; }
.label svg { display: block; width: {{.Code}}mm; max-width: 100%; height: auto; margin: 0 auto {{.Skip}}mm; background: #fff; }
.label p { overflow: hidden; overflow-wrap: anywhere; display: -webkit-box; -webkit-box-orient: vertical; unicode-bidi: plaintext; }
.name { font-size: {{.Name}}pt; font-weight: 600; -webkit-line-clamp: {{.Lines}}; line-clamp: {{.Lines}}; }
.end { -webkit-line-clamp: {{.Ends}}; line-clamp: {{.Ends}}; }
.note { color: #444; -webkit-line-clamp: {{.Notes}}; line-clamp: {{.Notes}}; }
.hint { color: #444; margin-top: 4mm; }
.label p.link { color: #000; font-size: 8pt; text-align: left; display: block; margin-top: 4mm; user-select: all; }
@media screen and (max-width: 640px) { .page { margin: 0; padding: 3mm; } .label { width: 100%; padding: 3mm; } }
@page { size: {{.Paper}}; margin: 0; }
@media print {
html { background: none; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
.page { width: {{.Width}}mm; height: {{.Height}}mm; max-width: none; margin: 0; break-after: page; overflow: hidden; }
.label p.link { display: none; }
.page:last-child { break-after: auto; }
.label { height: {{.CellH}}mm; max-width: none;{{if not .Single}} outline: .1mm dashed #bbb;{{end}} }
.label svg { height: {{.Code}}mm; max-width: none; }
}
</style>
</head>
<body>
{{range .Pages}}<div class="page">
{{range .}}<section class="label">
{{if .Path}}<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{.Side}} {{.Side}}" shape-rendering="crispEdges" role="img" aria-label="{{.Title}}"><rect width="{{.Side}}" height="{{.Side}}" fill="#fff"/><path fill="#000" d="{{.Path}}"/></svg>
{{end}}<p class="name">{{.Name}}</p>
{{with .End}}<p class="end">{{.}}</p>
{{end}}{{with .Note}}<p class="note">{{.}}</p>
{{end}}{{with .Link}}<p class="link">{{.}}</p>
{{end}}{{if $.Single}}<p class="hint">` + hint + `</p>
{{end}}</section>
{{end}}</div>
{{end}}</body>
</html>
`
