package demo

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"sync"
	"time"

	"signet/share/policy"
)

// madeKey is an access key that a user has made for himself: it may at most what he may,
// and ends when he said.
type madeKey struct {
	ID          string    `json:"access_key_id"`
	Secret      string    `json:"secret_access_key"`
	Parent      string    `json:"parent"` // access key id of the user
	Policy      string    `json:"policy,omitempty"`
	Expires     time.Time `json:"expires,omitzero"`
	Name        string    `json:"name,omitempty"`
	Description string    `json:"description,omitempty"`
}

func (k madeKey) over(now time.Time) bool { return !k.Expires.IsZero() && !now.Before(k.Expires) }

// keptKeys is what users have made and ended: a data folder remembers it.
type keptKeys struct {
	Keys  map[string]madeKey `json:"keys,omitempty"`
	Ended map[string]int     `json:"ended,omitempty"` // sessions of a user and type, by the count of their end
	Count int                `json:"count,omitempty"` // how often sessions have been ended
}

// madeKeys is it in use. A nil one holds nothing.
type madeKeys struct {
	mu     sync.Mutex
	made   keptKeys
	save   func(keptKeys) error // keeps it, where there is a folder
	issued map[string]typed     // sessions of a type, by their key, since the server started
}

// typed is a session that can be ended by its type.
type typed struct {
	user, kind string
	count      int
	ends       time.Time
}

// issue remembers such a session.
func (m *madeKeys) issue(id string, s typed) {
	if m == nil || s.kind == "" {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.issued == nil {
		m.issued = map[string]typed{}
	}
	m.issued[id] = s
}

// knows reports a session of a type that has not ended, by its key alone: as MinIO does, which
// misses the token then, and not the key.
func (m *madeKeys) knows(id string, now time.Time) bool {
	if m == nil {
		return false
	}
	m.mu.Lock()
	s, ok := m.issued[id]
	m.mu.Unlock()
	return ok && now.Before(s.ends) && !m.ended(s.user, s.kind, s.count)
}

func (m *madeKeys) get(id string) (madeKey, bool) {
	if m == nil {
		return madeKey{}, false
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	k, ok := m.made.Keys[id]
	return k, ok
}

// change works on a copy, which counts once it is kept.
func (m *madeKeys) change(work func(*keptKeys) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	next := keptKeys{Keys: maps.Clone(m.made.Keys), Ended: maps.Clone(m.made.Ended), Count: m.made.Count}
	if next.Keys == nil {
		next.Keys = map[string]madeKey{}
	}
	if next.Ended == nil {
		next.Ended = map[string]int{}
	}
	if err := work(&next); err != nil {
		return err
	}
	if m.save != nil {
		if err := m.save(next); err != nil {
			return err
		}
	}
	m.made = next
	return nil
}

func (m *madeKeys) add(k madeKey) error {
	return m.change(func(all *keptKeys) error {
		if _, taken := all.Keys[k.ID]; taken {
			return errTaken
		}
		all.Keys[k.ID] = k
		return nil
	})
}

var errTaken = errors.New("the service account access key already taken")

func (m *madeKeys) remove(id string) error {
	return m.change(func(all *keptKeys) error {
		delete(all.Keys, id)
		return nil
	})
}

// everyType is how the end of all sessions of a user is kept, of whichever type.
const everyType = "*"

// end ends the sessions of a user and type that have been issued so far.
func (m *madeKeys) end(user, kind string) error {
	return m.change(func(all *keptKeys) error {
		all.Count++
		all.Ended[user+"/"+kind] = all.Count
		return nil
	})
}

// ended: a session of this user and type, issued at this count, has been ended since.
func (m *madeKeys) ended(user, kind string, count int) bool {
	if m == nil {
		return false
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.made.Ended[user+"/"+everyType] > count || kind != "" && m.made.Ended[user+"/"+kind] > count
}

func (m *madeKeys) count() int {
	if m == nil {
		return 0
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.made.Count
}

// lookupMade finds the secret behind a key that a user made, and what it may.
func (k keyring) lookupMade(id string, now time.Time) (string, principal, *refusal) {
	key, ok := k.made.get(id)
	if !ok || key.over(now) {
		return "", principal{}, unknownKey(id)
	}
	for _, user := range k.users() {
		if user.AccessKeyID != key.Parent {
			continue
		}
		who := user.principal
		who.derived = true
		if key.Policy != "" {
			var err error
			if who.limits, err = policy.ReadRules([]byte(key.Policy), policy.OfSession); err != nil {
				return "", principal{}, refuse(http.StatusInternalServerError, "InternalError", "%v", fmt.Errorf("key %s: %w", id, err))
			}
		}
		return key.Secret, who, nil
	}
	return "", principal{}, unknownKey(id)
}
