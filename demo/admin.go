package demo

import (
	"cmp"
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"signet/share/minio"
)

// adminPath is where MinIO answers what is not S3. A user may make, see and delete access
// keys of his own there, and end his sessions, without any right.
const adminPath = "/minio/admin/v3/"

// adminBucket is the name that no bucket can have for it.
const adminBucket = "minio"

// adminBody bounds the body of such a request, in bytes.
const adminBody = 64 << 10

// admin answers the calls of MinIO's admin interface that an ordinary user may make.
func (f *front) admin(w http.ResponseWriter, r *http.Request, t target) {
	if no := f.adminCall(w, r, t); no != nil {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(no.Status)
		_ = json.NewEncoder(w).Encode(map[string]string{"Code": no.Code, "Message": no.Message, "Resource": r.URL.Path})
	}
}

func (f *front) adminCall(w http.ResponseWriter, r *http.Request, t target) *refusal {
	c, no := verify(f.keys, r, t.query, place{f.region, "s3"}, f.store.clock(), "")
	if no != nil {
		return no
	}
	body, no := payload(r, c, adminBody)
	if no != nil {
		return no
	}
	switch r.Method + " " + strings.TrimPrefix(r.URL.Path, adminPath) {
	case "PUT add-service-account":
		return f.addKey(w, c, body)
	case "GET info-service-account":
		return f.tellKey(w, c, t.query.Get("accessKey"))
	case "DELETE delete-service-account":
		return f.deleteKey(w, c, t.query.Get("accessKey"))
	case "POST revoke-tokens/builtin":
		return f.revokeTokens(w, c, t)
	}
	return notImplemented()
}

// addKey makes an access key with the id, secret, policy and end that the user chose.
func (f *front) addKey(w http.ResponseWriter, c caller, body []byte) *refusal {
	plain, err := minio.Open(c.secret, body)
	if err != nil {
		return malformed("XMinioAdminConfigBadJSON", "%v", err)
	}
	var in struct {
		Policy      json.RawMessage `json:"policy"`
		TargetUser  string          `json:"targetUser"`
		AccessKey   string          `json:"accessKey"`
		SecretKey   string          `json:"secretKey"`
		Name        string          `json:"name"`
		Description string          `json:"description"`
		Expiration  *time.Time      `json:"expiration"`
	}
	if err := json.Unmarshal(plain, &in); err != nil {
		return malformed("XMinioAdminConfigBadJSON", "The specified configuration JSON is malformed")
	}
	k := madeKey{
		ID: in.AccessKey, Secret: in.SecretKey, Parent: f.keys.of(c.principal).AccessKeyID,
		Name: in.Name, Description: in.Description,
	}
	if no := f.acceptKey(c, &k, in.TargetUser, in.Policy, in.Expiration); no != nil {
		return no
	}
	if err := f.keys.made.add(k); err != nil {
		if errors.Is(err, errTaken) {
			return taken()
		}
		return asRefusal(err)
	}
	end := k.Expires
	if end.IsZero() {
		end = time.Unix(0, 0).UTC()
	}
	return c.sealed(w, map[string]any{"credentials": map[string]any{"accessKey": k.ID, "secretKey": k.Secret, "expiration": end}})
}

// acceptKey judges a new key before it is made, and completes it.
func (f *front) acceptKey(c caller, k *madeKey, target string, policy json.RawMessage, end *time.Time) *refusal {
	if k.ID == "" || k.Secret == "" {
		fresh, err := newKey(f.random)
		if err != nil {
			return asRefusal(err)
		}
		k.ID, k.Secret = cmp.Or(k.ID, fresh.AccessKeyID), cmp.Or(k.Secret, fresh.SecretKey)
	}
	if string(policy) != "null" && len(policy) > 0 {
		if no := sessionRules(policy); no != nil {
			return no
		}
		k.Policy = string(policy)
	}
	if end != nil {
		k.Expires = end.UTC()
	}
	switch {
	case c.limits != nil || target != "" && target != k.Parent: // what has a policy of its own makes no keys
		return denied("Access Denied.")
	case len(k.ID) < 3 || len(k.ID) > 20:
		return malformed("XMinioAdminInvalidAccessKey", "The access key is invalid.")
	case len(k.Secret) < 8 || len(k.Secret) > 40:
		return malformed("XMinioAdminInvalidSecretKey", "The secret key is invalid.")
	case end != nil && k.Expires.Sub(f.store.clock()) < shortestKey:
		return refuse(http.StatusInternalServerError, "InternalError", "We encountered an internal error, please try again.: (invalid token expiry)")
	case k.ID == f.keys.owner.AccessKeyID || k.ID == f.keys.guest.AccessKeyID:
		return taken()
	}
	return nil
}

func taken() *refusal {
	return malformed("XMinioIAMServiceAccountNotAllowed", "Specified service account action is not allowed: %v", errTaken)
}

// shortestKey is how far ahead the end of a key has to be.
const shortestKey = 15 * time.Minute

// ownKey is a key that the caller made, or the one that he uses.
func (f *front) ownKey(c caller, id string) (madeKey, *refusal) {
	k, ok := f.keys.made.get(id)
	switch {
	case !ok || k.over(f.store.clock()):
		return k, refuse(http.StatusNotFound, "XMinioInvalidIAMCredentials", "The specified service account is not found")
	case k.Parent != f.keys.of(c.principal).AccessKeyID:
		return k, denied("Access Denied.")
	case c.limits != nil && c.claim.scope.AccessKeyID != id:
		return k, denied("Access Denied.")
	}
	return k, nil
}

func (f *front) tellKey(w http.ResponseWriter, c caller, id string) *refusal {
	k, no := f.ownKey(c, id)
	if no != nil {
		return no
	}
	out := map[string]any{
		"parentUser": k.Parent, "accountStatus": "on", "impliedPolicy": k.Policy == "", "policy": k.Policy,
		"name": k.Name, "description": k.Description,
	}
	if !k.Expires.IsZero() {
		out["expiration"] = k.Expires
	}
	return c.sealed(w, out)
}

func (f *front) deleteKey(w http.ResponseWriter, c caller, id string) *refusal {
	if _, no := f.ownKey(c, id); no != nil {
		return no
	}
	return answer(w, http.StatusNoContent, f.keys.made.remove(id))
}

// revokeTokens ends sessions of the caller, by the type that they were given. A type that
// there is none of is no error: the answer proves nothing.
func (f *front) revokeTokens(w http.ResponseWriter, c caller, t target) *refusal {
	kind, own := t.query.Get("tokenRevokeType"), f.keys.of(c.principal).AccessKeyID
	switch user := t.query.Get("user"); {
	case user != "" && user != own, c.derived && (kind == "" || kind != c.kind):
		return denied("Access Denied.")
	case t.query.Get("fullRevoke") == "true":
		kind = everyType
	case kind == "" || kind == everyType:
		return malformed("InvalidRequest", "Invalid Request (no token type to revoke)")
	}
	return answer(w, http.StatusNoContent, f.keys.made.end(own, kind))
}

// sealed sends JSON that only the caller can read.
func (c caller) sealed(w http.ResponseWriter, value any) *refusal {
	plain, err := json.Marshal(value)
	if err != nil {
		return asRefusal(err)
	}
	body, err := minio.Seal(c.secret, plain, rand.Reader)
	if err != nil {
		return asRefusal(err)
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	_, _ = w.Write(body)
	return nil
}
