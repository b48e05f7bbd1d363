//! Press releases that are imported: what is recognised, held back and left out, and that nothing is lost.

mod common;

use casefile::document::Details;
use casefile::document::PressRelease;
use casefile::document::Record;
use casefile::document::read_documents;
use casefile::import::release;
use casefile::import::release::Decision;
use casefile::import::release::Fields;
use casefile::import::release::Known;
use casefile::import::release::KnownWork;
use casefile::markdown;
use casefile::markdown::AsWritten;
use casefile::markdown::Hole;
use casefile::span::FileId;
use casefile::vocabulary::Kind;
use casefile::vocabulary::RawHtml;
use common::Run;
use common::Site;
use common::assert_hides;
use common::assert_shows;
use proptest::collection::vec;
use proptest::prelude::Just;
use proptest::prelude::ProptestConfig;
use proptest::prelude::Strategy;
use proptest::prelude::any;
use proptest::prop_assert;
use proptest::prop_assert_eq;
use proptest::prop_oneof;
use proptest::proptest;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A site of an invented campaign.
const SITE: &str = "=== content/organisations/exampleton-patients.md
---
title: Exampleton Patients
type: campaign
names: {aliases: [EP]}
---
=== content/organisations/bright-catering.md
---
title: Bright Catering
type: company
---
=== content/topics/food.md
---
title: Food
---
=== content/incidents/cold-meals.md
---
title: Meals reported cold
---
=== content/references/marsh-2019.md
---
title: Hospital Kitchens
type: book
author: [\"Marsh, P.\"]
date: 2019
publisher: Harbour
---
";

fn site(release: &str) -> Site {
    let site = Site::new(SITE);
    site.write("release.txt", release);
    site
}

fn import(site: &Site, more: &[&str]) -> Run {
    site.run(&[&["import", "release.txt", "--now", common::NOW], more].concat())
}

/// Imports a release, which succeeds, and gives the record and the report.
#[track_caller]
fn imported(release: &str, more: &[&str]) -> (String, String) {
    let site = site(release);
    let run = import(&site, &[&["--id", "own"], more].concat());
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{run:#?}");
    (record(&site), run.stdout)
}

fn record(site: &Site) -> String {
    fs::read_to_string(site.path("content/press-releases/own/index.md")).expect("a record")
}

/// The text below the front matter.
fn body(record: &str) -> &str {
    record.split_once("\n---\n").expect("front matter").1.trim_start_matches('\n')
}

// -------------------------------------------------------------------------------------- the real release

/// The record that was entered by hand.
const BY_HAND: &str = "content/press-releases/private-it-firm/index.md";

/// What no importer can know, as a campaigner says it. Everything else of the record is found.
const ASKED: [(&str, &str); 6] = [
    // "private-it-firm-puts-patients" without.
    ("--id", "private-it-firm"),
    // "Formed in March 2015": that the release is not older is a conclusion.
    ("--date", "[2015-03..]"),
    ("--incidents", "gp-letters"),
    ("--topics", "outsourcing,marketisation"),
    (
        "--summary",
        "Doctors for the NHS on the IT company Cerner, over 28,000 letters to GPs, and the outsourcing of work that medical secretaries used to do.",
    ),
    ("--method", METHOD),
];

const METHOD: &str = "The text of a web page, copied as it stood; the address of the page and the day are not recorded. Spelling and wording are as issued, including “Doctor for the NHS” in the first sentence and “Wrigely” in note 1. Left out here: a personal telephone number, an e-mail address that the page had already made unreadable, the name of a Facebook page, and a line about comments that belongs to the web page. Added here: the heading levels, the name under the quotation, and the links to works in the notes.";

/// The site of this project without the release, whose other records name it.
fn site_without_release() -> Site {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let site = Site::new("");
    site.write("casefile.yaml", fs::read(root.join("casefile.yaml")).expect("a configuration"));
    for (path, bytes) in common::files(&root.join("content")) {
        if !path.starts_with("press-releases/") {
            site.write(&format!("content/{path}"), bytes);
        }
    }
    let original = root.join("content/press-releases/private-it-firm/original.txt");
    site.write("release.txt", fs::read(original).expect("the release"));
    site
}

fn read_release(site: &Path) -> Record<AsWritten> {
    let inputs = casefile::load::load(site).expect("a site");
    let documents = read_documents(&mut Vec::new(), &inputs);
    documents.records.into_iter().find(|own| own.id == "private-it-firm").expect("the release")
}

fn release_of(record: &Record<AsWritten>) -> &PressRelease<AsWritten> {
    match &record.details {
        Details::PressRelease(release) => release,
        _ => panic!("a press release"),
    }
}

#[test]
fn the_real_release_becomes_the_record_that_was_entered_by_hand() {
    let site = site_without_release();
    let flags: Vec<&str> = ASKED.iter().flat_map(|(option, value)| [*option, *value]).collect();
    let run = site.run(&[["import", "release.txt"].as_slice(), &flags].concat());
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{run:#?}");

    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let by_hand = fs::read_to_string(root.join(BY_HAND)).expect("the record");
    let imported = fs::read_to_string(site.path(BY_HAND)).expect("the record");
    assert_eq!(body(&imported), body(&by_hand));

    let (own, other) = (read_release(&site.path("")), read_release(root));
    assert_eq!(own.common.title.value, other.common.title.value);
    assert_eq!(own.common.summary, other.common.summary);
    assert_eq!(own.common.state, other.common.state);
    let names = |links: &[casefile::span::Spanned<String>]| {
        links.iter().map(|link| link.value.clone()).collect::<Vec<_>>()
    };
    assert_eq!(names(&own.common.topics), names(&other.common.topics));
    let (own, other) = (release_of(&own), release_of(&other));
    assert_eq!(own.headline, other.headline);
    assert_eq!(own.date, other.date);
    let issuer = |release: &PressRelease<AsWritten>| release.issued_by.as_ref().map(|own| own.value.clone());
    assert_eq!(issuer(own), issuer(other));
    let people = |release: &PressRelease<AsWritten>| {
        release.spokespeople.iter().map(|own| (own.name.clone(), own.role.clone())).collect::<Vec<_>>()
    };
    assert_eq!(people(own), people(other));
    assert_eq!(names(&own.incidents), names(&other.incidents));
    assert_eq!((own.contacts.len(), own.sources.len()), (other.contacts.len(), other.sources.len()));
    let original = |release: &PressRelease<AsWritten>| {
        let own = release.original.as_ref().expect("an original");
        (own.file.value.clone(), own.obtained.clone(), own.method.clone(), own.publish)
    };
    assert_eq!(original(own), original(other));

    // With the release the site is whole again.
    let built = site.build(&[]);
    assert_eq!((built.status, built.stderr.as_str()), (0, ""), "{built:#?}");
    let bytes = |path: &str| fs::read(path).expect("a file");
    let kept = site.path("content/press-releases/private-it-firm/original.txt");
    assert_eq!(bytes(&kept.to_string_lossy()), bytes(&site.path("release.txt").to_string_lossy()));
}

#[test]
fn the_report_names_what_was_held_back_and_left_out_without_showing_it() {
    let site = site_without_release();
    let run = site.run(&["import", "release.txt", "--id", "own"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{run:#?}");
    assert_shows(
        &run.stdout,
        &[
            "a telephone number behind “DFNHS’s press officer is Alan Taman:”",
            "missing data: an e-mail address that the page had already made unreadable",
            "“Comments are closed.”: a line about comments",
            "“Facebook: DoctorsForTheNHS”",
            "6. [Davis, J., Lister, J. and Wrigley, D. (2015)",
            "cited as davis-2015, ch. 2 and 8",
            "when it was issued (`date`)",
            "Alan Taman, DFNHS spokesman and press officer",
        ],
    );
    for (path, bytes) in common::files(&site.path("content")) {
        let is_original = path.ends_with("/original.txt");
        assert!(is_original || !String::from_utf8_lossy(&bytes).contains("757 309"), "{path}");
    }
    assert_hides(&run.stdout, &["07870", "757 309"]);
    assert!(record(&site).contains("date: unknown\n"));
}

// ------------------------------------------------------------------------------------ invented releases

const MEALS: &str = "NEWS RELEASE

For immediate release, 3 June 2018

Cold meals “must end”, say patients

Exampleton Patients has called for hot food on all wards of Exampleton Hospital.

Jo Marsh, chair of Exampleton Patients, said:

“A cold dinner is not a small thing.

“It is the first meal that somebody has after days without.”

She added: 

“We have asked Bright Catering for its figures.”

Commenting on the reply, Dr Sam Okoro said:

“I have seen no figures.”

Ms Marsh added:

“Nor have we.”

ENDS

Notes to Editors:

1. Exampleton Patients was founded in 2009.

2. See Marsh, P. (2019) Hospital Kitchens. London: Harbour. pp. 12-14.

Contact:
Jo Marsh, 07700 900123
Sam Okoro
Tel: 020 7946 0018
press@exampleton-patients.example
";

#[test]
fn speakers_in_turn_have_their_quotations() {
    let (record, report) = imported(MEALS, &[]);
    assert_shows(
        &record,
        &[
            "title: Cold meals “must end”, say patients\n",
            "date: 2018-06-03\n",
            "issued_by: exampleton-patients\n",
            "name: Jo Marsh\n    role: chair of Exampleton Patients\n",
            "name: Dr Sam Okoro\n",
        ],
    );
    let quotation = "> “It is the first meal that somebody has after days without.”\n>\n> — Jo Marsh, chair of Exampleton Patients\n\nShe added:\n\n> “We have asked Bright Catering for its figures.”\n>\n> — Jo Marsh, chair of Exampleton Patients\n\nCommenting on the reply, Dr Sam Okoro said:\n\n> “I have seen no figures.”\n>\n> — Dr Sam Okoro\n\nMs Marsh added:\n\n> “Nor have we.”\n>\n> — Jo Marsh, chair of Exampleton Patients\n\nENDS\n\n## Notes to Editors:\n\n1. Exampleton Patients was founded in 2009.\n\n2. See Marsh";
    assert_shows(&record, &[quotation]);
    assert_shows(
        &report,
        &[
            "“She added:” was taken to be Jo Marsh, chair of Exampleton Patients",
            "“NEWS RELEASE”",
            "date: 2018-06-03, from “For immediate release, 3 June 2018”",
        ],
    );
}

#[test]
fn numbers_and_addresses_of_several_people_are_held_back() {
    let (record, report) = imported(MEALS, &[]);
    assert_shows(
        &record,
        &[
            "Jo Marsh, [redact: personal telephone number]\\\nSam Okoro\\\nTel: [redact: personal telephone number]\\\n[redact: personal e-mail address]\n",
        ],
    );
    for words in [&record, &report] {
        assert_hides(words, &["07700", "7946", "press@"]);
    }
}

#[test]
fn a_number_beside_a_name_is_no_part_of_a_role() {
    let text = "Meals\n\nJo Marsh, chair (07700 900123), said:\n\n“Hot.”\n\n“Good,” said Sam Okoro, cook on 07700 900124.\n";
    let (record, report) = imported(text, &[]);
    assert_shows(
        &record,
        &["Jo Marsh, chair ([redact: personal telephone number]), said:\n\n“Hot.”\n", "name: Sam Okoro\n"],
    );
    assert_shows(&report, &["who says “Hot.”…"]);
    for words in [&record, &report] {
        assert_hides(words, &["07700", "90012"]);
    }
}

#[test]
fn a_number_of_a_contact_of_the_site_becomes_its_key() {
    let site = site(MEALS);
    site.write("casefile.yaml", "title: Test\nbase_url: https://evidence.example/\ncontacts:\n  desk: {name: Desk, phone: 020 7946 0018, show_until: 2030-12-31}\n");
    let run = import(&site, &["--id", "own"]);
    assert_eq!(run.status, 0, "{run:#?}");
    assert_shows(&record(&site), &["contacts: [desk]\n"]);
}

#[test]
fn a_release_without_quotations_has_only_its_paragraphs() {
    let text = "Meals at Exampleton\n\nThe hospital serves 300 meals a day * and more.\n\n# 3 wards have no kitchen_at_all.\n\n    Indented by the author.\n";
    let (record, report) = imported(text, &[]);
    assert_eq!(
        body(&record),
        "The hospital serves 300 meals a day \\* and more.\n\n\\# 3 wards have no kitchen_at_all.\n\nIndented by the author.\n"
    );
    assert_shows(&report, &["who issued it (`issued_by`)", "how the file was obtained"]);
    assert_hides(&record, &["spokespeople", "headline"]);
}

/// `&#0` is a control character to Markdown, with and without its end.
#[test]
fn a_number_sign_behind_an_ampersand_stays_what_it_is() {
    let text = "Letters lost\n\nThe form says R&D, &amp; and &#0 and &#1; in one line.\n";
    let decoded = release::decode(text.as_bytes()).expect("it is a text");
    let composed = composed(&release::read(&decoded, &known_site()));
    assert_shows(&composed.text, &["R&D, &amp;amp; and &amp;#0 and &amp;#1; in one line."]);
}

#[test]
fn one_line_is_a_title() {
    let (record, _) = imported("Press release: meals will be hot", &[]);
    assert_shows(
        &record,
        &["title: Meals will be hot\n", "headline: \"Press release: meals will be hot\"\n"],
    );
    assert_eq!(body(&record), "");
}

#[test]
fn an_embargo_without_a_zone_keeps_the_record_a_draft() {
    let text =
        "Embargoed until 00:01 Tuesday 3 June 2031\n\nMeals will be hot\n\nExampleton Patients says so.\n";
    let (record, report) = imported(text, &[]);
    assert_shows(&record, &["state: draft\n", "date: \"[..2031-06-03]\"\n"]);
    assert_hides(&record, &["embargo:"]);
    assert_shows(
        &report,
        &[
            "Until when is it under embargo? It says “Embargoed until 00:01 Tuesday 3 June 2031”",
            "it is a draft",
        ],
    );

    let (record, _) = imported(text, &["--embargo", "2031-06-03T00:01+01:00"]);
    assert_shows(&record, &["embargo: 2031-06-03T00:01+01:00\n"]);
    assert_hides(&record, &["state:"]);

    let (record, _) = imported(&text.replace("Tuesday", "BST on Tuesday"), &[]);
    assert_shows(&record, &["embargo: 2031-06-03T00:01+01:00\n"]);

    // Over in every zone of the world.
    let (record, _) = imported(&text.replace("2031", "2018"), &[]);
    assert_hides(&record, &["embargo:", "state:"]);

    let refused = import(&site(text), &["--state", "published"]);
    assert_eq!(refused.status, 2, "{refused:#?}");
}

#[test]
fn a_day_that_can_be_read_in_two_ways_is_not_guessed() {
    let (record, report) = imported("Date: 3/6/2018\n\nMeals will be hot\n\nToday they were.\n", &[]);
    assert_shows(&record, &["date: unknown\n"]);
    assert_shows(&report, &["“3/6/2018” can be read in two ways"]);
    let (record, _) = imported("Meals will be hot\n\nIssued: 23/6/2018\n\nToday they were.\n", &[]);
    assert_shows(&record, &["date: 2018-06-23\n"]);
}

const PAGE: &str = r##"<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Meals will be hot – Exampleton Patients</title>
<meta property="og:title" content="Meals will be hot">
<meta property="article:published_time" content="2018-06-04T09:00:00+00:00">
<script>var tracker = "0123";</script></head>
<body class="single">
<header><a href="/">Exampleton Patients</a><p>Campaigning since 2009</p></header>
<nav><ul><li><a href="/news">News</a></li><li><a href="/about">About</a></li></ul></nav>
<main><article>
<h1>Meals will be hot</h1>
<div class="entry-content">
<p>Press release</p>
<p>Exampleton&nbsp;Patients has <em>won</em> hot me&shy;als, as <a href="https://news.example/meals?a=1&amp;b=2">the news</a> says.</p>
<h2>What was agreed</h2>
<ul><li>Soup at noon</li><li>Dinner at <strong>six</strong></li></ul>
<ol start="3"><li>Tea</li><li>Toast</li></ol>
<p>Jo Marsh, chair of Exampleton Patients, said:</p>
<blockquote><p>Hot at last.</p></blockquote>
<p><strong>ENDS</strong></p>
<p><b>Notes to editors</b></p>
<p>Write to <a href="/cdn-cgi/l/email-protection" class="__cf_email__" data-cfemail="13797c537e76727f603d766b727e637f76">[email&#160;protected]</a> or <a href="tel:+447700900123">ring us</a>.</p>
<p><img src="/soup.jpg" alt="A bowl of soup"></p>
<div class="sharedaddy"><h3>Share this:</h3><ul><li><a href="#">Tweet</a></li></ul></div>
</div></article></main>
<aside><h2>Donate</h2><p>Give us money.</p></aside>
<div id="comments"><p>Comments are closed.</p></div>
<footer><p>© 2018 Exampleton Patients</p></footer>
<div class="cookie-notice">We use cookies.</div>
</body></html>
"##;

#[test]
fn the_main_part_of_a_web_page_becomes_the_text() {
    let (record, report) = imported(PAGE, &[]);
    assert_eq!(
        body(&record),
        "Exampleton\u{a0}Patients has *won* hot meals, as [the news](https://news.example/meals?a=1&amp;b=2) says.\n\n## What was agreed\n\n- Soup at noon\n- Dinner at **six**\n\n3. Tea\n4. Toast\n\nJo Marsh, chair of Exampleton Patients, said:\n\n> Hot at last.\n>\n> — Jo Marsh, chair of Exampleton Patients\n\nENDS\n\n## Notes to editors\n\nWrite to [redact: personal e-mail address] or ring us [redact: personal telephone number].\n"
    );
    assert_shows(&record, &["title: Meals will be hot\n", "date: unknown\n", "file: original.html\n"]);
    assert_shows(
        &report,
        &[
            "the page says that it was put up on 2018-06-04",
            "“News About”: navigation",
            "“Share this: Tweet”: buttons to share",
            "“Comments are closed.”: comments",
            "“A bowl of soup”: a picture",
            "“We use cookies.”: a notice about cookies",
            "1 × soft hyphen",
        ],
    );
    assert_hides(&report, &["tracker", "7700"]);
}

#[test]
fn numbers_over_line_ends_and_with_stops_are_held_back() {
    let text = "Press release: Letters lost

Letters were lost.

ENDS

Contact: Alan Taman
Tel: 020.7946.0000
Mobile: 07700.900.123 or 07700 900
456
";
    let (record, report) = imported(text, &[]);
    assert_hides(&record, &["7946", "07700", "900", "456"]);
    assert_eq!(record.matches("[redact: personal telephone number]").count(), 3, "{record}");
    assert_eq!(report.matches("a telephone number behind").count(), 3, "{report}");

    let page = "<html><body><h1>Letters lost</h1><p>Letters were lost.</p><p>Tel: 07700<br>900123</p><p>Share this</p></body></html>";
    let (record, report) = imported(page, &[]);
    assert_shows(&record, &["\nTel: [redact: personal telephone number]\n"]);
    assert_hides(&record, &["07700", "900123"]);
    assert_shows(&report, &["a telephone number behind “Tel:”"]);
}

#[test]
fn the_speaker_below_a_quotation_of_a_page_stays_its_speaker() {
    let page = "<html><body><h1>Late</h1><p>Letters were late.</p><blockquote><p>“Very bad.”</p><cite>Jane Smith, chair</cite></blockquote><blockquote><p>“Bad <cite>News</cite>.”</p><footer>— Jo Marsh</footer></blockquote></body></html>";
    let (record, _) = imported(page, &[]);
    assert_eq!(
        body(&record),
        "Letters were late.\n\n> “Very bad.”\n>\n> — Jane Smith, chair\n\n> “Bad News.”\n>\n> — Jo Marsh\n"
    );
    assert_shows(&record, &["name: Jane Smith", "role: chair", "name: Jo Marsh"]);
}

#[test]
fn a_name_at_the_end_of_a_sentence_has_no_full_stop() {
    let (record, _) = imported("Late\n\nLetters were late.\n\n“It is bad,” said Alan Taman.\n", &[]);
    assert_shows(&record, &["name: Alan Taman"]);
    assert_hides(&record, &["name: Alan Taman."]);
}

#[test]
fn what_a_page_hides_is_left_out() {
    let page = "<html><body><h1>Late</h1><p>Letters were late.</p><p style=\"color: red; DISPLAY : none\">One secret</p><p hidden>Two secrets</p><p aria-hidden=\"true\">Three secrets</p><table><tr><td>Shown</td><td style='visibility:hidden'>Four secrets</td></tr></table></body></html>";
    let (record, report) = imported(page, &[]);
    assert_hides(&record, &["secret"]);
    assert_shows(
        &report,
        &[
            "“One secret”: hidden on the page",
            "“Two secrets”: hidden on the page",
            "“Three secrets”: hidden on the page",
            "“Four secrets”: hidden on the page",
        ],
    );
}

#[test]
fn older_encodings_are_read() {
    let check = |bytes: Vec<u8>| {
        let site = Site::new(SITE);
        site.write("release.txt", &bytes);
        let run = import(&site, &["--id", "own"]);
        assert_eq!(run.status, 0, "{run:#?}");
        assert_eq!(body(&record(&site)), "“Hot” – at last, for £5.\n\nAt six.\n");
        let kept = site.path("content/press-releases/own/original.txt");
        assert_eq!(fs::read(kept).expect("the original"), bytes);
    };
    let text = "Meals\r\n\r\n“Hot” – at last, for £5.\r\n\r\nAt six.\r\n";
    let utf_16 = |sign: u16| sign.to_le_bytes();
    check(text.into());
    check(format!("\u{feff}{text}").into());
    check([0xfeff].into_iter().chain(text.encode_utf16()).flat_map(utf_16).collect());
    check(text.encode_utf16().flat_map(utf_16).collect());
    check([0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect());
    let windows = |sign: char| match sign {
        '“' => 0x93,
        '”' => 0x94,
        '–' => 0x96,
        sign => u8::try_from(sign).expect("a sign of Latin-1"),
    };
    check(text.chars().map(windows).collect());
}

#[test]
fn a_page_says_in_which_encoding_it_is() {
    let site = Site::new(SITE);
    let page = b"<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=iso-8859-2\"></head><body><h1>Meals</h1><p>Mr Nov\xe1k of \xb9koda.</p></body></html>";
    site.write("release.txt", page);
    let run = import(&site, &["--id", "own"]);
    assert_eq!(run.status, 0, "{run:#?}");
    assert_eq!(body(&record(&site)), "Mr Novák of škoda.\n");
}

#[track_caller]
fn check_refused(bytes: &[u8], words: &[&str]) {
    let site = Site::new(SITE);
    site.write("release.txt", bytes);
    let before = common::files(&site.path(""));
    let run = import(&site, &[]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{run:#?}");
    assert_shows(&run.stderr, words);
    assert_eq!(common::files(&site.path("")), before);
}

#[test]
fn what_is_no_text_is_refused() {
    check_refused(b"", &["there are no words in this file"]);
    check_refused(b" \n\n - \n", &["there are no words in this file"]);
    check_refused(b"%PDF-1.7\n\x00\x01", &["this is a PDF, not a text"]);
    check_refused(b"PK\x03\x04rest", &["a document of a word processor"]);
    check_refused(&[7, 0, 9, 200, 0, 0, 1, 255], &["this is not a text"]);
}

#[test]
fn a_large_file_is_read() {
    let line = "The hospital served 300 cold meals on that day, and nobody said why. ";
    let text = format!("Meals\n\n{}", format!("{}\n\n", line.repeat(20)).repeat(3800));
    assert!(text.len() > 5_000_000);
    let (record, _) = imported(&text, &[]);
    assert!(record.len() > 5_000_000);
}

// ------------------------------------------------------------------------------------- never over others

#[test]
fn the_same_release_is_not_imported_twice() {
    let site = site(MEALS);
    assert_eq!(import(&site, &["--id", "own"]).status, 0);
    let before = common::files(&site.path(""));
    let again = import(&site, &["--id", "other"]);
    assert_eq!(again.status, 2, "{again:#?}");
    assert_shows(
        &again.stderr,
        &["this very file is already the original of `press-releases/own`", "`--again`"],
    );
    site.write("release.txt", MEALS.replace("say patients", "say patients "));
    let same_title = import(&site, &["--id", "other"]);
    assert_shows(&same_title.stderr, &["`press-releases/own` has the same title"]);
    let same_id = import(&site, &["--id", "own", "--again"]);
    assert_shows(&same_id.stderr, &["there is a press release `own` already"]);
    site.write("release.txt", MEALS);
    assert_eq!(common::files(&site.path("")), before);
    assert_eq!(import(&site, &["--id", "other", "--again"]).status, 0);
}

#[test]
fn a_trial_writes_nothing() {
    let site = site(MEALS);
    let before = common::files(&site.path(""));
    let run = import(&site, &["--dry-run"]);
    assert_eq!(run.status, 0, "{run:#?}");
    assert_shows(
        &run.stdout,
        &["Would be written:\n  content/press-releases/cold-meals-must-end-say-patients/index.md"],
    );
    assert_eq!(common::files(&site.path("")), before);
}

#[test]
fn a_record_that_would_have_mistakes_is_not_written() {
    let site = site(MEALS);
    let before = common::files(&site.path(""));
    let run = import(&site, &["--summary", "Ring 07700 900123."]);
    assert_eq!((run.status, run.stdout.as_str()), (1, ""), "{run:#?}");
    assert_shows(&run.stderr, &["a telephone number stands here", "nothing was written"]);
    assert_eq!(common::files(&site.path("")), before);
}

#[test]
fn ids_that_name_nothing_are_told_with_the_nearest() {
    let check = |flags: &[&str], words: &str| {
        let run = import(&site(MEALS), flags);
        assert_eq!(run.status, 2, "{run:#?}");
        assert_shows(&run.stderr, &[words]);
    };
    check(&["--incidents", "cold-meal"], "there is no `cold-meal` among the incidents; perhaps `cold-meals`");
    check(&["--topics", "fod"], "perhaps `food`");
    check(&["--issued-by", "exampleton-patient"], "perhaps `exampleton-patients`");
    check(&["--id", "Cold Meals"], "such as `cold-meals`");
    check(&["--date", "June"], "expected a date such as 2018-06-20");
    check(&["--embargo", "2018-06-20"], "expected a time with its zone");
    check(&["--match", "nothing such=none"], "no note has these words");
    check(&["--match", "1=marsh-2018"], "perhaps `marsh-2019`");
}

// --------------------------------------------------------------------------------------- works in notes

const NOTES: &str = "Meals will be hot\n\nExampleton Patients says so [1].\n\nENDS\n\n[1] Marsh, P. (2019) Hospital Kitchns. London: Harbour, Chapter 4.\n\nMarsh, P. (2021) Hospital Kitchens. London: Harbour.\n\nOkoro, S. and Marsh, P. (2020) ‘Soup and care’. In Food Today, ed by Adeyemi, T. London: Quay, pp. 3-9.\n\nOkoro, S. and Marsh, P. (2020) ‘Soup and care’. In Food Today, ed by Adeyemi, T. London: Quay, 12.\n";

#[test]
fn a_work_that_may_be_another_is_not_merged() {
    let (record, report) = imported(NOTES, &[]);
    assert_shows(
        &record,
        &[
            "[1] Marsh, P. (2019) Hospital Kitchns. London: Harbour, Chapter 4. [@marsh-2019, ch. 4]\n",
            "Marsh, P. (2021) Hospital Kitchens. London: Harbour.\n",
            "state: draft\n",
        ],
    );
    assert_shows(
        &report,
        &[
            "Which reference is work 2 in the list above? It may be `marsh-2019`, or a new one.",
            "not cited: the site has no such reference",
        ],
    );
}

#[test]
fn flags_say_which_work_is_meant() {
    let (record, _) =
        imported(NOTES, &["--match", "2=marsh-2019", "--match", "[1]=none", "--match", "soup and care=none"]);
    assert_shows(&record, &["(2021) Hospital Kitchens. London: Harbour. [@marsh-2019]\n", "Chapter 4.\n"]);
    assert_hides(&record, &["state:"]);
}

#[test]
fn works_that_the_site_has_not_become_references() {
    let site = site(NOTES);
    let run = import(&site, &["--id", "own", "--new-references", "--match", "2=new"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{run:#?}");
    assert_shows(
        &record(&site),
        &[
            "pp. 3-9. [@okoro-2020, pp. 3-9]\n",
            "Quay, 12. [@okoro-2020, p. 12]\n",
            "Harbour. [@marsh-2021]\n",
        ],
    );
    let chapter = fs::read_to_string(site.path("content/references/okoro-2020.md")).expect("a reference");
    assert_eq!(
        chapter,
        "---\ntitle: Soup and care\ntype: chapter\nstate: draft\nauthor:\n  - Okoro, S.\n  - Marsh, P.\ndate: 2020\nparent:\n  title: Food Today\n  editor: [\"Adeyemi, T.\"]\n  publisher: Quay\n  location: London\n---\n\nCited in [[press-release:own]].\n"
    );
    // All of it can be published at once.
    let site = self::site(NOTES);
    let run = import(&site, &["--id", "own", "--new-references", "--match", "2=new", "--state", "published"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{run:#?}");
    site.publish();
}

// ----------------------------------------------------------------------------------------- at a terminal

#[cfg(unix)]
#[test]
fn somebody_at_a_terminal_says_which_of_two_works_is_meant() {
    let answers = [("\r", "marsh-2019"), ("\u{1b}[B\r", "marsh-2020")];
    for (keys, id) in answers {
        let site =
            site("Meals\n\nThey say so.\n\nENDS\n\nMarsh, P. (2019) Hospital Kitchens. London: Harbour.\n");
        site.write("content/references/marsh-2020.md", "---\ntitle: Hospital Kitchens\ntype: book\nauthor: [\"Marsh, P.\"]\ndate: 2019\n---\n\nA reprint.\n");
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_casefile"));
        command.current_dir(site.path("")).args(["import", "release.txt", "--id", "own"]);
        let flags = [
            "--date",
            "2018",
            "--issued-by",
            "exampleton-patients",
            "--incidents",
            "cold-meals",
            "--topics",
            "food",
            "--summary",
            "Meals.",
            "--method",
            "By e-mail",
        ];
        command.args(flags).env("TERM", "xterm");
        let mut terminal = rexpect::session::spawn_command(command, Some(20_000)).expect("a terminal");
        terminal.exp_string("Which reference is").expect("the question");
        terminal.exp_string("marsh-2020").expect("the choices");
        terminal.send(keys).expect("a key");
        terminal.flush().expect("a key");
        terminal.exp_string("cited as").expect("the report");
        terminal.exp_eof().expect("the end");
        assert_shows(&record(&site), &[&format!("London: Harbour. [@{id}]\n")]);
    }
}

#[test]
fn days_and_names_are_answered_as_people_say_them() {
    let site = site("Meals\n\nThey say so.\n");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_casefile"));
    command.current_dir(site.path("")).args(["import", "release.txt", "--id", "own"]);
    command.args(["--issued-by", "exampleton-patients", "--summary", "Meals.", "--method", "By e-mail"]);
    command.env("TERM", "xterm");
    let mut terminal = rexpect::session::spawn_command(command, Some(20_000)).expect("a terminal");
    for (question, keys) in [
        ("When was it issued?", "Monday 3 June 2018\r"),
        ("3 June 2018 is a Sunday, and not a Monday", ""),
        ("When was it issued?", &format!("{}Sunday 3 June 2018\r", "\x7f".repeat(18))),
        ("Which incidents is it about?", "meals reported COLD\r"),
        ("Which topics has it?", "FOOD\r"),
    ] {
        terminal.exp_string(question).expect(question);
        terminal.send(keys).expect("keys");
        terminal.flush().expect("keys");
    }
    terminal.exp_eof().expect("the end");
    assert_shows(&record(&site), &["date: 2018-06-03\n", "incidents: [cold-meals]\n", "topics: [food]\n"]);
}

// ------------------------------------------------------------------------------------ whatever is written

/// Lines that mean something, or that look as if they did.
fn line() -> impl Strategy<Value = String> {
    let lines = [
        "",
        "",
        "",
        "Press release: meals",
        "PRESS RELEASE",
        "For immediate release, 3 June 2018",
        "Embargoed until noon",
        "ENDS",
        "-ends-",
        "###",
        "- ENDS -",
        "* ENDS *",
        "Notes to editors",
        "Editor’s Notes:",
        "Jo Marsh, chair, said:",
        "She added:",
        "“It is cold.",
        "“It is cold.”",
        "\"It is cold,\" said Jo Marsh, chair of it.",
        "— Jo Marsh",
        "[1] Marsh, P. (2019) Hospital Kitchens. London: Harbour. Chapters 2 and 3.",
        "[Marsh, P. (2019) Hospital",
        "Tel: 07700 900123",
        "jo@exampleton.example",
        "[email protected]",
        "Comments are closed.",
        "Share this",
        "[07700 900123]",
        "- one",
        "* two",
        "• three",
        "1. four",
        "2. five",
        "3) six",
        "17. seven",
        "> eight",
        "# nine",
        "=====",
        "---",
        "* * *",
        "| a | b |",
        "|---|---|",
        "a | b",
        "--|--",
        "[[name]]",
        "[a](b)",
        "[a]: b",
        "[^1]: c",
        "![a](b)",
        "[@marsh-2019]",
        "as @marsh-2019 says",
        "[redact: me]",
        "[redact: me",
        "<b>bold</b>",
        "<!-- no -->",
        "&amp; &#1; &copy;",
        "`code`",
        "```",
        "~~no~~",
        "*a* **b** _c_ __d__",
        "a_b_c",
        "\\*",
        "back\\",
        "http://a_b.example/c_d",
        "-a",
        "+ b",
        "12\\. c",
        "[x] done",
        "- [ ] task",
        "Facebook: Meals",
        "{#id}",
        "a\u{a0}b",
        "so\u{ad}ft",
        "\u{200b}zero",
        "\u{1}control",
        "x@y",
        "(@z)",
        "::: d",
    ];
    let known = (0..lines.len()).prop_map(move |index| lines[index].to_owned());
    prop_oneof![
        6 => known.clone(),
        1 => (known.clone(), known).prop_map(|(one, other)| format!("{one} {other}")),
        1 => "[ -~]{0,40}",
        1 => "[\\[\\]()@*_`<>!#\\\\a:^ -]{1,16}",
        1 => any::<String>(),
    ]
}

fn known_site() -> Known {
    let work = KnownWork {
        id: "marsh-2019".to_owned(),
        title: "Hospital Kitchens".to_owned(),
        families: vec!["Marsh".to_owned()],
        year: Some("2019".to_owned()),
        container: None,
    };
    Known { works: vec![work], ..Known::default() }
}

/// How often each word stands in a text, whatever its capitals.
fn words(text: &str) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for word in text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()) {
        *counts.entry(word.to_lowercase()).or_default() += 1;
    }
    counts
}

/// What a reader sees, without spaces and whatever the form of dashes and quotation marks.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for sign in text.chars() {
        match sign {
            '“' | '”' | '"' | '‘' | '’' | '\'' => out.push('\''),
            '–' | '—' | '-' if out.ends_with('-') => {}
            '–' | '—' | '-' => out.push('-'),
            '…' => out.push_str("..."),
            sign if sign.is_whitespace() => {}
            sign => out.push(sign),
        }
    }
    out
}

fn composed(draft: &release::Draft) -> release::Composed {
    let decisions: Vec<Decision> = draft
        .works
        .iter()
        .map(|note| match &note.found {
            release::Found::One(id) => Decision::Cite(id.clone()),
            _ => Decision::Leave,
        })
        .collect();
    let set = Fields {
        id: "own".to_owned(),
        title: "A title".to_owned(),
        date: "unknown".to_owned(),
        original: "original.txt".to_owned(),
        ..Fields::default()
    };
    release::compose(draft, &decisions, &[], &set)
}

/// Asserts that each word of a text is in the record, left out and listed, or held back.
fn assert_nothing_lost(
    source: &str,
    draft: &release::Draft,
) -> Result<(), proptest::test_runner::TestCaseError> {
    let composed = composed(draft);
    let mut found = body(&composed.text).to_owned();
    let head = draft
        .head
        .headline
        .iter()
        .chain(draft.removed.iter().map(|own| &own.words))
        .chain(draft.held.iter().map(|own| &own.words));
    for words in head {
        found.push('\n');
        found.push_str(words);
    }
    let found = words(&found);
    for (word, count) in words(source) {
        prop_assert!(
            found.get(&word).is_some_and(|own| *own >= count),
            "`{word}` is lost:\n{source:?}\n{}",
            composed.text
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn nothing_of_a_text_is_lost(lines in vec(line(), 0..24)) {
        let text = lines.join("\n");
        let Ok(decoded) = release::decode(text.as_bytes()) else { return Ok(()) };
        if decoded.is_page { return Ok(()) }
        let draft = release::read(&decoded, &known_site());
        assert_nothing_lost(&decoded.text, &draft)?;
    }

    #[test]
    fn a_text_is_shown_as_it_was_issued(lines in vec(line(), 0..24)) {
        let text = lines.join("\n");
        let Ok(decoded) = release::decode(text.as_bytes()) else { return Ok(()) };
        if decoded.is_page { return Ok(()) }
        let draft = release::read(&decoded, &known_site());
        let composed = composed(&draft);
        let source = body(&composed.text);
        let written = markdown::Written { file: FileId(0), source, start: 0, kind: Kind::PressRelease, html: RawHtml::Escaped };
        let mut mistakes = Vec::new();
        let read = markdown::read_body(&mut mistakes, written);
        prop_assert!(mistakes.is_empty(), "{mistakes:#?}\n{source}");
        let fill = |out: &mut String, hole: &Hole| {
            if let Hole::Redaction(reason) = hole { out.push_str(&format!("[redact: {reason}]")); }
        };
        let heading = format!(" {} ", read.notes_heading.clone().unwrap_or_default());
        let shown = common::words(&[read.text.filled(fill), heading, read.notes.filled(fill)].concat());
        let shown = plain(&shown.replace('—', ""));
        let expected: String = draft.blocks.iter().filter(|block| !block.is_end()).map(|block| block.shown_text() + &block.speaker().unwrap_or_default()).collect();
        prop_assert_eq!(shown.replace('-', ""), plain(&expected).replace('-', ""), "{}", source);
    }

    #[test]
    fn no_bytes_are_too_strange(bytes in vec(any::<u8>(), 0..300)) {
        if let Ok(decoded) = release::decode(&bytes) {
            let draft = release::read(&decoded, &Known::default());
            assert_nothing_lost(if decoded.is_page { "" } else { &decoded.text }, &draft)?;
        }
    }

    #[test]
    fn nothing_of_a_page_is_lost(parts in vec(tag(), 0..40)) {
        let words: Vec<String> = (0..parts.len()).map(|index| format!("word{index}")).collect();
        let inner: String = parts.iter().zip(&words).map(|(tag, word)| format!("{tag} {word} ")).collect();
        let Ok(decoded) = release::decode(format!("<html><body>{inner}</body></html>").as_bytes()) else { return Ok(()) };
        let draft = release::read(&decoded, &known_site());
        assert_nothing_lost(&words.join(" "), &draft)?;
        let composed = composed(&draft);
        let source = body(&composed.text);
        let written = markdown::Written { file: FileId(0), source, start: 0, kind: Kind::PressRelease, html: RawHtml::Escaped };
        let mut mistakes = Vec::new();
        markdown::read_body(&mut mistakes, written);
        prop_assert!(mistakes.is_empty(), "{mistakes:#?}\n{source}");
    }
}

/// A tag, as a page has it that nobody has mended.
fn tag() -> impl Strategy<Value = String> {
    let tags = [
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<em>",
        "</em>",
        "<strong>",
        "</strong>",
        "<a href='https://x.example/a b'>",
        "<a href='/x'>",
        "<a href='mailto:jo@x.example'>",
        "</a>",
        "<ul>",
        "<ol>",
        "</ul>",
        "</ol>",
        "<li>",
        "</li>",
        "<blockquote>",
        "<cite>",
        "</cite>",
        "<blockquote><footer>",
        "<p style='display:none'>",
        "</blockquote>",
        "<h1>",
        "</h1>",
        "<h2>",
        "</h2>",
        "<br>",
        "<nav>",
        "</nav>",
        "<article>",
        "</article>",
        "<main>",
        "</main>",
        "<table><tr><td>",
        "</td><td>",
        "</td></tr></table>",
        "<img src=x alt='a picture'>",
        "<span hidden>",
        "</span>",
        "<aside>",
        "</aside>",
        "<pre>",
        "</pre>",
        "<span>07700 900123",
        "<i>[",
        "<b>]",
        "<div class='share'>",
        "<section>",
        "</section>",
        "* ",
        "[",
        "](",
        "ENDS<br>",
    ];
    prop_oneof![8 => (0..tags.len()).prop_map(move |index| tags[index].to_owned()), 1 => Just(String::new())]
}
