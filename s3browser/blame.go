package s3browser

import (
	"context"
	"errors"
	"net/http"
	"os"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/credentials/ssocreds"
	"github.com/aws/smithy-go"

	"signet/s3browser/profile"
	"signet/share/refusal"
	"signet/share/say"
)

const (
	networkHint  = "check the network, VPN and proxy, and try again"
	encodingHint = "save it again as UTF-8 (in Notepad: Save as, Encoding; in PowerShell: -Encoding utf8)"
)

// asksMachine reports credentials that the metadata service of a machine would be
// asked for.
func (l *loaded) asksMachine() bool {
	if l.files == nil {
		return false
	}
	kind := l.chain.Kind
	container := os.Getenv("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")+os.Getenv("AWS_CONTAINER_CREDENTIALS_FULL_URI") != ""
	return kind == profile.Instance || kind == profile.None && !container
}

// credentialError says why there are no credentials.
func (c *Client) credentialError(ctx context.Context, l *loaded, answer *note, err error) error {
	e := &Error{Cause: err}
	stalled, stalls := errors.AsType[*stalledError](err)
	trust, distrusts := errors.AsType[*bundleError](err)
	helper, helps := errors.AsType[*ProcessError](err)
	source, sourced := errors.AsType[*SourceError](err)
	token, unread := errors.AsType[*tokenFileError](err)
	switch {
	case ctx.Err() != nil:
		e.Kind, e.Sentence = Cancelled, "getting credentials: cancelled"
	case distrusts:
		e.Kind, e.Sentence, e.Hint = TLS, "getting credentials: "+printable(trust.Error()), bundleHint
	case stalls:
		e.Kind, e.Sentence, e.Hint = Unreachable, "getting credentials: "+printable(stalled.Error()), networkHint
	case sourced:
		sourceError(e, source)
	case helps:
		e.Kind = NoCredentials
		e.Sentence, e.Hint = helper.explain(l.chain.Last().Profile)
	case unread:
		e.Kind, e.Sentence = NoCredentials, printable(token.Error())
		e.Hint = "check AWS_WEB_IDENTITY_TOKEN_FILE, or web_identity_token_file of the profile"
	case is[*credentials.StaticCredentialsEmptyError](err):
		e.Kind, e.Sentence = NoCredentials, "the access key or its secret key is missing"
		e.Hint = "give both, or neither"
	case c.illAnswer(e, l, answer, err):
	case isSend(err) && !l.asksMachine():
		e.Kind, e.Sentence, e.Hint = Unreachable, "getting credentials: no connection to "+c.where(err), networkHint
	default:
		c.refusedCredentials(e, l, err)
	}
	return e
}

// illAnswer tells of whoever gives the credentials that he is busy or ill, or that somebody
// else answered in his place: then nothing is wrong with profile, role or session.
func (c *Client) illAnswer(e *Error, l *loaded, answer *note, err error) bool {
	w := refusal.ExplainOwn(answer.refusal)
	switch {
	case l.asksMachine(): // where it is usual that nobody answers, or not as a service does
		return false
	case is[*garbageError](err):
		e.Kind, e.Sentence = BadEndpoint, "getting credentials: a web page answered"
		e.Hint = "where the network has a sign-in page, go through that first, and try again"
	case answer.status >= http.StatusMultipleChoices && slices.Contains([]refusal.Kind{refusal.Busy, refusal.Broken, refusal.NotS3}, w.Kind):
		e.Kind, e.Sentence, e.Why, e.Hint, e.Said = kindOf(w.Kind), "getting credentials: "+w.Sentence, w.Cause, w.Next, w.Said
	case answer.status/100 == 2 && is[*smithy.DeserializationError](err):
		e.Kind, e.Sentence = BadEndpoint, "getting credentials: the answer cannot be read"
		e.Hint = "check the endpoints of ~/.aws/config, and any proxy in between"
	default:
		return false
	}
	return true
}

