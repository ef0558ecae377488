package hostile

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Judge says what is wrong with a text that goes out; nil: nothing.
type Judge func(text string) error

// All is the first that is wrong by one of the judges.
func All(judges ...Judge) Judge {
	return func(text string) error {
		for _, j := range judges {
			if err := j(text); err != nil {
				return err
			}
		}
		return nil
	}
}

// unseen are the runes that are not seen and change how others are read.
func unseen(r rune) bool {
	switch {
	case r == 0x200c || r == 0x200d: // joiners, which scripts and pictures need
		return false
	case r >= 0x200b && r <= 0x200f, r >= 0x2028 && r <= 0x202e, r >= 0x2060 && r <= 0x206f, r >= 0xfff9 && r <= 0xfffb, r >= 0xe0000 && r <= 0xe007f:
		return true
	case r == 0xad || r == 0x61c || r == 0x180e || r == 0xfeff || r == 0x034f || r == 0x115f || r == 0x1160 || r == 0x3164 || r == 0xffa0:
		return true
	}
	return unicode.Is(unicode.Co, r)
}

// Seen wants UTF-8 without control characters but line feeds and tabulators, and
// without anything that is not seen.
func Seen(text string) error {
	if !utf8.ValidString(text) {
		return errors.New("it is no UTF-8")
	}
	for at, r := range text {
		if unicode.IsControl(r) && r != '\n' && r != '\t' || unseen(r) {
			return fmt.Errorf("%U at %d: %+q", r, at, text[max(0, at-30):min(len(text), at+30)])
		}
	}
	return nil
}

// OneLine wants no line feed but at the end.
func OneLine(text string) error {
	if strings.Contains(strings.TrimSuffix(text, "\n"), "\n") {
		return fmt.Errorf("it is more than one line: %q", text)
	}
	return nil
}

// ASCII wants nothing but printable ASCII and line feeds.
func ASCII(text string) error {
	for at, r := range text {
		if r != '\n' && (r < ' ' || r > '~') {
			return fmt.Errorf("%U at %d", r, at)
		}
	}
	return nil
}

// JSON wants one value of JSON in each line, and no line but these. Strings keep their
// characters there: escapes are the reader's.
func JSON(text string) error {
	for line := range strings.Lines(text) {
		var v any
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			return fmt.Errorf("%w: %s", err, line)
		}
	}
	return nil
}

// OneJSON wants one value of JSON.
func OneJSON(text string) error {
	var v any
	return json.Unmarshal([]byte(text), &v)
}

// CSV wants rows of one length, and no cell that a spreadsheet takes for a formula.
func CSV(text string) error {
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		return err
	}
	for _, row := range rows {
		for _, cell := range row {
			if trimmed := strings.TrimLeft(cell, " \t\r\n"); trimmed != "" && strings.ContainsAny(trimmed[:1], "=+-@") {
				return fmt.Errorf("a formula: %q", cell)
			}
			if strings.ContainsAny(cell, "\x00\x1b") {
				return fmt.Errorf("control characters in a cell: %q", cell)
			}
		}
	}
	return nil
}

// Mail wants a head of Subject alone, in one line of at most 998 bytes (RFC 5322,
// 2.1.1). A line of the body may be longer: it is a link.
func Mail(text string) error {
	m, err := mail.ReadMessage(strings.NewReader(text))
	if err != nil {
		return err
	}
	for name := range m.Header {
		if name != "Subject" {
			return fmt.Errorf("a header %s", name)
		}
	}
	if head, _, _ := strings.Cut(text, "\n\n"); len(head) > 998 {
		return fmt.Errorf("a subject of %d bytes: %.60s", len(head), head)
	}
	return nil
}

// Markdown wants no character of text to mean anything: each is escaped, or stands in
// the address of a link, or makes one of at most links links, or a cell of a table.
func Markdown(links int) Judge {
	return func(text string) error {
		found := 0
		for line := range strings.Lines(text) {
			for {
				at := strings.Index(line, "](<")
				if at < 0 {
					break
				}
				address, rest, ok := strings.Cut(line[at+3:], ">)")
				if !ok || strings.ContainsAny(address, " <>\n") {
					return fmt.Errorf("the address of a link does not end: %s", line)
				}
				found++
				line = line[:at] + "\\]" + rest
				line = strings.Replace(line, "[", "\\[", 1)
			}
			if bad := unescaped(line); bad != "" {
				return fmt.Errorf("%q means something in %q", bad, line)
			}
		}
		if found > links {
			return fmt.Errorf("%d links, not %d: %s", found, links, text)
		}
		return nil
	}
}

// unescaped is the first character that Markdown would act upon.
func unescaped(line string) string {
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '\\':
			i++
		case strings.IndexByte("`*_[]<>!~$", c) >= 0:
			return line[i:min(len(line), i+20)]
		}
	}
	return ""
}

// XML wants well-formed XML of these elements alone, without processing instructions,
// declarations of types and attributes that act.
func XML(elements ...string) Judge {
	return func(text string) error {
		d := xml.NewDecoder(bytes.NewReader([]byte(text)))
		for {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			switch token := token.(type) {
			case xml.StartElement:
				if err := meant(token.Name.Local, elements); err != nil {
					return err
				}
				for _, a := range token.Attr {
					if err := harmless(a.Name.Local, a.Value); err != nil {
						return fmt.Errorf("<%s>: %w", token.Name.Local, err)
					}
				}
			case xml.Directive:
				return fmt.Errorf("<!%s>", token)
			case xml.ProcInst:
				if token.Target != "xml" {
					return fmt.Errorf("<?%s?>", token.Target)
				}
			}
		}
	}
}

func meant(element string, elements []string) error {
	for _, e := range elements {
		if e == element {
			return nil
		}
	}
	return fmt.Errorf("an element <%s> that was not meant", element)
}

// harmless judges an attribute.
func harmless(name, value string) error {
	name, value = strings.ToLower(name), strings.ToLower(strings.TrimSpace(value))
	switch {
	case strings.HasPrefix(name, "on"):
		return fmt.Errorf("an attribute %s", name)
	case name == "href" || name == "src" || name == "action" || name == "formaction":
		if !strings.HasPrefix(value, "http://") && !strings.HasPrefix(value, "https://") && !strings.HasPrefix(value, "data:image/") && value != "" && value[0] != '#' && value[0] != '/' {
			return fmt.Errorf("%s leads to %s", name, value)
		}
	}
	return nil
}
