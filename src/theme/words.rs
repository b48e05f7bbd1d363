//! The words of a theme: texts by key, with plural forms and numbers as the language writes them.

use super::BASE_LANGUAGE;
use super::Strings;
use crate::pattern::fill;
use intl_pluralrules::PluralCategory;
use intl_pluralrules::PluralRuleType;
use intl_pluralrules::PluralRules;
use serde_json::Map;
use serde_json::Value;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use unic_langid::LanguageIdentifier;

/// The words of a theme in the language of the site.
pub struct Words {
    texts: BTreeMap<String, String>,
    /// The same as nested mappings.
    pub(super) tree: Value,
    plural: Option<PluralRules>,
}

impl Words {
    /// The text of a key, `status.under-inquiry`; the key itself where there is none.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.find(key).unwrap_or(key)
    }

    /// Every text, in the order of keys.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.texts.values().map(String::as_str)
    }

    /// The text of a key, if there is one.
    pub fn find(&self, key: &str) -> Option<&str> {
        self.texts.get(key).map(String::as_str)
    }

    /// The text of a code in a section of codes: of `under-inquiry` in `status`.
    pub fn find_in(&self, section: &str, code: &str) -> Option<&str> {
        self.tree.get(section)?.get(code)?.as_str()
    }

    /// The text of a key with values in place of `{name}`.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.get(key), values)
    }

    /// A number of things, in the plural form that the language has for it: `count.KEY` with `{n}` for the
    /// number. The forms are those of CLDR: `zero`, `one`, `two`, `few`, `many`, `other`.
    pub fn count(&self, key: &str, n: usize) -> String {
        let form = self.plural.as_ref().and_then(|rules| rules.select(n).ok()).map_or("other", form_name);
        let text = self
            .find(&format!("count.{key}.{form}"))
            .or_else(|| self.find(&format!("count.{key}.other")))
            .unwrap_or("{n}");
        fill(text, &[("n", &self.number(n))])
    }

    /// A whole number written out: "28,000".
    pub fn number(&self, n: usize) -> String {
        self.group_digits(&n.to_string())
    }

    /// A decimal number as it was written, with the language's separators: `1234567.50` becomes "1,234,567.50".
    /// Text that is no such number stays as it is.
    pub fn group_digits(&self, number: &str) -> String {
        let (sign, digits) = number.split_at(usize::from(number.starts_with('-')));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
            return number.to_string();
        }
        let mut out = String::from(sign);
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place).is_multiple_of(3) {
                out.push_str(self.get("number.group"));
            }
            out.push(digit);
        }
        if !fraction.is_empty() {
            out.push_str(self.get("number.decimal"));
            out.push_str(fraction);
        }
        out
    }

    /// A number of bytes in decimal units (SI), as file managers give it: "1.2 MB".
    pub fn size(&self, bytes: u64) -> String {
        let (unit, divisor) = match bytes {
            0..1_000 => return self.count("bytes", usize::try_from(bytes).unwrap_or_default()),
            1_000..1_000_000 => ("size.kilobytes", 1_000),
            1_000_000..1_000_000_000 => ("size.megabytes", 1_000_000),
            _ => ("size.gigabytes", 1_000_000_000),
        };
        let tenths = bytes.saturating_mul(10) / divisor;
        let number = match (tenths / 10, tenths % 10) {
            (whole, 0) => whole.to_string(),
            (whole, _) if whole >= 100 => whole.to_string(),
            (whole, tenth) => format!("{whole}.{tenth}"),
        };
        self.fill(unit, &[("n", &self.group_digits(&number))])
    }

    /// A section with everything in it, for a part of the program that has strings of its own.
    pub fn section(&self, name: &str) -> Value {
        self.tree.get(name).cloned().unwrap_or(Value::Null)
    }

    /// The words in one language, and the keys that are missing in it.
    pub(super) fn new(language: &str, strings: &[Strings]) -> (Self, Vec<String>) {
        let id: LanguageIdentifier = language.parse().unwrap_or_default();
        let is_base = id.language.as_str() == BASE_LANGUAGE;
        let mut texts = BTreeMap::new();
        let mut translated = BTreeSet::new();
        for part in strings.iter().filter(|part| part.language == BASE_LANGUAGE) {
            flatten(&part.tree, String::new(), &mut texts);
        }
        // The language at large first, then what only its variant has: `en`, then `en-GB`.
        for wanted in [id.language.as_str(), language] {
            for part in strings.iter().filter(|part| part.language == wanted && wanted != BASE_LANGUAGE) {
                let mut own = BTreeMap::new();
                flatten(&part.tree, String::new(), &mut own);
                translated.extend(own.keys().cloned());
                replace(&mut texts, own);
            }
        }
        let missing = texts.keys().filter(|key| !is_base && !translated.contains(*key)).cloned().collect();
        let plural_id = LanguageIdentifier::from_parts(id.language, None, None, &[]);
        let plural = PluralRules::create(plural_id, PluralRuleType::CARDINAL).ok();
        (Self { tree: nest(&texts), texts, plural }, missing)
    }
}

