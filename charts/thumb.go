package charts

import "bytes"

// Thumbnail makes a drawing a picture of its own, for lists where a reader is to see what a chart is
// like: it brings the dark colours of the roles it uses, as no style sheet reaches into a picture,
// and drops its words where they would be too small to read.
func (t Theme) Thumbnail(svg []byte) []byte {
	used := map[string]bool{}
	t.literals(svg, func(_ int, name string) { used[name] = true })
	root := bytes.IndexByte(svg, '>') + 1
	var b bytes.Buffer
	b.Grow(len(svg) + len(svg)/2 + 512)
	b.Write(svg[:root])
	b.WriteString("<style>@media (max-width:199px){text{display:none}}@media (prefers-color-scheme:dark){svg{")
	for _, role := range t.Roles {
		if used[role.Name] {
			b.WriteString("--" + role.Name + ":" + role.Dark + ";")
		}
	}
	b.WriteString("}}</style>")
	t.variables(&b, svg[root:])
	return b.Bytes()
}
