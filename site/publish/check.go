package publish

import (
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"plotline/data/source"
)

const longestName = 255 // bytes of one name, on the file systems in use

// Check reports outputs that cannot stand side by side, or not on every disk and server: two with
// one address, also by letter case or Unicode form, and names that some system refuses.
func Check(files []File) source.List {
	var problems source.List
	fold := cases.Fold()
	key := func(p string) string {
		if strings.IndexFunc(p, func(r rune) bool { return r >= utf8.RuneSelf }) < 0 {
			return strings.ToLower(p)
		}
		return norm.NFC.String(fold.String(norm.NFC.String(p)))
	}
	seen := make(map[string]*File, len(files))
	names := names{}
	for i := range files {
		f := &files[i]
		if why := names.unusable(f.Path); why != "" {
			problems = append(problems, source.Errorf(f.Origin, "the output %q %s", f.Path, why))
			continue
		}
		k := key(f.Path)
		if first, twice := seen[k]; twice {
			problems = append(problems, collision(first, f))
			continue
		}
		seen[k] = f
	}
	ways := map[string]*File{} // what stands in the way to a folder, or nil
	var way func(dir string) *File
	way = func(dir string) *File {
		if dir == "." || dir == "/" {
			return nil
		}
		file, known := ways[dir]
		if !known {
			if file = seen[key(dir)]; file == nil {
				file = way(path.Dir(dir))
			}
			ways[dir] = file
		}
		return file
	}
	for i := range files {
		f := &files[i]
		if file := way(path.Dir(f.Path)); file != nil {
			problems = append(problems, source.Errorf(f.Origin, "the output %q needs a folder where %q is a file", f.Path, file.Path).
				WithNote(file.Origin, "%q comes from here", file.Path))
		}
	}
	return problems
}

func collision(a, b *File) source.Problem {
	text := "two outputs have the address %q"
	args := []any{b.Path}
	if a.Path != b.Path {
		text = "the outputs %q and %q are one address on many disks and servers"
		args = []any{a.Path, b.Path}
	}
	return source.Errorf(b.Origin, text, args...).WithHint("give one of them another slug or id").WithNote(a.Origin, "the other comes from here")
}

// device matches the names that Windows keeps for devices, whatever follows their first dot.
var device = regexp.MustCompile(`^(con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³])$`)

const refused = `<>:"|?*\` // in names, by some system

// names are what is wrong with each name that was looked at: a site has few, and many files.
type names map[string]string

// unusable says why a path cannot be an output, or nothing.
func (n names) unusable(p string) string {
	if !filepath.IsLocal(filepath.FromSlash(p)) || path.Clean(p) != p {
		return "does not stay in the site's folder"
	}
	for name := range strings.SplitSeq(p, "/") {
		why, known := n[name]
		if !known {
			why = refuseName(name)
			n[name] = why
		}
		if why != "" {
			return why
		}
	}
	return ""
}

// refuseName says why nothing may have a name, or nothing.
func refuseName(name string) string {
	stem, _, _ := strings.Cut(strings.ToLower(name), ".")
	switch {
	case name == state || strings.HasPrefix(name, temp):
		return "has a name that Plotline needs for itself"
	case !utf8.ValidString(name):
		return "has a name that is not UTF-8"
	case len(name) > longestName:
		return "has a name of more than 255 bytes"
	case device.MatchString(stem):
		return "has a name that Windows reserves: con, prn, aux, nul, com1 to com9 and lpt1 to lpt9"
	case strings.HasSuffix(name, ".") || strings.HasSuffix(name, " "):
		return "has a name that ends in a dot or a space"
	case strings.ContainsFunc(name, unicode.IsControl) || strings.ContainsAny(name, refused):
		return "has a name with characters that some disks refuse: " + strings.Join(strings.Split(refused, ""), " ") + " and control characters"
	}
	return ""
}
