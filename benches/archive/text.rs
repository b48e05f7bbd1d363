//! Markdown that is not yet in the form of one generator: its links are marked, to be written later.

use crate::archive::random::Random;
use crate::archive::words;
use crate::archive::world::Target;

/// Stands before and after the number of a link. It is in no other text.
const MARK: char = '\u{1}';

/// The body of a record.
#[derive(Default)]
pub struct Text {
    markdown: String,
    pub links: Vec<Link>,
}

/// A link of a text.
pub enum Link {
    /// To another record, with words of its own or the record's title.
    To(Target, Option<String>),
    /// To a page of a reference.
    Cite(Target, usize),
}

impl Link {
    pub fn target(&self) -> &Target {
        match self {
            Link::To(target, _) | Link::Cite(target, _) => target,
        }
    }
}

impl Text {
    /// The whole text, each link as `write` has it.
    pub fn written(&self, write: impl Fn(&Link) -> String) -> String {
        let parts = self.markdown.split(MARK).enumerate();
        let part = |(place, part): (usize, &str)| {
            // Every second part is the number of a link, since marks are in pairs.
            if place % 2 == 0 {
                part.to_owned()
            } else {
                write(&self.links[part.parse::<usize>().expect("a number")])
            }
        };
        parts.map(part).collect()
    }

    /// A marked link, to be put into a sentence.
    pub fn link(&mut self, target: Target, words: Option<String>) -> String {
        self.mark(Link::To(target, words))
    }

    /// A marked citation, to be put into a sentence.
    pub fn cite(&mut self, target: Target, page: usize) -> String {
        self.mark(Link::Cite(target, page))
    }

    /// Adds a block as it stands.
    pub fn block(&mut self, block: &str) {
        self.markdown.push_str(block);
        self.markdown.push_str("\n\n");
    }

    pub fn paragraph(&mut self, sentences: &[String]) {
        self.block(&sentences.join(" "));
    }

    pub fn list(&mut self, items: &[String]) {
        self.block(&items.iter().map(|item| format!("- {item}")).collect::<Vec<_>>().join("\n"));
    }

    /// A block quote with its speaker.
    pub fn speech(&mut self, words: &str, speaker: &str) {
        self.block(&format!("> {words}\n>\n> — {speaker}"));
    }

    /// A table of figures by quarter.
    pub fn table(&mut self, random: &mut Random) {
        let mut table = "| Quarter | Planned | Done | Not found |\n|---|---:|---:|---:|".to_owned();
        for quarter in 1..=random.between(3, 4) {
            let planned = random.between(200, 9_000);
            let done = planned - random.between(10, 190);
            let row = format!(
                "\n| Q{quarter} {} | {} | {} | {} |",
                random.between(2009, 2024),
                words::grouped(planned),
                words::grouped(done),
                planned - done
            );
            table.push_str(&row);
        }
        self.block(&table);
    }

    fn mark(&mut self, link: Link) -> String {
        self.links.push(link);
        format!("{MARK}{}{MARK}", self.links.len() - 1)
    }
}
