package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

func (a *app) completionInstallCommand() *cobra.Command {
	var shell string
	var show, remove bool
	cmd := &cobra.Command{
		Use:   "install",
		Short: "Put the script where the shell looks for it",
		Long: `Write the script of the shell that you use to a file of yours from which that shell
reads completions, and say where it is. A file that is not from signet is left alone.
No startup file is changed: where one has to be, the line for it is printed.`,
		Example: `  signet completion install
  signet completion install --shell zsh
  signet completion install --uninstall`,
		Args: exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := atMostOne(cmd, "print", "uninstall"); err != nil {
				return err
			}
			shell, err := a.shellNamed(shell)
			if err != nil {
				return err
			}
			text, err := completionScript(shell)
			if err != nil {
				return err
			}
			if show {
				_, err := fmt.Fprint(a.Out, text)
				return err
			}
			file, err := a.completionFile(shell)
			if err != nil {
				return err
			}
			if remove {
				return a.uninstallCompletion(shell, file)
			}
			return a.installCompletion(shell, file, text)
		},
	}
	cmd.Flags().StringVar(&shell, "shell", "", "bash, fish or zsh (default: what SHELL says)")
	cmd.Flags().BoolVar(&show, "print", false, "print the script, and write nothing")
	cmd.Flags().BoolVar(&remove, "uninstall", false, "remove the file again")
	return cmd
}

// shellNamed is a shell that can be installed for: the one that was named, or the user's.
func (a *app) shellNamed(name string) (string, error) {
	named := cmp.Or(name, filepath.Base(a.Env("SHELL")))
	hint := "--shell " + strings.Join(ourShells(), ", --shell ") + "; for PowerShell see signet completion powershell --help"
	switch {
	case slices.Contains(ourShells(), named):
		return named, nil
	case name == "" && a.Env("SHELL") == "":
		return "", &usageError{"which shell you use is not said: SHELL is not set", hint}
	}
	return "", &usageError{fmt.Sprintf("there is no place for completions of %q", named), hint}
}

// completionFile is where a shell looks for the completions of signet.
func (a *app) completionFile(shell string) (string, error) {
	home := a.Env("HOME")
	if home == "" {
		var err error
		if home, err = os.UserHomeDir(); err != nil {
			return "", fmt.Errorf("completion install: %w", err)
		}
	}
	data := cmp.Or(absolute(a.Env("XDG_DATA_HOME")), filepath.Join(home, ".local", "share"))
	switch shell {
	case "bash":
		first, _, _ := strings.Cut(a.Env("BASH_COMPLETION_USER_DIR"), ":")
		return filepath.Join(cmp.Or(absolute(first), filepath.Join(data, "bash-completion")), "completions", "signet"), nil
	case "fish":
		return filepath.Join(cmp.Or(absolute(a.Env("XDG_CONFIG_HOME")), filepath.Join(home, ".config")), "fish", "completions", "signet.fish"), nil
	}
	return filepath.Join(data, "zsh", "site-functions", "_signet"), nil
}

// absolute is a path that counts: those of the XDG folders are to be ignored if they
// are relative. https://specifications.freedesktop.org/basedir-spec/latest/
func absolute(path string) string {
	if !filepath.IsAbs(path) {
		return ""
	}
	return path
}

// ownScript fails where a file is there that is not from signet. there says that one
// of signet's is.
func ownScript(shell, file string) (there bool, err error) {
	info, err := os.Lstat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, err
	case !info.Mode().IsRegular():
		return false, fmt.Errorf("%s is no file that signet wrote; it stays as it is", clean(file))
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return false, err
	}
	begin, _, _ := strings.Cut(strings.TrimPrefix(string(text), "#compdef signet\n"), "\n")
	if !strings.HasPrefix(begin, "# Completion of signet for "+shell) {
		return false, fmt.Errorf("%s is not from signet; it stays as it is", clean(file))
	}
	return true, nil
}

func (a *app) installCompletion(shell, file, text string) error {
	if _, err := ownScript(shell, file); err != nil {
		return fmt.Errorf("completion install: %w", err)
	}
	dir := filepath.Dir(file)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("completion install: %w", err)
	}
	if err := replaceFile(file, text); err != nil {
		return fmt.Errorf("completion install: %w", err)
	}
	fmt.Fprintf(a.Err, "wrote %s\n", clean(file))
	switch shell {
	case "bash":
		fmt.Fprintf(a.Err, "new shells read it where bash-completion is installed; elsewhere add to ~/.bashrc:\n  source %s\n", clean(shellWord(file)))
	case "zsh":
		if !a.zshKnows(dir) {
			fmt.Fprintf(a.Err, "add to ~/.zshrc, above compinit:\n  fpath=(%s $fpath)\n", clean(shellWord(dir)))
		}
	case "fish":
		fmt.Fprintln(a.Err, "new shells read it")
	}
	fmt.Fprintf(a.Err, "to undo: signet completion install --shell %s --uninstall\n", shell)
	return nil
}

// replaceFile puts a file in the place of another one, whole or not at all.
func replaceFile(file, text string) error {
	f, err := os.CreateTemp(filepath.Dir(file), ".signet-*")
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	err = errors.Join(err, f.Chmod(0o644), f.Close()) // read by whoever starts a shell
	if err == nil {
		err = os.Rename(f.Name(), file)
	}
	if err != nil {
		err = errors.Join(err, os.Remove(f.Name()))
	}
	return err
}

func (a *app) uninstallCompletion(shell, file string) error {
	there, err := ownScript(shell, file)
	if err == nil && there {
		err = os.Remove(file)
	}
	if err != nil {
		return fmt.Errorf("completion install: %w", err)
	}
	if !there {
		fmt.Fprintf(a.Err, "%s is not there; nothing to remove\n", clean(file))
		return nil
	}
	fmt.Fprintf(a.Err, "removed %s\n", clean(file))
	return nil
}

// zshKnows reports a startup file that names the folder already.
func (a *app) zshKnows(dir string) bool {
	home := a.Env("HOME")
	text, err := os.ReadFile(filepath.Join(cmp.Or(a.Env("ZDOTDIR"), home), ".zshrc"))
	if err != nil {
		return false
	}
	rest, below := strings.CutPrefix(dir, home+"/")
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "#") || !strings.Contains(line, "fpath") {
			continue
		}
		if strings.Contains(line, dir) || below && (strings.Contains(line, "~/"+rest) || strings.Contains(line, "$HOME/"+rest)) {
			return true
		}
	}
	return false
}

// shellWord is text as one word of a POSIX shell.
func shellWord(text string) string {
	if strings.Trim(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-") == "" {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
