package share

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// PageKind is what a page of our own making is for, that was stored in a bucket and is
// shared by one link. The values are stable: they stand in the log.
type PageKind string

// The kinds of pages.
const (
	PageListing PageKind = "listing"
	PageUpload  PageKind = "upload"
	PageRequest PageKind = "request"
)

// PageInfo describes a kind of page.
type PageInfo struct {
	Kind PageKind
	Name string // "page of links"
	// Offers is what its recipient gets, in their words: its key, which is random, says
	// nothing to anybody.
	Offers string
	// Gives completes "whoever may read there ... until they end".
	Gives string
}

// pageKinds is the table of them.
func pageKinds() []PageInfo {
	return []PageInfo{
		{PageListing, "page of links", "a page with documents for you", "can use its links"},
		{PageUpload, "upload page", "a page on which you can send files", "can upload by its links"},
		{PageRequest, "request page", "a page on which you can send the files you were asked for", "can upload by its links"},
	}
}

// Info is the row of the table; the zero one for a share that is no page.
func (k PageKind) Info() PageInfo {
	for _, info := range pageKinds() {
		if info.Kind == k {
			return info
		}
	}
	return PageInfo{}
}

// Anew says why a page is not shared anew as it is, and what to do instead; nil: it is
// no page. A link to the object alone would stand for links that end before it.
func (k PageKind) Anew() error {
	if k == "" {
		return nil
	}
	return errors.New("the links on a page end with it: make it anew by what made it, as a page of links or as a request")
}

// MaxItem is how long the name of what is asked for may be, in characters.
const MaxItem = 100

// checkPage judges what a request says of the page that it belongs to.
func (r Request) checkPage() error {
	switch {
	case r.Page != "" && r.Page.Info().Kind == "":
		return &UsageError{Op: "page", Problem: fmt.Sprintf("%q is no kind of page", clip(string(r.Page)))}
	case r.Page != "" && r.Operation != Download:
		return &UsageError{Op: "page", Problem: "is opened by a download link"}
	case utf8.RuneCountInString(r.Item) > MaxItem:
		return &UsageError{Op: "--item", Problem: fmt.Sprintf("%q is longer than %d characters", clip(r.Item), MaxItem)}
	case strings.ContainsFunc(r.Item, func(c rune) bool { return c < ' ' || c == 0x7f }):
		return &UsageError{Op: "--item", Problem: fmt.Sprintf("%q has characters that nobody sees", clip(r.Item))}
	}
	return nil
}
