// Gallery draws the screens that the tests of the interface have drawn, with their
// styles, and puts all of them on one page.
//
//	gallery DIR
//	gallery -film FILE.svg DIR
//
// DIR holds files NAME@WxH@THEME.ansi; see uitest.Goldens. Each becomes an SVG, and
// DIR/index.html shows them by name, a row a size and a column a theme. A film has them
// one after the other.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	if len(os.Args) == 4 && os.Args[1] == "-film" {
		text, err := film(os.Args[3])
		if err == nil {
			err = os.WriteFile(os.Args[2], []byte(text), 0o644) //nolint:gosec // a picture for everybody
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "gallery:", err)
			os.Exit(1)
		}
		return
	}
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: gallery [-film FILE.svg] DIR")
		os.Exit(2)
	}
	n, err := run(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, "gallery:", err)
		os.Exit(1)
	}
	fmt.Fprintln(os.Stdout, n, "pictures in", filepath.Join(os.Args[1], "index.html"))
}

// run draws all pictures of a folder and their page.
func run(dir string) (int, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.ansi"))
	if err != nil {
		return 0, err
	}
	var all []picture
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return 0, err
		}
		p, err := named(strings.TrimSuffix(filepath.Base(file), ".ansi"))
		if err != nil {
			return 0, err
		}
		p.cells = string(text)
		if err := os.WriteFile(filepath.Join(dir, p.file()), []byte(p.svg()), 0o600); err != nil {
			return 0, err
		}
		all = append(all, p)
	}
	slices.SortFunc(all, before)
	return len(all), os.WriteFile(filepath.Join(dir, "index.html"), []byte(page(all)), 0o600)
}

// picture is one screen at one size in one theme.
type picture struct {
	name, theme string
	w, h        int
	cells       string
}

// named reads what a file says of its picture.
func named(base string) (picture, error) {
	parts := strings.Split(base, "@")
	var p picture
	if len(parts) != 3 {
		return p, fmt.Errorf("%s is not called NAME@WxH@THEME", base)
	}
	p.name, p.theme = parts[0], parts[2]
	if _, err := fmt.Sscanf(parts[1], "%dx%d", &p.w, &p.h); err != nil {
		return p, fmt.Errorf("%s: no size in %q", base, parts[1])
	}
	return p, nil
}

func (p picture) file() string { return fmt.Sprintf("%s@%dx%d@%s.svg", p.name, p.w, p.h, p.theme) }

// themes are the columns of the page.
func themes() []string { return []string{"dark", "light", "16", "none"} }

// before sorts by name, size and theme.
func before(a, b picture) int {
	if c := strings.Compare(a.name, b.name); c != 0 {
		return c
	}
	if a.w != b.w {
		return a.w - b.w
	}
	return slices.Index(themes(), a.theme) - slices.Index(themes(), b.theme)
}