// refusedCredentials tells what whoever gives the credentials said, and what has
// ended.
func (c *Client) refusedCredentials(e *Error, l *loaded, err error) {
	kind, asked := l.chain.Kind, printable(l.settings.Profile)
	switch {
	case errors.Is(err, errExpired), hasCode(err, "ExpiredToken", "ExpiredTokenException"):
		e.Kind, e.Sentence, e.Hint = ExpiredSession, "the session has expired", c.renewHint()
	case ofSTS(err):
		c.refusedRole(e, l, err)
	case hasCode(err, "AccessDenied", "AccessDeniedException", "ForbiddenException"):
		e.Kind, e.Sentence = AccessDenied, "profile "+asked+" may not use its role"+said(err)
		e.Hint = "check the role in ~/.aws/config, and who may assume it"
	case is[*ssocreds.InvalidTokenError](err), kind == profile.SSO:
		e.Kind, e.Sentence = ExpiredSession, "the SSO session of profile "+printable(l.chain.Last().Profile)+" has ended or was never opened"
		e.Hint = c.renewHint()
	case kind == profile.Login:
		e.Kind, e.Sentence = ExpiredSession, "the login of profile "+printable(l.chain.Last().Profile)+" has ended or was never made"
		e.Hint = c.renewHint()
	case kind == profile.None && len(l.chain.Roles()) > 0:
		e.Kind, e.Sentence = NoCredentials, "profile "+asked+" names a role, and nobody who takes it on"
		e.Hint = "add source_profile or credential_source to it in ~/.aws/config"
	case l.asksMachine(), errors.Is(err, errNoKeys):
		e.Kind, e.Sentence = NoCredentials, "no credentials found"
		e.Hint = "set AWS_PROFILE or AWS_ACCESS_KEY_ID, run aws configure sso, or try signet demo"
	default:
		e.Kind, e.Sentence = NoCredentials, "profile "+asked+" gives no credentials"+said(err)
		e.Hint = c.renewHint()
	}
}

// refusedRole tells why a role was not given.
func (c *Client) refusedRole(e *Error, l *loaded, err error) {
	e.Kind, e.Sentence = NoCredentials, "profile "+printable(l.settings.Profile)+" was not given its role"+said(err)
	switch api, _ := errors.AsType[smithy.APIError](err); {
	case hasCode(err, "AccessDenied", "AccessDeniedException"):
		e.Kind, e.Sentence = AccessDenied, "profile "+printable(l.settings.Profile)+" may not use its role"+said(err)
		e.Hint = "check the role in ~/.aws/config, and who may assume it"
	case hasCode(err, "ValidationError") && strings.Contains(api.ErrorMessage(), "DurationSeconds"):
		e.Hint = "change duration_seconds of the profile in ~/.aws/config"
	case hasCode(err, "InvalidClientTokenId", "InvalidAccessKeyId", "SignatureDoesNotMatch"):
		e.Kind, e.Hint = BadCredentials, "check the keys of profile "+printable(l.chain.Last().Profile)
	default:
		e.Hint = "check the role in ~/.aws/config, and who may assume it"
	}
}

// ofSTS reports an answer of whoever gives roles, and not of whoever gives the
// credentials that a role is asked for with.
func ofSTS(err error) bool {
	service := ""
	for op, ok := errors.AsType[*smithy.OperationError](err); ok; op, ok = errors.AsType[*smithy.OperationError](op.Err) {
		service = op.ServiceID
	}
	return service == "STS" && is[smithy.APIError](err)
}

// said is the server's own sentence.
func said(err error) string {
	api, ok := errors.AsType[smithy.APIError](err)
	if !ok || api.ErrorMessage() == "" {
		return ""
	}
	return ": " + strings.ToValidUTF8(cut(strings.TrimRight(printable(api.ErrorMessage()), ". "), 300), "")
}

