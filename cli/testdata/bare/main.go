// Command bare is the least that Bubble Tea can be: it draws one frame. The first frame
// of signet is compared with it.
package main

import tea "charm.land/bubbletea/v2"

type model struct{}

func (model) Init() tea.Cmd                         { return nil }
func (m model) Update(tea.Msg) (tea.Model, tea.Cmd) { return m, nil }
func (model) View() tea.View                        { return tea.View{Content: "one frame", AltScreen: true} }

func main() { _, _ = tea.NewProgram(model{}).Run() }
