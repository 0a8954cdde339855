use compact_str::CompactString;
use sha2::Digest;
use sha2::Sha256;
use smallvec::SmallVec;

/// The first 64 bits, in hexadecimal, of a SHA-256 over the parts, each behind its length so that no two lists of parts look alike.
///
/// 64 bits: among ten million findings the chance of one collision is about 3 in a million.
pub fn fingerprint(parts: &[&str]) -> CompactString {
    let mut bytes: SmallVec<[u8; 256]> = SmallVec::new();
    for part in parts {
        bytes.extend_from_slice(&part.len().to_le_bytes());
        bytes.extend_from_slice(part.as_bytes());
    }
    let hash = Sha256::digest(&bytes);
    let mut text = CompactString::const_new("");
    for byte in hash.iter().take(8) {
        text.push(hexadecimal(byte >> 4));
        text.push(hexadecimal(byte & 15));
    }
    text
}

fn hexadecimal(half: u8) -> char {
    char::from(if half < 10 { b'0' + half } else { b'a' + half - 10 })
}
