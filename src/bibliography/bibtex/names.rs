//! Names of people, divided as BibTeX divides them.
//!
//! The rules are those of btxdoc.dvi (BibTeX 0.99), section 4, and of Nicolas Markey, "Tame the BeaST", section 11: three
//! forms, `First von Last`, `von Last, First` and `von Last, Jr, First`, in which a word with a small first letter belongs
//! to `von`, and what stands in braces is one word. biblatex (its manual, 3.4) has a fourth, `family=Berg, given=Ludwig`.

use super::super::work::Name;
use super::latex;
use std::ops::Range;

/// A name, and the first command in it that nobody knows; nothing where nobody is named.
pub(super) fn name(tex: &str) -> Option<(Name, Option<String>)> {
    let parts = at_commas(tex);
    let (family, given, suffix) = match (written_out(&parts), parts.as_slice()) {
        (Some(name), _) => name,
        (None, [whole]) => {
            let (first, last) = whole.split_at(family_start(whole));
            (last.to_owned(), first.to_owned(), String::new())
        }
        (None, [last, first]) => ((*last).to_owned(), (*first).to_owned(), String::new()),
        (None, [last, suffix, first, ..]) => ((*last).to_owned(), (*first).to_owned(), (*suffix).to_owned()),
        (None, []) => return None,
    };
    let (family, given, suffix) = (latex::text(&family), latex::text(&given), latex::text(&suffix));
    let command = [family.1, given.1, suffix.1].into_iter().flatten().next();
    let some = |text: String| Some(text).filter(|text| !text.is_empty());
    let name = match (some(family.0), some(given.0)) {
        (Some(family), given) => Name { family, given, suffix: some(suffix.0) },
        // `{Jean}` alone, in a form that only gives a first name.
        (None, Some(given)) => Name { family: given, given: None, suffix: some(suffix.0) },
        (None, None) => return None,
    };
    Some((name, command))
}

/// The parts of a field between `and`, those in braces left whole.
pub(super) fn people(tex: &str) -> Vec<&str> {
    let mut people = Vec::new();
    let mut start = 0;
    for word in words(tex, |_| false).filter(|word| tex[word.clone()].eq_ignore_ascii_case("and")) {
        people.push(tex[start..word.start].trim());
        start = word.end;
    }
    people.push(tex[start..].trim());
    people.retain(|person| !person.is_empty());
    people
}

/// The parts of a name between commas, those in braces not counted.
pub(super) fn at_commas(tex: &str) -> Vec<&str> {
    let mut depth = 0_usize;
    let is_comma = |sign: char| {
        match sign {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        sign == ',' && depth == 0
    };
    tex.split(is_comma).collect()
}

/// `family=Berg, given=Ludwig, prefix=van der`: family name with prefix, given name, suffix.
fn written_out(parts: &[&str]) -> Option<(String, String, String)> {
    let known = ["family", "given", "prefix", "suffix"];
    let pairs: Vec<(&str, &str)> = parts.iter().filter_map(|part| part.split_once('=')).collect();
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, text)| (name.trim(), text.trim())).collect();
    if pairs.len() < parts.len() || !pairs.iter().any(|(name, _)| known.contains(name)) {
        return None;
    }
    let of = |name: &str| pairs.iter().find(|(own, _)| *own == name).map_or("", |(_, text)| *text).to_owned();
    Some((format!("{} {}", of("prefix"), of("family")), of("given"), of("suffix")))
}

/// Where the family name begins, with its `von`, in a name without commas.
fn family_start(tex: &str) -> usize {
    let words: Vec<Range<usize>> = words(tex, |sign| sign == '~').collect();
    let Some((last, before)) = words.split_last() else { return 0 };
    let von = before.iter().find(|word| is_small(&tex[(*word).clone()]));
    von.unwrap_or(last).start
}

