//! The playbooks that ship with the program, as texts inside it.

use std::path::Path;
use std::path::PathBuf;

use include_dir::Dir;
use include_dir::include_dir;

/// Where their files are as far as messages are concerned: a folder that no disk has.
pub const FOLDER: &str = "<tollgate>";

/// The folder `rules` of the sources, inside the program.
static TEXTS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/rules");

/// A playbook that ships with the program.
#[derive(Clone, Copy, Debug)]
pub struct Shipped {
    /// Its name, as `--playbook` and `extends` take it.
    pub name: &'static str,
    /// What it is for, in a line.
    pub about: &'static str,
}

/// All of them, in the order they are listed.
pub const SHIPPED: &[Shipped] = &[
    Shipped {
        name: "pipeline-hygiene",
        about: "What is wrong with the records of a pipeline: dates, amounts, next steps, silence, pushes (English, Chinese)",
    },
    Shipped {
        name: "saas-meddpicc",
        about: "B2B SaaS with MEDDPICC: stages, scores with evidence, forecast, deal reviews, hand-off (English, Chinese)",
    },
    Shipped {
        name: "deal-desk-controls",
        about: "Quote to booking: approval matrix, segregation of duties, order-to-cash controls (English, Chinese)",
    },
    Shipped {
        name: "ltc-gated",
        about: "Lead to cash with decision gates: who decides what before which move, the iron triangle, contract and cash (English, Chinese)",
    },
];

/// The sources, in the order they are listed: how the columns of an export become deals.
pub const SOURCES: &[Shipped] = &[
    Shipped { name: "salesforce", about: "Opportunities by report or by API, with their history" },
    Shipped { name: "hubspot", about: "Deals of the default pipeline" },
    Shipped { name: "dynamics", about: "Opportunities of the sales hub" },
    Shipped { name: "chinese", about: "Opportunities under usual Chinese headings (常见中文表头的商机表)" },
    Shipped { name: "generic", about: "Deals under usual English headings, whatever they were exported from" },
];

/// The file of a source that ships with the program.
pub fn find_source(name: &str) -> Option<PathBuf> {
    let known = SOURCES.iter().find(|source| source.name == name)?;
    Some(Path::new(FOLDER).join("sources").join(format!("{}.playbook", known.name)))
}

/// The file of a playbook that ships with the program.
pub fn find(name: &str) -> Option<PathBuf> {
    let known = SHIPPED.iter().find(|playbook| playbook.name == name)?;
    Some(Path::new(FOLDER).join(format!("{}.playbook", known.name)))
}

/// Whether a path is one of a file that ships with the program.
pub fn is_shipped(path: &Path) -> bool {
    path.starts_with(FOLDER)
}

/// The text of a file that ships with the program.
pub fn text(path: &Path) -> Option<&'static str> {
    let inside = path.strip_prefix(FOLDER).ok()?;
    TEXTS.get_file(inside)?.contents_utf8()
}
