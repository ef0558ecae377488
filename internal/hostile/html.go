package hostile

import (
	"fmt"
	"strings"

	"golang.org/x/net/html"
)

// HTML wants these elements alone, none of them with an attribute that acts, nothing
// unseen in what is shown, and no script that holds a word of a hostile text; a parser
// by the rules of browsers reads it.
func HTML(elements ...string) Judge {
	return func(text string) error {
		root, err := html.Parse(strings.NewReader(text))
		if err != nil {
			return err
		}
		return below(root, elements)
	}
}

func below(n *html.Node, elements []string) error {
	for c := range n.Descendants() {
		switch c.Type {
		case html.ElementNode:
			if err := element(c, elements); err != nil {
				return err
			}
		case html.CommentNode:
			return fmt.Errorf("a comment: %s", c.Data)
		case html.TextNode:
			if err := Seen(c.Data); err != nil {
				return err
			}
		case html.DocumentNode, html.DoctypeNode, html.RawNode, html.ErrorNode:
		}
	}
	return nil
}

func element(c *html.Node, elements []string) error {
	if err := meant(c.Data, elements); err != nil {
		return err
	}
	if c.Data == "script" || c.Data == "style" {
		if c.FirstChild != nil && strings.Contains(c.FirstChild.Data, "evil") {
			return fmt.Errorf("<%s> holds text from outside", c.Data)
		}
	}
	for _, a := range c.Attr {
		err := harmless(a.Key, a.Val)
		if err == nil && (a.Key == "title" || a.Key == "alt" || a.Key == "placeholder" || strings.HasPrefix(a.Key, "aria-")) {
			err = Seen(a.Val)
		}
		if err != nil {
			return fmt.Errorf("<%s %s>: %w", c.Data, a.Key, err)
		}
	}
	return nil
}
