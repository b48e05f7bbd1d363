//! Which records an archive has, and what each is called.

use crate::archive::random::Random;
use crate::archive::words;
use crate::archive::words::Subject;

/// An archive, by the two numbers that decide every byte of it.
pub struct World {
    /// The same seed gives the same archive.
    pub seed: u64,
    /// How many incidents; every other kind is in proportion.
    pub incidents: usize,
}

/// The kinds of record that can be linked to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Incident,
    Release,
    Reference,
    Organisation,
    Topic,
}

/// Another record, as a link to it needs to know it.
#[derive(Clone)]
pub struct Target {
    pub kind: Kind,
    pub index: usize,
    /// The type, of an organisation.
    pub body: Option<Body>,
    pub id: String,
    /// The title or name.
    pub title: String,
    /// What a citation calls it: "Davis (2015)"; for other kinds the title.
    pub label: String,
    /// A whole citation: author, year, title, publisher; for other kinds the title.
    pub citation: String,
}

/// The types of organisation, in the order of their index.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Body {
    Supplier,
    Commissioner,
    Regulator,
    Campaign,
    Media,
}

/// What a reference says of itself, before anything that only its own page shows.
pub struct Work {
    pub kind: &'static str,
    pub authors: Vec<String>,
    pub year: usize,
    pub title: String,
    pub publisher: String,
    pub location: &'static str,
}

/// The most incidents that there are different titles and names for.
pub const MOST_INCIDENTS: usize = 300_000;

const TITLES: usize =
    words::SERVICES.len() * words::FAILURES.len() * words::SITES.len() * words::SITE_KINDS.len();

impl World {
    pub fn releases(&self) -> usize {
        (self.incidents / 10).max(1)
    }

    pub fn references(&self) -> usize {
        (self.incidents / 5).max(20)
    }

    pub fn organisations(&self) -> usize {
        (self.incidents / 50).max(20)
    }

    pub fn topics(&self) -> usize {
        words::TOPICS.len()
    }

    /// How many records of the five kinds there are.
    pub fn records(&self) -> usize {
        self.incidents + self.releases() + self.references() + self.organisations() + self.topics()
    }

    /// The indices of the organisations of one type.
    pub fn bodies(&self, body: Body) -> impl Iterator<Item = usize> {
        (0..self.organisations()).filter(move |&index| self.body(index) == body)
    }

    pub fn suppliers(&self) -> usize {
        self.organisations() * 45 / 100
    }

    pub fn commissioners(&self) -> usize {
        self.organisations() * 40 / 100
    }

    /// The type of an organisation.
    pub fn body(&self, index: usize) -> Body {
        let others = self.suppliers() + self.commissioners();
        match index {
            _ if index < self.suppliers() => Body::Supplier,
            _ if index < others => Body::Commissioner,
            _ => [Body::Regulator, Body::Campaign, Body::Media][(index - others) % 3],
        }
    }

    /// An organisation of a type that is neither supplier nor commissioner.
    pub fn other(&self, body: Body, random: &mut Random) -> usize {
        let first = self.suppliers() + self.commissioners();
        let offset = [Body::Regulator, Body::Campaign, Body::Media].iter().position(|&other| other == body);
        let count = (self.organisations() - first) / 3;
        first + 3 * random.skewed(count) + offset.expect("suppliers and commissioners are not asked for")
    }

    pub fn target(&self, kind: Kind, index: usize) -> Target {
        let (id, title) = match kind {
            Kind::Incident => self.incident_name(index),
            Kind::Release => self.release_name(index),
            Kind::Reference => return self.reference_target(index),
            Kind::Organisation => self.organisation_name(index),
            Kind::Topic => (address(words::TOPICS[index]), words::TOPICS[index].to_owned()),
        };
        let body = (kind == Kind::Organisation).then(|| self.body(index));
        Target { kind, index, body, id, label: title.clone(), citation: title.clone(), title }
    }

    /// What the incident with this index is about. Its service, failure and site are in no other incident
    /// together.
    pub fn subject(&self, index: usize) -> Subject {
        let random = &mut Random::of(self.seed, 1, index);
        // 524,287 is prime and no factor of the number of titles, so that every index has a title of its own.
        let mut code = (index * 524_287 + self.seed as usize % TITLES) % TITLES;
        let mut digit = |base: usize| {
            let digit = code % base;
            code /= base;
            digit
        };
        Subject {
            service: words::SERVICES[digit(words::SERVICES.len())],
            failure: words::FAILURES[digit(words::FAILURES.len())],
            site: format!(
                "{} {}",
                words::SITES[digit(words::SITES.len())],
                words::SITE_KINDS[digit(words::SITE_KINDS.len())]
            ),
            supplier: self.organisation_name(random.zipf(self.suppliers())).1,
            commissioner: self.organisation_name(self.suppliers() + random.zipf(self.commissioners())).1,
        }
    }

    /// The indices of the supplier and the commissioner of an incident, the ones that its subject names.
    pub fn parties(&self, incident: usize) -> (usize, usize) {
        let random = &mut Random::of(self.seed, 1, incident);
        (random.zipf(self.suppliers()), self.suppliers() + random.zipf(self.commissioners()))
    }

