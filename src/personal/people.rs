//! Whether a number counts people, by the words that say what was counted.

/// Words for several people, and for what happens to each of them once.
const PEOPLE: [&str; 68] = [
    "people",
    "persons",
    "patients",
    "inpatients",
    "outpatients",
    "women",
    "men",
    "girls",
    "boys",
    "children",
    "babies",
    "infants",
    "newborns",
    "twins",
    "teenagers",
    "adults",
    "pensioners",
    "families",
    "mothers",
    "fathers",
    "parents",
    "residents",
    "tenants",
    "victims",
    "survivors",
    "claimants",
    "complainants",
    "casualties",
    "deaths",
    "suicides",
    "fatalities",
    "stillbirths",
    "miscarriages",
    "injuries",
    "staff",
    "nurses",
    "midwives",
    "doctors",
    "gps",
    "surgeons",
    "consultants",
    "clinicians",
    "therapists",
    "carers",
    "porters",
    "cleaners",
    "secretaries",
    "workers",
    "employees",
    "volunteers",
    "students",
    "pupils",
    "trainees",
    "prisoners",
    "detainees",
    "refugees",
    "migrants",
    "users",
    "veterans",
    "visitors",
    "witnesses",
    "whistleblowers",
    "redundancies",
    "inmates",
    "mums",
    "dads",
    "colleagues",
    "daughters",
];

/// The same for one.
const ONE: [&str; 12] = [
    "person", "patient", "woman", "man", "girl", "boy", "child", "baby", "resident", "death", "nurse",
    "doctor",
];

/// Behind these stands what was counted for, not what was counted: "Letters to patients".
const BEHIND: [&str; 14] = [
    "of", "to", "for", "from", "by", "about", "with", "without", "per", "on", "at", "in", "against",
    "between",
];

/// Whether a unit names people: "patients", "deaths in hospital".
pub fn is_unit_of_people(unit: &str) -> bool {
    let first = unit.split_whitespace().next().unwrap_or_default();
    is_one_of(&PEOPLE, first) || is_one_of(&ONE, first) && unit.split_whitespace().nth(1).is_none()
}

/// Whether a figure counts people: its unit says so, or its label where it has none.
pub fn counts_people(label: &str, unit: Option<&str>) -> bool {
    match unit {
        Some(unit) => is_unit_of_people(unit),
        None => {
            let mut words = label.split_whitespace().take_while(|word| !is_one_of(&BEHIND, word));
            words.any(|word| is_one_of(&PEOPLE, word.trim_end_matches([',', ':', ';', '.', ')'])))
        }
    }
}

fn is_one_of(list: &[&str], word: &str) -> bool {
    list.iter().any(|own| own.eq_ignore_ascii_case(word))
}
