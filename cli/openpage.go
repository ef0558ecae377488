package cli

import (
	"context"
	"errors"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// openWait is how long a program that opens a page may take to fail. Some end only
// together with the browser.
const openWait = 2 * time.Second

// openPage shows a page in the browser of this machine. A browser at the other end of
// ssh would be nobody's.
func (a *app) openPage(ctx context.Context, page string) error {
	for _, name := range []string{"SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"} {
		if a.Env(name) != "" {
			return errors.New("this session is over ssh, open it on your own machine")
		}
	}
	argv, err := opener(runtime.GOOS, a.Env, page)
	if err != nil {
		return err
	}
	cmd := exec.Command(argv[0], argv[1:]...) //nolint:noctx // a program of the system and one address, without a shell; it outlives this one
	if err := cmd.Start(); err != nil {
		return errors.New("no browser could be started (" + argv[0] + " is missing)")
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	timer := time.NewTimer(openWait)
	defer timer.Stop()
	select {
	case err := <-ended:
		if err != nil {
			return errors.New("no browser could be started (" + argv[0] + " failed)")
		}
	case <-timer.C:
	case <-ctx.Done():
	}
	return nil
}

// opener is the program of a system that opens a page, with its arguments. Nothing but
// https is opened: other addresses start other programs.
func opener(system string, env func(string) string, page string) ([]string, error) {
	if !strings.HasPrefix(page, "https://") {
		return nil, errors.New("no page for a browser")
	}
	switch system {
	case "darwin":
		return []string{"open", page}, nil
	case "windows":
		return []string{"rundll32", "url.dll,FileProtocolHandler", page}, nil
	}
	if env("DISPLAY") == "" && env("WAYLAND_DISPLAY") == "" && env("WSL_DISTRO_NAME") == "" {
		return nil, errors.New("there is no display here, open it where your browser is")
	}
	return []string{"xdg-open", page}, nil
}
