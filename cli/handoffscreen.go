package cli

import (
	"context"

	"signet/share/handoff"
	"signet/ui"
)

// screenOpener begins hand-offs from the screens.
type screenOpener struct{ app *app }

// Ways are the addresses of this machine that can be listened on.
func (o screenOpener) Ways() []handoff.Way { return o.app.ways() }

// Tunnel is what is run on the laptop of whoever came by ssh.
func (o screenOpener) Tunnel(port uint16) string { return o.app.tunnel(port) }

// Open begins to serve, or says why it cannot.
func (o screenOpener) Open(ctx context.Context, order handoff.Order) (ui.Room, error) {
	r, err := o.app.openRoom(ctx, order)
	if err != nil {
		return nil, err // and no room: a nil one would not be nil to who asks
	}
	return r, nil
}