    /// The incidents that a press release is about, the main one first.
    pub fn release_incidents(&self, index: usize) -> Vec<usize> {
        let random = &mut Random::of(self.seed, 2, index);
        let mut incidents = vec![index * self.incidents / self.releases()];
        for _ in 0..random.below(3) {
            let incident = random.below(self.incidents);
            if !incidents.contains(&incident) {
                incidents.push(incident);
            }
        }
        incidents
    }

    /// The first sentence of a press release. Incidents quote it, so it holds no mark-up.
    pub fn release_lead(&self, index: usize) -> String {
        let subject = self.subject(self.release_incidents(index)[0]);
        format!(
            "Campaigners have called for an inquiry after {} {} at {}, a service that {} runs for {}.",
            subject.service, subject.failure, subject.site, subject.supplier, subject.commissioner
        )
    }

    pub fn work(&self, index: usize) -> Work {
        let random = &mut Random::of(self.seed, 3, index);
        let kind = match index % 10 {
            0 => "book",
            1 => "chapter",
            _ => random.pick(&[
                "report",
                "news",
                "news",
                "web",
                "article",
                "foi",
                "board-paper",
                "hansard",
                "report",
            ]),
        };
        let subject = self.subject(random.below(self.incidents));
        let authors = (0..random.between(1, 3))
            .map(|_| {
                format!("{}, {}.", words::surname(random), random.pick(&["A", "C", "D", "H", "J", "M", "S"]))
            })
            .collect();
        let year = random.between(2004, 2024);
        let title = match kind {
            "book" | "chapter" => format!("{}: the case of {}", random.pick(BOOKS), subject.service),
            _ => format!("{} of {} at {}", random.pick(STUDIES), subject.service, subject.site),
        };
        let publisher = format!("{} {}", words::surname(random), random.pick(PUBLISHERS));
        Work { kind, authors, year, title, publisher, location: random.pick(words::PLACES) }
    }

    fn incident_name(&self, index: usize) -> (String, String) {
        let subject = self.subject(index);
        let title =
            words::capitalise(&format!("{} {} at {}", subject.service, subject.failure, subject.site));
        (format!("{}-{}-{index}", address(subject.service), address(&subject.site)), title)
    }

    fn release_name(&self, index: usize) -> (String, String) {
        let subject = self.subject(self.release_incidents(index)[0]);
        let title =
            format!("Inquiry called for after {} {} at {}", subject.service, subject.failure, subject.site);
        (format!("inquiry-{}-{index}", address(subject.service)), title)
    }

    fn reference_target(&self, index: usize) -> Target {
        let work = self.work(index);
        let family = work.authors[0].split(',').next().unwrap_or_default();
        let authors = match work.authors.len() {
            1 => family.to_owned(),
            2 => format!("{family} and {}", work.authors[1].split(',').next().unwrap_or_default()),
            _ => format!("{family} and others"),
        };
        Target {
            kind: Kind::Reference,
            index,
            body: None,
            id: format!("{}-{}-{index}", address(family), work.year),
            label: format!("{authors} ({})", work.year),
            citation: format!(
                "{} ({}) {}. {}: {}.",
                work.authors.join(", "),
                work.year,
                work.title,
                work.location,
                work.publisher
            ),
            title: work.title,
        }
    }

    fn organisation_name(&self, index: usize) -> (String, String) {
        let name = match self.body(index) {
            Body::Supplier => words::company(index),
            Body::Commissioner => numbered(index - self.suppliers(), PUBLIC_BODIES),
            Body::Regulator => numbered(index / 3, &["Health Inspectorate"]),
            Body::Campaign => numbered(index / 3, &["Patients Campaign"]),
            Body::Media => numbered(index / 3, &["Gazette"]),
        };
        (address(&name), name)
    }
}

/// The address of a name made of ASCII words: lower case, with hyphens.
pub fn address(name: &str) -> String {
    name.to_lowercase().replace("'", "").replace([' ', '/'], "-")
}

/// A name made of a place and one of `kinds`, different for every index below 480 times their number.
fn numbered(index: usize, kinds: &[&str]) -> String {
    let kind = kinds[index % kinds.len()];
    let index = index / kinds.len();
    // The step spreads names over the alphabet; it is prime to the number of places.
    let place = words::PLACES[index * 37 % words::PLACES.len()];
    let side = ["", "North ", "South ", "East ", "West "][index / words::PLACES.len() % 5];
    format!("{side}{place} {kind}")
}

const BOOKS: &[&str] = &[
    "Sold off",
    "Care by contract",
    "The lowest bidder",
    "Public money, private hands",
    "What the market missed",
    "Arm's length",
    "After the tender",
    "Handed over",
];
/// What a work is that is no book. No incident's title begins so: a title that two records have is no link.
const STUDIES: &[&str] =
    &["A review", "An inspection", "The performance", "The cost", "The quality", "A history"];
const PUBLISHERS: &[&str] =
    &["Press", "and Sons", "University Press", "Books", "Institute", "Trust", "News", "Review"];
const PUBLIC_BODIES: &[&str] = &[
    "University Hospitals NHS Trust",
    "Integrated Care Board",
    "Community Health NHS Trust",
    "Mental Health NHS Trust",
    "Borough Council",
    "Ambulance Service",
];
