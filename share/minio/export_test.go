package minio

import (
	"context"
	"net/url"
	"time"
)

// Admin sends any call, for tests that prepare users and look at keys.
func (c Client) Admin(ctx context.Context, method, call string, query url.Values, plain []byte) ([]byte, error) {
	return c.admin(ctx, method, call, query, plain, time.Now())
}