// Renew is the command that renews the session of this client's profile, or nil when
// there is none to run: the sign-in of the profile at the end of the chain, which
// alone the AWS CLI can sign in with. It reads the shared files.
func (c *Client) Renew() []string {
	if c.conn.ownKeys() || c.conn.Profile == "" && os.Getenv("AWS_ACCESS_KEY_ID")+os.Getenv("AWS_WEB_IDENTITY_TOKEN_FILE") != "" {
		return nil // keys that somebody gave: only they know where from
	}
	files, err := profile.Read()
	if err != nil {
		return nil
	}
	chain, err := files.Chain(c.profile())
	switch {
	case err != nil:
		return nil
	case chain.Kind == profile.SSO:
		return []string{"aws", "sso", "login", "--profile", chain.Last().Profile}
	case chain.Kind == profile.Login:
		return []string{"aws", "login", "--profile", chain.Last().Profile}
	}
	return nil
}

// Longer is what makes the sessions of this client longer, in words; empty: nothing
// that is known. A role on top of a role, as those of SSO are, has an hour at most.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html
func (c *Client) Longer() string {
	if c.conn.ownKeys() || c.conn.Profile == "" && os.Getenv("AWS_ACCESS_KEY_ID") != "" {
		return ""
	}
	files, err := profile.Read()
	if err != nil {
		return ""
	}
	chain, err := files.Chain(c.profile())
	roles := chain.Roles()
	if err != nil || len(roles) != 1 || chain.Kind != profile.Keys || chain.Static["aws_session_token"] != "" {
		return ""
	}
	return "set duration_seconds of profile " + printable(roles[0].Profile) + " in ~/.aws/config (it counts as " + say.Span(wanted(roles[0].Keys)) + " now; the role's own maximum is the limit)"
}

func (c *Client) renewHint() string {
	if command := c.Renew(); command != nil {
		return "run: " + printable(Line(command))
	}
	return "get new credentials and try again"
}

// Line is a command as a shell takes it.
func Line(command []string) string {
	words := make([]string, len(command))
	for i, word := range command {
		words[i] = word
		if word == "" || strings.Trim(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:@+=,") != "" {
			words[i] = "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
		}
	}
	return strings.Join(words, " ")
}

// profileError explains a configuration that cannot be read.
func (c *Client) profileError(err error) error {
	name := printable(c.profile())
	e := &Error{Kind: BadProfile, Cause: err, Sentence: printable(err.Error()), Hint: "look into ~/.aws/config"}
	missing, misses := errors.AsType[*profile.MissingError](err)
	partial, halved := errors.AsType[*profile.PartialError](err)
	switch {
	case errors.Is(err, context.Canceled):
		e.Kind, e.Sentence, e.Hint = Cancelled, "profile "+name+": cancelled", ""
	case is[*Error](err):
		return err
	case is[*profile.EncodingError](err):
		e.Hint = encodingHint
	case misses && missing.Foreign != "":
		e.Hint = "save " + printable(missing.Foreign) + " as UTF-8: what it says in another encoding is not read"
	case misses && missing.Profile == "":
		e.Hint = "look into ~/.aws/config, or choose another with --profile"
	case misses:
		e.Hint = "look into " + printable(missing.File)
	case halved:
		e.Hint = "look into " + printable(partial.File)
	case is[*halfError](err):
		e.Kind, e.Hint = NoCredentials, "set both, or neither"
	case is[*containerError](err), is[*noEnvironmentError](err):
		e.Kind, e.Hint = NoCredentials, ""
	case is[config.AssumeRoleTokenProviderNotSetError](err):
		e.Sentence = "profile " + name + " needs an MFA code, which signet cannot ask for"
		e.Hint = "run: eval \"$(aws configure export-credentials --profile " + printable(Line([]string{c.profile()})) + " --format env)\""
	case !ours(err):
		e.Sentence = "profile " + name + " cannot be used: " + printable(err.Error())
		e.Hint = "look into ~/.aws/config and the AWS_ variables"
	}
	return e
}

// ours reports an error whose words are our own.
func ours(err error) bool {
	return is[*profile.MissingError](err) || is[*profile.CycleError](err) || is[*profile.PartialError](err) || is[*profile.ConflictError](err) ||
		is[*profile.LackError](err) || is[*profile.ContradictionError](err) || is[*profile.SourceError](err) || is[*profile.EmptyError](err) || is[*valueError](err)
}
