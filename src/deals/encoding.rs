use std::io;
use std::io::BufRead;
use std::io::Read;

use encoding_rs::CoderResult;
use encoding_rs::Decoder;
use encoding_rs::Encoding;
use encoding_rs::GB18030;
use encoding_rs::UTF_8;
use encoding_rs::UTF_16BE;
use encoding_rs::UTF_16LE;
use encoding_rs::WINDOWS_1252;

/// Bytes that are looked at together: enough that Chinese text in GB18030 is never valid UTF-8 by chance.
const BLOCK: usize = 64 * 1024;

/// Any text as UTF-8, without its byte order mark.
///
/// What names its encoding by a mark has it. Else the first block with bytes beyond ASCII decides: UTF-8 where it is
/// valid, GB18030 or Windows-1252 where it looks like that, else UTF-8 with each broken byte shown as `U+FFFD`.
pub(super) struct Transcoded<R> {
    inner: R,
    /// Room for what is read together.
    block: Vec<u8>,
    /// What of the block is read and not decoded yet.
    start: usize,
    end: usize,
    /// How much of the block, from `start` on, is text as it stands.
    plain: usize,
    out: Vec<u8>,
    out_start: usize,
    begun: bool,
    ended: bool,
    decoder: Option<Decoder>,
    encoding: &'static Encoding,
    /// Whether the encoding is known: by a mark, or by the first bytes beyond ASCII.
    is_told: bool,
    broken: bool,
}

impl<R: Read> Transcoded<R> {
    pub(super) fn new(inner: R) -> Transcoded<R> {
        Transcoded {
            inner,
            block: Vec::new(),
            start: 0,
            end: 0,
            plain: 0,
            out: Vec::new(),
            out_start: 0,
            begun: false,
            ended: false,
            decoder: None,
            encoding: UTF_8,
            is_told: false,
            broken: false,
        }
    }

    /// The encoding as far as it is known by now.
    pub(super) fn encoding(&self) -> &'static str {
        match self.encoding.name() {
            "gb18030" => "GB18030",
            name => name,
        }
    }

    /// Whether bytes were met that are no text in the encoding.
    pub(super) fn is_broken(&self) -> bool {
        self.broken
    }

    /// Reads until the block is full or the text ends.
    fn fill(&mut self) -> io::Result<()> {
        self.block.resize(BLOCK, 0);
        self.block.copy_within(self.start.min(self.end)..self.end, 0);
        self.end = self.end.saturating_sub(self.start);
        self.start = 0;
        let kept = self.end;
        while let Some(room) = self.block.get_mut(self.end..).filter(|room| !room.is_empty()) {
            match self.inner.read(room) {
                Ok(0) => break,
                Ok(count) => self.end += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.ended = self.end == kept;
        Ok(())
    }

    /// Finds a byte order mark.
    fn begin(&mut self) {
        self.begun = true;
        if let Some((encoding, mark)) = Encoding::for_bom(self.block.get(..self.end).unwrap_or_default()) {
            self.start = mark;
            self.encoding = encoding;
            self.is_told = true;
            if encoding == UTF_16LE || encoding == UTF_16BE {
                self.decoder = Some(encoding.new_decoder_without_bom_handling());
            }
        }
    }

    /// Decodes the block into `out`, unless it is text as it stands.
    fn turn(&mut self) {
        let block = self.block.get(self.start..self.end).unwrap_or_default();
        if self.decoder.is_none() {
            if !self.is_told && !block.is_ascii() {
                self.encoding = guess(block, self.ended);
                self.is_told = true;
            }
            self.plain = if self.encoding == UTF_8 { sound(block, self.ended) } else { 0 };
            if self.plain > 0 {
                return;
            }
        }
        let decoder = self.decoder.get_or_insert_with(|| self.encoding.new_decoder_without_bom_handling());
        let room = decoder.max_utf8_buffer_length(block.len()).unwrap_or(block.len().saturating_mul(3) + 16);
        let before = self.out.len();
        self.out.resize(before + room, 0);
        let target = self.out.get_mut(before..).unwrap_or_default();
        let (result, read, written, broken) = decoder.decode_to_utf8(block, target, self.ended);
        debug_assert_eq!(result, CoderResult::InputEmpty, "the room asked for is the room given");
        self.out.truncate(before + written);
        self.start += read;
        self.broken |= broken;
    }
}

/// How many bytes of a block are text before a character that the block cuts in two; none where a byte is broken.
fn sound(block: &[u8], ended: bool) -> usize {
    match std::str::from_utf8(block) {
        Ok(_) => block.len(),
        Err(error) if error.error_len().is_none() && !ended => error.valid_up_to(),
        Err(_) => 0,
    }
}

/// The encoding of a block that has bytes beyond ASCII.
fn guess(block: &[u8], ended: bool) -> &'static Encoding {
    let (mut sound, mut broken) = (0_usize, 0_usize);
    for chunk in block.utf8_chunks() {
        sound += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    // A character cut in two by the end of the block is not broken.
    let cut = !ended && std::str::from_utf8(block).is_err_and(|error| error.error_len().is_none());
    // Text in another encoding is hardly ever UTF-8 by chance, so a few broken bytes do not make it one.
    if cut || broken == 0 || sound > broken.saturating_mul(4) {
        return UTF_8;
    }
    let mut decoder = GB18030.new_decoder_without_bom_handling();
    let room = decoder.max_utf8_buffer_length(block.len()).unwrap_or(block.len().saturating_mul(3) + 16);
    let (_, _, _, unfit) = decoder.decode_to_utf8(block, &mut vec![0; room], ended);
    match (mostly_alone(block), unfit) {
        (true, _) if sound == 0 => WINDOWS_1252,
        (_, false) => GB18030,
        (_, true) => UTF_8,
    }
}

/// Whether bytes beyond ASCII mostly stand alone, as the accents of European text do; Chinese has them in pairs.
fn mostly_alone(block: &[u8]) -> bool {
    let runs = block.split(u8::is_ascii).filter(|run| !run.is_empty());
    let (alone, all) =
        runs.fold((0_usize, 0_usize), |(alone, all), run| (alone + usize::from(run.len() == 1), all + 1));
    alone * 2 > all
}

impl<R: Read> BufRead for Transcoded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.plain == 0 && self.out_start >= self.out.len() && !self.ended {
            self.out.clear();
            self.out_start = 0;
            self.fill()?;
            if !self.begun {
                self.begin();
            }
            self.turn();
        }
        let plain = self.start..self.start + self.plain;
        Ok(if self.plain > 0 { self.block.get(plain) } else { self.out.get(self.out_start..) }.unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        if self.plain > 0 {
            let count = count.min(self.plain);
            self.plain -= count;
            self.start += count;
        } else {
            self.out_start += count;
        }
    }
}

