//! Changes within the parts of an archive: sheets, shared strings, styles, the workbook.

use std::io::{Cursor, Read, Write};

use obektiv::simulate::Random;
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

use super::mutate::{WORDS, with_byte};

type Part = (String, Vec<u8>);

/// The archive with one part changed, lost or twice; `None` if it is none.
pub fn changed(archive: &[u8], random: &mut Random) -> Option<Vec<u8>> {
    let mut parts = unpacked(archive)?;
    for _ in 0..=random.below(3) {
        let at = random.below(parts.len());
        match random.below(20) {
            0 if parts.len() > 1 => {
                parts.remove(at);
            }
            1 => parts[at].0.push('x'),
            2 => {
                let content = parts[random.below(parts.len())].1.clone();
                parts[at].1 = content;
            }
            3 => parts[at].1 = with_byte(std::mem::take(&mut parts[at].1), random),
            _ => parts[at].1 = with_markup(&parts[at].1, random),
        }
    }
    packed(&parts)
}

/// The parts of an archive.
pub fn unpacked(archive: &[u8]) -> Option<Vec<Part>> {
    let mut archive = ZipArchive::new(Cursor::new(archive)).ok()?;
    (0..archive.len())
        .map(|at| {
            let mut part = archive.by_index(at).ok()?;
            let mut content = Vec::new();
            part.read_to_end(&mut content).ok()?;
            Some((part.name().ok()?.into_owned(), content))
        })
        .collect()
}

fn packed(parts: &[Part]) -> Option<Vec<u8>> {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        // A name that is there already: an archive may hold it twice, this writer does not.
        if archive.start_file(name.as_str(), options).is_ok() {
            archive.write_all(content).ok()?;
        }
    }
    Some(archive.finish().ok()?.into_inner())
}

/// A tag lost or many times, an attribute or a text of another value.
fn with_markup(part: &[u8], random: &mut Random) -> Vec<u8> {
    let at = random.below(part.len() + 1);
    let Some(from) = part[at..].iter().position(|b| *b == b'<').map(|open| at + open) else {
        return part.to_vec();
    };
    let to = part[from..].iter().position(|b| *b == b'>').map_or(part.len(), |close| from + close + 1);
    let word = WORDS[random.below(WORDS.len())].as_bytes();
    let (before, tag, after) = (&part[..from], &part[from..to], &part[to..]);
    match random.below(6) {
        0 => [before, after].concat(),
        1 => [before, &tag.repeat(1 + random.below(1_000)), after].concat(),
        2 => [before, tag, word, after].concat(),
        3 => {
            let text = after.iter().position(|b| *b == b'<').unwrap_or(after.len());
            [before, tag, word, &after[text..]].concat()
        }
        _ => [before, &with_attribute(tag, word, random), after].concat(),
    }
}

/// The tag with another value of one attribute.
fn with_attribute(tag: &[u8], word: &[u8], random: &mut Random) -> Vec<u8> {
    let quotes: Vec<usize> = (0..tag.len()).filter(|&at| tag[at] == b'"').collect();
    let pairs = quotes.len() / 2;
    if pairs == 0 {
        return tag.to_vec();
    }
    let pair = random.below(pairs);
    [&tag[..=quotes[2 * pair]], word, &tag[quotes[2 * pair + 1]..]].concat()
}
