//! The README and the guides: every command they show gives the output they show.

#[test]
fn commands_say_what_the_readme_says() {
    trycmd::TestCases::new().case("README.md").case("docs/testing.md").env("NO_COLOR", "1");
}

#[test]
fn commands_say_what_the_page_on_outputs_says() {
    trycmd::TestCases::new().case("docs/outputs.md").env("NO_COLOR", "1");
}