/// Words with white space between them, those in braces left whole.
fn words(tex: &str, is_blank: fn(char) -> bool) -> impl Iterator<Item = Range<usize>> {
    let mut signs = tex.char_indices();
    let mut depth = 0_usize;
    std::iter::from_fn(move || {
        let mut start = None;
        for (at, sign) in signs.by_ref() {
            match sign {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            let is_between = depth == 0 && (sign.is_whitespace() || is_blank(sign));
            match start {
                Some(start) if is_between => return Some(start..at),
                None if !is_between => start = Some(at),
                _ => {}
            }
        }
        start.map(|start| start..tex.len())
    })
}

/// Whether the first letter of a word is a small one. What stands in braces counts only where a command begins it: `{\'e}`.
fn is_small(word: &str) -> bool {
    let mut rest = word;
    while let Some(sign) = rest.chars().next() {
        let behind = &rest[sign.len_utf8()..];
        rest = match sign {
            '{' if behind.starts_with('\\') => return is_small_command(&behind[1..]),
            '{' => behind_group(behind),
            // An accent outside braces, such as `\"{O}zg{\"u}r`, belongs to its letter, as biber has it.
            '\\' if !behind.starts_with(|c: char| c.is_ascii_alphabetic()) => {
                let letter = behind.trim_start_matches(|c: char| !c.is_alphabetic() && c != '\\');
                return letter.trim_start_matches('\\').starts_with(char::is_lowercase);
            }
            letter if letter.is_alphabetic() => return letter.is_lowercase(),
            _ => behind,
        };
    }
    false
}

/// Whether what a command in braces makes is a small letter: one that is a letter itself, or the first letter behind it.
fn is_small_command(command: &str) -> bool {
    const LETTERS: [&str; 13] = ["oe", "ae", "aa", "o", "l", "ss", "i", "j", "OE", "AE", "AA", "O", "L"];
    let length = command.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (name, behind) = command.split_at(length);
    if LETTERS.contains(&name) {
        return name.starts_with(char::is_lowercase);
    }
    behind.chars().find(|sign| sign.is_alphabetic()).is_some_and(char::is_lowercase)
}

/// What stands behind the brace that closes a group.
fn behind_group(tex: &str) -> &str {
    let mut depth = 1_usize;
    for (at, sign) in tex.char_indices() {
        match sign {
            '{' => depth += 1,
            '}' if depth == 1 => return &tex[at + 1..],
            '}' => depth -= 1,
            _ => {}
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::name;
    use super::people;

    /// Given name, family name with its `von`, and suffix.
    #[track_caller]
    fn check(tex: &str, given: &str, family: &str, suffix: &str) {
        let (name, command) = name(tex).expect("a name");
        let parts = (name.given.unwrap_or_default(), name.family, name.suffix.unwrap_or_default());
        assert_eq!(parts, (given.to_owned(), family.to_owned(), suffix.to_owned()), "{tex}");
        assert_eq!(command, None);
    }

    /// "Tame the BeaST", section 11.2, the table of `First von Last`.
    #[test]
    fn names_without_a_comma() {
        check("AA BB", "AA", "BB", "");
        check("AA", "", "AA", "");
        check("AA bb", "AA", "bb", "");
        check("aa", "", "aa", "");
        check("AA bb CC", "AA", "bb CC", "");
        check("AA bb CC dd EE", "AA", "bb CC dd EE", "");
        check("AA 1B cc dd", "AA 1B", "cc dd", "");
        check("AA 1b cc dd", "AA", "1b cc dd", "");
        check("AA {b}B cc dd", "AA bB", "cc dd", "");
        check("AA {b}b cc dd", "AA", "bb cc dd", "");
        check("AA {B}b cc dd", "AA", "Bb cc dd", "");
        check("AA {B}B cc dd", "AA BB", "cc dd", "");
        check("AA bb {cc} dd CC", "AA", "bb cc dd CC", "");
        check("AA {bb} cc CC", "AA bb", "cc CC", "");
    }

    /// The same, the table of `von Last, First`, and that of `von Last, Jr, First`.
    #[test]
    fn names_with_commas() {
        check("bb CC, AA", "AA", "bb CC", "");
        check("bb, aa", "aa", "bb", "");
        check("bb CC dd EE, AA", "AA", "bb CC dd EE", "");
        check("bb,", "", "bb", "");
        check("bb CC,XX, AA", "AA", "bb CC", "XX");
        check("bb CC,xx, AA", "AA", "bb CC", "xx");
        check("BB,, AA", "AA", "BB", "");
    }

    /// btxdoc.dvi, section 4: "Per Brinch Hansen", "Ludwig van Beethoven", "Ford, Jr., Henry", `{Barnes and Noble, Inc.}`.
    #[test]
    fn names_of_btxdoc() {
        check("Brinch Hansen, Per", "Per", "Brinch Hansen", "");
        check("Per Brinch Hansen", "Per Brinch", "Hansen", "");
        check("Ludwig van Beethoven", "Ludwig", "van Beethoven", "");
        check("{von Beethoven}, Ludwig", "Ludwig", "von Beethoven", "");
        check("Ford, Jr., Henry", "Henry", "Ford", "Jr.");
        check("{Steele Jr.}, Guy L.", "Guy L.", "Steele Jr.", "");
        check("{Barnes and Noble, Inc.}", "", "Barnes and Noble, Inc.", "");
        check(
            "Charles Louis Xavier Joseph de la Vall{\\'e}e Poussin",
            "Charles Louis Xavier Joseph",
            "de la Vallée Poussin",
            "",
        );
    }

    #[test]
    fn names_with_accents_ties_and_parts_by_name() {
        check("D.~E. Knuth", "D. E.", "Knuth", "");
        check("Jean-Paul {\\'E}mile Sartre", "Jean-Paul Émile", "Sartre", "");
        check("Jean {\\'e}mile Sartre", "Jean", "émile Sartre", "");
        check("\\\"{O}zg{\\\"u}r Ali Kaya", "Özgür Ali", "Kaya", "");
        check("Aa {\\OE}uvre Bb", "Aa Œuvre", "Bb", "");
        check("family=Berg, given=Ludwig, prefix=van der, useprefix=true", "Ludwig", "van der Berg", "");
        check("Mar{\\'i}a de la Cruz", "María", "de la Cruz", "");
    }

    #[test]
    fn people_have_and_between_them() {
        let check = |tex: &str, expected: &[&str]| assert_eq!(people(tex), expected, "{tex}");
        check("A and B", &["A", "B"]);
        check("Anderson, Anne\n  AND Sandy Brandand", &["Anderson, Anne", "Sandy Brandand"]);
        check("{Barnes and Noble} and others", &["{Barnes and Noble}", "others"]);
        check(" and ", &[]);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_divided(tex in "([aA1é{}\\\\\"'=,~ -]{0,6}( and )?){0,4}") {
            for person in people(&tex) {
                name(person);
            }
        }
    }
}
