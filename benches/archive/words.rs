//! The vocabulary and the sentences that an archive is written in.

use crate::archive::random::Random;

/// What a sentence speaks of: the fixed words of one record.
pub struct Subject {
    /// The service that failed, "dialysis transport".
    pub service: &'static str,
    /// Where, "Harrowgate Lane clinic".
    pub site: String,
    /// What went wrong, "ran without trained staff".
    pub failure: &'static str,
    /// The supplier's name.
    pub supplier: String,
    /// The commissioner's name.
    pub commissioner: String,
}

/// A sentence from one of `templates`, its slots filled. A slot is a name in braces: a list of this file, a
/// field of `subject`, or `{*}`, which takes the next of `links`.
pub fn sentence(
    random: &mut Random,
    templates: &[&str],
    subject: &Subject,
    links: &mut impl Iterator<Item = String>,
) -> String {
    let mut rest = random.pick(templates);
    let mut text = String::new();
    while let Some(open) = rest.find('{') {
        let close = open + rest[open..].find('}').expect("braces of a template are paired");
        text.push_str(&rest[..open]);
        match &rest[open + 1..close] {
            "*" => text.push_str(&links.next().expect("a template asks for no more links than it is given")),
            slot => text.push_str(&fill(random, slot, subject)),
        }
        rest = &rest[close + 1..];
    }
    text.push_str(rest);
    capitalise(&with_articles(&text))
}

/// The text with "an" before a vowel, since a template cannot know which word it gets.
fn with_articles(text: &str) -> String {
    let mut words = text.split(' ').peekable();
    let mut fixed = Vec::new();
    while let Some(word) = words.next() {
        let vowel = words.peek().is_some_and(|next| next.starts_with(['a', 'e', 'i', 'o']));
        fixed.push(if word == "a" && vowel { "an" } else { word });
    }
    fixed.join(" ")
}

/// The text with a capital first letter.
pub fn capitalise(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A surname made of syllables: a thousand are frequent, and there are some 450,000.
pub fn surname(random: &mut Random) -> String {
    format!("{}{}{}", random.pick(ONSETS), middle(random), random.pick(ENDINGS))
}

/// None, one or two syllables.
fn middle(random: &mut Random) -> String {
    let syllables = [0, 0, 0, 1, 1, 2][random.below(6)];
    (0..syllables).map(|_| random.pick(MIDDLES)).collect()
}

/// The name of a company, different for every index below 20,000.
pub fn company(index: usize) -> String {
    // 7,919 is prime to the numbers of syllables, so that neighbours in the index are none in the alphabet.
    let code = index * 7919 % (ONSETS.len() * ENDINGS.len() * MIDDLES.len());
    let (onset, code) = (ONSETS[code % ONSETS.len()], code / ONSETS.len());
    let (ending, code) = (ENDINGS[code % ENDINGS.len()], code / ENDINGS.len());
    format!("{onset}{}{ending} {}", MIDDLES[code], FIRMS[index % FIRMS.len()])
}

/// A given name and a surname.
pub fn person(random: &mut Random) -> String {
    format!("{} {}", random.pick(GIVEN), surname(random))
}

fn fill(random: &mut Random, slot: &str, subject: &Subject) -> String {
    match slot {
        "service" => subject.service.to_owned(),
        "site" => subject.site.clone(),
        "failure" => subject.failure.to_owned(),
        "supplier" => subject.supplier.clone(),
        "commissioner" => subject.commissioner.clone(),
        "n" => random.between(2, 90).to_string(),
        "many" => grouped(random.between(100, 40_000)),
        "year" => random.between(2008, 2024).to_string(),
        "person" => person(random),
        "surname" => surname(random),
        "term" => format!("{}{}", random.pick(MEDICAL), random.pick(LOGIES)),
        "system" => capitalise(&format!("{}{}{}", random.pick(PRODUCT), middle(random), random.pick(MARKS))),
        "code" => {
            format!("{}{}-{}", random.pick(LETTERS), random.pick(LETTERS), random.between(1000, 99_999))
        }
        "ward" => format!("{} ward", surname(random)),
        list => random.pick(named(list)).to_owned(),
    }
}

fn named(list: &str) -> &'static [&'static str] {
    match list {
        "adj" => ADJECTIVES,
        "thing" => THINGS,
        "things" => PLURALS,
        "who" => WHO,
        "whos" => WHO_MANY,
        "said" => SAID,
        "did" => DID,
        "adv" => ADVERBS,
        "month" => MONTHS,
        "span" => SPANS,
        "doc" => DOCUMENTS,
        "place" => PLACES,
        _ => panic!("no list of words is called {list}"),
    }
}