impl<R: Read> Read for Transcoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut ready = self.fill_buf()?;
        let count = ready.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::Transcoded;

    #[track_caller]
    fn case(bytes: &[u8], text: &str, encoding: &str) {
        let mut reader = Transcoded::new(bytes);
        let mut read = String::new();
        reader.read_to_string(&mut read).unwrap();
        assert_eq!((read.as_str(), reader.encoding()), (text, encoding));
    }

    #[test]
    fn encodings_are_told_apart() {
        case(b"id", "id", "UTF-8");
        case(b"\xef\xbb\xbfid", "id", "UTF-8");
        case("阶段".as_bytes(), "阶段", "UTF-8");
        case(b"\xbd\xd7\xb6\xce", "阶段", "GB18030");
        case(b"\xff\xfei\0d\0", "id", "UTF-16LE");
        case(b"\xfe\xff\0i\0d", "id", "UTF-16BE");
        case(&["阶段阶段阶".as_bytes(), b"\xff"].concat(), "阶段阶段阶\u{fffd}", "UTF-8");
        case(b"\xd6l und M\xfcll, gro\xdf", "Öl und Müll, groß", "windows-1252");
        // A mark is believed, whatever the bytes behind it look like.
        case(b"\xef\xbb\xbf\xbd\xd7\xb6\xce", "\u{fffd}\u{5f6}\u{fffd}", "UTF-8");
        case(b"", "", "UTF-8");
    }

    #[test]
    fn a_long_ascii_beginning_does_not_decide() {
        let mut bytes = vec![b'x'; 200_000];
        bytes.extend_from_slice(b"\xbd\xd7\xb6\xce");
        case(&bytes, &format!("{}阶段", "x".repeat(200_000)), "GB18030");
        let mut bytes = vec![b'x'; 64 * 1024 - 1];
        bytes.extend_from_slice("阶段".as_bytes());
        case(&bytes, &format!("{}阶段", "x".repeat(64 * 1024 - 1)), "UTF-8");
    }
}
