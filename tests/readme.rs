//! The README: every command it shows gives the output it shows.

#[test]
fn commands_say_what_the_readme_says() {
    trycmd::TestCases::new().case("README.md").env("NO_COLOR", "1");
}

#[test]
fn commands_say_what_the_page_on_outputs_says() {
    trycmd::TestCases::new().case("docs/outputs.md").env("NO_COLOR", "1");
}
