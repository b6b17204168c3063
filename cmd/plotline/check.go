package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"plotline/data/source"
	"plotline/site"
	"plotline/site/check"
)

type checkFlags struct {
	projectFlags
	drafts, strict, json, external bool
	baseline                       string
	only                           []string
}

func checkCommand() *cobra.Command {
	var f checkFlags
	c := &cobra.Command{
		Use:   "check",
		Short: "Look for what is wrong, and write nothing",
		Long: "Build the site in memory, hold every claim against its figure, list the numbers that are bound to none, and follow every " +
			"internal link, anchor, picture and alias. With --external addresses of other servers are asked for too. Nothing is written.",
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error { return f.check(c) },
	}
	flags := c.Flags()
	f.add(flags)
	flags.BoolVarP(&f.drafts, "drafts", "D", false, "check drafts too")
	flags.BoolVar(&f.strict, "strict", false, "warnings are errors")
	flags.BoolVar(&f.json, "json", false, "print problems, and which numbers are bound, as JSON to standard output")
	flags.StringSliceVar(&f.only, "only", nil, "tell of these rules only, such as claim-false,unbound-number; mistakes of form are told always")
	flags.BoolVar(&f.external, "external", false, "also ask other servers whether what pages link to is there; what was is not asked for again within a day")
	flags.StringVar(&f.baseline, "baseline", "", "folder of the published site, or a story's claims.json: also say which addresses are gone, and which numbers have changed without a correction")
	return c
}

func (f *checkFlags) check(c *cobra.Command) error {
	for _, id := range f.only {
		if !slices.Contains(site.RuleIDs(), id) {
			return usageError{fmt.Errorf("--only: there is no rule %q; %s", id, site.RuleHint(id))}
		}
	}
	o, err := f.projectFlags.open()
	if err != nil {
		return err
	}
	defer o.close()
	build, err := o.builder(o.input, site.Options{Drafts: f.drafts, BaseURL: f.baseURL, Pictures: o.pictures}).Build(c.Context())
	if err != nil {
		return err
	}
	problems, asked, err := f.look(c.Context(), o, build)
	if err != nil {
		return err
	}
	signed, lapsed, err := o.signed(build)
	if err != nil {
		return err
	}
	problems = append(problems, lapsed...)
	problems.Sort()
	problems = f.those(problems)
	source.Printer{W: c.ErrOrStderr(), Color: colourful(c.ErrOrStderr())}.Print(problems)
	settleAtOnce(c.ErrOrStderr(), f.source, problems)
	if !f.json {
		annotate(c.OutOrStdout(), o.folder, problems)
	}
	errors, warnings := problems.Count(source.Error), problems.Count(source.Warning)
	if f.json {
		e := json.NewEncoder(c.OutOrStdout())
		e.SetIndent("", "  ")
		if err := e.Encode(struct {
			Problems []source.Record `json:"problems"`
			Coverage []storyCoverage `json:"coverage"`
		}{problems.Records(), coverageRecords(build.Coverage())}); err != nil {
			return err
		}
	}
	numbers := ""
	if !f.json && f.wants("unbound-number") {
		numbers = printCoverage(c.OutOrStdout(), build.Coverage())
	}
	if errors > 0 || f.strict && warnings > 0 {
		fmt.Fprintf(c.ErrOrStderr(), "plotline: %s\n", counts(errors, warnings))
		return errFound
	}
	if !f.json {
		holds := "every link holds"
		if !f.wants("link-broken") {
			holds = "links were not followed"
		}
		if f.external && warnings > 0 {
			holds = "every link inside holds"
		}
		if f.external {
			holds += "; " + plural(asked, "address") + " of other servers asked for"
		}
		if numbers != "" {
			holds += "; " + numbers
		}
		fmt.Fprintf(c.OutOrStdout(), "%s, %s, %s: %s\n", plural(build.Stats.Stories, "story"), plural(build.Stats.Charts, "chart"), plural(len(build.Files), "file"), holds+signed)
	}
	return nil
}

// look returns everything that is wrong with a site, and how many addresses of other servers it links to.
func (f *checkFlags) look(ctx context.Context, o *opened, build *site.Build) (source.List, int, error) {
	problems, asked := append(slices.Clip(build.Problems), build.Unbound()...), 0
	if problems.HasErrors() {
		problems.Sort()
		return problems, 0, nil
	}
	if f.wants("link-broken") {
		broken, err := build.Links(ctx)
		if err != nil {
			return nil, 0, err
		}
		problems = append(problems, build.Config.Levelled(broken)...)
	}
	if f.baseline != "" {
		gone, err := f.against(build)
		if err != nil {
			return nil, 0, err
		}
		problems = append(problems, build.Config.Levelled(gone)...)
	}
	if f.external {
		outside, n, err := build.External(ctx, check.External{Keeper: o.pool, Now: o.now, Agent: "Plotline/" + version + " (link check)"})
		if err != nil {
			return nil, 0, err
		}
		problems, asked = append(problems, build.Config.Levelled(outside)...), n
	}
	problems.Sort()
	return problems, asked, nil
}

// wants reports whether a rule is to be told of.
func (f *checkFlags) wants(rule string) bool {
	return len(f.only) == 0 || slices.Contains(f.only, rule)
}

// those are the problems that --only lets through. What breaks no rule is always told.
func (f *checkFlags) those(list source.List) source.List {
	return slices.DeleteFunc(slices.Clone(list), func(p source.Problem) bool { return p.Rule != "" && !f.wants(p.Rule) })
}
