//! How the value of a field can look.

use super::field::Field;
use super::field::Form;
use super::field::Need;
use serde_json::Value;
use serde_json::json;

/// An example of the value of a field, as an editor would see it; nothing where anything can stand.
pub(super) fn example(field: &Field) -> Option<Value> {
    of_form(&field.form, field.example)
}

fn of_form(form: &Form, written: &str) -> Option<Value> {
    Some(match form {
        Form::Truth | Form::Number | Form::WholeNumber | Form::Count(_) => {
            serde_json::from_str(written).ok()?
        }
        Form::Texts | Form::Paths | Form::Harms | Form::Sources | Form::People => json!([written]),
        Form::Group(fields) => group(fields),
        Form::Groups(fields) => json!([group(fields)]),
        Form::ByWord(_, form, _) | Form::ById(form) => {
            let (name, value) = written.split_once(": ")?;
            json!({name: of_form(form, value)?})
        }
        Form::ByName(form) => json!({written: of_form(form, "")?}),
        Form::Anything => return None,
        _ => json!(written),
    })
}

/// The fields that have to be there; where none has, the first.
fn group(fields: &[Field]) -> Value {
    let required = fields.iter().filter(|field| field.need == Need::Required);
    let shown: Vec<&Field> = match required.collect::<Vec<_>>() {
        none if none.is_empty() => fields.iter().take(1).collect(),
        required => required,
    };
    shown.into_iter().filter_map(|field| Some((field.name.to_owned(), example(field)?))).collect()
}
