package handover

import (
	"slices"
	"strings"

	"signet/share"
	"signet/share/say"
)

// MailMany writes one mail for several links: a subject, and each document with its
// size, its end and its link, or the command where a browser cannot use that. What is
// handed over as a page or a script has no place in it; the error says which. Errors
// are of type *share.UsageError.
func MailMany(links []share.Link, o Options) (share.Secret, error) {
	parts := make([]string, 0, len(links)+3)
	commands := false
	for _, l := range links {
		h, err := newHanding(l, o)
		if err != nil {
			return share.Secret{}, err
		}
		part, command, err := h.inList(allDownload(links))
		if err != nil {
			return share.Secret{}, err
		}
		commands = commands || command
		parts = append(parts, part)
	}
	n := say.Things(len(links), "document")
	head, foot := "Subject: "+n+"\n\nHere are "+n+" for you to download:", "They need no password: everyone who has a link can download its document, so please do not forward them."
	if !allDownload(links) {
		n = say.Things(len(links), "link")
		head, foot = "Subject: "+n+"\n\nHere are "+n+":", "They need no password: everyone who has a link can do what stands above it, so please do not forward them."
	}
	parts = slices.Insert(parts, 0, head)
	if commands {
		parts = append(parts, "A command is run in a terminal; its link does not work in a browser.")
	}
	return share.NewSecret(strings.Join(append(parts, foot), "\n\n") + "\n"), nil
}

func allDownload(links []share.Link) bool {
	return !slices.ContainsFunc(links, func(l share.Link) bool { return l.Request.Operation != share.Download || l.Request.Page != "" })
}

// inList is one link of several: what it is, until when, and the link or the command
// that uses it. What it is for stands there too, unless all are downloads.
func (h *handing) inList(downloads bool) (text string, command bool, err error) {
	if h.info.Policy || h.info.Parts {
		return "", false, &share.UsageError{Op: "handover", Problem: "one mail cannot hold the " + h.say.thing + " for " + h.name, Hint: "hand it over by itself"}
	}
	name, use := h.name+h.inBrackets(h.size()), h.url
	if !h.link.Opens() || h.dots() {
		if use, err = h.curl(); err != nil {
			return "", false, err
		}
		command = true
	}
	if h.info.Stores {
		name = h.name + h.uploadLimits()
	}
	if !downloads {
		name = strings.TrimSuffix(strings.ReplaceAll(h.say.offer, "%s", name), ".")
	}
	start := ""
	if h.link.Terms.Starts.After(h.o.Now) {
		start = " from " + say.ForeignMoment(h.link.Terms.Starts, h.o.Now)
	}
	by := ""
	if command {
		by = ", by this command"
	}
	return name + "," + start + " " + h.untilWord() + " " + h.until() + by + ":\n" + use, command, nil
}
