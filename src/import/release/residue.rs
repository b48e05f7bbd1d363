//! What a web page or a mail program puts around a release, and what is no part of it.

use regex::RegexSet;
use std::sync::LazyLock;

/// Words that are left out, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removed {
    /// The words.
    pub words: String,
    /// What they are.
    pub what: &'static str,
}

impl Removed {
    /// Words that are left out.
    pub fn new(words: impl Into<String>, what: &'static str) -> Self {
        Self { words: words.into(), what }
    }
}

/// What a whole line says that is no part of a release, in small letters, with what it is.
const PATTERNS: [(&str, &str); 9] = [
    (
        r"comments? (are|is) (now )?closed( for this (post|article))?|comments off.*|(no|[0-9]+) comments?( yet)?|(leave|add|post|write) a (comment|reply)( cancel reply)?|be the first to comment|log ?in to (comment|reply)|your e-?mail address will not be published.*|(join|start) the (conversation|discussion)",
        "a line about comments",
    ),
    (
        r"(share|tweet|pin|like) (this|it)( (article|post|page|story|release|on [a-z ]+))?:?|share( on [a-z ]+)?:?|share via.*|click to (share|print|e-?mail|tweet).*|tweet|pin it|like this:?|loading ?(\.\.\.|…)?|(e-?mail|print|bookmark|save)( this( page| post| article)?)?|print( friendly)?|copy link",
        "a button to share",
    ),
    (
        r"(facebook|twitter|instagram|linkedin|youtube|tiktok|bluesky|mastodon|whatsapp)( ?[:/] ?@?[^ ]{1,60}| @[^ ]{1,60})?|x: ?@[^ ]{1,60}|(find|like|follow|join) us (on|at) [a-z, &]+(: ?[^ ]+)?|follow @?[^ ]+ on [a-z]+|https?://(www\.)?(facebook|twitter|x|instagram|linkedin|youtube|tiktok)\.com/[^ ]*",
        "a line about a social network",
    ),
    (
        r"skip to (main )?(content|navigation)|menu|home|search( for:?)?|(main|site|primary) (menu|navigation)|navigation|(←|«|<|‹)? ?(previous|older)( (post|posts|article|page))?|(next|newer)( (post|posts|article|page))? ?(→|»|>|›)?|back( to (top|news|home|press releases|all news))?|(↑|\^) ?(back to )?top|you are here:?.*|home ?(»|>|›|/|\|) ?.*|permalink|bookmark the permalink\.?|edit( this( page| post)?)?|toggle [a-z ]+",
        "navigation",
    ),
    (
        r"(we|this (web)?site|our (web)?site) uses? cookies.*|(accept|reject|manage)( all)? cookies.*|cookie (policy|settings|notice|preferences)|privacy (policy|notice)|terms( and conditions| of use)?|by (using|continuing).{0,60}cookies.*",
        "a notice about cookies or privacy",
    ),
    (
        r"(subscribe|sign up)( now)?( (to|for) (our|the) (newsletter|mailing list|updates|news|e-?mails?).{0,40})?|(join|get) our (mailing list|newsletter).*|enter your e-?mail.*|donate( now)?|unsubscribe.*|view (this e-?mail |it )?in (your|a) browser.*",
        "an invitation of the site",
    ),
    (
        r"(posted|filed|categori[sz]ed|tagged) (in|under|on|with|as|by):? .{1,80}|published( on)?:? .{0,30}[12][0-9]{3}|(categories|category|tags?): .{0,80}|by (admin|editor|webmaster)|view all posts.*|related( (posts|articles|stories|news))?:?|more (news|stories|from .{1,40})|(read|find out|learn|see) more( ?(…|\.\.\.|→|»))?|continue reading.*|you may also like:?.*|recent posts",
        "a line of the site's own",
    ),
    (
        r"(copyright ?)?(©|\(c\)).{0,120}|copyright [12][0-9]{3}.{0,100}|all rights reserved\.?|(proudly )?powered by .{1,40}|(web)?site (by|design(ed)? by) .{1,40}|(theme|design)( by)?: .{1,40}",
        "the foot of the site",
    ),
    (
        r"page [0-9]+( of [0-9]+)?|[0-9]+ ?/ ?[0-9]+|-{3,}|_{3,}|={3,}|(\* ?){3,}",
        "a mark between pages or parts",
    ),
];

static LINES: LazyLock<RegexSet> = LazyLock::new(|| {
    let whole = PATTERNS.iter().map(|(pattern, _)| format!(r"^(?:{pattern})[.!]?$"));
    RegexSet::new(whole).expect("patterns of this file")
});

/// No such line is longer, in characters.
const LONGEST: usize = 200;

/// What a whole line is, if it is no part of a release.
pub(super) fn kind_of_line(line: &str) -> Option<&'static str> {
    let words = line.trim().trim_start_matches(['•', '·', '|', '*']).trim_end_matches(['|', '·']).trim();
    if words.is_empty() || words.chars().count() > LONGEST {
        return None;
    }
    let found = LINES.matches(&words.to_lowercase()).into_iter().next()?;
    Some(PATTERNS[found].1)
}
