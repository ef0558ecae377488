package compose

import (
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"signet/share"
	"signet/share/finding"
	"signet/ui/kit"
)

// View draws the object, the form and, always in sight, the sentence that says
// what the link will be.
func (s *Screen) View(w, h int) (string, *tea.Cursor) {
	if w <= 0 || h <= 0 {
		return "", nil
	}
	head := s.head(w)
	foot := s.foot(w)
	if room := h - len(head) - 4; len(foot) > room {
		foot = foot[:max(room, 0)]
	}
	room := h - len(head) - len(foot)
	body, cursor := s.form.View(w, max(room-1, 1))
	lines := append([]string(nil), head...)
	if cursor != nil {
		cursor.Y += len(lines)
	}
	lines = append(lines, strings.Split(body, "\n")...)
	for len(lines) < h-len(foot) {
		lines = append(lines, "")
	}
	lines = append(lines, foot...)
	if len(lines) > h {
		lines = lines[:h]
	}
	if cursor != nil && (cursor.Y >= h || cursor.X >= w) {
		cursor = nil
	}
	for i := range lines {
		lines[i] = kit.Cut(lines[i], w)
	}
	return strings.Join(lines, "\n"), cursor
}

// head is the object and what is known of it.
func (s *Screen) head(w int) []string {
	t, th := s.in.Request.Target, s.env.Theme
	if s.in.Many != "" {
		return []string{
			kit.Cut(th.Title.Render(s.in.Many+" of s3://"+kit.Clean(t.Bucket)), w),
			kit.Cut(th.Muted.Render("one link for each; the sentence below speaks of the first"), w), "",
		}
	}
	return []string{
		kit.Cut(th.Title.Render(kit.CutLeft(kit.Clean(t.URI()), w)), w),
		kit.Cut(th.Muted.Render(s.known()), w),
		"",
	}
}

func (s *Screen) known() string {
	o := s.facts.Object
	switch {
	case !s.looked:
		return "looking at the object …"
	case s.lookErr != nil:
		return "could not look at the object: " + kit.Clean(s.lookErr.Error())
	case !o.Known:
		return "not looked at"
	}
	parts := []string{share.Bytes(o.Size)}
	for _, p := range []string{o.ContentType, o.StorageClass} {
		if p != "" {
			parts = append(parts, kit.Clean(p))
		}
	}
	if o.Versioned && o.VersionID != "" {
		parts = append(parts, "version "+kit.Clean(kit.Cut(o.VersionID, 12)))
	}
	return strings.Join(parts, " · ")
}

// foot is the sentence, the warnings, and what stands in the way.
func (s *Screen) foot(w int) []string {
	th := s.env.Theme
	out := []string{th.Border.Render(strings.Repeat("─", w))}
	wrap := func(text string, render func(...string) string) {
		for line := range strings.SplitSeq(ansi.Wrap(text, max(w, 1), ""), "\n") {
			out = append(out, render(line))
		}
	}
	switch {
	case s.planErr != nil:
		wrap(problem(s.planErr), th.Bad.Render)
		if s.canRenew() {
			wrap("ctrl+r renews the session", th.Muted.Render)
		}
	case s.planned == s.asked && s.planned > 0:
		wrap(share.Sentence(s.plan, s.env.Now(), kit.Clean), th.Text.Render)
		for _, warning := range s.plan.Terms.Warnings {
			wrap("! "+kit.Clean(warning.Text), th.Warn.Render)
		}
		if s.plan.Terms.Reason == share.ByCredential && s.plan.Terms.Shortened() {
			wrap("ctrl+r renews the session; or take the shorter end; or sign with a place that has a long-lived key.", th.Muted.Render)
		}
	default:
		wrap("…", th.Muted.Render)
	}
	for _, f := range s.facts.Findings {
		switch f.Level {
		case finding.Bad:
			wrap("✗ "+words(f), th.Bad.Render)
		case finding.Warning:
			wrap("! "+words(f), th.Warn.Render)
		case finding.Good, finding.Info:
		}
	}
	return out
}

func words(f finding.Finding) string {
	if f.Next == "" {
		return kit.Clean(f.Text)
	}
	return kit.Clean(f.Text + ": " + f.Next)
}

func problem(err error) string {
	var usage *share.UsageError
	if errors.As(err, &usage) {
		return kit.Clean(usage.Error())
	}
	return "cannot be signed: " + kit.Clean(err.Error())
}
