package main

import (
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"plotline/charts"
)

func kindsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "kinds",
		Short: "List the kinds of chart and what each needs",
		Args:  noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			w := tabwriter.NewWriter(c.OutOrStdout(), 0, 0, 2, ' ', 0)
			fmt.Fprintln(w, "KIND\tPURPOSE\tCHANNELS\tWHAT IT SHOWS")
			for _, k := range charts.Kinds() {
				fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", k.Name, k.Purpose, k.Needs(), k.Doc)
			}
			return w.Flush()
		},
	}
}
