//! `casefile new`: records from a dialogue at a terminal, and from flags.

mod common;

use common::Run;
use common::Site;
use common::assert_hides;
use common::assert_shows;
use common::files;
use std::fs;

/// A site with something to complete and to be alike.
const ARCHIVE: &str = "\
=== content/index.md
---
title: Home
---
=== content/organisations/example-laboratory.md
---
title: Example Laboratory
type: company
names: {aliases: [ExLab], former: [Sample Tests Ltd]}
url: https://www.laboratory.example/
---
=== content/topics/outsourcing.md
---
title: Outsourcing
synonyms: [contracting out]
---
=== content/references/davis-2015.md
---
title: NHS for sale
type: book
author: Davis, J.
date: 2015
---
=== content/references/story.md
---
title: Results late again
type: news
url: https://news.example/results-late/
date: 2018-06-20
---
=== content/incidents/late-results.md
---
title: Blood test results sent late
date: 2018-06-20
state: draft
organisations: {supplier: example-laboratory}
---
";

/// What "yesterday" is counted from: a Saturday.
const TODAY: &str = "2026-11-28";

/// The arguments of `casefile new`, with the day.
fn new<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    [&["new", "--now", TODAY], arguments].concat()
}

/// The whole file that these flags make, and nothing else is written; the site has no mistakes then.
#[track_caller]
fn check_flags(arguments: &[&str], path: &str, expected: &str) {
    let site = Site::new(ARCHIVE);
    let before = files(&site.path("content"));
    let run = site.run(&new(arguments));
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{run:#?}");
    assert_shows(&run.stdout, &[&format!("Written: {path}\n")]);
    assert_eq!(fs::read_to_string(site.path(path)).expect("it was written"), expected);
    assert_eq!(files(&site.path("content")).len(), before.len() + 1);
    check_sound(&site);
}

/// The site has no mistakes.
#[track_caller]
fn check_sound(site: &Site) {
    site.without_editorial_rules();
    let checked = site.run(&["check", "--now", common::NOW]);
    assert_eq!(
        (checked.status, checked.stdout.as_str(), checked.stderr.as_str()),
        (0, "No mistakes found.\n", "")
    );
}

/// These flags are refused, with these words, and nothing is written.
#[track_caller]
fn check_refused(arguments: &[&str], status: i32, words: &[&str]) {
    let site = Site::new(ARCHIVE);
    let before = files(&site.path("."));
    let run = site.run(&new(arguments));
    assert_eq!((run.status, run.stdout.as_str()), (status, ""), "{run:#?}");
    assert_shows(&run.stderr, words);
    assert_eq!(files(&site.path(".")), before);
}

#[test]
fn an_incident_is_made_by_flags() {
    check_flags(
        &[
            "incident",
            "--title",
            "Samples: 300 lost, \"again\"",
            "--date",
            "summer 2019",
            "--reported",
            "last Tuesday",
            "--text",
            "# 1 hospital said so.\n\nSee [@davis-2015, p. 3].",
            "--summary",
            "A laboratory lost samples.",
            "--supplier",
            "exlab",
            "--affected",
            "example-laboratory",
            "--place",
            "Leeds",
            "--place",
            "Newcastle, Tyne",
            "--harm",
            "delayed care",
            "--figure",
            "Samples lost: over 300 samples",
            "--figure",
            "Cost of the contract: about £1.5 million",
            "--figure",
            "Called back: 40 patients",
            "--topic",
            "contracting out",
            "--status",
            "under-inquiry",
            "--disputed",
            "--source",
            "Davis 2015, ch. 4, \"were lost\"",
            "--source",
            "story",
            "--reply",
            "no-reply",
            "--unknown",
            "Whether any patient was harmed.",
        ],
        "content/incidents/samples-300-lost-again.md",
        "\
---
title: \"Samples: 300 lost, \\\"again\\\"\"
summary: A laboratory lost samples.
topics: [outsourcing]
date: 2019-22
reported: 2026-11-24
status: under-inquiry
disputed: true
organisations:
  supplier: example-laboratory
  affected: example-laboratory
places: [Leeds, \"Newcastle, Tyne\"]
harms: [delayed-care]
figures:
  - label: Samples lost
    value: 300
    qualifier: over
    unit: samples
  - label: Cost of the contract
    value: 1500000
    qualifier: about
    currency: GBP
  - label: Called back
    value: 40
    unit: patients
    people: true
right_of_reply:
  status: no-reply
unknowns: [Whether any patient was harmed.]
sources:
  - ref: davis-2015
    at: ch. 4
    quote: were lost
  - story
---

\\# 1 hospital said so.

See [@davis-2015, p. 3].
",
    );
}

#[test]
fn little_is_needed_and_the_rest_is_shown_as_it_would_be() {
    check_flags(
        &["incidents", "--title", "Yes", "--draft"],
        "content/incidents/yes.md",
        "\
---
title: \"Yes\"
# Only you see a draft. To publish it, delete the next line.
state: draft

# Not known yet. To add one, write it as here, without the # before it:
# organisations: {supplier: id-of-the-company}
# places: [Leeds]
# harms: [delayed-care]
# sources: [id-of-a-reference]
# right_of_reply: {status: asked, asked: 2030-05-02}
# unknowns: [Whether any patient was harmed.]
---
",
    );
}

#[test]
fn a_reference_is_named_by_author_and_year() {
    check_flags(
        &[
            "reference",
            "--title",
            "Ready for market",
            "--type",
            "chapter",
            "--author",
            "Player, S. and Leys, C.",
            "--author",
            "Department for Digital, Culture, Media and Sport",
            "--date",
            "about 2013",
            "--parent",
            "davis-2015",
            "--page-range",
            "38-61",
            "--url",
            "https://books.example/market",
            "--publisher",
            "Example Press: London",
            "--independence",
            "party",
            "--archived",
            "https://archive.example/market",
        ],
        "content/references/player-2013.md",
        "\
---
title: Ready for market
type: chapter
author:
  - Player, S.
  - Leys, C.
  - name: Department for Digital, Culture, Media and Sport
date: 2013~
publisher: \"Example Press: London\"
page-range: \"38-61\"
parent: davis-2015
url: https://books.example/market
independence: party
archived:
  - url: https://archive.example/market
---
",
    );
}

#[test]
fn other_kinds_are_made_by_flags() {
    check_flags(
        &[
            "press-release",
            "--title",
            "A warning",
            "--date",
            "unknown",
            "--issued-by",
            "ExLab",
            "--spokesperson",
            "Sam Example, chair",
            "--incident",
            "late-results",
            "--draft",
        ],
        "content/press-releases/a-warning.md",
        "---\ntitle: A warning\n# Only you see a draft. To publish it, delete the next line.\nstate: draft\ndate: unknown\nissued_by: example-laboratory\nspokespeople:\n  - name: Sam Example\n    role: chair\nincidents: [late-results]\n\n# Not known yet. To add one, write it as here, without the # before it:\n# sources: [id-of-a-reference]\n---\n",
    );
    check_flags(
        &[
            "organisation",
            "--title",
            "Example NHS Trust",
            "--type",
            "public-body",
            "--alias",
            "ENT",
            "--former",
            "Old Trust",
            "--companies-house",
            "01234567",
            "--url",
            "https://trust.example/",
        ],
        "content/organisations/example-nhs-trust.md",
        "---\ntitle: Example NHS Trust\ntype: public-body\nnames:\n  aliases: [ENT]\n  former: [Old Trust]\nidentifiers:\n  companies-house: \"01234567\"\nurl: https://trust.example/\n---\n",
    );
    check_flags(
        &[
            "topic",
            "--title",
            "Laboratories",
            "--definition",
            "Places where samples are tested.",
            "--synonym",
            "labs",
            "--broader",
            "Outsourcing",
        ],
        "content/topics/laboratories.md",
        "---\ntitle: Laboratories\ndefinition: Places where samples are tested.\nsynonyms: [labs]\nbroader: outsourcing\n---\n",
    );
    check_flags(
        &["page", "--title", "How to help", "--nav", "3", "--text", "Write to us."],
        "content/how-to-help.md",
        "---\ntitle: How to help\nnav: 3\n---\n\nWrite to us.\n",
    );
}

#[test]
fn a_text_comes_from_a_file_too() {
    let site = Site::new(ARCHIVE);
    site.write("help.txt", "One.\r\n\r\n---\r\nTwo.\r\n");
    let run = site.run(&new(&["page", "--title", "Help", "--text-file", "help.txt", "--print"]));
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.ends_with("---\n\nOne.\n\n\\-\\-\\-\nTwo.\n"), "{}", run.stdout);
    assert!(!site.path("content/help.md").exists());
    site.write("bad.txt", b"caf\xe9");
    let run = site.run(&new(&["page", "--title", "Help", "--text-file", "bad.txt"]));
    assert_eq!(run.status, 2);
    assert_shows(&run.stderr, &["`bad.txt` is not a text saved as UTF-8"]);
}

#[test]
fn an_organisation_is_made_beside_both_or_neither() {
    let site = Site::new(ARCHIVE);
    let arguments = [
        "incident",
        "--title",
        "Vans late",
        "--supplier",
        "Example Vans",
        "--new-organisation",
        "Example Vans=company",
        "--draft",
    ];
    let run = site.run(&new(&arguments));
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert_eq!(
        run.stdout,
        "Written: content/incidents/vans-late.md\nWritten: content/organisations/example-vans.md (organisation, made on the way)\n"
    );
    let made = fs::read_to_string(site.path("content/organisations/example-vans.md")).expect("it was made");
    assert!(
        made.starts_with("---\ntitle: Example Vans\n") && made.contains("\nstate: draft\ntype: company\n"),
        "{made}"
    );
    check_sound(&site);

    // The second of the files cannot be written.
    let site = Site::new(ARCHIVE);
    fs::remove_dir_all(site.path("content/topics")).expect("it is there");
    site.write("content/organisations/example-vans.md/note.txt", "A folder in the way.");
    let before = files(&site.path("."));
    let run = site.run(&new(&arguments));
    assert_eq!(run.status, 2, "{run:#?}");
    assert_eq!(files(&site.path(".")), before);
}

#[test]
fn what_is_not_understood_is_refused_in_words() {
    let title = ["incident", "--title", "Vans late"];
    let with = |more: &[&'static str]| [&title[..], more].concat();
    check_refused(
        &with(&["--date", "3/6/2018"]),
        2,
        &[
            "`--date \"3/6/2018\"`: it can be either of two dates; write 2018-06-03 (3 June 2018) or 2018-03-06 (6 March 2018)",
        ],
    );
    check_refused(&with(&["--date", "31 June 2018"]), 2, &["June 2018 has 30 days"]);
    check_refused(&with(&["--date", "3 June"]), 2, &["the year is missing in “3 June”"]);
    check_refused(
        &with(&["--supplier", "Exemple Laboratory"]),
        2,
        &[
            "there is no organisation “Exemple Laboratory” yet. The nearest is “Example Laboratory (ExLab; Sample Tests Ltd)”",
            "--new-organisation",
        ],
    );
    check_refused(
        &with(&["--source", "nobody-2015, ch. 3"]),
        2,
        &["there is no source “nobody-2015” yet", "casefile new reference"],
    );
    check_refused(&with(&["--harm", "late-care"]), 2, &["“late-care” is not in the list"]);
    check_refused(
        &with(&["--figure", "Letters: 28.000"]),
        2,
        &["write 28000, or 28.0000, whichever is meant"],
    );
    check_refused(
        &with(&["--figure", "28,000 letters"]),
        2,
        &["write for example: Letters not sent: over 28,000 letters"],
    );
    check_refused(
        &with(&["--id", "Vans Late"]),
        2,
        &["`--id Vans Late`", "small letters, digits and hyphens, such as vans-late"],
    );
    check_refused(&with(&["--nav", "1"]), 2, &["`--nav` is no question about an incident"]);
    check_refused(
        &with(&["--new-organisation", "Vans=firm"]),
        2,
        &["“firm” is not a type of organisation; write one of company"],
    );
    check_refused(
        &["reference", "--title", "A", "--type", "book", "--url", "www.news.example/x"],
        2,
        &["is not the whole address: write https://www.news.example/x"],
    );
    check_refused(
        &["reference", "--title", "A", "--type", "book", "--author", "Smith, A., Jones, B."],
        2,
        &["write one at a time, such as: Smith, A"],
    );
}

#[test]
fn what_is_needed_is_asked_for_by_its_flag() {
    check_refused(
        &["incident"],
        2,
        &[
            "something is missing that an incident needs. What happened, in a few words? Say it with `--title TEXT`",
        ],
    );
    check_refused(&["reference", "--title", "A"], 2, &["`--type WORD`"]);
    check_refused(&["incident", "--title", " \t "], 2, &["`--title TEXT`"]);
    check_refused(&[], 2, &["say what to make, such as `casefile new incident`"]);
    check_refused(&["incidnt"], 2, &["incident"]);
}

#[test]
fn what_must_not_be_published_is_not_written() {
    check_refused(
        &["incident", "--title", "Vans late", "--summary", "Ring 020 7946 0123."],
        1,
        &[
            "error: in `--summary`: a telephone number stands here\n  it says: 020 7946 0123",
            "Nothing was written.",
        ],
    );
    check_refused(
        &["incident", "--title", "Vans late", "--text", "As [[nothing]] says."],
        1,
        &["error: in `--text`: no record has the id, title or name `nothing`"],
    );
    for figure in ["Patients harmed: 3", "Deaths: 3 deaths"] {
        check_refused(
            &["incident", "--title", "Vans late", "--place", "Leeds", "--figure", figure],
            1,
            &["a figure of 3 people, in a record that names Leeds"],
        );
    }
    check_refused(
        &["incident", "--title", "Vans late", "--place", "Leeds", "--figure", "Harmed: 3 patients"],
        1,
        &["a figure of 3 people, in a record that names Leeds"],
    );
    // Published, it would rest on what is not.
    check_refused(
        &[
            "press-release",
            "--title",
            "A warning",
            "--incident",
            "late-results",
            "--text",
            "As [@nobody] says.",
        ],
        1,
        &["there is no reference or press release `nobody`"],
    );
}

#[test]
fn what_may_be_there_already_is_not_made_twice() {
    check_refused(
        &[
            "reference",
            "--title",
            "Another title",
            "--type",
            "news",
            "--url",
            "http://news.example/results-late?utm_source=x#top",
        ],
        2,
        &[
            "content/references/story.md (“Results late again”): it has the same address on the web",
            "--even-if-similar",
        ],
    );
    check_refused(
        &["incident", "--title", "Blood test result sent late"],
        2,
        &["content/incidents/late-results.md (“Blood test results sent late”): its title is nearly the same"],
    );
    check_refused(&["organisation", "--title", "exlab"], 2, &["it has the same title or name"]);
    check_refused(
        &["incident", "--title", "Samples lost", "--date", "July 2018", "--provider", "example-laboratory"],
        2,
        &["it names the same organisation, at about the same time"],
    );
    let site = Site::new(ARCHIVE);
    let run = site.run(&new(&["incident", "--title", "Late results", "--even-if-similar"]));
    assert_eq!(
        (run.status, run.stdout.as_str()),
        (0, "Written: content/incidents/late-results-2.md\n"),
        "{run:#?}"
    );
    // Another year is another matter.
    let run = site.run(&new(&[
        "incident",
        "--title",
        "Samples lost",
        "--date",
        "July 2019",
        "--provider",
        "example-laboratory",
    ]));
    assert_eq!(run.status, 0, "{run:#?}");
}

#[test]
fn a_draft_that_is_named_in_public_is_told() {
    let site = Site::new(&format!(
        "{ARCHIVE}=== content/news.md\n---\ntitle: News\n---\n\nThe great van delay was bad.\n"
    ));
    let run = site.run(&new(&["incident", "--title", "The great van delay", "--draft"]));
    assert_eq!(run.status, 0, "{run:#?}");
    assert_shows(
        &run.stderr,
        &["warning: its title or the name of its file stands in `content/news.md` already"],
    );
    let run = site.run(&new(&["incident", "--title", "Another van delay", "--draft"]));
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{run:#?}");
}

#[test]
fn nothing_is_written_over() {
    check_refused(
        &["incident", "--title", "Vans", "--id", "late-results"],
        2,
        &["there is an incident with the name “late-results” already"],
    );
    // A file that cannot be read as a record has its name too.
    let site = Site::new(&format!("{ARCHIVE}=== content/incidents/vans.md\nno fields\n"));
    let run = site.run(&new(&["incident", "--title", "Vans"]));
    assert_eq!((run.status, run.stdout.as_str()), (0, "Written: content/incidents/vans-2.md\n"), "{run:#?}");
    // An organisation of that name is meant, and cannot be named before its file is mended.
    let site = Site::new(&format!("{ARCHIVE}=== content/organisations/example-vans.md\nno fields\n"));
    let run = site.run(&new(&[
        "incident",
        "--title",
        "Vans",
        "--supplier",
        "Example Vans",
        "--new-organisation",
        "Example Vans",
    ]));
    assert_eq!(run.status, 2);
    assert_shows(
        &run.stderr,
        &["there is a file `content/organisations/example-vans.md` already, but it cannot be used"],
    );
}

#[test]
fn a_title_of_any_signs_has_a_file_name() {
    for (title, id) in [
        ("???", "incident"),
        ("Über\u{ad}fall – “£5”", "uberfall-ps5"),
        ("index", "index-2"),
        (
            "The quick brown fox jumps over the lazy dog and runs away from the hospital",
            "the-quick-brown-fox-jumps-over-the-lazy-dog-and-runs-away",
        ),
    ] {
        let site = Site::new(ARCHIVE);
        let run = site.run(&new(&["incident", "--title", title]));
        assert_eq!(run.stdout, format!("Written: content/incidents/{id}.md\n"), "{run:#?}");
        check_sound(&site);
    }
}

#[test]
fn a_site_elsewhere_is_written_to() {
    let site = Site::new(ARCHIVE);
    let path = site.path("").to_string_lossy().into_owned();
    let run: Run = common::run(&std::env::temp_dir(), &["new", "page", &path, "--title", "Help"], &[]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert!(site.path("content/help.md").exists());
    assert_hides(&run.stdout, &["./content"]);
    let nowhere = common::run(&site.path("content"), &["new", "page", "--title", "Help"], &[]);
    assert_eq!(nowhere.status, 2);
}

#[cfg(unix)]
mod dialogue {
    use super::ARCHIVE;
    use super::TODAY;
    use super::check_sound;
    use super::common::Site;
    use super::common::assert_shows;
    use super::common::files;
    use rexpect::session::Options;
    use rexpect::session::spawn_with_options;
    use std::fs;
    use std::io::Write;
    use std::process::Command;

    const DOWN: &str = "\x1b[B";
    const ESCAPE: &str = "\x1b";

    /// Holds a dialogue: waits for the words of each step, then types what belongs to it. Gives the exit status and all
    /// that was shown.
    #[track_caller]
    fn hold(site: &Site, columns: u16, arguments: &[&str], steps: &[(&str, &str)]) -> (i32, String) {
        let mut command = Command::new("sh");
        command
            .current_dir(site.path("."))
            .args([
                "-c",
                &format!("stty rows 50 cols {columns}; \"$0\" new --now {TODAY} \"$@\"; echo ended with $?"),
            ])
            .arg(env!("CARGO_BIN_EXE_casefile"))
            .args(arguments)
            .env("NO_COLOR", "1")
            .env("TERM", "xterm");
        let options = Options::new().timeout_ms(Some(30_000)).strip_ansi_escape_codes(true);
        let mut terminal = spawn_with_options(command, options).expect("a terminal");
        let mut shown = String::new();
        for (words, typed) in steps {
            match terminal.exp_string(words) {
                Ok(before) => shown.push_str(&before),
                Err(error) => panic!("no `{words}` after:\n{shown}\n{error}"),
            }
            shown.push_str(words);
            if typed.is_empty() {
                continue;
            }
            // The line of help is drawn once, when a question is ready to be answered.
            shown.push_str(&terminal.exp_string("[").expect("every question has help"));
            terminal.send(typed).expect("it listens");
            terminal.flush().expect("it listens");
        }
        shown.push_str(&terminal.exp_eof().expect("it ends"));
        let (shown, status) = shown.rsplit_once("ended with ").expect("the shell tells");
        (status.trim().parse().expect("a number"), shown.to_owned())
    }

    /// A dialogue that ends with this file, and a site without mistakes.
    #[track_caller]
    fn check(arguments: &[&str], steps: &[(&str, &str)], path: &str, expected: &str) -> (Site, String) {
        let site = Site::new(ARCHIVE);
        let (status, shown) = hold(&site, 80, arguments, steps);
        assert_eq!(status, 0, "{shown}");
        assert_eq!(fs::read_to_string(site.path(path)).unwrap_or_else(|_| panic!("{shown}")), expected);
        check_sound(&site);
        (site, shown)
    }

    #[test]
    fn an_incident_with_everything_that_can_go_another_way() {
        let steps = [
            ("What happened, in a few words?", "\r"),
            ("This one is needed.", ""),
            ("What happened, in a few words?", "Blood test results sent late\r"),
            ("Perhaps it is there already:", ""),
            ("content/incidents/late-results.md", ""),
            ("Is it the same?", "\r"),
            ("Go on with the other questions?", "\r"),
            ("When did it happen?", "sumer of love\r"),
            ("is not understood as a date", ""),
            ("When did it happen?", "\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f3/6/2019\r"),
            ("Which of the two dates is it?", "\r"),
            ("This is read as: 3 June 2019.", ""),
            ("Is that right?", "\r"),
            ("What happened, in full?", "# 1 laboratory was late.\r"),
            ("The next paragraph?", "> It matters.\r"),
            ("The next paragraph?", "> \u{2014} Sam Example, chair\r"),
            ("The next paragraph?", "\r"),
            ("One sentence for lists", "Ring 020 7946 0123\r"),
            ("That cannot be published: a telephone number stands here", ""),
            (
                "One sentence for lists",
                "\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7fLate.\r",
            ),
            ("Which organisation had to do with it?", "exl\t\r"),
            ("What was", "\r"),
            ("(Enter for no more)", "Example Vans\r"),
            ("There is no organisation", ""),
            ("What shall be done?", "\r"),
            ("a company", &format!("{DOWN}\r")),
            ("It will be made together with this record", ""),
            ("What was", &format!("{DOWN}{DOWN}\r")),
            ("Another organisation, after", "\r"),
            ("Where?", "Leeds\r"),
            ("Another, after", "\r"),
            ("What harm did it do?", " \r"),
            ("A number that somebody gave?", "Results late\r"),
            ("How many, or how much?", "a lot\r"),
            ("is not understood as a number", ""),
            ("How many, or how much?", "\x7f\x7f\x7f\x7f\x7fover 120 results\r"),
            ("Does this number count people?", "\r"),
            ("Another, after", "Patients harmed: at least 120\r"),
            ("Does this number count people?", "\r"),
            ("Another, after", "Letters lost\r"),
            ("How many, or how much?", "\r"),
            ("is left out, since no number was given", ""),
            ("What is it about?", "contracting\t\r"),
            ("Another, after", "\r"),
            ("How firmly is it established?", &format!("{DOWN}\r")),
            ("Does anybody concerned dispute it?", "y\r"),
            ("Which source says so?", "Davis\t\r"),
            ("Where in it?", "ch. 4\r"),
            ("Which words of it say so?", "\r"),
            ("Another, after", "\r"),
            ("Were those you name asked", "\r"),
            ("What do we not know?", "Who was harmed.\r"),
            ("Another, after", "\r"),
            ("When did it become public?", "don't know\r"),
            ("What shall the file be called?", "-2019\r"),
            ("Keep it as a draft for now?", "\r"),
            ("This is the file:", ""),
            ("Write it?", "\r"),
        ];
        let (site, shown) = check(
            &["incident"],
            &steps,
            "content/incidents/blood-test-results-sent-late-2019.md",
            "\
---
title: Blood test results sent late
summary: Late.
# Only you see a draft. To publish it, delete the next line.
state: draft
topics: [outsourcing]
date: 2019-06-03
reported: unknown
status: reported
disputed: true
organisations:
  supplier: example-laboratory
  provider: example-vans
places: [Leeds]
harms: [delayed-care]
figures:
  - label: Results late
    value: 120
    qualifier: over
    unit: results
  - label: Patients harmed
    value: 120
    qualifier: at-least
    people: true
unknowns: [Who was harmed.]
sources:
  - ref: davis-2015
    at: ch. 4

# Not known yet. To add one, write it as here, without the # before it:
# right_of_reply: {status: asked, asked: 2030-05-02}
---

\\# 1 laboratory was late.

> It matters.
> \u{2014} Sam Example, chair
",
        );
        let made = fs::read_to_string(site.path("content/organisations/example-vans.md")).expect("made");
        assert!(made.contains("\ntype: public-body\n"), "{made}");
        assert_shows(&shown, &["Readers will look for, and not find yet", "casefile serve --open"]);
    }

    #[test]
    fn a_press_release() {
        let steps = [
            ("What do you want to make?", &*format!("{DOWN}\r")),
            ("What is the press release about", "A warning\r"),
            ("Go on with the other questions?", "\r"),
            ("On which day was it issued?", "yesterday\r"),
            ("This is read as: 27 November 2026.", ""),
            ("Is that right?", "\r"),
            ("Who issued it?", "exlab\t\r"),
            (
                "What does it say, as it was issued?",
                "\x1b[200~Results were late.\r\rENDS\r\r## Notes to editors\r\rNone.\x1b[201~\r",
            ),
            ("The next paragraph?", "\r"),
            ("One sentence for lists", "\r"),
            ("Its headline as issued", "\r"),
            ("Who speaks in it?", "Sam Example, chair\r"),
            ("Another, after", "\r"),
            ("Which incident is it about?", "blood\t\r"),
            ("Another, after", "\r"),
            ("What is it about?", "\r"),
            ("Which source says so?", "\r"),
            ("What shall the file be called?", "\r"),
            ("Keep it as a draft for now?", "n\r"),
            ("Write it?", "\r"),
        ];
        let (_, shown) = {
            let site = Site::new(&ARCHIVE.replace("state: draft\n", ""));
            let (status, shown) = hold(&site, 80, &[], &steps);
            assert_eq!(status, 0, "{shown}");
            let made = fs::read_to_string(site.path("content/press-releases/a-warning.md")).expect("made");
            assert_eq!(
                made,
                "---\ntitle: A warning\ndate: 2026-11-27\nissued_by: example-laboratory\nspokespeople:\n  - name: Sam Example\n    role: chair\nincidents: [late-results]\n\n# Not known yet. To add one, write it as here, without the # before it:\n# sources: [id-of-a-reference]\n---\n\nResults were late.\n\nENDS\n\n## Notes to editors\n\nNone.\n"
            );
            check_sound(&site);
            (site, shown)
        };
        assert_shows(&shown, &["It will be published with the next build."]);
    }

    #[test]
    fn a_reference() {
        let steps = [
            ("What is its title?", "Ready for market\r"),
            ("What kind of work is it?", "chapter\r"),
            ("Go on with the other questions?", "\r"),
            ("Who wrote it?", "Stewart Player\r"),
            ("Who is that?", "\r"),
            ("Another, after", "\r"),
            ("When did it appear?", "about 2013\r"),
            ("This is read as: about 2013.", ""),
            ("Where is it on the web?", "news.example/results-late\r"),
            ("press Enter if it is right", ""),
            ("Where is it on the web?", "\r"),
            ("Perhaps it is there already:", ""),
            ("Is it the same?", "\r"),
            ("Who published it?", "\r"),
            ("What is it a part of?", "NHS SOS\r"),
            ("Which volume?", "\r"),
            ("Which issue?", "\r"),
            ("On which pages of that?", "38-61\r"),
            ("How close is it to the matter?", "\r"),
            ("Is there a copy in a web archive?", "\r"),
            ("What is it about?", "\r"),
            ("One sentence for lists", "\r"),
            ("Anything to say about it?", "\r"),
            ("What shall the file be called?", "\r"),
            ("Keep it as a draft for now?", "n\r"),
            ("Write it?", "\r"),
        ];
        check(
            &["reference"],
            &steps,
            "content/references/player-2013.md",
            "---\ntitle: Ready for market\ntype: chapter\nauthor: Player, Stewart\ndate: 2013~\npage-range: \"38-61\"\nparent:\n  title: NHS SOS\nurl: https://news.example/results-late\n\n# Not known yet. To add one, write it as here, without the # before it:\n# publisher: The name of the publisher\n# independence: official\n---\n",
        );
    }

    #[test]
    fn an_organisation() {
        let steps = [
            ("What is it called?", "Example NHS Trust\r"),
            ("Go on with the other questions?", "\r"),
            ("What is it?", &*format!("{DOWN}{DOWN}\r")),
            ("What else is it called?", "ENT\r"),
            ("Another, after", "\r"),
            ("What was it called before?", "\r"),
            ("What is the address of its website?", "\r"),
            ("Its number at Companies House?", "\r"),
            ("What is it about?", "\r"),
            ("One sentence for lists", "\r"),
            ("Anything to say about it?", "\r"),
            ("What shall the file be called?", "\r"),
            ("Keep it as a draft for now?", "n\r"),
            ("Write it?", "\r"),
        ];
        check(
            &["organisation"],
            &steps,
            "content/organisations/example-nhs-trust.md",
            "---\ntitle: Example NHS Trust\ntype: public-body\nnames:\n  aliases: [ENT]\n\n# Not known yet. To add one, write it as here, without the # before it:\n# url: https://www.example.org/\n---\n",
        );
    }

    #[test]
    fn a_topic_and_a_page_of_which_one_answer_is_given() {
        let steps = [
            ("What is the topic called?", "Laboratories\r"),
            ("Go on with the other questions?", "n\r"),
            ("What shall the file be called?", "\r"),
            ("Keep it as a draft for now?", "n\r"),
            ("Write it?", "\r"),
        ];
        check(
            &["topic"],
            &steps,
            "content/topics/laboratories.md",
            "---\ntitle: Laboratories\n\n# Not known yet. To add one, write it as here, without the # before it:\n# definition: What the word means on this site.\n# synonyms: [another word]\n---\n",
        );
        let steps = [
            ("Go on with the other questions?", "\r"),
            ("What does it say?", "Write to us.\r"),
            ("The next paragraph?", "\r"),
            ("One sentence for lists", "\r"),
            ("Which place does it have in the menu?", "first\r"),
            ("is not a whole number", ""),
            ("Which place does it have in the menu?", "\x7f\x7f\x7f\x7f\x7f1\r"),
            ("Write it?", "\r"),
        ];
        check(
            &["page", "--title", "How to help", "--id", "help", "--publish"],
            &steps,
            "content/help.md",
            "---\ntitle: How to help\nnav: 1\n---\n\nWrite to us.\n",
        );
    }

    #[test]
    fn whoever_stops_leaves_nothing_behind() {
        let asked = ("What happened, in a few words?", "Vans late\r");
        let to_end = [
            asked,
            ("Go on with the other questions?", "n\r"),
            ("What shall the file be called?", "\r"),
            ("Keep it as a draft for now?", "\r"),
        ];
        let stops: [Vec<(&str, &str)>; 5] = [
            vec![(asked.0, ESCAPE)],
            vec![(asked.0, "\x03")],
            vec![asked, ("Go on with the other questions?", "\r"), ("When did it happen?", "\x04")],
            [&to_end[..], &[("Write it?", "n\r")]].concat(),
            [&to_end[..], &[("Write it?", "\x03")]].concat(),
        ];
        for steps in stops {
            let site = Site::new(ARCHIVE);
            let before = files(&site.path("."));
            let (status, shown) = hold(&site, 80, &["incident"], &steps);
            assert_eq!(status, 2, "{shown}");
            assert_shows(&shown, &["Stopped; nothing was written."]);
            assert_eq!(files(&site.path(".")), before);
        }
    }

    #[test]
    fn what_is_wrong_with_the_whole_is_asked_again() {
        let steps = [
            ("Go on with the other questions?", "\r"),
            ("What does it say?", "See [[nothing]].\r"),
            ("The next paragraph?", "\r"),
            ("One sentence for lists", "\r"),
            ("Which place does it have in the menu?", "\r"),
            ("That cannot be published: no record has the id, title or name `nothing`", ""),
            ("What does it say?", "See [[Outsourcing]].\r"),
            ("The next paragraph?", "\r"),
            ("Write it?", "\r"),
        ];
        check(
            &["page", "--title", "Help", "--id", "help", "--publish"],
            &steps,
            "content/help.md",
            "---\ntitle: Help\n\n# Not known yet. To add one, write it as here, without the # before it:\n# nav: 1\n---\n\nSee [[Outsourcing]].\n",
        );
    }

    #[test]
    fn a_narrow_terminal_and_pasted_lines() {
        let site = Site::new(ARCHIVE);
        let long = "word ".repeat(60);
        let steps = [
            // A terminal that passes lines on as if they were typed.
            ("What is the title of the page?", "How to\rhelp us\r"),
            ("The lines that", ""),
            ("Go on with the other questions?", "\r"),
            ("What does it say?", &*format!("{long}\r")),
            ("The next paragraph?", "One.\r\rTwo.\r"),
            ("The next paragraph?", "\r"),
            ("One sentence for", "\x1b[200~A sentence\rin two lines.\x1b[201~\r"),
            ("The lines that", ""),
            ("in the menu?", "\r"),
            ("What shall the file be called?", "\r"),
            ("Keep it as a draft for now?", "n\r"),
            ("Write it?", "\r"),
        ];
        let (status, shown) = hold(&site, 40, &["page"], &steps);
        assert_eq!(status, 0, "{shown}");
        let made = fs::read_to_string(site.path("content/how-to-help-us.md")).expect("made");
        assert!(
            made.starts_with("---\ntitle: How to help us\nsummary: A sentence in two lines.\n"),
            "{made}"
        );
        assert!(made.ends_with(&format!("\n\n{}\n\nOne.\n\nTwo.\n", long.trim_end())), "{made}");
        check_sound(&site);
    }

    #[test]
    fn bytes_that_are_no_text_end_nothing() {
        let site = Site::new(ARCHIVE);
        let mut command = Command::new(env!("CARGO_BIN_EXE_casefile"));
        command.current_dir(site.path(".")).args(["new", "page"]).env("TERM", "xterm").env("NO_COLOR", "1");
        let options = Options::new().timeout_ms(Some(30_000)).strip_ansi_escape_codes(true);
        let mut terminal = spawn_with_options(command, options).expect("a terminal");
        terminal.exp_string("such as: How to help").expect("it asks");
        let mut keys = terminal.process().get_file_handle().expect("a terminal");
        keys.write_all(b"Caf\xe9 \xff\xfe open\r").expect("it listens");
        terminal.exp_string("Enter for yes, n for no").expect("it goes on");
        terminal.send(ESCAPE).expect("it listens");
        terminal.flush().expect("it listens");
        assert_shows(&terminal.exp_eof().expect("it ends"), &["Stopped; nothing was written."]);
    }
}