/// A tree of strings as one level of keys, `status.alleged`; a list has numbers for keys, `date.months.00`.
fn flatten(tree: &Value, key: String, texts: &mut BTreeMap<String, String>) {
    let below = |name: &str| if key.is_empty() { name.to_string() } else { format!("{key}.{name}") };
    match tree {
        Value::Object(entries) => entries.iter().for_each(|(name, value)| flatten(value, below(name), texts)),
        Value::Array(values) => {
            // Two digits, so that the order of keys is the order of the list.
            values.iter().enumerate().for_each(|(n, value)| flatten(value, below(&format!("{n:02}")), texts));
        }
        Value::String(text) => _ = texts.insert(key, text.clone()),
        _ => {}
    }
}

/// Puts translated strings in the place of others. The plural forms of a string are replaced together, since a
/// form of one language means nothing beside those of another.
fn replace(texts: &mut BTreeMap<String, String>, translated: BTreeMap<String, String>) {
    for key in translated.keys() {
        if let Some((group, _)) = key.rsplit_once('.').filter(|(group, _)| has_plural_forms(group)) {
            texts.retain(|old, _| old.rsplit_once('.').is_none_or(|(old_group, _)| old_group != group));
        }
    }
    texts.extend(translated);
}

/// Whether what stands under a key are the plural forms of one string: all of `count`, and sections in `search`.
fn has_plural_forms(key: &str) -> bool {
    key.starts_with("count.") || key.starts_with("search.")
}

/// One level of keys as a tree again.
fn nest(texts: &BTreeMap<String, String>) -> Value {
    let mut root = Map::new();
    for (key, text) in texts {
        let mut parts: Vec<&str> = key.split('.').collect();
        let last = parts.pop().unwrap_or_default();
        let mut at = &mut root;
        for part in parts {
            let child = at.entry(part).or_insert_with(|| Value::Object(Map::new()));
            if !child.is_object() {
                // A text stands where another file has a section: the section is what templates look into.
                *child = Value::Object(Map::new());
            }
            at = child.as_object_mut().expect("it was just made an object");
        }
        at.insert(last.to_string(), Value::String(text.clone()));
    }
    with_lists(Value::Object(root))
}

/// Mappings whose keys are numbers from 00 become lists.
fn with_lists(tree: Value) -> Value {
    let Value::Object(entries) = tree else { return tree };
    let numbered = (0..entries.len()).all(|n| entries.contains_key(&format!("{n:02}")));
    let mut below = entries.into_iter().map(|(name, value)| (name, with_lists(value)));
    if numbered {
        Value::Array(below.map(|(_, value)| value).collect())
    } else {
        Value::Object(below.by_ref().collect())
    }
}

fn form_name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::ZERO => "zero",
        PluralCategory::ONE => "one",
        PluralCategory::TWO => "two",
        PluralCategory::FEW => "few",
        PluralCategory::MANY => "many",
        PluralCategory::OTHER => "other",
    }
}
