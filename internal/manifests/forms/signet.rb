# A formula for a tap of Homebrew; made by the release.
class Signet < Formula
  desc "Share private S3 documents from a terminal"
  homepage "{{ .Home }}"
  version "{{ .Version }}"
  license "MIT"
{{ range $os := .Brew }}
  on_{{ .Name }} do
{{- range .Archs }}
    on_{{ .Name }} do
      url "{{ $.URL .File }}"
      sha256 "{{ $.Sum .File }}"
    end
{{- end }}
  end
{{ end }}
  def install
    bin.install "signet"
    man1.install Dir["man/*.1.gz"]
    bash_completion.install "completions/signet.bash" => "signet"
    zsh_completion.install "completions/_signet"
    fish_completion.install "completions/signet.fish"
    doc.install "README.md", "CHANGELOG.md", "LICENSE", "THIRD-PARTY-LICENCES.txt"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/signet --version")
  end
end
