use percent_encoding::AsciiSet;
use percent_encoding::NON_ALPHANUMERIC;
use percent_encoding::utf8_percent_encode;

/// Where a run stands in a repository: programs of a CI name files as seen from its root.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checkout {
    /// The root, from the root of the disk; empty where the run is in no repository.
    root: Vec<String>,
    /// The folder of the run, from the root of the repository.
    folder: Vec<String>,
}

/// What a path of a URI may hold as it is.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

impl Checkout {
    /// A run in a folder of a repository; the folder is told as seen from the root.
    pub fn new(root: &str, folder: &str) -> Checkout {
        Checkout { root: joined(&[], root), folder: joined(&[], folder) }
    }

    /// A file as seen from the root of the repository, with forward slashes; one outside of it is told from the root of the disk.
    pub fn path(&self, name: &str) -> String {
        let (absolute, parts) = self.parts(name);
        let path = parts.join("/");
        if absolute && !has_drive(&parts) { format!("/{path}") } else { path }
    }

    /// The same as a URI, and whether it is relative to the root of the repository.
    pub fn uri(&self, name: &str) -> (String, bool) {
        let (absolute, parts) = self.parts(name);
        let encoded = |part: &String| utf8_percent_encode(part, PLAIN).to_string();
        let path = parts.iter().map(encoded).collect::<Vec<String>>().join("/");
        if absolute { (format!("file:///{path}"), false) } else { (path, true) }
    }

    fn parts(&self, name: &str) -> (bool, Vec<String>) {
        let absolute = is_absolute(name);
        let parts = if absolute { joined(&[], name) } else { joined(&self.folder, name) };
        if absolute {
            return match parts.strip_prefix(self.root.as_slice()) {
                Some(inside) if !self.root.is_empty() => (false, inside.to_vec()),
                _ => (true, parts),
            };
        }
        let outside = parts.first().is_some_and(|part| part == "..");
        if outside && !self.root.is_empty() {
            return (true, joined(&self.root, &parts.join("/")));
        }
        (false, parts)
    }
}

fn is_absolute(name: &str) -> bool {
    name.starts_with('/') || (cfg!(windows) && (name.starts_with('\\') || name.as_bytes().get(1) == Some(&b':')))
}

fn has_drive(parts: &[String]) -> bool {
    cfg!(windows) && parts.first().is_some_and(|part| part.ends_with(':'))
}

/// A path below a folder, without `.` and with `..` taken back where there is something to take back.
fn joined(folder: &[String], name: &str) -> Vec<String> {
    let mut parts = folder.to_vec();
    let separates = |letter: char| letter == '/' || (cfg!(windows) && letter == '\\');
    for part in name.split(separates) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| last != "..") => {
                parts.pop();
            }
            part => parts.push(part.to_owned()),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::Checkout;

    #[track_caller]
    fn case(root: &str, folder: &str, name: &str, path: &str, uri: &str) {
        let checkout = Checkout::new(root, folder);
        assert_eq!((checkout.path(name), checkout.uri(name).0), (path.to_owned(), uri.to_owned()));
    }

    #[test]
    fn files_are_told_from_the_root() {
        case("", "", "deals.csv", "deals.csv", "deals.csv");
        case("", "", "./a/../deals.csv", "deals.csv", "deals.csv");
        case("", "", "../deals.csv", "../deals.csv", "../deals.csv");
        case("/work/repo", "crm", "deals.csv", "crm/deals.csv", "crm/deals.csv");
        case("/work/repo", "crm", "../other/deals.csv", "other/deals.csv", "other/deals.csv");
        case("/work/repo", "crm", "/work/repo/x.csv", "x.csv", "x.csv");
        case("/work/repo", "", "/data/x.csv", "/data/x.csv", "file:///data/x.csv");
        case("/work/repo", "crm", "../../x.csv", "/work/x.csv", "file:///work/x.csv");
    }

    #[test]
    fn names_are_encoded() {
        case("", "", "销售 2026/a#b?.csv", "销售 2026/a#b?.csv", "%E9%94%80%E5%94%AE%202026/a%23b%3F.csv");
        case("", "", "100%/a:b.csv", "100%/a:b.csv", "100%25/a%3Ab.csv");
    }
}
