package address

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// elsewhere are the hosts that others take apart: of no store of S3, or of a client.
var elsewhere = map[string]string{
	"share/inspect/wrap.go":        "mail gateways and shorteners",
	"share/inspect/redirectors.go": "the hosts of these",
	"share/inspect/shape.go":       "CloudFront",
	"share/inspect/tokens.go":      "stores that sign in a way of their own",
	"share/inspect/azure.go":       "Azure's accounts",
	"share/cloudfront":             "that there is one in what CloudFront signs",
	"share/finding/punycode.go":    "the letters of a host",
	"share/ledger/usagelog.go":     "the address of who asked",
	"share/policy/condition.go":    "the address of who asks",
	"share/handover/html.go":       "a source of a content security policy",
	"cli/service.go":               "the name of this machine",
	"cli/handoffroom.go":           "where a hand-off listens",
	"cli/handoffways.go":           "the addresses of this machine",
	"share/handoff":                "where a hand-off listens, and who asks there",
	"s3browser/hostiletest":        "a server for tests",
	"share/qr/qrtest":              "links for tests",
	"share/ledger/testdata":        "a program of its own",
	"share/inspect/plain.go":       "the code of a finding",
	"share/inspect/report.go":      "a kind of link in JSON",
}

var (
	takesApart = regexp.MustCompile(`^(Cut|CutPrefix|CutSuffix|Split|SplitN|SplitSeq|HasPrefix|HasSuffix|TrimPrefix|TrimSuffix|LastIndex|LastIndexByte|IndexByte)$`)
	aHost      = regexp.MustCompile(`(?i)^(u|url|a|at|e|t|from|to)?\.?(host|hostname|arn)(\(\))?$`)
	ofAWS      = regexp.MustCompile(`amazonaws|^arn(:|$)|vpce|^\.?s3-|^\.s3|api\.aws`)
)

// Nothing but this package takes a host or an ARN apart: two who do soon disagree,
// and a link is signed for one bucket and judged for another. The demo server has its
// own reader, being the judge.
func TestNobodyElseTakesHostsApart(t *testing.T) {
	root := filepath.Join("..", "..")
	read := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(root, path)
		name = filepath.ToSlash(name)
		switch {
		case d.IsDir() && (name == "demo" || name == "e2e" || name == "share/address" || strings.HasPrefix(name, ".") && name != "."):
			return filepath.SkipDir
		case d.IsDir(), !strings.HasSuffix(name, ".go"), strings.HasSuffix(name, "_test.go"):
			return nil
		}
		read++
		for _, what := range takenApart(t, path) {
			if elsewhere[name] == "" && elsewhere[filepath.ToSlash(filepath.Dir(name))] == "" && !strings.Contains(name, "/testdata/") {
				t.Errorf("%s: %s: share/address knows hosts and ARNs", name, what)
			}
		}
		return nil
	})
	if err != nil || read < 100 {
		t.Errorf("%d files read: %v", read, err)
	}
}

// takenApart is what a file does to hosts and ARNs.
func takenApart(t *testing.T, path string) (out []string) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	at := func(n ast.Node, what string) {
		out = append(out, strconv.Itoa(set.Position(n.Pos()).Line)+" "+what)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			if text, err := strconv.Unquote(n.Value); n.Kind == token.STRING && err == nil && ofAWS.MatchString(text) {
				at(n, n.Value)
			}
		case *ast.SelectorExpr:
			if strings.Contains(" Hostname ParseIP SplitHostPort ParseAddr ", " "+n.Sel.Name+" ") && spelled(n.X) != "address" {
				at(n, spelled(n))
			}
		case *ast.CallExpr:
			if f, ok := n.Fun.(*ast.SelectorExpr); ok && spelled(f.X) == "strings" && takesApart.MatchString(f.Sel.Name) && aHost.MatchString(spelled(n.Args[0])) {
				at(n, spelled(f)+" of "+spelled(n.Args[0]))
			}
		}
		return true
	})
	return out
}

// spelled is an expression of names and calls as it is written.
func spelled(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return spelled(e.X) + "." + e.Sel.Name
	case *ast.CallExpr:
		return spelled(e.Fun) + "()"
	}
	return ""
}
