package charts

import (
	"encoding/xml"
	"testing"
)

// TestThumbnail: a drawing brings the dark colours of the roles it uses, and no others.
func TestThumbnail(t *testing.T) {
	theme := DefaultTheme()
	got := string(theme.Thumbnail([]byte(`<svg viewBox="0 0 1 1"><path fill="` + theme.Literal("accent") + `"/><path fill="#123456"/><text>a</text></svg>`)))
	want := `<svg viewBox="0 0 1 1"><style>@media (max-width:199px){text{display:none}}@media (prefers-color-scheme:dark){svg{--accent:#ff6b6b;}}</style>` +
		`<path fill="var(--accent,#c8102e)"/><path fill="#123456"/><text>a</text></svg>`
	if got != want {
		t.Errorf("Thumbnail is %s, want %s", got, want)
	}
	if err := xml.Unmarshal([]byte(got), new(struct{})); err != nil {
		t.Error(err)
	}
}
