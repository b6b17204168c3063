package charts_test

import (
	"context"
	"fmt"
	"strings"

	"plotline/charts"
	"plotline/data"
	"plotline/data/source"
)

// A program that writes a report needs a table, a block and Render.
func ExampleRender() {
	table, problems := data.Read(source.NewFile("companies.csv", []byte("city,companies\nHefei,840\nShenyang,860\n")), data.Options{})
	if problems.HasErrors() {
		fmt.Println(problems)
		return
	}
	block := charts.Block{Kind: "bar", Data: "companies", X: "city", Y: []string{"companies"}, Title: "Two cities"}
	spec, problems := block.Spec()
	if spec == nil {
		fmt.Println(&charts.ProblemError{List: problems})
		return
	}
	fragment, err := charts.Render(context.Background(), spec, charts.TableSet{"companies": table}, charts.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(fragment.Alt)
	fmt.Println(strings.Count(string(fragment.HTML()), "<svg "), "drawings")
	// Output:
	// Bar chart of companies by city. Hefei 840, Shenyang 860.
	// 2 drawings
}

// What does not fit together is said as a build says it.
func ExampleRender_mistake() {
	table, _ := data.Read(source.NewFile("companies.csv", []byte("city,companies\nHefei,840\n")), data.Options{})
	spec, _ := charts.Block{Kind: "bar", Data: "companies", X: "town", Y: []string{"companies"}}.Spec()
	_, err := charts.Render(context.Background(), spec, charts.TableSet{"companies": table}, charts.Options{})
	fmt.Println(err)
	// Output:
	// plotline: block:4:4: table "companies" has no column "town"
	//     4 | x: town
	//       |    ~~~~
	//     companies.csv:1:1: columns are city, companies
}