/// A number with commas between thousands.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.char_indices() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Sentences about what happened.
pub const EVENTS: &[&str] = &[
    "{who} {said} that {many} {things} had been {did} at {site} between {month} and {month} of that year.",
    "The {adj} {thing} was run by {supplier}, which had taken over {service} from the trust in {year}.",
    "According to {doc} {code}, {service} {failure} for {span} before anybody outside the company was told.",
    "{person}, who managed {ward} at the time, {said} that the {thing} had been {adj} from its first week.",
    "Of {n} {things} examined, {n} had been {did} and the rest could not be found.",
    "The {system} software on which {service} relied had been {did} in {month}, without a {adj} {thing}.",
    "{whos} at {site} were asked to keep their own list of {things}, since the {thing} could not be trusted.",
    "A {term} clinic in {place} was cancelled {n} times, and its {things} were {adv} moved to another {thing}.",
    "No {adj} {thing} was kept of the {things} that were {did} while {supplier} changed its {thing}.",
    "In {month} the {thing} was {adv} extended by {span}, although {who} had advised against it.",
    "The company had {n} vacancies for {term} staff and filled them from an agency in {place}.",
    "{whos} waited {span} for a {thing} that the contract said would take {n} hours.",
    "The {doc} records {many} {things} as {did}, a number that {supplier} {adv} disputes.",
    "Two {things} that {person} had asked for in {month} were {did} only after {span}.",
    "Staff described {adj} shifts, a {adj} {thing} and no one to ask when {system} stopped working.",
    "What {commissioner} had been told was {adj}: the {things} were counted when sent, not when received.",
];

/// Sentences about what was said or decided.
pub const FINDINGS: &[&str] = &[
    "{who} {said} that the {thing} was {adj} and that {things} should have been {did} within {n} days.",
    "{supplier} {said} that its {thing} had met every {adj} target since {month} {year}.",
    "The {doc} found {n} {adj} {things}, of which {n} concerned {term} patients.",
    "{person} told the board that {service} would be {adv} reviewed before {month}.",
    "A {thing} for {service} had been promised in {year} and was {adv} {did}.",
    "{commissioner} paid for {many} {things} that were never {did}, the {doc} {said}.",
    "The penalty clause, {code}, had {adv} been waived for {span}.",
    "{whos} were not told that their {things} had been {did} until {month}.",
    "{person}, a {term} consultant in {place}, {said} the {thing} was {adj} and the {thing} worse.",
    "The {adj} answer given in {month} does not agree with {doc} {code}, which counts {many} {things}.",
    "Neither the {thing} nor the {things} behind it have been published, and {who} {said} they would not be.",
    "An earlier {doc} had warned of a {adj} {thing}; it was filed as {code} and not {did}.",
    "The review put the cost at {n} per cent above the {thing} that had been agreed with {supplier}.",
    "{who} has since {adv} asked for the {things}, the {system} logs and the {doc}.",
    "Since {month}, {service} at {site} has been supervised by {who}.",
];

/// Sentences that hold one link to another incident.
pub const COMPARISONS: &[&str] = &[
    "It follows {*}, which raised the same questions about the {thing} of {service}.",
    "The {doc} compares it with {*}, where {things} were {adv} {did} for {span}.",
    "{person} {said} that it was {*} over again, with a more {adj} {thing}.",
    "The {thing} had been rewritten after {*}, but only for sites in {place}.",
    "Much of the {adj} evidence is shared with {*}.",
];

/// Sentences that hold one citation at their end.
pub const CITED: &[&str] = &[
    "Similar {things} are described by {surname} as {adj} and {adv} under-reported {*}.",
    "The {adj} reading, that {things} are {did} whenever a {thing} changes hands, is older than this contract {*}.",
    "For the {year} contract the same {thing} was put at {many} {things} {*}.",
    "One study of {term} services found {n} per cent of {things} {did} after outsourcing {*}.",
    "The regulator's own {doc} speaks of a {adj} {thing} {*}.",
    "Elsewhere {span} has been thought {adj} for a {thing} of this kind {*}.",
];

