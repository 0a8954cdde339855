use std::io;
use std::io::Read;
use std::io::Seek;
use std::io::SeekFrom;

use arrow_ipc::Message;
use arrow_ipc::RecordBatch;
use arrow_ipc::root_as_footer;
use arrow_ipc::root_as_message;
use parquet::file::reader::Length;

use crate::deals::columns::pieces::Pieces;

/// Bytes that one batch may hold once it is unpacked.
const MOST: i64 = 2 << 30;

/// Rows that a batch may have beyond those that its bytes can tell of: columns that hold nothing take no room.
const EMPTY_ROWS: i64 = 1 << 20;

const CONTRADICTION: &str = "a length in it is larger than the file";

/// Looks at every length that an Arrow file states before anything is made room for:
/// a damaged file, or one made to do harm, may state any.
pub(super) fn check(file: &Pieces, is_whole: bool) -> Result<(), String> {
    let mut file = file.clone();
    let total = file.len();
    let sound = if is_whole { check_blocks(&mut file, total) } else { check_stream(&mut file, total) };
    sound.map_err(|error| error.to_string())
}

/// A file with a table of contents.
fn check_blocks(file: &mut Pieces, total: u64) -> io::Result<()> {
    let end = total.checked_sub(10).ok_or_else(contradiction)?;
    let length = u64::try_from(i32::from_le_bytes(bytes(file, end)?)).map_err(|_| contradiction())?;
    let start = end.checked_sub(length).ok_or_else(contradiction)?;
    let table = piece(file, start, length)?;
    let footer = root_as_footer(&table).map_err(broken)?;
    let blocks = footer.dictionaries().into_iter().chain(footer.recordBatches()).flatten();
    for block in blocks {
        let lengths = (block.offset(), i64::from(block.metaDataLength()), block.bodyLength());
        let (Ok(at), Ok(head), Ok(body)) =
            (u64::try_from(lengths.0), u64::try_from(lengths.1), u64::try_from(lengths.2))
        else {
            return Err(contradiction());
        };
        let from = at.checked_add(head).ok_or_else(contradiction)?;
        if from.checked_add(body).is_none_or(|end| end > total) {
            return Err(contradiction());
        }
        if let Some((text, _)) = head_at(file, at, total)? {
            let message = root_as_message(&text).map_err(broken)?;
            check_message(file, &message, from, total)?;
        }
    }
    Ok(())
}

/// Messages one behind the other. One that is cut off ends them: what stands before it is read.
fn check_stream(file: &mut Pieces, total: u64) -> io::Result<()> {
    let mut at = 0;
    while let Some((text, from)) = head_at(file, at, total)? {
        let message = root_as_message(&text).map_err(broken)?;
        let is_cut = u64::try_from(message.bodyLength()).is_ok_and(|body| from.saturating_add(body) > total);
        if is_cut && message.bodyLength() <= MOST {
            return Ok(());
        }
        let body = check_message(file, &message, from, total)?;
        at = from + body;
    }
    Ok(())
}

/// What a message says of its body, and where that begins; nothing at the end.
fn head_at(file: &mut Pieces, at: u64, total: u64) -> io::Result<Option<(Vec<u8>, u64)>> {
    if at + 4 > total {
        return Ok(None);
    }
    let (mut from, mut length) = (at + 4, bytes(file, at)?);
    if length == [0xff; 4] {
        if from + 4 > total {
            return Ok(None);
        }
        length = bytes(file, from)?;
        from += 4;
    }
    let length = u64::try_from(i32::from_le_bytes(length)).map_err(|_| contradiction())?;
    if length == 0 {
        return Ok(None);
    }
    if from + length > total {
        return Ok(None);
    }
    Ok(Some((piece(file, from, length)?, from + length)))
}

/// Looks at the lengths in a message; gives the length of its body.
fn check_message(file: &mut Pieces, message: &Message<'_>, from: u64, total: u64) -> io::Result<u64> {
    let body = u64::try_from(message.bodyLength()).map_err(|_| contradiction())?;
    if from.checked_add(body).is_none_or(|end| end > total) {
        return Err(contradiction());
    }
    let batch = message.header_as_record_batch();
    let batch = batch.or_else(|| message.header_as_dictionary_batch().and_then(|dictionary| dictionary.data()));
    if let Some(batch) = batch {
        check_batch(file, &batch, from, body)?;
    }
    Ok(body)
}

fn check_batch(file: &mut Pieces, batch: &RecordBatch<'_>, from: u64, body: u64) -> io::Result<()> {
    let room = i64::try_from(body).unwrap_or(i64::MAX);
    if batch.length() > room.saturating_mul(8).saturating_add(EMPTY_ROWS) {
        return Err(io::Error::other("it states more rows than it has bytes for"));
    }
    if batch.compression().is_none() {
        return Ok(());
    }
    let mut unpacked = 0_i64;
    for buffer in batch.buffers().into_iter().flatten() {
        let (Ok(at), Ok(length)) = (u64::try_from(buffer.offset()), u64::try_from(buffer.length())) else {
            return Err(contradiction());
        };
        if at.checked_add(length).is_none_or(|end| end > body) {
            return Err(contradiction());
        }
        if length >= 8 {
            // Packed bytes stand behind the length that they have unpacked; -1 where they are not packed.
            unpacked = unpacked.saturating_add(i64::from_le_bytes(bytes(file, from + at)?).max(0));
        }
    }
    if unpacked > MOST {
        return Err(io::Error::other("unpacked, a batch of it is larger than 2 GiB"));
    }
    Ok(())
}

fn bytes<const N: usize>(file: &mut Pieces, at: u64) -> io::Result<[u8; N]> {
    let mut read = [0; N];
    file.seek(SeekFrom::Start(at))?;
    file.read_exact(&mut read)?;
    Ok(read)
}

/// So many bytes, which the file has.
fn piece(file: &mut Pieces, at: u64, length: u64) -> io::Result<Vec<u8>> {
    let mut read = Vec::new();
    file.seek(SeekFrom::Start(at))?;
    file.take(length).read_to_end(&mut read)?;
    Ok(read)
}

fn contradiction() -> io::Error {
    io::Error::other(CONTRADICTION)
}

fn broken(error: impl std::fmt::Display) -> io::Error {
    io::Error::other(error.to_string())
}
