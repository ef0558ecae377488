package cli

import (
	"context"

	"signet/share"
	"signet/share/finding"
	"signet/ui/compose"
)

func (a *app) say([]finding.Finding) {}

func (a *app) tryLink(context.Context, share.Link) error { return nil }

func (a *app) lookAt(context.Context, *place, share.Target) (compose.Facts, error) {
	return compose.Facts{}, nil
}

func (a *app) interactive(context.Context, *placeFlags) error { return nil }

func (a *app) browse(context.Context, *place) error { return nil }
