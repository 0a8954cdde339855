//! The only door to disk, clock and environment.
//!
//! In: paths and names as the user gave them. Out: a playbook with all it includes, a store that opens data, today.
//! Not here: what a text means (`syntax`, `lower`), what a row means (`deals`), printing (`cli`).
//! Start reading at [`load`].

mod clock;
mod config;
mod disk;
mod error;
mod find;
mod late;
mod load;
mod repository;
mod rewrite;
pub mod shipped;

pub use clock::{end_of_day, now};
pub use config::{CONFIG_NAME, Config, Entry, KEYS, Key, Kind, find_config, read_config};
pub use disk::{Disk, append, create, hash_file, hexadecimal, open_text, read_text, replace, size};
pub use error::{Error, why};
pub use find::{find_playbook, find_tested, find_tests, is_playbook, is_test_file};
pub use late::{LateFile, spool};
pub use load::{DiskTexts, Loaded, Texts, load, load_with_source, load_with_tests};
pub use repository::repository;
pub use rewrite::{make_folder, playbooks_in};
