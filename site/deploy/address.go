package deploy

import (
	"context"
	"regexp"
	"strings"
)

// onGitHub matches the forms of a repository's address there: https, ssh, and git's short form.
var onGitHub = regexp.MustCompile(`^(?:https?://(?:[^/@]+@)?(?:www\.)?github\.com/|ssh://(?:[^/@]+@)?github\.com(?::\d+)?/|git://github\.com/|(?:[^/@:]+@)?github\.com:/?)([A-Za-z0-9-]+)/([A-Za-z0-9._-]+?)(?:\.git)?/?$`)

// PagesURL is where GitHub Pages shows the site of a repository, or nothing when its address is
// none of GitHub's.
func PagesURL(remote string) string {
	m := onGitHub.FindStringSubmatch(remote)
	if m == nil {
		return ""
	}
	owner, name := strings.ToLower(m[1]), m[2]
	if strings.ToLower(name) == owner+".github.io" {
		return "https://" + owner + ".github.io/"
	}
	return "https://" + owner + ".github.io/" + name + "/"
}

// Address suggests the base URL of the project in a folder, from the address of its remote, or
// returns nothing.
func Address(ctx context.Context, project, remote string) string {
	address, err := newGit(project).run(ctx, "", "remote", "get-url", remote)
	if err != nil {
		return ""
	}
	return PagesURL(address)
}
