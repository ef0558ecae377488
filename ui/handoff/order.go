package handoff

import (
	"errors"
	"net/netip"
	"strconv"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/share"
	"signet/share/handoff"
	"signet/share/say"
	"signet/ui/form"
	"signet/ui/kit"
)

// The fields of the form.
const (
	fieldWay     = "way"
	fieldPort    = "port"
	fieldUses    = "uses"
	fieldFor     = "for"
	fieldHow     = "how"
	fieldNote    = "note"
	fieldTo      = "to"
	fieldTLS     = "tls"
	fieldPublic  = "public"
	fieldConfirm = "confirm"
)

// The choices that are asked about.
const (
	howStreams = 1
	tlsOwn     = 1
)

// port is that of a hand-off where none is said.
const port = "8443"

// newForm asks what is needed. No address is chosen before the user chooses one: nothing
// listens by itself.
func newForm(theme *kit.Theme, ways []handoff.Way, r share.Request) *form.Model {
	at := []string{"not chosen yet"}
	for _, w := range ways {
		at = append(at, kit.Clean(w.Address.String()+" ("+w.Interface+")"))
	}
	f := form.New(
		theme,
		form.Field{ID: fieldWay, Label: "listen on", Kind: form.Choice, Options: at},
		form.Field{ID: fieldPort, Label: "port", Kind: form.Text, Hint: port + "; 0 takes any that is free"},
		form.Field{ID: fieldUses, Label: "presses", Kind: form.Text, Hint: "how often the button can be pressed"},
		form.Field{ID: fieldFor, Label: "ends after", Kind: form.Text, Hint: "10m or 2h"},
		form.Field{ID: fieldHow, Label: "a press", Kind: form.Choice, Options: []string{"opens it for 60 seconds", "sends it through signet, once"}},
		form.Field{ID: fieldTLS, Label: "encrypted", Kind: form.Choice, Options: []string{"no", "by a certificate made here, which browsers warn of"}},
		form.Field{ID: fieldNote, Label: "note", Kind: form.Text, Hint: "what it is for: the page shows it"},
		form.Field{ID: fieldTo, Label: "recipient", Kind: form.Text, Hint: "who gets it; for your log only"},
		form.Field{ID: fieldPublic, Label: "phone opens", Kind: form.Text, Hint: "http://LAPTOP:" + port + ", where that is another address"},
		form.Field{ID: fieldConfirm, Label: "confirm", Kind: form.Text, Hint: "type stream: others on the network can read the document"},
	)
	f.WithoutLetters() // the fields are typed into
	f.SetValue(fieldPort, port)
	f.SetValue(fieldUses, "1")
	f.SetValue(fieldFor, say.Compact(handoff.Usual))
	f.SetValue(fieldNote, r.Note)
	f.SetValue(fieldTo, r.Recipient)
	return f
}

// visibility shows the fields that the choices ask for.
func (s *Screen) visibility() {
	within := s.form.Chosen(fieldWay) > 0 && s.way().Within()
	s.form.Show(fieldPublic, within)
	s.form.Show(fieldHow, s.of.Request.Page == "") // what is on a page leads to the store
	s.form.Show(fieldConfirm, s.readable())
}

// readable reports a document that goes through a network as it is.
func (s *Screen) readable() bool {
	if s.form.Chosen(fieldHow) != howStreams || s.form.Chosen(fieldTLS) == tlsOwn || s.form.Chosen(fieldWay) == 0 {
		return false
	}
	public := s.form.Value(fieldPublic)
	return !s.way().Within() || public != "" && (len(public) < 6 || public[:6] != "https:")
}

// way is the address that is chosen; the zero one if none is.
func (s *Screen) way() handoff.Way {
	if i := s.form.Chosen(fieldWay) - 1; i >= 0 && i < len(s.ways) {
		return s.ways[i]
	}
	return handoff.Way{}
}

// answer takes a key of the form.
func (s *Screen) answer(msg tea.KeyPressMsg) (kit.Step, tea.Cmd) {
	k := s.keysNow()
	switch {
	case key.Matches(msg, k.back):
		return kit.Pop{}, nil
	case key.Matches(msg, k.begin):
	case !key.Matches(msg, k.form[0]):
		s.form.Update(msg)
		s.visibility()
		return nil, nil
	case !s.form.Last() && s.form.Forward():
		return nil, nil
	}
	o, ok := s.order()
	if !ok {
		s.form.FocusOnProblem()
		return nil, nil
	}
	return nil, s.open(o)
}

// order is what the form says. Its problems are shown beside their fields.
func (s *Screen) order() (o handoff.Order, ok bool) {
	f := s.form
	o = handoff.Order{Request: s.of.Request, Until: s.of.Until, Share: s.of.Share, Stream: f.Chosen(fieldHow) == howStreams, SelfSigned: f.Chosen(fieldTLS) == tlsOwn}
	o.Request.Note, o.Request.Recipient = f.Value(fieldNote), f.Value(fieldTo)
	f.Complain(fieldWay, "")
	if f.Chosen(fieldWay) == 0 {
		f.Complain(fieldWay, "choose an address with ←/→: nothing listens by itself")
	}
	number := func(id string, from, to int, problem string) int {
		n, err := strconv.Atoi(f.Value(id))
		f.Complain(id, "")
		if err != nil || n < from || n > to {
			f.Complain(id, problem)
		}
		return n
	}
	at := number(fieldPort, 0, 65535, "a port is a number up to 65535; 0 takes any that is free")
	o.Listen = netip.AddrPortFrom(s.way().Address, uint16(at))
	o.Uses = number(fieldUses, 1, handoff.MostUses, "1 to "+say.Count(handoff.MostUses)+" presses")
	var err error
	o.For, err = say.ParseSpan(f.Value(fieldFor))
	s.complain(fieldFor, err, "write 10m or 2h")
	if o.Public, err = "", nil; f.Value(fieldPublic) != "" {
		o.Public, err = handoff.ParsePublic(f.Value(fieldPublic))
	}
	s.complain(fieldPublic, err, "")
	s.visibility()
	f.Complain(fieldConfirm, "")
	if s.readable() && f.Value(fieldConfirm) != "stream" {
		f.Complain(fieldConfirm, "type stream here first, or let it be encrypted")
	}
	if !f.Complains() {
		s.complain(fieldWay, o.Check(), "")
	}
	return o, !f.Complains()
}

// complain shows what is wrong with a field, in the words of the error or in others.
func (s *Screen) complain(id string, err error, instead string) {
	text := instead
	var usage *share.UsageError
	switch {
	case err == nil:
		text = ""
	case errors.As(err, &usage):
		text = say.Line(usage.Problem, usage.Hint)
	case text == "":
		text = err.Error()
	}
	s.form.Complain(id, kit.Clean(text))
}
