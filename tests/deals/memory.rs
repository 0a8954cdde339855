//! Files in memory, and the playbook that says how to read them.

use std::collections::BTreeMap;
use std::io;
use std::io::Cursor;
use std::io::Read;
use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use tollgate::deals::Deal;
use tollgate::deals::Frame;
use tollgate::deals::Input;
use tollgate::deals::Outcome;
use tollgate::deals::Store;
use tollgate::deals::read;
use tollgate::diagnostic::Level;
use tollgate::value::Record;
use tollgate::value::mapping::SourceMap;
use tollgate::workspace::Error;
use tollgate::workspace::Texts;
use tollgate::workspace::load;

#[derive(Clone, Debug, Default)]
pub struct Memory {
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Memory {
    pub fn with(files: &[(&str, &[u8])]) -> Memory {
        Memory { files: files.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect() }
    }

    /// All names, in order.
    pub fn names(&self) -> Vec<String> {
        self.files.keys().cloned().collect()
    }
}

impl Store for Memory {
    fn list(&self, pattern: &str) -> io::Result<Vec<String>> {
        let fits = |name: &&String| match pattern.split_once('*') {
            Some((before, after)) => name.starts_with(before) && name.ends_with(after),
            None => name.as_str() == pattern,
        };
        Ok(self.files.keys().filter(fits).cloned().collect())
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn Read + Send>> {
        let bytes = self.files.get(name).ok_or(io::ErrorKind::NotFound)?;
        Ok(Box::new(Cursor::new(bytes.clone())))
    }

    fn size(&self, name: &str) -> Option<u64> {
        self.files.get(name).map(|bytes| bytes.len() as u64)
    }
}

/// A playbook, for its schema and its source.
pub struct Playbook {
    pub frame: Frame,
    pub source: Option<SourceMap>,
}

struct One<'a>(&'a str);

impl Texts for One<'_> {
    fn read(&self, _path: &Path) -> Result<String, Error> {
        Ok(self.0.to_owned())
    }
}

impl Playbook {
    pub fn new(text: &str) -> Playbook {
        let loaded = load(&One(text), Path::new("p.playbook")).unwrap();
        let errors: Vec<_> = loaded.diagnostics.iter().filter(|found| found.level == Level::Error).collect();
        assert!(errors.is_empty(), "{errors:#?}");
        let playbook = loaded.playbook.unwrap();
        let frame = Frame { schema: playbook.schema.clone(), currency: playbook.currency, zone: playbook.zone };
        Playbook { frame, source: playbook.sources.first().cloned() }
    }

    /// By the source, if there is one; else all files as they are.
    pub fn read(&self, store: &dyn Store, files: &[String]) -> (Vec<Deal>, Outcome) {
        let input = match &self.source {
            Some(source) => Input::Mapped { source, files: &[] },
            None => Input::Shaped { files },
        };
        let mut deals = read(store, input, &self.frame).unwrap();
        let read: Vec<Deal> = deals.by_ref().collect();
        let outcome = deals.into_outcome().unwrap();
        assert_eq!(outcome.deals, read.len() as u64);
        let Outcome { rows, unreadable, left_out, further, .. } = outcome;
        assert_eq!(rows, outcome.deals + unreadable + left_out + further, "counts add up");
        (read, outcome)
    }

    /// The people of the source, if it has any.
    pub fn people(&self, store: &dyn Store) -> Option<Vec<Record>> {
        let source = self.source.as_ref()?;
        let deals = read(store, Input::Mapped { source, files: &[] }, &self.frame).unwrap();
        deals.has_people().then(|| deals.people().to_vec())
    }
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

/// An archive that packs nothing.
pub fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in files {
        archive.start_file(*name, options).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}
