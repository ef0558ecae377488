package handover

import (
	"strings"
)

const invoke = "Invoke-WebRequest -UseBasicParsing"

// powershell writes a command for Windows PowerShell 5.1 and PowerShell 7.
func (h *handing) powershell() (string, error) {
	if h.dots() {
		return "", rewritten("PowerShell")
	}
	return h.say.powershell(h), nil
}

func (h *handing) powershellDownload() string {
	return invoke + h.powershellURI() + " -OutFile " + powershell(h.file) + h.powershellHeaders()
}

func (h *handing) powershellUpload() string {
	return invoke + " -Method Put" + h.powershellURI() + " -InFile " + powershellPath(h.file) + h.powershellType() + h.powershellHeaders()
}

func (h *handing) powershellHead() string {
	return "(" + invoke + " -Method Head" + h.powershellURI() + h.powershellHeaders() + ").Headers"
}

func (h *handing) powershellDelete() string {
	return invoke + " -Method Delete" + h.powershellURI() + h.powershellHeaders()
}

func (h *handing) powershellURI() string { return " -Uri " + powershell(h.url) }

// powershellPath is a file name where PowerShell expects a pattern.
func powershellPath(name string) string {
	if strings.ContainsAny(name, "[]*?`") {
		return "([Management.Automation.WildcardPattern]::Escape(" + powershell(name) + "))"
	}
	return powershell(name)
}

// powershellType sets the content type, which Windows PowerShell refuses to
// take among the other headers.
func (h *handing) powershellType() string {
	t, ok := h.header("Content-Type")
	if !ok {
		t = "application/octet-stream"
	}
	return " -ContentType " + powershell(t)
}

func (h *handing) powershellHeaders() string {
	var pairs []string
	for _, f := range h.headers() {
		if !strings.EqualFold(f.Name, "Content-Type") {
			pairs = append(pairs, powershell(f.Name)+"="+powershell(f.Value))
		}
	}
	if len(pairs) == 0 {
		return ""
	}
	return " -Headers @{" + strings.Join(pairs, "; ") + "}"
}

// powershellForm builds the upload by hand: -Form exists only since version 6
// and leaves out the quotes around names that S3 wants.
func (h *handing) powershellForm() string {
	var b strings.Builder
	b.WriteString("$file = " + powershell(h.file) + "\n$mark = [guid]::NewGuid().ToString()\n$text = ''\nforeach ($field in @(\n")
	for i, f := range h.link.Fields {
		if i > 0 {
			b.WriteString(",\n")
		}
		b.WriteString("  @(" + powershell(f.Name) + ", " + powershell(f.Value.Reveal()) + ")")
	}
	b.WriteString("\n)) {\n" +
		"  $text += \"--$mark`r`nContent-Disposition: form-data; name=`\"$($field[0])`\"`r`n`r`n$($field[1])`r`n\"\n}\n" +
		"$text += \"--$mark`r`nContent-Disposition: form-data; name=`\"file`\"; filename=`\"$([IO.Path]::GetFileName($file))`\"`r`n\"\n" +
		"$text += \"Content-Type: application/octet-stream`r`n`r`n\"\n" +
		"$utf8 = New-Object Text.UTF8Encoding $false\n" +
		"$body = New-Object IO.MemoryStream\n" +
		"foreach ($part in $utf8.GetBytes($text), [IO.File]::ReadAllBytes((Resolve-Path -LiteralPath $file).ProviderPath), $utf8.GetBytes(\"`r`n--$mark--`r`n\")) {\n" +
		"  $body.Write($part, 0, $part.Length)\n}\n" +
		"Invoke-WebRequest -UseBasicParsing -Method Post -Uri " + powershell(h.url) +
		" -ContentType \"multipart/form-data; boundary=$mark\" -Body $body.ToArray()\n")
	return b.String()
}
