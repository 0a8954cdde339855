use std::env;
use std::path::Path;

/// The root of the repository that the program runs in, and the folder it runs in as seen from there.
///
/// `None` outside a repository.
pub fn repository() -> Option<(String, String)> {
    let here = env::current_dir().ok()?;
    let root = here.ancestors().find(|folder| folder.join(".git").exists())?;
    let folder = here.strip_prefix(root).unwrap_or(Path::new(""));
    Some((root.to_string_lossy().into_owned(), folder.to_string_lossy().into_owned()))
}