/// What a speaker says, between quotation marks or in a block quote.
pub const SPEECH: &[&str] = &[
    "We were told the {thing} was {adj}. It was not, and {whos} paid for it with {span} of their lives.",
    "Nobody chose a {adj} {thing}. It was chosen for us in {month}, to save money, and it has saved none.",
    "I asked for the {things} in {month} and I am asking again. A public service should not need to be asked twice.",
    "The people who knew {service} had been let go, and what they knew was in no {doc} that I have seen.",
    "If {service} at {site} had stayed with the trust, the {things} would have been {did} on the same day.",
];

/// Things not known.
pub const UNKNOWNS: &[&str] = &[
    "Whether the {things} that were {did} included any from {place}",
    "How long {service} had been without a {adj} {thing}",
    "What {supplier} was paid for the {thing} in {year}",
    "Who decided in {month} that the {doc} would not be published",
    "Whether any {term} patient came to harm",
];

/// Items of a list: short, without a full stop.
pub const ITEMS: &[&str] = &[
    "{many} {things} {did} at {site} or sent on to {place}",
    "a {adj} {thing}, {adv} {did} in {month}",
    "{n} {whos} with no {thing} for {span}",
    "{things} held in {system} and nowhere else",
    "the {doc} of {month} {year}, filed as {code}",
];

/// Services that are outsourced.
pub const SERVICES: &[&str] = &[
    "GP letters",
    "dialysis transport",
    "out-of-hours cover",
    "pathology reporting",
    "hospital cleaning",
    "ward catering",
    "breast screening calls",
    "patient records storage",
    "translation at appointments",
    "community nursing",
    "diabetic eye screening",
    "cataract surgery",
    "hip replacements",
    "radiology reading",
    "ambulance dispatch",
    "prison healthcare",
    "wheelchair repairs",
    "home oxygen supply",
    "sexual health clinics",
    "musculoskeletal referrals",
    "cervical sample testing",
    "payroll for nurses",
    "estate maintenance",
    "sterile instruments",
    "urgent care triage",
    "mental health beds",
    "eating disorder beds",
    "health visiting",
    "school vaccinations",
    "audiology",
    "blood sample couriers",
    "linen and laundry",
    "decontamination of endoscopes",
    "fertility treatment",
    "dermatology clinics",
    "stoma supplies",
    "clinical coding",
    "cancer waiting lists",
    "maternity bookings",
    "discharge summaries",
    "ophthalmology follow-up",
    "dental access",
    "physiotherapy",
    "stroke rehabilitation",
    "home infusion",
    "ward security",
    "switchboard calls",
    "medicines delivery",
    "occupational health",
    "continuing care assessments",
];

/// What goes wrong with a service, as a verb with its object.
pub const FAILURES: &[&str] = &[
    "ran without trained staff",
    "lost records",
    "stopped without notice",
    "missed every target",
    "billed twice",
    "sent results to the wrong address",
    "closed on the day of opening",
    "went unanswered at weekends",
    "left patients waiting overnight",
    "failed inspection",
    "came back early",
    "used unregistered staff",
    "shared names with a third party",
    "cost double the bid",
    "turned patients away",
    "mislaid a backlog",
    "reported wrong figures",
    "ran out of supplies",
    "broke down in winter",
    "cancelled clinics",
    "overlooked urgent cases",
    "left samples untested",
    "kept complaints from the board",
    "changed owner",
    "worked from expired guidance",
    "could not be reached by telephone",
    "discharged patients too soon",
    "dropped the night shift",
    "stopped after a flood",
    "delayed diagnoses",
];

/// First words of the name of a site.
pub const SITES: &[&str] = &[
    "Harrowgate Lane",
    "Mill Street",
    "Saint Oswin",
    "Kingsmere",
    "Northcote",
    "Ashworth Road",
    "Castle Quay",
    "Priory Park",
    "Elmfield",
    "Larkhill",
    "Victoria Road",
    "Cedar Grove",
    "Weir Bank",
    "Abbey Fields",
    "Market Cross",
    "Fairholme",
    "Green Lane",
    "Holloway Down",
    "Station Approach",
    "Brookside",
    "Tannery Yard",
    "Moorview",
    "Chapel Rise",
    "Quarry Bank",
    "Riverside",
    "Bishopsgate",
    "Whitemoor",
    "Longcroft",
    "Heron Way",
    "Orchard Hill",
];

