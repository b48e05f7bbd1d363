//! Plain text as passages.

use super::inline::Block;
use super::inline::Inline;
use super::inline::Mark;
use super::inline::Shape;
use crate::markdown::is_end_line;

/// No line that a program has wrapped is longer, in characters.
const WRAPPED: usize = 110;

/// Lines that a program has wrapped are mostly as long as this at least, in characters.
const FULL: usize = 55;

/// What items of a list begin with when they are typed.
const BULLETS: [char; 7] = ['•', '·', '▪', '‣', '◦', '*', '-'];

/// How lines of a text belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lines {
    /// A program has wrapped them: a paragraph ends at an empty line.
    Wrapped,
    /// Each is a paragraph, or a line of an address.
    Typed,
    /// There are no empty lines, and each is a paragraph.
    Paragraphs,
}

/// The passages of a text.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let groups: Vec<Vec<&str>> = text
        .split('\n')
        .map(str::trim)
        .collect::<Vec<_>>()
        .split(|line| line.is_empty())
        .filter(|lines| !lines.is_empty())
        .map(<[&str]>::to_vec)
        .collect();
    let lines = kind_of_lines(&groups);
    let mut blocks = Vec::new();
    for group in groups {
        for paragraph in paragraphs(&group, lines) {
            push_lines(&mut blocks, &paragraph, lines);
        }
    }
    number_items(&mut blocks);
    blocks
}

fn kind_of_lines(groups: &[Vec<&str>]) -> Lines {
    let width = |line: &&str| line.chars().count();
    if let [lines] = groups
        && lines.len() > 2
        && lines.iter().any(|line| width(line) > WRAPPED)
    {
        return Lines::Paragraphs;
    }
    // The last line of a paragraph is short whoever wrapped it.
    let inner: Vec<usize> =
        groups.iter().flat_map(|lines| lines[..lines.len() - 1].iter().map(width)).collect();
    let full = inner.iter().filter(|width| **width >= FULL).count();
    let is_narrow = groups.iter().flatten().all(|line| width(line) <= WRAPPED);
    if is_narrow && full >= 2 && full * 2 > inner.len() { Lines::Wrapped } else { Lines::Typed }
}

/// Lines that stand together, as paragraphs: each with its lines.
fn paragraphs<'a>(group: &[&'a str], lines: Lines) -> Vec<Vec<&'a str>> {
    let mut paragraphs: Vec<Vec<&str>> = Vec::new();
    for line in group {
        let is_long = |line: &str| line.chars().count() > WRAPPED;
        let goes_on = paragraphs.last().and_then(|own| own.last()).is_some_and(|before| match lines {
            Lines::Wrapped => true,
            Lines::Typed => !is_long(line) && !is_long(before) && !before.ends_with(':'),
            Lines::Paragraphs => false,
        });
        match paragraphs.last_mut().filter(|_| goes_on) {
            Some(paragraph) => paragraph.push(line),
            None => paragraphs.push(vec![line]),
        }
    }
    paragraphs
}

/// A paragraph, and the items of a list among its lines.
fn push_lines(blocks: &mut Vec<Block>, lines: &[&str], kind: Lines) {
    let mut run: Vec<&str> = Vec::new();
    let mut is_item = false;
    let mut tight = false;
    for line in lines {
        if bullet(line).is_some() || numbered(line).is_some() {
            push_run(blocks, std::mem::take(&mut run), kind, tight);
            tight = is_item;
            is_item = true;
        } else if run.is_empty() {
            is_item = false;
        }
        run.push(line);
    }
    push_run(blocks, run, kind, tight && is_item);
}

fn push_run(blocks: &mut Vec<Block>, lines: Vec<&str>, kind: Lines, tight: bool) {
    let Some((first, rest)) = lines.split_first() else { return };
    let shape = match (bullet(first), numbered(first)) {
        (Some(_), _) => Shape::Item { number: None, depth: 0, tight },
        (None, Some((number, _))) => Shape::Item { number: Some(number), depth: 0, tight },
        (None, None) => Shape::Paragraph,
    };
    let mut inline = Inline { text: (*first).to_owned(), ..Inline::default() };
    for line in rest {
        if kind != Lines::Wrapped {
            inline.marks.push(Mark { at: inline.text.len(), markdown: "\\".to_owned(), address: None });
        }
        inline.text.push('\n');
        inline.text.push_str(line);
    }
    blocks.push(Block::new(shape, inline));
}

/// What stands behind the sign of an item.
fn bullet(line: &str) -> Option<&str> {
    let rest = line.strip_prefix(BULLETS)?;
    let words = rest.trim_start();
    // `- ENDS -` and `* * *` are no items.
    let is_item = rest.len() > words.len() && words.contains(char::is_alphanumeric) && !is_end_line(line);
    is_item.then_some(words)
}

/// The number of an item, and what stands behind it.
fn numbered(line: &str) -> Option<(u32, &str)> {
    let (digits, rest) = line.split_once('.')?;
    let words = rest.trim_start();
    let is_number =
        !digits.is_empty() && digits.len() <= 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_item = is_number && !digits.starts_with('0') && rest.len() > words.len() && !words.is_empty();
    Some((digits.parse().ok().filter(|_| is_item)?, words))
}

/// Items with numbers stay items where Markdown counts as they do. A single bullet is no list.
fn number_items(blocks: &mut [Block]) {
    let mut last = 0;
    for index in 0..blocks.len() {
        let Shape::Item { number, .. } = blocks[index].shape else { continue };
        let is_item_at =
            |at: Option<usize>| at.and_then(|at| blocks.get(at)).is_some_and(|own| is_alike(own, number));
        let stays = match number {
            Some(number) => {
                let follows = number == last + 1 && is_item_at(index.checked_sub(1)) || number == 1;
                last = if follows { number } else { 0 };
                follows
            }
            None => is_item_at(index.checked_sub(1)) || is_item_at(Some(index + 1)),
        };
        let words =
            bullet(blocks[index].text()).or_else(|| numbered(blocks[index].text()).map(|(_, words)| words));
        let sign = blocks[index].text().len() - words.map_or(0, str::len);
        if stays {
            let inline = &mut blocks[index].inline;
            *inline = inline.part(sign..inline.text.len());
        } else {
            blocks[index].shape = Shape::Paragraph;
        }
    }
}

fn is_alike(block: &Block, number: Option<u32>) -> bool {
    matches!(block.shape, Shape::Item { number: other, .. } if other.is_some() == number.is_some())
}
