package handover_test

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"signet/share"
	"signet/share/handover"
)

// psStrings reads PowerShell as its own scanner does (about_Quoting_Rules): it
// returns the values of all strings in single quotes, and the code around them
// with a mark for each. The four typographic quotes are quotes, two in a row
// are one, and strings joined by [char] are one.
func psStrings(t *testing.T, code string) (values []string, rest string) {
	t.Helper()
	quote := func(r rune) bool { return r == '\'' || r >= 0x2018 && r <= 0x201b }
	var out strings.Builder
	text := []rune(code)
	for i := 0; i < len(text); i++ {
		if text[i] == '"' { // a string with variables: only our own code has them
			end := i + 1
			for ; text[end] != '"'; end++ {
				if text[end] == '`' {
					end++
				}
			}
			out.WriteString(string(text[i : end+1]))
			i = end
			continue
		}
		if !quote(text[i]) {
			out.WriteRune(text[i])
			continue
		}
		var value strings.Builder
		for i++; ; i++ {
			if i == len(text) {
				t.Fatalf("a string without end: %s", code)
			}
			if quote(text[i]) {
				if i+1 == len(text) || !quote(text[i+1]) {
					break
				}
				i++
			}
			value.WriteRune(text[i])
		}
		values = append(values, value.String())
		out.WriteString("§")
	}
	return joinChars(values, out.String())
}

// joinChars evaluates (§+[char]10+§).
func joinChars(values []string, code string) ([]string, string) {
	joined := regexp.MustCompile(`§\+\[char\](\d+)\+§`)
	for {
		at := joined.FindStringSubmatchIndex(code)
		if at == nil {
			return values, strings.ReplaceAll(code, "(§)", "§")
		}
		n := strings.Count(code[:at[0]], "§")
		c, _ := strconv.Atoi(code[at[2]:at[3]])
		values[n] += string(rune(c)) + values[n+1]
		values = slices.Delete(values, n+1, n+2)
		code = code[:at[0]] + "§" + code[at[1]:]
	}
}

func TestPowerShellStringsAreExact(t *testing.T) {
	const h = "https://s3.example.com"
	for _, key := range awkward {
		get := link(h, share.Download, key)
		values, rest := psStrings(t, text(t, get, handover.PowerShell))
		if want := []string{get.URL.Reveal(), handover.FileName(get)}; !slices.Equal(values, want) || rest != "Invoke-WebRequest -UseBasicParsing -Uri § -OutFile §" {
			t.Errorf("%q: %q in %s", key, values, rest)
		}
		put := link(h, share.Upload, key)
		put.Headers = []share.Header{{Name: "content-type", Value: "a'b\u2019c"}, {Name: "x-amz-meta-a", Value: "it's $x `n \"q\""}, {Name: "Content-Length", Value: "5"}}
		values, rest = psStrings(t, text(t, put, handover.PowerShell))
		want := []string{put.URL.Reveal(), handover.FileName(put), "a'b\u2019c", "x-amz-meta-a", "it's $x `n \"q\""}
		rest = strings.ReplaceAll(rest, "([Management.Automation.WildcardPattern]::Escape(§))", "§")
		rest = strings.ReplaceAll(rest, "([Management.Automation.WildcardPattern]::Escape§)", "§") // joined
		if !slices.Equal(values, want) || rest != "Invoke-WebRequest -UseBasicParsing -Method Put -Uri § -InFile § -ContentType § -Headers @{§=§}" {
			t.Errorf("%q: %q in %s", key, values, rest)
		}
	}
}

func TestPowerShellFormIsExact(t *testing.T) {
	var skeleton string
	for _, key := range awkward {
		l := formLink("https://s3.example.com", key)
		values, rest := psStrings(t, text(t, l, handover.PowerShell))
		want := []string{handover.FileName(l), ""}
		for _, f := range l.Fields {
			want = append(want, f.Name, f.Value.Reveal())
		}
		want = append(want, "https://s3.example.com/bucket")
		if fmt.Sprintf("%q", values) != fmt.Sprintf("%q", want) {
			t.Errorf("%q:\n%q, want\n%q", key, values, want)
		}
		if skeleton == "" {
			skeleton = rest
		}
		if rest != skeleton {
			t.Errorf("%q changes the code: %s", key, rest)
		}
	}
}

func TestPowerShellOther(t *testing.T) {
	for op, want := range map[share.Operation]string{
		share.Delete:   "Invoke-WebRequest -UseBasicParsing -Method Delete -Uri §",
		share.Metadata: "(Invoke-WebRequest -UseBasicParsing -Method Head -Uri §).Headers",
	} {
		if _, rest := psStrings(t, text(t, link("https://h", op, "k"), handover.PowerShell)); rest != want {
			t.Errorf("%s: %s", op, rest)
		}
	}
}