/// Last words of the name of a site.
pub const SITE_KINDS: &[&str] = &[
    "clinic",
    "hospital",
    "health centre",
    "surgery",
    "treatment centre",
    "day unit",
    "infirmary",
    "walk-in centre",
    "laboratory",
    "depot",
    "call centre",
    "care home",
    "rehabilitation unit",
    "eye unit",
    "birth centre",
    "annexe",
    "outpatient wing",
    "screening office",
    "pharmacy",
    "records store",
];

/// Places, the most frequent first.
pub const PLACES: &[&str] = &[
    "London",
    "Manchester",
    "Birmingham",
    "Leeds",
    "Sheffield",
    "Bristol",
    "Liverpool",
    "Newcastle",
    "Nottingham",
    "Leicester",
    "Cornwall",
    "Devon",
    "Kent",
    "Surrey",
    "Sussex",
    "Essex",
    "Norfolk",
    "Suffolk",
    "Cambridge",
    "Oxford",
    "Reading",
    "Southampton",
    "Portsmouth",
    "Plymouth",
    "Exeter",
    "Bath",
    "Gloucester",
    "Worcester",
    "Hereford",
    "Shrewsbury",
    "Stoke",
    "Derby",
    "Lincoln",
    "Hull",
    "York",
    "Bradford",
    "Huddersfield",
    "Halifax",
    "Burnley",
    "Preston",
    "Blackpool",
    "Lancaster",
    "Carlisle",
    "Durham",
    "Sunderland",
    "Middlesbrough",
    "Doncaster",
    "Rotherham",
    "Barnsley",
    "Wakefield",
    "Oldham",
    "Rochdale",
    "Bolton",
    "Wigan",
    "Warrington",
    "Chester",
    "Wrexham",
    "Swansea",
    "Cardiff",
    "Newport",
    "Swindon",
    "Salisbury",
    "Dorset",
    "Poole",
    "Croydon",
    "Ealing",
    "Haringey",
    "Camden",
    "Lewisham",
    "Bromley",
    "Kingston",
    "Barnet",
    "Enfield",
    "Luton",
    "Bedford",
    "Northampton",
    "Peterborough",
    "Ipswich",
    "Colchester",
    "Medway",
    "Hastings",
    "Brighton",
    "Crawley",
    "Guildford",
    "Slough",
    "Milton Keynes",
    "Coventry",
    "Wolverhampton",
    "Dudley",
    "Walsall",
    "Stafford",
    "Telford",
    "Grimsby",
    "Scunthorpe",
    "Harrogate",
    "Whitby",
    "Kendal",
    "Barrow",
    "Berwick",
    "Truro",
];

/// Topics, the most frequent first.
pub const TOPICS: &[&str] = &[
    "Outsourcing",
    "Private finance",
    "Waiting times",
    "Staffing",
    "Patient data",
    "Diagnostics",
    "Transport",
    "Contract monitoring",
    "Whistleblowing",
    "Cleaning",
    "Mental health",
    "Primary care",
    "Screening",
    "Subcontracting",
    "Tendering",
    "Inspection",
    "Call handling",
    "Records",
    "Surgery",
    "Maternity",
    "Prisons",
    "Estates",
    "Commercial confidentiality",
    "Penalties",
    "Insolvency",
    "Ownership",
    "Complaints",
    "Medicines",
    "Agency staff",
    "Handback",
];

/// The harm vocabulary of the content model: the id and its label, the most frequent first.
pub const HARMS: &[(&str, &str)] = &[
    ("delayed-care", "Delayed care"),
    ("service-failure", "Service failure"),
    ("missed-care", "Missed care"),
    ("cost-overrun", "Cost overrun"),
    ("data-loss", "Data loss"),
    ("workforce", "Workforce"),
    ("service-withdrawn", "Service withdrawn"),
    ("privacy-breach", "Privacy breach"),
    ("patient-harm", "Patient harm"),
    ("misdiagnosis", "Misdiagnosis"),
    ("unsafe-premises", "Unsafe premises"),
    ("death", "Death"),
];

