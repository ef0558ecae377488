package objects

import (
	"context"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/share"
	"signet/ui/kit"
)

// Outward are the ways from a row to other programs. Those that are nil are not
// offered. None asks a server for anything.
type Outward struct {
	// Forms are what the row is called elsewhere. A folder's key ends in "/".
	Forms func(ctx context.Context, t share.Target) []Form
	// Page is the page of the store's console about it; empty: none is known.
	Page func(ctx context.Context, t share.Target) string
	// Open shows a page in the browser of this machine, or says why not.
	Open func(ctx context.Context, page string) error
}

// Form is one thing that an object is called: "ARN", and it.
type Form struct{ Name, Text string }

// outward are their keys.
type outward struct{ copyAs, browser key.Binding }

func newOutward(own kit.Keys) outward {
	return outward{copyAs: own.Bind("copy-as", "copy in another form"), browser: own.Bind("browser", "its page in a browser")}
}

func (k *outward) enable(to Outward, r *row, some bool) {
	k.copyAs.SetEnabled(some && !r.foreign && to.Forms != nil)
	k.browser.SetEnabled(some && !r.foreign && to.Page != nil && to.Open != nil)
}

func (k outward) help() []key.Binding { return []key.Binding{k.copyAs, k.browser} }

// outward does what a key asks for; false: the key is none of these.
func (s *Screen) outward(msg tea.KeyPressMsg, k outward, v *level) (kit.Step, tea.Cmd, bool) {
	r, _ := v.selected()
	switch {
	case key.Matches(msg, k.copyAs):
		forms, t := s.exits.Forms, s.target(r.key)
		return kit.Push{Make: func(env kit.Env) kit.Screen { return newCopyAs(env, t, forms) }}, nil, true
	case key.Matches(msg, k.browser):
		return nil, s.browse(r.key), true
	}
	return nil, nil, false
}

// pageMsg is how the opening of a page went.
type pageMsg struct {
	page string
	err  error
}

func (s *Screen) browse(key string) tea.Cmd {
	to, t := s.exits.Outward, s.target(key)
	return s.env.Do(func(ctx context.Context) tea.Msg {
		page := to.Page(ctx, t)
		if page == "" {
			return pageMsg{}
		}
		return pageMsg{page, to.Open(ctx, page)}
	})
}

// opened says how it went. A page that could not be shown here is copied, for where
// there is a browser.
func (*Screen) opened(msg pageMsg) kit.Step {
	switch {
	case msg.page == "":
		return kit.Notify{Kind: kit.Problem, Text: "no console of this store is known that has a page about it"}
	case msg.err != nil:
		return kit.Copy{Text: share.NewSecret(msg.page), What: kit.Clean(msg.err.Error()) + ": the page's address is"}
	}
	return kit.Notify{Kind: kit.Good, Text: "its page was given to the browser"}
}
