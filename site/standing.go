package site

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
)

// storyKey covers everything that the files of a story are made of: its own bytes and those of its tables,
// all that every story and page depends on, and what other stories have to do with it. It stands in the
// manifest of the site's folder, so it covers the program and its options, too. It is empty when the program
// is unknown, and so nothing is recognised.
func (r *run) storyKey(s *sheet) string {
	shown := r.pageKey(s)
	return r.standingKey(keyOf([]byte("story"), shown[:], s.tablesKey[:],
		fmt.Appendf(nil, "%q", []string{s.path, s.section, strings.Join(s.tags, "\n")}), fmt.Appendf(nil, "%v %v", s.page, s.images)))
}

// standingKey makes the key of what a file shows one for the manifest.
func (r *run) standingKey(shown key) string {
	if r.options.Program == "" {
		return ""
	}
	return short(keyOf(r.projectKey[:], shown[:]))
}

// short is a key as the manifest has it.
func short(k key) string { return base64.RawURLEncoding.EncodeToString(k[:15]) }

// keyProject finds what every story's files depend on. The site's own key is known.
func (r *run) keyProject() {
	o := r.options
	r.projectKey = keyOf([]byte(o.Program), r.settingsKey[:], []byte(o.BaseURL), r.envKey[:], r.siteKey[:],
		strconv.AppendBool(nil, o.Readable), strconv.AppendBool(nil, r.pictures != nil))
}

// keyTables covers every byte of the tables that the story asked for.
func (r *run) keyTables() key {
	var parts [][]byte
	for _, a := range r.asked {
		as := reading{a.file, a.how.String()}
		k := r.byFile[as].key
		parts = append(parts, []byte(as.file), []byte(as.how), k[:])
	}
	return keyOf(parts...)
}
