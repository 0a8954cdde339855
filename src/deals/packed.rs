use std::io;
use std::io::Cursor;
use std::io::Read;
use std::io::Seek;
use std::io::SeekFrom;

use flate2::Crc;
use flate2::read::DeflateDecoder;
use zip::CompressionMethod;
use zip::ZipArchive;

use crate::deals::decode::base_name;
use crate::deals::format::Format;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::list_of;

/// The largest archive that is read: it is held in memory, because its table of contents stands at its end.
const LARGEST: u64 = 1024 * 1024 * 1024;

/// Whether a file is an archive, told by its name.
pub(super) fn is_archive(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".zip")
}

/// The bytes of a file, and how they are written.
pub(super) type Unpacked = (Box<dyn Read + Send>, Format);

/// The one file of an archive that holds data, unpacked as it is read, and how it is written.
pub(super) fn unpacked(name: &str, archive: impl Read) -> io::Result<Result<Unpacked, Diagnostic>> {
    let mut bytes = Vec::new();
    archive.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Ok(Err(Diagnostic::error("deals/broken-zip", format!("`{}` is larger than 1 GiB", base_name(name)))
            .help("unpack it, and name the file that was in it")));
    }
    let broken = |_| {
        Diagnostic::error("deals/broken-zip", format!("`{}` is no archive that can be read", base_name(name)))
            .help("copy or export the file again, or unpack it")
    };
    let mut archive = match ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) => archive,
        Err(error) => return Ok(Err(broken(error))),
    };
    let member = match only_member(name, &mut archive) {
        Ok(member) => member,
        Err(problem) => return Ok(Err(*problem)),
    };
    let mut cursor = archive.into_inner();
    cursor.seek(SeekFrom::Start(member.start))?;
    let packed = cursor.take(member.length);
    let inner: Box<dyn Read + Send> = match member.packing {
        Packing::Stored => Box::new(packed),
        Packing::Deflated => Box::new(DeflateDecoder::new(packed)),
    };
    Ok(Ok((Box::new(Checked { inner, crc: Crc::new(), expected: member.crc }), member.format)))
}

/// Where the bytes of one file stand in an archive.
struct Member {
    name: String,
    format: Format,
    start: u64,
    length: u64,
    packing: Packing,
    crc: u32,
}

enum Packing {
    Stored,
    Deflated,
}

fn only_member(name: &str, archive: &mut ZipArchive<Cursor<Vec<u8>>>) -> Result<Member, Box<Diagnostic>> {
    let shown = base_name(name);
    let mut members = Vec::new();
    for at in 0..archive.len() {
        members.extend(member(shown, archive, at)?);
    }
    // A note beside the data is no data.
    if members.len() > 1 {
        members.retain(|member| !member.name.to_ascii_lowercase().ends_with(".txt"));
    }
    let several = members.len() > 1;
    let problem = if several {
        let names = list_of(members.iter().take(12).map(|member| member.name.as_str()));
        Diagnostic::error("deals/several-files", format!("`{shown}` holds more than one file of data"))
            .note(format!("they are {names}"))
            .help("unpack it, and name the file that is meant")
    } else {
        Diagnostic::error("deals/no-file", format!("`{shown}` holds no file of data"))
            .help("put one `.csv`, `.xes`, `.json`, `.jsonl` or `.yaml` file into it")
    };
    members.pop().filter(|_| !several).ok_or_else(|| Box::new(problem))
}

/// One member, where it is a file of data.
fn member(
    shown: &str,
    archive: &mut ZipArchive<Cursor<Vec<u8>>>,
    at: usize,
) -> Result<Option<Member>, Box<Diagnostic>> {
    let broken = |why: &str| {
        let problem = Diagnostic::error("deals/broken-zip", format!("`{shown}` cannot be unpacked: {why}"));
        Box::new(problem.help("unpack it, and name the file that was in it"))
    };
    let file = archive.by_index_raw(at).map_err(|_| broken("its table of contents is damaged"))?;
    let name = file.name().map_err(|_| broken("the name of a file in it is no text"))?.into_owned();
    let Some(format) =
        Format::of(&name).filter(|format| !format.is_columnar() && !file.is_dir() && !name.starts_with("__MACOSX/"))
    else {
        return Ok(None);
    };
    if file.encrypted() {
        return Err(broken("it is encrypted"));
    }
    let packing = match file.compression() {
        CompressionMethod::Stored => Packing::Stored,
        CompressionMethod::Deflated => Packing::Deflated,
        _ => return Err(broken("it is packed in a way that is not read")),
    };
    if name.to_ascii_lowercase().ends_with(".gz") {
        return Err(broken("the file in it is packed once more"));
    }
    let start = file.data_start().ok_or_else(|| broken("its table of contents is damaged"))?;
    Ok(Some(Member { name, format, start, length: file.compressed_size(), packing, crc: file.crc32() }))
}

/// Holds what is read against the sum that the archive has of it.
struct Checked<R> {
    inner: R,
    crc: Crc,
    expected: u32,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        if count == 0 && !buffer.is_empty() && self.crc.sum() != self.expected {
            return Err(io::Error::from(io::ErrorKind::InvalidData));
        }
        self.crc.update(buffer.get(..count).unwrap_or_default());
        Ok(count)
    }
}
