package handover

import (
	"cmp"
	"strings"

	"signet/share"
	"signet/share/say"
)

// Name is what a link's object is called in front of people: of a page of ours what it is
// for, else the name given to the recipient, else the last part of the key. It is one line and holds
// nothing that draws nothing or changes how the rest is drawn.
func Name(link share.Link) string {
	if page := link.Request.Page.Info(); page.Offers != "" {
		return page.Offers
	}
	return say.Printable(rawName(link))
}

func rawName(link share.Link) string {
	if n := link.Request.Options.Filename; n != "" {
		return n
	}
	return say.LastPart(link.Request.Target.Key)
}

// FileName is a name under which the content can be saved anywhere. For an upload
// it is what the sender's file is assumed to be called.
func FileName(link share.Link) string {
	if link.Request.AnyName() {
		return "FILE"
	}
	return say.FileName(cmp.Or(strings.ReplaceAll(link.Request.Page.Info().Name, " ", "-"), rawName(link)), "download")
}