/// Words that companies are called by.
pub const FIRMS: &[&str] = &[
    "Services",
    "Health Partners",
    "Solutions",
    "Care Group",
    "Diagnostics",
    "Logistics",
    "Facilities",
    "Medical",
    "Support",
    "Outsourcing",
    "Systems",
    "Holdings",
];

const ADJECTIVES: &[&str] = &[
    "late",
    "partial",
    "unsigned",
    "provisional",
    "unsafe",
    "cheap",
    "confidential",
    "incomplete",
    "temporary",
    "makeshift",
    "costly",
    "long-standing",
    "remote",
    "automatic",
    "unpaid",
    "untested",
    "informal",
    "binding",
    "quarterly",
    "misleading",
    "careful",
    "plain",
    "unusual",
    "serious",
    "modest",
    "regional",
    "national",
    "local",
    "outdated",
    "legal",
    "commercial",
    "clinical",
    "administrative",
    "internal",
    "external",
    "independent",
    "public",
    "private",
    "written",
    "verbal",
    "hurried",
    "reluctant",
    "detailed",
    "vague",
    "fragile",
    "overdue",
    "redacted",
    "inflated",
    "duplicated",
    "corrected",
    "optimistic",
    "routine",
    "urgent",
    "seasonal",
    "inaccurate",
    "shared",
];
const THINGS: &[&str] = &[
    "contract",
    "backlog",
    "rota",
    "handover",
    "register",
    "helpline",
    "audit",
    "subcontract",
    "tender",
    "estimate",
    "forecast",
    "database",
    "timetable",
    "budget",
    "inspection",
    "complaint",
    "referral pathway",
    "booking system",
    "waiting list",
    "night shift",
    "delivery round",
    "call queue",
    "transfer",
    "payment",
    "agreement",
    "target",
    "timesheet",
    "invoice",
    "inventory",
    "generator",
    "vehicle",
    "office",
    "laboratory",
    "storeroom",
    "boiler",
    "theatre list",
    "training course",
    "safety check",
    "risk register",
    "staff survey",
    "pension promise",
    "bonus",
    "software update",
    "backup",
    "firewall",
    "server",
    "mailroom",
    "scanner",
    "printer queue",
    "interpreter service",
];
const PLURALS: &[&str] = &[
    "letters",
    "appointments",
    "referrals",
    "samples",
    "scans",
    "records",
    "complaints",
    "journeys",
    "invoices",
    "operations",
    "prescriptions",
    "calls",
    "bookings",
    "results",
    "biopsies",
    "smears",
    "X-rays",
    "reports",
    "payslips",
    "shifts",
    "beds",
    "meals",
    "instruments",
    "wheelchairs",
    "cylinders",
    "swabs",
    "vaccines",
    "assessments",
    "discharges",
    "inspections",
    "claims",
    "notes",
    "forms",
    "blood tests",
    "hearing aids",
    "lenses",
    "dressings",
    "visits",
    "transfers",
    "admissions",
];
const WHO: &[&str] = &[
    "the trust",
    "the regulator",
    "a whistleblower",
    "the coroner",
    "the ombudsman",
    "a former manager",
    "the local paper",
    "the union",
    "a parliamentary committee",
    "the auditor",
    "a patient group",
    "the scrutiny panel",
    "a ward sister",
    "the medical director",
    "a non-executive director",
    "the health board",
    "the receiver",
    "a junior doctor",
    "the council",
    "a data protection officer",
    "the inquest",
    "a retired surgeon",
    "the tribunal",
];
const WHO_MANY: &[&str] = &[
    "patients",
    "families",
    "nurses",
    "porters",
    "consultants",
    "GPs",
    "drivers",
    "carers",
    "receptionists",
    "midwives",
    "radiographers",
    "pharmacists",
    "cleaners",
    "secretaries",
    "governors",
    "technicians",
    "parents",
    "pensioners",
];
const SAID: &[&str] = &[
    "said",
    "reported",
    "stated",
    "warned",
    "confirmed",
    "wrote",
    "found",
    "acknowledged",
    "alleged",
    "maintained",
    "repeated",
    "conceded",
    "noted",
    "insisted",
];
const DID: &[&str] = &[
    "lost",
    "delayed",
    "misfiled",
    "returned",
    "cancelled",
    "destroyed",
    "miscounted",
    "overlooked",
    "forwarded",
    "suspended",
    "deleted",
    "mislabelled",
    "withheld",
    "postponed",
    "abandoned",
    "rebooked",
    "duplicated",
    "archived",
    "rejected",
    "downgraded",
    "shredded",
    "billed",
    "closed",
    "outsourced",
    "checked",
    "recovered",
];
const ADVERBS: &[&str] = &[
    "quietly",
    "repeatedly",
    "belatedly",
    "twice",
    "formally",
    "privately",
    "eventually",
    "wrongly",
    "briefly",
    "never",
    "partly",
    "publicly",
    "narrowly",
    "routinely",
    "hastily",
    "reluctantly",
    "unlawfully",
    "seldom",
];
const MONTHS: &[&str] = &[
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const SPANS: &[&str] = &[
    "three weeks",
    "four months",
    "a year",
    "ten days",
    "six weeks",
    "a winter",
    "two quarters",
    "eighteen months",
    "a fortnight",
    "half a year",
    "nine weeks",
    "five days",
];
const DOCUMENTS: &[&str] = &[
    "board paper",
    "inspection report",
    "audit",
    "letter",
    "minute",
    "contract schedule",
    "incident log",
    "memorandum",
    "freedom of information answer",
    "witness statement",
    "service review",
    "performance notice",
];
const GIVEN: &[&str] = &[
    "Amina", "Brian", "Carys", "Deepa", "Eileen", "Farouk", "Gwen", "Harpreet", "Ivor", "Joan", "Kwame",
    "Leila", "Morag", "Nasreen", "Owen", "Priya", "Quentin", "Rosa", "Sian", "Tomasz", "Una", "Victor",
    "Wanda", "Yusuf",
];
const ONSETS: &[&str] = &[
    "Al", "Bar", "Ber", "Bran", "Cal", "Car", "Chad", "Col", "Crom", "Dal", "Den", "Dun", "Ed", "El", "Fal",
    "Fen", "Gar", "Glen", "Had", "Hal", "Har", "Hol", "Ing", "Kel", "Kir", "Lang", "Led", "Mar", "Mel",
    "Nor", "Ock", "Pen", "Ral", "Red", "Sed", "Shel", "Stan", "Tar", "Thorn", "Ul", "Wal", "Wen", "Whit",
    "Win", "Yar",
];
const MIDDLES: &[&str] = &[
    "a", "en", "er", "i", "o", "ing", "el", "is", "or", "um", "ad", "et", "il", "on", "us", "am", "ib", "oc",
    "ud", "ev",
];
const ENDINGS: &[&str] = &[
    "by", "ton", "well", "worth", "ford", "ham", "field", "ley", "wick", "stone", "den", "combe", "bridge",
    "more", "low", "ridge", "shaw", "thwaite", "man", "son", "gate", "bourne", "cott", "hurst", "mere",
];
const MEDICAL: &[&str] = &[
    "cardio",
    "nephro",
    "neuro",
    "gastro",
    "haemato",
    "dermato",
    "ophthalmo",
    "rheumato",
    "uro",
    "gynaeco",
    "onco",
    "pulmo",
    "hepato",
    "endocrino",
    "immuno",
    "osteo",
    "broncho",
    "audio",
    "patho",
    "radio",
    "entero",
    "vasculo",
];
const LOGIES: &[&str] =
    &["logy", "graphy", "pathy", "metry", "scopy", "therapy", "plasty", "tomy", "genetics"];
const PRODUCT: &[&str] = &[
    "medi", "care", "clini", "vita", "nexo", "pulse", "docu", "opti", "trans", "sana", "helix", "cura",
    "arbo", "lumi", "quanta", "ward", "nova", "signa", "ortho", "path",
];
const MARKS: &[&str] =
    &["flow", "base", "link", "track", "sync", "point", "desk", "plus", "net", "works", "max", "line"];
const LETTERS: &[&str] =
    &["A", "B", "C", "D", "E", "F", "G", "H", "K", "L", "M", "N", "P", "R", "S", "T", "W", "X"];
