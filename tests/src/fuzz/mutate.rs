//! Small changes to a file, of the kinds that people and programs make.

use super::parts;
use obektiv::simulate::Random;

/// What cells, attributes and bytes are replaced by.
pub const WORDS: [&str; 30] = [
    "",
    "0",
    "-1",
    "1",
    "2,0",
    "2.5",
    "1e308",
    "-1e309",
    "NaN",
    "99999999999",
    "18446744073709551615",
    "4294967296",
    "1048577",
    "XFD1048576",
    "A1:XFD1048576",
    "X",
    "Х",
    "N",
    "не пройд.",
    "отсутствовал",
    "Итого",
    "балл за 1",
    "1 (2б)",
    "sch990001",
    "edu990001 | МБОУ",
    "\u{200b}3",
    "\"",
    "=1+1",
    "<r>",
    "5Б\r\n",
];

/// A seed after one to four changes; of an archive within one of its parts.
pub fn changed(seed: &[u8], other: &[u8], random: &mut Random) -> Vec<u8> {
    let is_archive = seed.starts_with(b"PK\x03\x04");
    if is_archive && !random.chance(0.05) {
        return parts::changed(seed, random).unwrap_or_else(|| seed.to_vec());
    }
    let mut file = seed.to_vec();
    for _ in 0..=random.below(4) {
        file = match random.below(if is_archive { 3 } else { 9 }) {
            0 => with_byte(file, random),
            1 => without_range(file, random),
            2 => with_range_twice(file, random),
            3 | 4 => with_cell(&file, random),
            5 => with_line(file, random, |_, line| [line, line].concat()),
            6 => with_line(file, random, |_, _| Vec::new()),
            7 => with_line(file, random, |random, line| with_byte(line.to_vec(), random)),
            _ => spliced(&file, other, random),
        };
    }
    file
}

/// One byte more, or another one.
pub fn with_byte(mut file: Vec<u8>, random: &mut Random) -> Vec<u8> {
    const BYTES: [u8; 16] = *b"\"';,\t\r\n\0\xff\xfe\xd0\xef<>&0";
    let byte = BYTES[random.below(BYTES.len())];
    let at = random.below(file.len() + 1);
    if random.chance(0.5) || at == file.len() {
        file.insert(at, byte);
    } else {
        file[at] = byte;
    }
    file
}

fn range(length: usize, random: &mut Random) -> std::ops::Range<usize> {
    let from = random.below(length + 1);
    from..(from + random.below(1 + length / 4)).min(length)
}

fn without_range(mut file: Vec<u8>, random: &mut Random) -> Vec<u8> {
    file.drain(range(file.len(), random));
    file
}

fn with_range_twice(mut file: Vec<u8>, random: &mut Random) -> Vec<u8> {
    let range = range(file.len().min(4_096), random);
    let twice = file[range.clone()].to_vec();
    file.splice(range.end..range.end, twice);
    file
}

/// The beginning of one file, the end of another.
fn spliced(file: &[u8], other: &[u8], random: &mut Random) -> Vec<u8> {
    let (from, to) = (random.below(file.len() + 1), random.below(other.len() + 1));
    [&file[..from], &other[to..]].concat()
}

/// Another word between two separators.
fn with_cell(file: &[u8], random: &mut Random) -> Vec<u8> {
    let is_edge = |byte: &u8| matches!(byte, b';' | b',' | b'\t' | b'\n');
    let at = random.below(file.len() + 1);
    let from = file[..at].iter().rposition(is_edge).map_or(0, |edge| edge + 1);
    let to = file[at..].iter().position(is_edge).map_or(file.len(), |edge| at + edge);
    let word = WORDS[random.below(WORDS.len())].as_bytes();
    [&file[..from], word, &file[to.max(from)..]].concat()
}

/// One line replaced by what becomes of it.
fn with_line(file: Vec<u8>, random: &mut Random, becomes: impl Fn(&mut Random, &[u8]) -> Vec<u8>) -> Vec<u8> {
    let mut lines: Vec<&[u8]> = file.split_inclusive(|byte| *byte == b'\n').collect();
    if lines.is_empty() {
        return file;
    }
    let at = random.below(lines.len());
    let line = becomes(random, lines[at]);
    lines[at] = &line;
    lines.concat()
}
