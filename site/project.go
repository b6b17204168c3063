// Package site is the conductor: it knows every package below and turns a project's files into a
// finished site.
//
// In go an fs.FS and Options; out comes a Build: files, problems, the inputs that were looked at,
// and counts. Start with New, then Builder.Build. Every build runs the whole plan; each step is a
// pure function remembered by the hash of all its inputs, so a second build does only what
// changed. Nothing here touches a disk: publishing is the caller's next step.
package site

import (
	"net/url"
	"regexp"
	"strings"
	"time"
	_ "time/tzdata" // zones, wherever the program runs

	"plotline/charts"
	"plotline/data/source"
	"plotline/data/yaml"
	"plotline/site/claim"
)

// Config is plotline.yaml. The zero Config works.
type Config struct {
	Title, BaseURL, Language, Description, Author string
	TimeZone, CName                               string
	Theme                                         charts.Theme
	Fonts                                         []FontFile
	Params                                        yaml.Node
	Tolerances                                    claim.Tolerances
	Check                                         map[string]level // by rule
	Navigation                                    []NavigationEntry
	hasNavigation                                 bool
}

const configFile = "plotline.yaml"

// parseConfig reads plotline.yaml; problems are located in it.
func parseConfig(f *source.File) (Config, source.List) {
	c := Config{Language: "en", Theme: charts.DefaultTheme()}
	if f == nil {
		return c, nil
	}
	node, problems := yaml.Parse(f.All())
	if problems.HasErrors() {
		return c, problems
	}
	r := &configReader{config: &c}
	r.Object(node, configFile, r.fields())
	return c, append(problems, r.Problems...)
}

// ConfigKeys returns the keys of plotline.yaml, for reference pages.
func ConfigKeys() []yaml.Field { return (&configReader{config: &Config{}}).fields() }

type configReader struct {
	yaml.Decoder
	config *Config
}

func (r *configReader) fields() []yaml.Field {
	c := r.config
	word := func(to *string) func(yaml.Node) { return func(n yaml.Node) { *to, _ = r.Text(n) } }
	return []yaml.Field{
		{Name: "title", Doc: "the name of the publication", Read: word(&c.Title)},
		{Name: "base-url", Doc: "where the site will stand; needed only for absolute addresses", Read: r.baseURL},
		{Name: "language", Doc: "en, zh-Hans, de ...: sets digits, separators, dates and furniture", Read: word(&c.Language)},
		{Name: "description", Doc: "one sentence about the publication", Read: word(&c.Description)},
		{Name: "author", Doc: "who publishes", Read: word(&c.Author)},
		{Name: "time-zone", Doc: "for publish and expiry dates: UTC, Europe/Berlin, Asia/Shanghai ...", Read: r.timeZone},
		{Name: "cname", Doc: "the site's own domain, news.example.org, for GitHub Pages", Read: r.cname},
		{Name: "theme", Doc: "{accent: \"#b3261e\"}: the one colour that means look here", Read: r.theme},
		{Name: "fonts", Doc: "a list of font files for pictures and cards, in the project or by absolute path, in place of the machine's: for letters that Liberation Sans lacks, such as Chinese", Read: r.fonts},
		{Name: "navigation", Doc: "what every page links to: names of pages in site/pages, or {title, url}; all pages when left out", Read: r.navigation},
		{Name: "params", Doc: "anything of your own", Read: func(n yaml.Node) { c.Params = n }},
		{Name: "check", Doc: "{pie-slices: off, alt-missing: error}: error, warn or off for a rule; docs/check.md lists them", Read: r.checks},
		{Name: "raw-html", Later: true},
		{Name: "tolerances", Doc: "{nearly: 0.05}: how far words may be from numbers; docs/claims.md lists them", Read: r.tolerances},
		{Name: "languages", Later: true},
	}
}

func (r *configReader) tolerances(n yaml.Node) {
	var fields []yaml.Field
	for _, t := range claim.Manual() {
		fields = append(fields, yaml.Field{Name: t.Name, Read: func(n yaml.Node) {
			v, ok := r.Text(n)
			if !ok {
				return
			}
			if err := r.config.Tolerances.Set(t.Name, v); err != nil {
				r.Problems = append(r.Problems, source.Errorf(n.At, "%v", err).WithHint(t.Name+": "+t.Default))
			}
		}})
	}
	r.Object(n, "tolerances", fields)
}

func (r *configReader) timeZone(n yaml.Node) {
	v, ok := r.Text(n)
	if !ok {
		return
	}
	if _, err := time.LoadLocation(v); err != nil || v == "" || v == "Local" {
		r.Problems = append(r.Problems, source.Errorf(n.At, "there is no time zone %q", v).WithHint("write it like UTC, Europe/Berlin or Asia/Shanghai"))
		return
	}
	r.config.TimeZone = v
}

// Zone is the project's time zone, UTC when it names none.
func (c Config) Zone() *time.Location {
	zone, err := time.LoadLocation(c.TimeZone)
	if err != nil {
		return time.UTC
	}
	return zone
}

func (r *configReader) baseURL(n yaml.Node) {
	v, ok := r.Text(n)
	if !ok {
		return
	}
	address, ok := BaseURL(v)
	if !ok {
		r.Problems = append(r.Problems, source.Errorf(n.At, "base-url %q is no address of a site", v).WithHint("write it as https://example.org/folder/"))
		return
	}
	r.config.BaseURL = address
}

// BaseURL returns the address of a site as feeds and cards need it, with a slash at its end and signs
// escaped that addresses may not hold; ok is false for what is no address of a site.
func BaseURL(written string) (address string, ok bool) {
	u, err := url.Parse(written)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return "", false
	}
	return u.Scheme + "://" + u.Host + strings.TrimRight(u.EscapedPath(), "/") + "/", true
}

// host matches a name that a domain can have: two labels or more, at most 253 bytes in all.
var host = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$`)

func (r *configReader) cname(n yaml.Node) {
	v, ok := r.Text(n)
	if !ok {
		return
	}
	name := strings.ToLower(v)
	if !host.MatchString(name) || len(name) > 253 {
		r.Problems = append(r.Problems, source.Errorf(n.At, "cname %q is no host name", v).WithHint("write it as news.example.org, without https:// and without a path; other scripts as xn--..."))
		return
	}
	r.config.CName = name
}

func (r *configReader) theme(n yaml.Node) {
	r.Object(n, "theme", []yaml.Field{{Name: "accent", Read: func(n yaml.Node) {
		v, ok := r.Text(n)
		if !ok {
			return
		}
		t, err := charts.NewTheme(v)
		if err != nil {
			r.Problems = append(r.Problems, source.Errorf(n.At, "%v", err))
			return
		}
		r.config.Theme = t
	}}})
}
