//! Mends in a style what hayagriva 0.10.1 reads wrongly, whatever the style.

use hayagriva::citationberg::Collapse;
use hayagriva::citationberg::IndependentStyle;
use hayagriva::citationberg::LayoutRenderingElement as Element;
use hayagriva::citationberg::Name;
use hayagriva::citationberg::Names;
use hayagriva::citationberg::NamesChild;

/// Writes out what hayagriva does not hand down, and takes out what makes it lose a name.
pub(super) fn mend(style: &mut IndependentStyle) {
    if matches!(
        style.citation.collapse,
        Some(Collapse::Year | Collapse::YearSuffix | Collapse::YearSuffixRanged)
    ) {
        style.citation.collapse = None;
        style.citation.cite_group_delimiter = None;
    }
    for one in &mut style.macros {
        mend_elements(&mut one.children, None);
    }
    mend_elements(&mut style.citation.layout.elements, None);
    if let Some(bibliography) = &mut style.bibliography {
        bibliography.subsequent_author_substitute = None;
        mend_elements(&mut bibliography.layout.elements, None);
    }
}

/// `around` is the `cs:names` in whose `cs:substitute` the elements stand.
fn mend_elements(elements: &mut [Element], around: Option<&Names>) {
    for element in elements {
        match element {
            Element::Names(names) => mend_names(names, around),
            Element::Group(group) => mend_elements(&mut group.children, around),
            Element::Choose(choose) => {
                mend_elements(&mut choose.if_.children, around);
                for branch in &mut choose.else_if {
                    mend_elements(&mut branch.children, around);
                }
                if let Some(otherwise) = &mut choose.otherwise {
                    mend_elements(&mut otherwise.children, around);
                }
            }
            _ => {}
        }
    }
}

fn mend_names(names: &mut Names, around: Option<&Names>) {
    if let Some(around) = around.filter(|_| names.children.is_empty()) {
        *names = around.from_names_substitute(names);
    }
    if names.name().is_none() && names.label().is_some() {
        names.children.insert(0, NamesChild::Name(Name::default()));
    }
    let around = names.clone();
    for child in &mut names.children {
        if let NamesChild::Substitute(substitute) = child {
            for one in &mut substitute.children {
                // hayagriva hands the form down to the names that stand directly here.
                if !matches!(one, Element::Names(_)) {
                    mend_elements(std::slice::from_mut(one), Some(&around));
                }
            }
        }
    }
}
